#include "kernel/pricing/candle_builder.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker {

void extend(Candle& whole, const Candle& later) noexcept
{
    whole.high = std::max(whole.high, later.high);
    whole.low = std::min(whole.low, later.low);
    whole.close = later.close;
    whole.volume += later.volume;
    whole.buyVolume += later.buyVolume;
    whole.trades += later.trades;
}

CandleBuilder::CandleBuilder(Duration interval) noexcept : m_interval(interval)
{
    MAKER_ASSERT(interval.ns > 0);
}

Candle CandleBuilder::flatAfter(const Candle& before, std::int64_t steps) const noexcept
{
    Candle candle;
    candle.openTime = before.openTime + m_interval * steps;
    candle.open = candle.high = candle.low = candle.close = before.close;
    return candle;
}

void CandleBuilder::add(const MarketEvent& trade, Timestamp time) noexcept
{
    if (!m_live) {
        m_live.emplace();
        m_live->openTime = {time.ns - time.ns % m_interval.ns};
    }
    Candle& candle = *m_live;
    if (candle.trades == 0) { // so far it was only the echo of the close before it
        candle.open = trade.price;
        candle.high = trade.price;
        candle.low = trade.price;
    }
    candle.high = std::max(candle.high, trade.price);
    candle.low = std::min(candle.low, trade.price);
    candle.close = trade.price;
    candle.volume += trade.qty;
    if (trade.side == Side::Buy)
        candle.buyVolume += trade.qty;
    ++candle.trades;
}

} // namespace maker
