#include "simex/binance/market_json.h"

#include "simex/binance/format.h"

#include <array>
#include <cstdio>

namespace maker::simex::binance {

namespace {

struct NamedInterval {
    std::string_view name;
    std::int64_t seconds;
};

constexpr std::array<NamedInterval, 14> kIntervals{{{"1s", 1}, {"1m", 60}, {"3m", 180}, {"5m", 300}, {"15m", 900},
    {"30m", 1800}, {"1h", 3600}, {"2h", 7200}, {"4h", 14400}, {"6h", 21600}, {"8h", 28800}, {"12h", 43200}, {"1d", 86400},
    {"3d", 259200}}};

struct TopOfBook {
    sim::DepthLevel bid;
    sim::DepthLevel ask;
};

TopOfBook topOf(const Desk& desk, const Instrument& instrument)
{
    const sim::MatchCore& book = desk.exchange().book(instrument.id());
    return {book.bestBid().value_or(sim::DepthLevel{}), book.bestAsk().value_or(sim::DepthLevel{})};
}

/// The rolling day, or one of zeros before the first trade.
sim::SimTicker dayOf(const Desk& desk, const Instrument& instrument)
{
    sim::SimTicker nothing;
    nothing.openTime = nothing.closeTime = desk.now();
    return desk.exchange().history(instrument.id()).ticker(desk.now()).value_or(nothing);
}

struct Change {
    std::string absolute;
    std::string percent;
    std::string average;
};

Change changeOf(const Instrument& instrument, const sim::SimTicker& day)
{
    Change change;
    const bool down = day.last < day.open;
    const std::int64_t distance = down ? day.open.count - day.last.count : day.last.count - day.open.count;
    change.absolute = (down ? "-" : "") + text(instrument, Price{distance});
    const double open = instrument.toDouble(day.open);
    std::array<char, 48> out{};
    const double percent = open > 0.0 ? (instrument.toDouble(day.last) - open) / open * 100.0 : 0.0;
    std::snprintf(out.data(), out.size(), "%.3f", percent);
    change.percent = out.data();
    const double volume = instrument.toDouble(day.volume);
    std::snprintf(out.data(), out.size(), "%.8f", volume > 0.0 ? day.quoteVolume.toDouble() / volume : 0.0);
    change.average = out.data();
    return change;
}

} // namespace

std::optional<Duration> intervalOf(std::string_view name)
{
    for (const NamedInterval& interval : kIntervals) {
        if (interval.name == name)
            return Duration::seconds(interval.seconds);
    }
    return std::nullopt;
}

void writeTrade(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade)
{
    json.beginObject().field("id", trade.tradeId).key("price");
    append(json, instrument, trade.price);
    json.key("qty");
    append(json, instrument, trade.qty);
    json.field("quoteQty", text(instrument.notional(trade.price, trade.qty))).field("time", desk.shown(trade.time));
    json.field("isBuyerMaker", trade.takerSide == Side::Sell).field("isBestMatch", true).endObject();
}

void writeAggTrade(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade)
{
    json.beginObject().field("a", trade.tradeId).key("p");
    append(json, instrument, trade.price);
    json.key("q");
    append(json, instrument, trade.qty);
    json.field("f", trade.tradeId).field("l", trade.tradeId).field("T", desk.shown(trade.time));
    json.field("m", trade.takerSide == Side::Sell).field("M", true).endObject();
}

void writeKline(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimCandle& bar, Duration interval)
{
    const Candle& candle = bar.candle;
    json.beginArray().integer(desk.shown(candle.openTime));
    append(json, instrument, candle.open);
    append(json, instrument, candle.high);
    append(json, instrument, candle.low);
    append(json, instrument, candle.close);
    append(json, instrument, candle.volume);
    json.integer(desk.shown(candle.openTime + interval) - 1).text(text(bar.quoteVolume)).integer(candle.trades);
    append(json, instrument, candle.buyVolume);
    json.text(text(bar.buyQuoteVolume)).text("0").endArray();
}

void writeTicker24h(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    const sim::SimTicker day = dayOf(desk, instrument);
    const TopOfBook top = topOf(desk, instrument);
    const Change change = changeOf(instrument, day);
    json.beginObject().field("symbol", instrument.symbol().view());
    json.field("priceChange", change.absolute).field("priceChangePercent", change.percent);
    json.field("weightedAvgPrice", change.average).field("prevClosePrice", text(instrument, day.previousClose));
    json.field("lastPrice", text(instrument, day.last)).field("lastQty", text(instrument, day.lastQty));
    json.field("bidPrice", text(instrument, top.bid.price)).field("bidQty", text(instrument, top.bid.qty));
    json.field("askPrice", text(instrument, top.ask.price)).field("askQty", text(instrument, top.ask.qty));
    json.field("openPrice", text(instrument, day.open)).field("highPrice", text(instrument, day.high));
    json.field("lowPrice", text(instrument, day.low)).field("volume", text(instrument, day.volume));
    json.field("quoteVolume", text(day.quoteVolume)).field("openTime", desk.shown(day.openTime));
    json.field("closeTime", desk.shown(day.closeTime)).field("firstId", day.firstTradeId).field("lastId", day.lastTradeId);
    json.field("count", day.trades).endObject();
}

void writeTickerPrice(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    json.beginObject().field("symbol", instrument.symbol().view());
    json.field("price", text(instrument, dayOf(desk, instrument).last)).endObject();
}

void writeTickerBook(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    const TopOfBook top = topOf(desk, instrument);
    json.beginObject().field("symbol", instrument.symbol().view());
    json.field("bidPrice", text(instrument, top.bid.price)).field("bidQty", text(instrument, top.bid.qty));
    json.field("askPrice", text(instrument, top.ask.price)).field("askQty", text(instrument, top.ask.qty)).endObject();
}

void writeTradeEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade)
{
    json.beginObject().field("e", "trade").field("E", desk.shownNow()).field("s", instrument.symbol().view());
    json.field("t", trade.tradeId).key("p");
    append(json, instrument, trade.price);
    json.key("q");
    append(json, instrument, trade.qty);
    json.field("T", desk.shown(trade.time)).field("m", trade.takerSide == Side::Sell).field("M", true).endObject();
}

void writeAggTradeEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimTrade& trade)
{
    json.beginObject().field("e", "aggTrade").field("E", desk.shownNow()).field("s", instrument.symbol().view());
    json.field("a", trade.tradeId).key("p");
    append(json, instrument, trade.price);
    json.key("q");
    append(json, instrument, trade.qty);
    json.field("f", trade.tradeId).field("l", trade.tradeId).field("T", desk.shown(trade.time));
    json.field("m", trade.takerSide == Side::Sell).field("M", true).endObject();
}

void writeBookTickerEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    const TopOfBook top = topOf(desk, instrument);
    json.beginObject().field("u", desk.exchange().book(instrument.id()).lastUpdateId()).field("s", instrument.symbol().view());
    json.key("b");
    append(json, instrument, top.bid.price);
    json.key("B");
    append(json, instrument, top.bid.qty);
    json.key("a");
    append(json, instrument, top.ask.price);
    json.key("A");
    append(json, instrument, top.ask.qty);
    json.endObject();
}

void writeMiniTickerEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    const sim::SimTicker day = dayOf(desk, instrument);
    json.beginObject().field("e", "24hrMiniTicker").field("E", desk.shownNow()).field("s", instrument.symbol().view());
    json.field("c", text(instrument, day.last)).field("o", text(instrument, day.open));
    json.field("h", text(instrument, day.high)).field("l", text(instrument, day.low));
    json.field("v", text(instrument, day.volume)).field("q", text(day.quoteVolume)).endObject();
}

void writeTickerEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    const sim::SimTicker day = dayOf(desk, instrument);
    const TopOfBook top = topOf(desk, instrument);
    const Change change = changeOf(instrument, day);
    json.beginObject().field("e", "24hrTicker").field("E", desk.shownNow()).field("s", instrument.symbol().view());
    json.field("p", change.absolute).field("P", change.percent).field("w", change.average);
    json.field("x", text(instrument, day.previousClose)).field("c", text(instrument, day.last));
    json.field("Q", text(instrument, day.lastQty)).field("b", text(instrument, top.bid.price));
    json.field("B", text(instrument, top.bid.qty)).field("a", text(instrument, top.ask.price));
    json.field("A", text(instrument, top.ask.qty)).field("o", text(instrument, day.open));
    json.field("h", text(instrument, day.high)).field("l", text(instrument, day.low));
    json.field("v", text(instrument, day.volume)).field("q", text(day.quoteVolume));
    json.field("O", desk.shown(day.openTime)).field("C", desk.shown(day.closeTime));
    json.field("F", day.firstTradeId).field("L", day.lastTradeId).field("n", day.trades).endObject();
}

void writeKlineEvent(JsonWriter& json, const Desk& desk, const Instrument& instrument, const sim::SimCandle& bar,
    std::string_view intervalName, bool closed)
{
    const Candle& candle = bar.candle;
    const Duration interval = intervalOf(intervalName).value_or(Duration::seconds(60));
    json.beginObject().field("e", "kline").field("E", desk.shownNow()).field("s", instrument.symbol().view());
    json.key("k").beginObject();
    json.field("t", desk.shown(candle.openTime)).field("T", desk.shown(candle.openTime + interval) - 1);
    json.field("s", instrument.symbol().view()).field("i", intervalName);
    json.field("f", bar.firstTradeId > 0 ? bar.firstTradeId : -1).field("L", bar.lastTradeId > 0 ? bar.lastTradeId : -1);
    json.field("o", text(instrument, candle.open)).field("c", text(instrument, candle.close));
    json.field("h", text(instrument, candle.high)).field("l", text(instrument, candle.low));
    json.field("v", text(instrument, candle.volume)).field("n", static_cast<std::int64_t>(candle.trades)).field("x", closed);
    json.field("q", text(bar.quoteVolume)).field("V", text(instrument, candle.buyVolume));
    json.field("Q", text(bar.buyQuoteVolume)).field("B", "0");
    json.endObject().endObject();
}

} // namespace maker::simex::binance
