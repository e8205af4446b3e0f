#include "simex/binance/format.h"

#include <array>

namespace maker::simex::binance {

namespace {

constexpr int kShownDecimals = 8;

template <typename Number>
std::size_t print(char* out, const Instrument& instrument, Number number, int decimals)
{
    char* end = instrument.formatTo(out, number);
    if (decimals == 0)
        *end++ = '.';
    for (int i = decimals; i < kShownDecimals; ++i)
        *end++ = '0';
    return static_cast<std::size_t>(end - out);
}

using Digits = std::array<char, 64>;

std::string_view view(const Instrument& instrument, Price price, Digits& out)
{
    return {out.data(), print(out.data(), instrument, price, instrument.priceDecimals())};
}

std::string_view view(const Instrument& instrument, Qty qty, Digits& out)
{
    return {out.data(), print(out.data(), instrument, qty, instrument.qtyDecimals())};
}

} // namespace

std::string text(const Instrument& instrument, Price price)
{
    Digits digits;
    return std::string(view(instrument, price, digits));
}

std::string text(const Instrument& instrument, Qty qty)
{
    Digits digits;
    return std::string(view(instrument, qty, digits));
}

std::string text(Money money)
{
    return money.toString(kShownDecimals, Rounding::TowardZero);
}

void append(JsonWriter& json, const Instrument& instrument, Price price)
{
    Digits digits;
    json.text(view(instrument, price, digits));
}

void append(JsonWriter& json, const Instrument& instrument, Qty qty)
{
    Digits digits;
    json.text(view(instrument, qty, digits));
}

std::string_view sideText(Side side) noexcept
{
    return side == Side::Buy ? "BUY" : "SELL";
}

std::string_view typeText(const sim::SimOrder& order) noexcept
{
    if (order.type == OrderType::Market)
        return "MARKET";
    return order.postOnly ? "LIMIT_MAKER" : "LIMIT";
}

std::string_view statusText(const sim::SimOrder& order) noexcept
{
    switch (order.state) {
    case OrderState::Accepted:
    case OrderState::PendingNew:
        return "NEW";
    case OrderState::PartiallyFilled:
    case OrderState::PendingCancel:
    case OrderState::PendingReplace:
        return "PARTIALLY_FILLED";
    case OrderState::Filled:
        return "FILLED";
    case OrderState::Canceled:
        return "CANCELED";
    case OrderState::Rejected:
        return "REJECTED";
    case OrderState::Expired:
        break;
    }
    return order.expiry == sim::MatchReason::SelfTrade ? "EXPIRED_IN_MATCH" : "EXPIRED";
}

std::string_view tifText(TimeInForce tif) noexcept
{
    return tif == TimeInForce::Gtc ? "GTC" : tif == TimeInForce::Ioc ? "IOC" : "FOK";
}

void writeLevels(JsonWriter& json, const Desk& desk, const Instrument& instrument, Side side, std::size_t limit)
{
    std::vector<sim::DepthLevel> levels(limit);
    levels.resize(desk.exchange().book(instrument.id()).depth(side, levels));
    json.beginArray();
    for (const sim::DepthLevel& level : levels) {
        json.beginArray();
        append(json, instrument, level.price);
        append(json, instrument, level.qty);
        json.endArray();
    }
    json.endArray();
}

void writeState(JsonWriter& json, const Desk& desk, const sim::SimOrder& order)
{
    const Instrument& instrument = *desk.exchange().findInstrument(order.instrument);
    json.field("price", text(instrument, order.type == OrderType::Market ? Price{} : order.price));
    json.field("origQty", text(instrument, order.qty));
    json.field("executedQty", text(instrument, order.cumQty));
    json.field("origQuoteOrderQty", text(order.quoteQty));
    json.field("cummulativeQuoteQty", text(order.cumQuote));
    json.field("status", statusText(order));
    json.field("timeInForce", tifText(order.timeInForce));
    json.field("type", typeText(order));
    json.field("side", sideText(order.side));
    json.field("workingTime", desk.shown(order.created));
    json.field("selfTradePreventionMode", "EXPIRE_TAKER");
}

void writeOrder(JsonWriter& json, const Desk& desk, const sim::SimOrder& order)
{
    const Instrument& instrument = *desk.exchange().findInstrument(order.instrument);
    json.beginObject();
    json.field("symbol", instrument.symbol().view());
    json.field("orderId", order.id);
    json.field("orderListId", -1);
    json.field("clientOrderId", order.clientOrderId.view());
    writeState(json, desk, order);
    json.field("stopPrice", "0.00000000");
    json.field("icebergQty", "0.00000000");
    json.field("time", desk.shown(order.created));
    json.field("updateTime", desk.shown(order.updated));
    json.field("isWorking", true);
    json.endObject();
}

void writeCanceled(JsonWriter& json, const Desk& desk, const sim::SimOrder& order, std::string_view requestId)
{
    const Instrument& instrument = *desk.exchange().findInstrument(order.instrument);
    json.beginObject();
    json.field("symbol", instrument.symbol().view());
    json.field("origClientOrderId", order.clientOrderId.view());
    json.field("orderId", order.id);
    json.field("orderListId", -1);
    json.field("clientOrderId", requestId);
    json.field("transactTime", desk.shown(order.updated));
    writeState(json, desk, order);
    json.endObject();
}

void writeFills(JsonWriter& json, const Desk& desk, const sim::SimOrder& order)
{
    const Instrument& instrument = *desk.exchange().findInstrument(order.instrument);
    json.beginArray();
    for (const sim::SimFill& fill : desk.placedFills()) {
        if (fill.orderId != order.id)
            continue;
        json.beginObject();
        json.key("price");
        append(json, instrument, fill.price);
        json.key("qty");
        append(json, instrument, fill.qty);
        json.field("commission", text(fill.fee.money));
        json.field("commissionAsset", fill.fee.currency.view());
        json.field("tradeId", fill.tradeId);
        json.endObject();
    }
    json.endArray();
}

std::string executionReport(const Desk& desk, const Instrument& instrument, const sim::SimExecution& execution)
{
    static constexpr std::string_view kKinds[] = {"NEW", "TRADE", "CANCELED", "EXPIRED", "REPLACED"};
    const sim::SimOrder& order = *execution.order;
    const sim::SimFill* fill = execution.fill;
    const bool canceled = execution.kind == sim::SimExecKind::Canceled;
    const bool renamed = canceled && execution.requestId != nullptr;
    std::string out;
    JsonWriter json(out);
    json.beginObject();
    json.field("e", "executionReport");
    json.field("E", desk.shownNow());
    json.field("s", instrument.symbol().view());
    json.field("c", renamed ? execution.requestId->view() : order.clientOrderId.view());
    json.field("S", sideText(order.side));
    json.field("o", typeText(order));
    json.field("f", tifText(order.timeInForce));
    json.field("q", text(instrument, order.qty));
    json.field("p", text(instrument, order.type == OrderType::Market ? Price{} : order.price));
    json.field("P", "0.00000000");
    json.field("F", "0.00000000");
    json.field("g", -1);
    json.field("C", canceled ? order.clientOrderId.view() : std::string_view());
    json.field("x", kKinds[static_cast<std::size_t>(execution.kind)]);
    json.field("X", statusText(order));
    json.field("r", "NONE");
    json.field("i", order.id);
    json.field("l", text(instrument, fill ? fill->qty : Qty{}));
    json.field("z", text(instrument, order.cumQty));
    json.field("L", text(instrument, fill ? fill->price : Price{}));
    json.field("n", fill ? text(fill->fee.money) : std::string("0"));
    if (fill)
        json.field("N", fill->fee.currency.view());
    else
        json.key("N").raw("null");
    json.field("T", desk.shown(order.updated));
    json.field("t", fill ? fill->tradeId : -1);
    json.field("I", execution.executionId);
    json.field("w", order.open());
    json.field("m", fill != nullptr && fill->isMaker);
    json.field("M", false);
    json.field("O", desk.shown(order.created));
    json.field("Z", text(order.cumQuote));
    json.field("Y", text(fill ? fill->quote : Money()));
    json.field("Q", text(order.quoteQty));
    json.field("W", desk.shown(order.created));
    json.field("V", "EXPIRE_TAKER");
    json.endObject();
    return out;
}

} // namespace maker::simex::binance
