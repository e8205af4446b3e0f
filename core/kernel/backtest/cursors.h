#pragma once

#include "kernel/backtest/event_feed.h"
#include "kernel/base/prefetch.h"
#include "kernel/model/book_change.h"
#include "kernel/sim/growing_ring.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace maker::backtest {

inline constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

/// Records that happen at one time and are received at one time: a whole message or what of it is so and at hand.
struct Moment {
    const MarketEvent* first = nullptr;
    std::uint32_t count = 0;
    bool isChange = false; ///< they are a whole change of one book
    Timestamp localTime;

    std::span<const MarketEvent> records() const noexcept { return {first, count}; }
    BookChange change() const noexcept { return BookChange::knownAt(first); }
};

/// Two readers of one feed: the venue's, by exchange time, is ahead; the engine's, by local time, follows. What lies
/// between the two is kept when the feed moves on to its next batch, and nothing else is.
class Cursors {
public:
    explicit Cursors(EventFeed& feed) : m_feed(feed) {}

    /// Reads on where the venue's side is at the end of the batch. False: there is nothing more.
    Result<bool> refill();
    /// When the exchange knew the next records: the highest venue time so far. A record without one happened with those
    /// around it. At the end of a batch, where it is not known yet, that of the last ones; kNever: there are no more.
    Timestamp exchangeTime() const noexcept { return m_exchangeTime; }
    bool exchangeReady() const noexcept { return m_next.count != 0; }
    /// Those records, and steps over them. They are received at once or held back until they are.
    Moment takeExchange() noexcept
    {
        const Moment taken = m_next;
        m_exchangeReached = m_exchangeTime;
        findNext(taken.first + taken.count);
        return taken;
    }
    void hold(const Moment& seen)
    {
        if (m_underway.empty())
            m_localTime = seen.localTime;
        m_underway.push() = seen;
    }

    /// When we receive the next records that were held back; kNever: there are none.
    Timestamp localTime() const noexcept { return m_localTime; }
    /// Those records, and steps over them.
    Moment takeLocal() noexcept
    {
        const Moment taken = m_underway.front();
        m_underway.pop();
        m_localTime = m_underway.empty() ? kNever : m_underway.front().localTime;
        return taken;
    }

private:
    static Timestamp receivedAt(const MarketEvent& event) noexcept
    {
        return event.localTime.valid() ? event.localTime : event.venueTime;
    }
    /// A message is read when the one before it is done with, too late to ask for its memory: the processor's own foresight
    /// ends with each page, which holds some twenty of them. So one message's worth is asked for, some twelve ahead.
    static void fetchAhead(const MarketEvent* at) noexcept
    {
        constexpr std::size_t kAhead = 2048;
        for (std::size_t line = 0; line < 3; ++line)
            prefetch(at, kAhead + line * kCacheLine);
    }
    void findNext(const MarketEvent* at) noexcept
    {
        if (at == m_batchEnd) [[unlikely]] {
            m_next.count = 0;
            return;
        }
        fetchAhead(at);
        m_next.first = at;
        m_next.localTime = receivedAt(*at);
        const BookChange change = BookChange::startingAt(at, m_batchEnd);
        m_next.isChange = !change.none();
        m_next.count = static_cast<std::uint32_t>(m_next.isChange ? change.records() : lengthOfMoment(at));
        if (at->venueTime.valid())
            m_exchangeTime = later(m_exchangeReached, at->venueTime);
        else
            m_exchangeTime = m_exchangeReached.valid() ? m_exchangeReached : at->localTime;
    }
    std::size_t lengthOfMoment(const MarketEvent* at) const noexcept
    {
        const MarketEvent* next = at;
        while (!(next++)->last && next != m_batchEnd && next->venueTime == at->venueTime
               && receivedAt(*next) == receivedAt(*at)) {}
        return static_cast<std::size_t>(next - at);
    }

    EventFeed& m_feed;
    const MarketEvent* m_batchEnd = nullptr;
    Moment m_next;                       ///< of the exchange's side; no records: the batch is at its end
    sim::GrowingRing<Moment> m_underway; ///< seen by the exchange's side and not by ours
    std::vector<MarketEvent> m_kept;     ///< the records of those that are of earlier batches
    std::vector<MarketEvent> m_spare;
    Timestamp m_exchangeReached; ///< the highest exchange time taken
    Timestamp m_exchangeTime;
    Timestamp m_localTime = kNever;
};

} // namespace maker::backtest
