#include "simex/binance/format.h"
#include "simex/binance/market_json.h"
#include "simex/binance/streams.h"

namespace maker::simex::binance {

namespace {

constexpr Duration kDepthInterval = Duration::millis(100);
constexpr int kTicksPerSecond = 10;

template <typename Levels>
void writeChanges(JsonWriter& json, const Instrument& instrument, const Levels& levels)
{
    json.beginArray();
    for (const auto& [price, qty] : levels) {
        json.beginArray();
        append(json, instrument, Price{price});
        append(json, instrument, qty);
        json.endArray();
    }
    json.endArray();
}

} // namespace

void Streams::Pending::add(const sim::UpdateRange& range, const std::vector<sim::LevelChange>& changes)
{
    if (first == 0)
        first = range.first;
    last = range.last;
    for (const sim::LevelChange& change : changes) {
        if (change.side == Side::Buy)
            bids[change.price.count] = change.qty;
        else
            asks[change.price.count] = change.qty;
    }
}

template <typename Write>
void Streams::publishKind(TopicKind kind, const Instrument* instrument, const Write& write)
{
    std::vector<std::string> names;
    for (const auto& [name, channel] : m_channels) {
        if (channel.topic && channel.topic->kind == kind && channel.topic->instrument == instrument)
            names.push_back(name);
    }
    if (names.empty())
        return;
    std::string payload;
    JsonWriter json(payload);
    write(json);
    for (const std::string& name : names) {
        if (const auto found = m_channels.find(name); found != m_channels.end())
            publish(name, found->second, payload);
    }
}

void Streams::publishTrades(const std::vector<sim::SimTrade>& trades)
{
    for (const sim::SimTrade& trade : trades) {
        const Instrument* instrument = m_desk.exchange().findInstrument(trade.instrument);
        publishKind(TopicKind::Trade, instrument, [&](JsonWriter& json) { writeTradeEvent(json, m_desk, *instrument, trade); });
        publishKind(
            TopicKind::AggTrade, instrument, [&](JsonWriter& json) { writeAggTradeEvent(json, m_desk, *instrument, trade); });
    }
}

void Streams::publishTops()
{
    for (Market& market : m_markets) {
        const sim::MatchCore& book = m_desk.exchange().book(market.instrument->id());
        if (book.lastUpdateId() == market.topUpdate)
            continue;
        market.topUpdate = book.lastUpdateId();
        const sim::DepthLevel bid = book.bestBid().value_or(sim::DepthLevel{});
        const sim::DepthLevel ask = book.bestAsk().value_or(sim::DepthLevel{});
        if (bid == market.bid && ask == market.ask)
            continue;
        market.bid = bid;
        market.ask = ask;
        publishKind(TopicKind::BookTicker, market.instrument,
            [&](JsonWriter& json) { writeBookTickerEvent(json, m_desk, *market.instrument); });
    }
}

void Streams::publishDue(Timestamp now)
{
    if (now < m_nextDepth)
        return;
    m_nextDepth = std::max(m_nextDepth + kDepthInterval, now - kDepthInterval);
    const bool secondDue = ++m_depthTicks % kTicksPerSecond == 0;
    for (Market& market : m_markets) {
        publishDepth(market, secondDue);
        publishPartialDepth(*market.instrument, secondDue);
    }
    if (secondDue)
        publishSecond();
}

void Streams::publishDepth(Market& market, bool slowDue)
{
    const auto send = [&](const Pending& pending, bool slow) {
        std::string payload;
        JsonWriter json(payload);
        json.beginObject().field("e", "depthUpdate").field("E", m_desk.shownNow());
        json.field("s", market.instrument->symbol().view()).field("U", pending.first).field("u", pending.last).key("b");
        writeChanges(json, *market.instrument, pending.bids);
        json.key("a");
        writeChanges(json, *market.instrument, pending.asks);
        json.endObject();
        std::vector<std::string> names;
        for (const auto& [name, channel] : m_channels) {
            const auto& topic = channel.topic;
            if (topic && topic->kind == TopicKind::Depth && topic->instrument == market.instrument && topic->slow == slow)
                names.push_back(name);
        }
        for (const std::string& name : names) {
            if (const auto found = m_channels.find(name); found != m_channels.end())
                publish(name, found->second, payload);
        }
    };
    const sim::UpdateRange range = m_desk.exchange().takeChanges(market.instrument->id(), m_changes);
    if (range.last >= range.first && range.last > 0) {
        if (market.skip > 0) {
            --market.skip;
            market.slow = {};
        } else {
            Pending fast;
            fast.add(range, m_changes);
            market.slow.add(range, m_changes);
            send(fast, false);
        }
    }
    if (slowDue && market.slow.first > 0) {
        send(market.slow, true);
        market.slow = {};
    }
}

void Streams::publishPartialDepth(const Instrument& instrument, bool slowDue)
{
    std::vector<std::string> names;
    for (const auto& [name, channel] : m_channels) {
        const auto& topic = channel.topic;
        if (topic && topic->kind == TopicKind::PartialDepth && topic->instrument == &instrument && (slowDue || !topic->slow))
            names.push_back(name);
    }
    for (const std::string& name : names) {
        const auto found = m_channels.find(name);
        if (found == m_channels.end())
            continue;
        const std::size_t levels = found->second.topic->levels;
        std::string payload;
        JsonWriter json(payload);
        json.beginObject().field("lastUpdateId", m_desk.exchange().book(instrument.id()).lastUpdateId()).key("bids");
        writeLevels(json, m_desk, instrument, Side::Buy, levels);
        json.key("asks");
        writeLevels(json, m_desk, instrument, Side::Sell, levels);
        json.endObject();
        publish(name, found->second, payload);
    }
}

void Streams::publishSecond()
{
    for (const Market& market : m_markets) {
        const Instrument& instrument = *market.instrument;
        publishKind(TopicKind::MiniTicker, &instrument, [&](JsonWriter& json) { writeMiniTickerEvent(json, m_desk, instrument); });
        publishKind(TopicKind::Ticker, &instrument, [&](JsonWriter& json) { writeTickerEvent(json, m_desk, instrument); });
    }
    const auto all = [&](void (*write)(JsonWriter&, const Desk&, const Instrument&)) {
        return [this, write](JsonWriter& json) {
            json.beginArray();
            for (const Market& market : m_markets)
                write(json, m_desk, *market.instrument);
            json.endArray();
        };
    };
    publishKind(TopicKind::AllMiniTickers, nullptr, all(writeMiniTickerEvent));
    publishKind(TopicKind::AllTickers, nullptr, all(writeTickerEvent));
    std::vector<std::string> candles;
    for (const auto& [name, channel] : m_channels) {
        if (channel.topic && channel.topic->kind == TopicKind::Kline)
            candles.push_back(name);
    }
    for (const std::string& name : candles) {
        if (const auto found = m_channels.find(name); found != m_channels.end())
            publishCandle(name, found->second);
    }
}

void Streams::publishCandle(const std::string& name, Channel& channel)
{
    const Topic topic = *channel.topic;
    const Duration interval = *intervalOf(topic.interval);
    const auto bars = m_desk.exchange().history(topic.instrument->id()).candles(interval, 2, m_desk.now());
    if (bars.empty())
        return;
    const auto send = [&](const sim::SimCandle& bar, bool closed) {
        std::string payload;
        JsonWriter json(payload);
        writeKlineEvent(json, m_desk, *topic.instrument, bar, topic.interval, closed);
        publish(name, channel, std::move(payload));
    };
    const std::int64_t open = bars.back().candle.openTime.millis();
    const bool turned = channel.candleOpen != 0 && open != channel.candleOpen && bars.size() == 2;
    channel.candleOpen = open;
    if (turned)
        send(bars.front(), true);
    send(bars.back(), false);
}

} // namespace maker::simex::binance
