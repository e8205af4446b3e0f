#include "kernel/sim/market_history.h"

#include <algorithm>

namespace maker::sim {

namespace {

constexpr std::size_t kSeconds = 3600;
constexpr std::size_t kMinutes = 25 * 60;
constexpr std::int64_t kDayMinutes = 24 * 60;

Timestamp floorTo(Timestamp time, Duration interval)
{
    return {time.ns - time.ns % interval.ns};
}

SimCandle flatCandle(Timestamp openTime, Price price)
{
    SimCandle flat;
    flat.candle = {openTime, price, price, price, price, {}, {}, 0};
    return flat;
}

/// Adds a later candle to an earlier one.
void extend(SimCandle& whole, const SimCandle& part)
{
    if (part.candle.trades == 0)
        return;
    if (whole.candle.trades == 0) {
        const Timestamp openTime = whole.candle.openTime;
        whole = part;
        whole.candle.openTime = openTime;
        return;
    }
    whole.candle.high = std::max(whole.candle.high, part.candle.high);
    whole.candle.low = std::min(whole.candle.low, part.candle.low);
    whole.candle.close = part.candle.close;
    whole.candle.volume += part.candle.volume;
    whole.candle.buyVolume += part.candle.buyVolume;
    whole.candle.trades += part.candle.trades;
    whole.quoteVolume += part.quoteVolume;
    whole.buyQuoteVolume += part.buyQuoteVolume;
    whole.lastTradeId = part.lastTradeId;
}

} // namespace

MarketHistory::MarketHistory(const Instrument& instrument)
    : m_instrument(&instrument)
    , m_trades(kTrades)
    , m_seconds{Duration::seconds(1), kSeconds, std::vector<SimCandle>(kSeconds)}
    , m_minutes{Duration::seconds(60), kMinutes, std::vector<SimCandle>(kMinutes)}
{
}

void MarketHistory::add(const SimTrade& trade)
{
    m_trades[static_cast<std::size_t>((trade.tradeId - 1) % static_cast<std::int64_t>(kTrades))] = trade;
    if (m_tradeCount++ == 0)
        m_firstTime = trade.time;
    const Money quote = m_instrument->notional(trade.price, trade.qty);
    addTo(m_seconds, trade, quote);
    addTo(m_minutes, trade, quote);
}

void MarketHistory::addTo(Ring& ring, const SimTrade& trade, Money quote)
{
    const Timestamp openTime = floorTo(trade.time, ring.interval);
    const auto place = static_cast<std::size_t>(openTime.ns / ring.interval.ns) % ring.capacity;
    SimCandle one;
    const bool buy = trade.takerSide == Side::Buy;
    one.candle = {openTime, trade.price, trade.price, trade.price, trade.price, trade.qty, buy ? trade.qty : Qty{}, 1};
    one.quoteVolume = quote;
    one.buyQuoteVolume = buy ? quote : Money{};
    one.firstTradeId = trade.tradeId;
    one.lastTradeId = trade.tradeId;
    SimCandle& held = ring.candles[place];
    if (held.candle.openTime == openTime)
        extend(held, one);
    else
        held = one;
}

std::vector<SimTrade> MarketHistory::trades(std::size_t limit) const
{
    const std::int64_t count = static_cast<std::int64_t>(std::min(limit, kTrades));
    return tradesFrom(std::max<std::int64_t>(m_tradeCount - count + 1, 1), limit);
}

std::vector<SimTrade> MarketHistory::tradesFrom(std::int64_t firstId, std::size_t limit) const
{
    std::vector<SimTrade> result;
    const std::int64_t oldest = std::max<std::int64_t>(m_tradeCount - static_cast<std::int64_t>(kTrades) + 1, 1);
    for (std::int64_t id = std::max(firstId, oldest); id <= m_tradeCount && result.size() < limit; ++id)
        result.push_back(m_trades[static_cast<std::size_t>((id - 1) % static_cast<std::int64_t>(kTrades))]);
    return result;
}

std::optional<SimTrade> MarketHistory::lastTrade() const
{
    if (m_tradeCount == 0)
        return std::nullopt;
    return m_trades[static_cast<std::size_t>((m_tradeCount - 1) % static_cast<std::int64_t>(kTrades))];
}

std::vector<SimCandle> MarketHistory::candles(Duration interval, std::size_t limit, Timestamp now) const
{
    if (m_tradeCount == 0 || limit == 0 || interval.ns <= 0)
        return {};
    if (interval.ns % m_minutes.interval.ns == 0)
        return aggregate(m_minutes, interval, limit, now);
    if (interval.ns % m_seconds.interval.ns == 0)
        return aggregate(m_seconds, interval, limit, now);
    return {};
}

std::vector<SimCandle> MarketHistory::aggregate(const Ring& ring, Duration interval, std::size_t limit, Timestamp now) const
{
    const Timestamp newest = floorTo(now, ring.interval);
    const Timestamp kept{newest.ns - static_cast<std::int64_t>(ring.capacity - 1) * ring.interval.ns};
    const std::size_t most = static_cast<std::size_t>(kept.ns > 0 ? (newest.ns - kept.ns) / interval.ns + 1 : 1);
    const auto span = static_cast<std::int64_t>(std::min(limit, most) - 1) * interval.ns;
    const Timestamp wanted{floorTo(now, interval).ns - span};
    // What came before is read too, for the close that a first span without trades repeats.
    Timestamp time = std::max(floorTo(m_firstTime, ring.interval), kept);
    std::optional<Price> close;
    std::vector<SimCandle> result;
    for (; time <= newest; time = time + ring.interval) {
        const SimCandle& held = ring.candles[static_cast<std::size_t>(time.ns / ring.interval.ns) % ring.capacity];
        const bool traded = held.candle.openTime == time && held.candle.trades > 0;
        if (traded)
            close = held.candle.close;
        if (!close || time < wanted)
            continue;
        const Timestamp openTime = floorTo(time, interval);
        if (result.empty() || result.back().candle.openTime != openTime)
            result.push_back(flatCandle(openTime, result.empty() ? *close : result.back().candle.close));
        if (traded)
            extend(result.back(), held);
    }
    return result;
}

std::optional<SimTicker> MarketHistory::ticker(Timestamp now) const
{
    const std::vector<SimCandle> minutes = candles(m_minutes.interval, kDayMinutes, now);
    const std::optional<SimTrade> last = lastTrade();
    if (minutes.empty() || !last)
        return std::nullopt;
    SimCandle day = minutes.front();
    for (std::size_t i = 1; i < minutes.size(); ++i)
        extend(day, minutes[i]);
    SimTicker ticker;
    ticker.openTime = minutes.front().candle.openTime;
    ticker.closeTime = now;
    ticker.open = minutes.front().candle.open;
    ticker.high = day.candle.high;
    ticker.low = day.candle.low;
    ticker.last = last->price;
    ticker.previousClose = ticker.open;
    ticker.lastQty = last->qty;
    ticker.volume = day.candle.volume;
    ticker.quoteVolume = day.quoteVolume;
    ticker.firstTradeId = day.firstTradeId;
    ticker.lastTradeId = day.lastTradeId;
    ticker.trades = static_cast<std::int64_t>(day.candle.trades);
    return ticker;
}

} // namespace maker::sim
