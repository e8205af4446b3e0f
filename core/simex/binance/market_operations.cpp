#include "simex/binance/exchange_info.h"
#include "simex/binance/format.h"
#include "simex/binance/market_json.h"
#include "simex/binance/operations.h"

#include <algorithm>
#include <array>
#include <limits>

namespace maker::simex::binance {

namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

Failure ping(const Call& call)
{
    call.json.beginObject().endObject();
    return std::nullopt;
}

Failure time(const Call& call)
{
    call.json.beginObject().field("serverTime", call.desk.shownNow()).endObject();
    return std::nullopt;
}

/// The instruments of `symbol`, of `symbols=["A","B"]`, or all.
tl::expected<std::vector<const Instrument*>, VenueError> instrumentsOf(const Call& call)
{
    if (call.params.find("symbol")) {
        const auto one = instrumentOf(call.desk, call.params);
        if (!one)
            return tl::unexpected(one.error());
        return std::vector<const Instrument*>{*one};
    }
    const auto list = call.params.find("symbols");
    if (!list)
        return call.desk.instruments();
    std::vector<const Instrument*> found;
    std::string_view rest = *list;
    while (true) {
        const std::size_t open = rest.find('"');
        const std::size_t close = open == std::string_view::npos ? open : rest.find('"', open + 1);
        if (close == std::string_view::npos)
            break;
        const Instrument* instrument = call.desk.find(rest.substr(open + 1, close - open - 1));
        if (!instrument)
            return tl::unexpected(invalidSymbol());
        found.push_back(instrument);
        rest = rest.substr(close + 1);
    }
    if (found.empty())
        return tl::unexpected(illegalCharacters("symbols", R"(^\["[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}\]$)"));
    return found;
}

Failure exchangeInfo(const Call& call)
{
    const auto instruments = instrumentsOf(call);
    if (!instruments)
        return instruments.error();
    writeExchangeInfo(call.json, call.desk, call.limits, *instruments);
    return std::nullopt;
}

Failure emptyMarkets(const Call& call)
{
    call.json.beginObject().field("timezone", "UTC").field("serverTime", call.desk.shownNow());
    call.json.key("rateLimits").beginArray().endArray().key("exchangeFilters").beginArray().endArray();
    call.json.key("assets").beginArray().endArray().key("symbols").beginArray().endArray().endObject();
    return std::nullopt;
}

Failure depth(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto limit = integerOf(call.params, "limit", 100, 1, kNoLimit);
    if (!limit)
        return limit.error();
    const auto levels = static_cast<std::size_t>(std::min<std::int64_t>(*limit, 5000));
    call.json.beginObject().field("lastUpdateId", call.desk.exchange().book((*instrument)->id()).lastUpdateId());
    call.json.key("bids");
    writeLevels(call.json, call.desk, **instrument, Side::Buy, levels);
    call.json.key("asks");
    writeLevels(call.json, call.desk, **instrument, Side::Sell, levels);
    call.json.endObject();
    return std::nullopt;
}

int depthWeight(const Params& params)
{
    const long long limit = parseInteger(params.find("limit").value_or("100")).value_or(100);
    return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
}

Failure trades(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto limit = integerOf(call.params, "limit", 500, 1, 1000);
    if (!limit)
        return limit.error();
    const auto from = integerOf(call.params, "fromId", -1, 0, kNoLimit);
    if (!from)
        return from.error();
    const sim::MarketHistory& history = call.desk.exchange().history((*instrument)->id());
    const auto count = static_cast<std::size_t>(*limit);
    call.json.beginArray();
    for (const sim::SimTrade& trade : *from >= 0 ? history.tradesFrom(*from, count) : history.trades(count))
        writeTrade(call.json, call.desk, **instrument, trade);
    call.json.endArray();
    return std::nullopt;
}

Failure aggTrades(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto limit = integerOf(call.params, "limit", 500, 1, 1000);
    const auto from = integerOf(call.params, "fromId", -1, 0, kNoLimit);
    const auto start = integerOf(call.params, "startTime", 0, 0, kNoLimit);
    const auto end = integerOf(call.params, "endTime", kNoLimit, 0, kNoLimit);
    for (const auto* value : {&limit, &from, &start, &end}) {
        if (!*value)
            return value->error();
    }
    const sim::MarketHistory& history = call.desk.exchange().history((*instrument)->id());
    const auto count = static_cast<std::size_t>(*limit);
    const bool timed = call.params.find("startTime") || call.params.find("endTime");
    const std::vector<sim::SimTrade> found = *from >= 0 ? history.tradesFrom(*from, count)
        : timed                                         ? history.trades(sim::MarketHistory::kTrades)
                                                        : history.trades(count);
    std::size_t written = 0;
    call.json.beginArray();
    for (const sim::SimTrade& trade : found) {
        const std::int64_t at = call.desk.shown(trade.time);
        if (at < *start || at > *end || written == count)
            continue;
        writeAggTrade(call.json, call.desk, **instrument, trade);
        ++written;
    }
    call.json.endArray();
    return std::nullopt;
}

Failure klines(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto name = call.params.find("interval");
    if (!name)
        return missingParameter("interval");
    const auto interval = intervalOf(*name);
    if (!interval)
        return error(-1120, "Invalid interval.");
    const auto limit = integerOf(call.params, "limit", 500, 1, kNoLimit);
    const auto start = integerOf(call.params, "startTime", 0, 0, kNoLimit);
    const auto end = integerOf(call.params, "endTime", kNoLimit, 0, kNoLimit);
    for (const auto* value : {&limit, &start, &end}) {
        if (!*value)
            return value->error();
    }
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(*limit, 1000));
    const bool timed = call.params.find("startTime") || call.params.find("endTime");
    auto candles = call.desk.exchange().history((*instrument)->id()).candles(*interval, timed ? 100'000 : count, call.desk.now());
    std::erase_if(candles, [&](const sim::SimCandle& candle) {
        const std::int64_t open = call.desk.shown(candle.candle.openTime);
        return open < *start || open > *end;
    });
    // With a start the oldest are wanted, else the newest.
    if (candles.size() > count && call.params.find("startTime"))
        candles.resize(count);
    const std::size_t skip = candles.size() > count ? candles.size() - count : 0;
    call.json.beginArray();
    for (std::size_t i = skip; i < candles.size(); ++i)
        writeKline(call.json, call.desk, **instrument, candles[i], *interval);
    call.json.endArray();
    return std::nullopt;
}

using WriteTicker = void (*)(JsonWriter& json, const Desk& desk, const Instrument& instrument);

Failure tickers(const Call& call, WriteTicker write)
{
    const auto instruments = instrumentsOf(call);
    if (!instruments)
        return instruments.error();
    const bool one = call.params.find("symbol").has_value();
    if (!one)
        call.json.beginArray();
    for (const Instrument* instrument : *instruments)
        write(call.json, call.desk, *instrument);
    if (!one)
        call.json.endArray();
    return std::nullopt;
}

Failure ticker24h(const Call& call) { return tickers(call, writeTicker24h); }
Failure tickerPrice(const Call& call) { return tickers(call, writeTickerPrice); }
Failure tickerBook(const Call& call) { return tickers(call, writeTickerBook); }

Failure averagePrice(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const auto last = call.desk.exchange().history((*instrument)->id()).lastTrade();
    call.json.beginObject().field("mins", 5).field("price", text(**instrument, last ? last->price : Price{}));
    call.json.field("closeTime", call.desk.shownNow()).endObject();
    return std::nullopt;
}

int tickerWeight(const Params& params) { return params.find("symbol") ? 2 : 4; }
int ticker24hWeight(const Params& params) { return params.find("symbol") || params.find("symbols") ? 2 : 80; }

constexpr std::array kOperations{
    Operation{.method = "GET", .path = "/api/v3/ping", .wsMethod = "ping", .run = ping},
    Operation{.method = "GET", .path = "/api/v3/time", .wsMethod = "time", .run = time},
    Operation{.method = "GET", .path = "/api/v3/exchangeInfo", .wsMethod = "exchangeInfo", .weight = 20, .run = exchangeInfo},
    Operation{.method = "GET", .path = "/api/v3/depth", .wsMethod = "depth", .run = depth, .weigh = depthWeight},
    Operation{.method = "GET", .path = "/api/v3/trades", .wsMethod = "trades.recent", .weight = 25, .run = trades},
    Operation{.method = "GET", .path = "/api/v3/historicalTrades", .wsMethod = "trades.historical", .weight = 25, .run = trades},
    Operation{.method = "GET", .path = "/api/v3/aggTrades", .wsMethod = "trades.aggregate", .weight = 4, .run = aggTrades},
    Operation{.method = "GET", .path = "/api/v3/klines", .wsMethod = "klines", .weight = 2, .run = klines},
    Operation{.method = "GET", .path = "/api/v3/uiKlines", .wsMethod = "uiKlines", .weight = 2, .run = klines},
    Operation{.method = "GET", .path = "/api/v3/avgPrice", .wsMethod = "avgPrice", .weight = 2, .run = averagePrice},
    Operation{.method = "GET", .path = "/api/v3/ticker/24hr", .wsMethod = "ticker.24hr", .run = ticker24h, .weigh = ticker24hWeight},
    Operation{.method = "GET", .path = "/api/v3/ticker/price", .wsMethod = "ticker.price", .run = tickerPrice, .weigh = tickerWeight},
    Operation{.method = "GET", .path = "/api/v3/ticker/bookTicker", .wsMethod = "ticker.book", .run = tickerBook, .weigh = tickerWeight},
    Operation{.method = "GET", .path = "/fapi/v1/exchangeInfo", .wsMethod = {}, .run = emptyMarkets},
    Operation{.method = "GET", .path = "/dapi/v1/exchangeInfo", .wsMethod = {}, .run = emptyMarkets},
};

} // namespace

std::span<const Operation> marketOperations()
{
    return kOperations;
}

} // namespace maker::simex::binance
