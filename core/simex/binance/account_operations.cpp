#include "simex/binance/format.h"
#include "simex/binance/operations.h"

#include <array>
#include <limits>

namespace maker::simex::binance {

namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kEverything = 1'000'000;

/// The window and page a list is asked for.
struct Page {
    std::int64_t from = -1;
    std::int64_t start = 0;
    std::int64_t end = kNoLimit;
    std::size_t limit = 500;

    bool holds(std::int64_t time) const { return time >= start && time <= end; }
};

tl::expected<Page, VenueError> pageOf(const Params& params, std::string_view fromName)
{
    const auto from = integerOf(params, fromName, -1, 0, kNoLimit);
    const auto start = integerOf(params, "startTime", 0, 0, kNoLimit);
    const auto end = integerOf(params, "endTime", kNoLimit, 0, kNoLimit);
    const auto limit = integerOf(params, "limit", 500, 1, 1000);
    for (const auto* value : {&from, &start, &end, &limit}) {
        if (!*value)
            return tl::unexpected(value->error());
    }
    return Page{*from, *start, *end, static_cast<std::size_t>(*limit)};
}

/// With a start the page holds the oldest entries, without one the newest.
template <typename Item>
void cutTo(std::vector<Item>& items, const Page& page)
{
    if (items.size() <= page.limit)
        return;
    if (page.from >= 0 || page.start > 0)
        items.resize(page.limit);
    else
        items.erase(items.begin(), items.end() - static_cast<std::ptrdiff_t>(page.limit));
}

Failure allOrders(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto page = pageOf(call.params, "orderId");
    if (!page)
        return page.error();
    auto orders = call.desk.exchange().allOrders(
        call.desk.account(), (*instrument)->id(), std::max<std::int64_t>(page->from, 0), kEverything);
    std::erase_if(orders, [&](const sim::SimOrder& order) { return !page->holds(call.desk.shown(order.created)); });
    cutTo(orders, *page);
    call.json.beginArray();
    for (const sim::SimOrder& order : orders)
        writeOrder(call.json, call.desk, order);
    call.json.endArray();
    return std::nullopt;
}

void writeMyTrade(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimFill& fill)
{
    json.beginObject().field("symbol", instrument.symbol().view()).field("id", fill.tradeId);
    json.field("orderId", fill.orderId).field("orderListId", -1).field("price", text(instrument, fill.price));
    json.field("qty", text(instrument, fill.qty)).field("quoteQty", text(fill.quote));
    json.field("commission", text(fill.fee.money)).field("commissionAsset", fill.fee.currency.view());
    json.field("time", desk.shown(fill.time)).field("isBuyer", fill.side == Side::Buy);
    json.field("isMaker", fill.isMaker).field("isBestMatch", true).endObject();
}

Failure myTrades(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto page = pageOf(call.params, "fromId");
    if (!page)
        return page.error();
    const auto orderId = integerOf(call.params, "orderId", -1, 0, kNoLimit);
    if (!orderId)
        return orderId.error();
    auto fills = call.desk.exchange().fills(
        call.desk.account(), (*instrument)->id(), std::max<std::int64_t>(page->from, 0), kEverything);
    std::erase_if(fills, [&](const sim::SimFill& fill) {
        return !page->holds(call.desk.shown(fill.time)) || (*orderId >= 0 && fill.orderId != *orderId);
    });
    cutTo(fills, *page);
    call.json.beginArray();
    for (const sim::SimFill& fill : fills)
        writeMyTrade(call.json, call.desk, **instrument, fill);
    call.json.endArray();
    return std::nullopt;
}

std::string rate(double bps)
{
    const auto money = Money::fromDouble(bps / 10000.0);
    return money ? money->toString(8) : "0.00000000";
}

void writeRates(JsonWriter& json, const SimServerConfig& config)
{
    json.beginObject().field("maker", rate(config.makerFeeBps)).field("taker", rate(config.takerFeeBps));
    json.field("buyer", "0.00000000").field("seller", "0.00000000").endObject();
}

Failure account(const Call& call)
{
    JsonWriter& json = call.json;
    const SimServerConfig& config = call.desk.config();
    const bool omitZero = call.params.find("omitZeroBalances") == "true";
    json.beginObject().field("makerCommission", static_cast<std::int64_t>(config.makerFeeBps));
    json.field("takerCommission", static_cast<std::int64_t>(config.takerFeeBps));
    json.field("buyerCommission", 0).field("sellerCommission", 0).key("commissionRates");
    writeRates(json, config);
    json.field("canTrade", true).field("canWithdraw", false).field("canDeposit", false).field("brokered", false);
    json.field("requireSelfTradePrevention", false).field("preventSor", false).field("updateTime", call.desk.shownNow());
    json.field("accountType", "SPOT").key("balances").beginArray();
    for (const sim::SimBalance& balance : call.desk.exchange().balances(call.desk.account())) {
        if (omitZero && balance.free.isZero() && balance.locked.isZero())
            continue;
        json.beginObject().field("asset", balance.currency.view());
        json.field("free", text(balance.free)).field("locked", text(balance.locked)).endObject();
    }
    json.endArray().key("permissions").raw(R"(["SPOT"])").field("uid", 1).endObject();
    return std::nullopt;
}

Failure commission(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    call.json.beginObject().field("symbol", (*instrument)->symbol().view()).key("standardCommission");
    writeRates(call.json, call.desk.config());
    call.json.endObject();
    return std::nullopt;
}

Failure coins(const Call& call)
{
    JsonWriter& json = call.json;
    json.beginArray();
    for (const sim::SimBalance& balance : call.desk.exchange().balances(call.desk.account())) {
        json.beginObject().field("coin", balance.currency.view()).field("name", balance.currency.view());
        json.field("depositAllEnable", false).field("withdrawAllEnable", false).field("trading", true);
        json.field("free", text(balance.free)).field("locked", text(balance.locked)).field("freeze", "0");
        json.field("withdrawing", "0").field("ipoing", "0").field("ipoable", "0").field("storage", "0");
        json.field("isLegalMoney", false).key("networkList").beginArray().endArray().endObject();
    }
    json.endArray();
    return std::nullopt;
}

Failure emptyList(const Call& call)
{
    call.json.beginArray().endArray();
    return std::nullopt;
}

/// The simulated key may trade and nothing else.
Failure apiRestrictions(const Call& call)
{
    JsonWriter& json = call.json;
    json.beginObject().field("ipRestrict", false).field("createTime", call.desk.shownNow());
    json.field("enableReading", true).field("enableSpotAndMarginTrading", true);
    for (const std::string_view denied : {"enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer",
             "enableVanillaOptions", "enableMargin", "enableFutures", "enableFixApiTrade", "enableFixReadOnly",
             "enablePortfolioMarginTrading"})
        json.field(denied, false);
    json.endObject();
    return std::nullopt;
}

constexpr std::array kOperations{
    Operation{.method = "GET", .path = "/api/v3/account", .wsMethod = "account.status", .security = Security::Signed,
        .weight = 20, .run = account},
    Operation{.method = "GET", .path = "/api/v3/account/commission", .wsMethod = "account.commission",
        .security = Security::Signed, .weight = 20, .run = commission},
    Operation{.method = "GET", .path = "/api/v3/allOrders", .wsMethod = "allOrders", .security = Security::Signed,
        .weight = 20, .run = allOrders},
    Operation{.method = "GET", .path = "/api/v3/myTrades", .wsMethod = "myTrades", .security = Security::Signed,
        .weight = 20, .run = myTrades},
    Operation{.method = "GET", .path = "/sapi/v1/capital/config/getall", .wsMethod = {}, .security = Security::Signed,
        .weight = 10, .run = coins},
    Operation{.method = "GET", .path = "/sapi/v1/margin/allPairs", .wsMethod = {}, .security = Security::Key, .run = emptyList},
    Operation{.method = "GET", .path = "/sapi/v1/margin/isolated/allPairs", .wsMethod = {}, .security = Security::Key,
        .weight = 10, .run = emptyList},
    Operation{.method = "GET", .path = "/sapi/v1/account/apiRestrictions", .wsMethod = {}, .security = Security::Signed,
        .run = apiRestrictions},
};

} // namespace

std::span<const Operation> accountOperations()
{
    return kOperations;
}

} // namespace maker::simex::binance
