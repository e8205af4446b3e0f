#pragma once

#include "kernel/backtest/event_feed.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace maker::backtest {

inline constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

/// Two readers of one feed: the venue's, by exchange time, is ahead; the engine's, by local time, follows. What lies
/// between the two is kept when the feed moves on to its next batch, and nothing else is.
class Cursors {
public:
    explicit Cursors(EventFeed& feed) : m_feed(feed) {}

    /// Reads on where the venue's side is at the end of the batch. False: there is nothing more.
    Result<bool> refill();
    bool exchangeReady() const noexcept { return m_exchange != m_batchEnd; }
    const MarketEvent& exchange() const noexcept { return *m_exchange; }
    /// When the exchange knew it: the highest venue time so far. A record without one happened with those around it.
    Timestamp exchangeTime() const noexcept
    {
        if (m_exchange->venueTime.valid())
            return std::max(m_exchangeTime, m_exchange->venueTime);
        return m_exchangeTime.valid() ? m_exchangeTime : m_exchange->localTime;
    }
    void exchangeDone() noexcept
    {
        m_exchangeTime = exchangeTime();
        ++m_exchange;
    }

    /// A record that the exchange's side has seen and ours has not.
    bool localReady() const noexcept { return m_local != (m_inKept ? m_keptEnd : m_exchange); }
    const MarketEvent& local() const noexcept { return *m_local; }
    Timestamp localTime() const noexcept
    {
        return m_local->localTime.valid() ? m_local->localTime : m_local->venueTime;
    }
    void localDone() noexcept
    {
        if (++m_local == m_keptEnd && m_inKept) {
            m_inKept = false;
            m_local = m_batch;
        }
    }

private:
    EventFeed& m_feed;
    const MarketEvent* m_batch = nullptr;
    const MarketEvent* m_batchEnd = nullptr;
    const MarketEvent* m_exchange = nullptr;
    const MarketEvent* m_local = nullptr;
    const MarketEvent* m_keptEnd = nullptr;
    std::vector<MarketEvent> m_kept; ///< of earlier batches, not yet received
    std::vector<MarketEvent> m_spare;
    Timestamp m_exchangeTime;
    bool m_inKept = false;
};

} // namespace maker::backtest
