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
    /// When the exchange knew the next record: the highest venue time so far. A record without one happened with those
    /// around it. kNever: there is none in this batch.
    Timestamp exchangeTime() const noexcept { return m_exchangeTime; }
    /// The records of that moment, and steps over them: a message of many levels is taken at once.
    std::span<const MarketEvent> takeExchange() noexcept
    {
        const MarketEvent* first = m_exchange;
        const Timestamp at = m_exchangeTime;
        m_exchangeReached = at;
        do {
            do
                ++m_exchange;
            while (m_exchange != m_batchEnd && m_exchange->venueTime == first->venueTime);
            findExchangeTime();
        } while (m_exchangeTime == at);
        if (m_localTime == kNever)
            findLocalTime();
        return {first, m_exchange};
    }

    /// When we receive the next record that the exchange's side has seen and ours has not; kNever: there is none.
    Timestamp localTime() const noexcept { return m_localTime; }
    /// The records of that moment up to the end of a message, or what of it is here, and steps over them.
    std::span<const MarketEvent> takeLocal() noexcept
    {
        const MarketEvent* first = m_local;
        const MarketEvent* end = m_inKept ? m_keptEnd : m_exchange;
        while (!(m_local++)->last && m_local != end && receivedAt(*m_local) == m_localTime) {}
        const std::span<const MarketEvent> taken(first, m_local);
        if (m_inKept && m_local == m_keptEnd) {
            m_inKept = false;
            m_local = m_batch;
        }
        findLocalTime();
        return taken;
    }

private:
    static Timestamp receivedAt(const MarketEvent& event) noexcept
    {
        return event.localTime.valid() ? event.localTime : event.venueTime;
    }
    void findExchangeTime() noexcept
    {
        if (m_exchange == m_batchEnd)
            m_exchangeTime = kNever;
        else if (m_exchange->venueTime.valid())
            m_exchangeTime = std::max(m_exchangeReached, m_exchange->venueTime);
        else
            m_exchangeTime = m_exchangeReached.valid() ? m_exchangeReached : m_exchange->localTime;
    }
    void findLocalTime() noexcept
    {
        m_localTime = m_local == (m_inKept ? m_keptEnd : m_exchange) ? kNever : receivedAt(*m_local);
    }

    EventFeed& m_feed;
    const MarketEvent* m_batch = nullptr;
    const MarketEvent* m_batchEnd = nullptr;
    const MarketEvent* m_exchange = nullptr;
    const MarketEvent* m_local = nullptr;
    const MarketEvent* m_keptEnd = nullptr;
    std::vector<MarketEvent> m_kept; ///< of earlier batches, not yet received
    std::vector<MarketEvent> m_spare;
    Timestamp m_exchangeReached; ///< the highest exchange time taken
    Timestamp m_exchangeTime = kNever;
    Timestamp m_localTime = kNever;
    bool m_inKept = false;
};

} // namespace maker::backtest
