#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/candle.h"
#include "kernel/model/market_event.h"

#include <cstdint>
#include <optional>

namespace maker {

/// Takes a later candle into one of a longer interval.
void extend(Candle& whole, const Candle& later) noexcept;

/// Makes candles of one interval from trades. Intervals without a trade become flat candles at the last close, so that a
/// series has no holes; after a silence of more than kMaxFlat intervals the hole is left. A trade older than the open
/// candle is counted and left out.
class CandleBuilder {
public:
    static constexpr std::int64_t kMaxFlat = 3600;

    /// `interval` > 0; candles open at multiples of it since 1970.
    explicit CandleBuilder(Duration interval) noexcept;

    /// A record of kind Trade, at its venue time or, without one, its local time. `closed(const Candle&)` is called for
    /// each candle that it ends, oldest first.
    template <typename OnClosed>
    void onTrade(const MarketEvent& trade, OnClosed&& closed)
    {
        const Timestamp time = trade.venueTime.valid() ? trade.venueTime : trade.localTime;
        if (m_live && time < m_live->openTime) {
            ++m_late;
            return;
        }
        onTime(time, closed);
        add(trade, time);
    }

    /// Time passes without trades.
    template <typename OnClosed>
    void onTime(Timestamp now, OnClosed&& closed)
    {
        if (!m_live || now < m_live->openTime + m_interval)
            return;
        const std::int64_t steps = (now - m_live->openTime).ns / m_interval.ns;
        closed(static_cast<const Candle&>(*m_live));
        const std::int64_t first = steps - 1 > kMaxFlat ? steps : 1;
        const Candle before = *m_live;
        for (std::int64_t step = first; step < steps; ++step)
            closed(flatAfter(before, step));
        m_live = flatAfter(before, steps);
    }

    /// The candle still open; nullopt before the first trade.
    const std::optional<Candle>& live() const noexcept { return m_live; }
    Duration interval() const noexcept { return m_interval; }
    std::uint64_t late() const noexcept { return m_late; }

private:
    Candle flatAfter(const Candle& before, std::int64_t steps) const noexcept;
    void add(const MarketEvent& trade, Timestamp time) noexcept;

    Duration m_interval;
    std::optional<Candle> m_live;
    std::uint64_t m_late = 0;
};

} // namespace maker
