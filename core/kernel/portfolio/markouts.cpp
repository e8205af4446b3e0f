#include "kernel/portfolio/markouts.h"

#include <algorithm>

namespace maker {

std::int64_t markoutMicroBps(Side side, Money atFill, Money then) noexcept
{
    constexpr Int128 kMicroBps = 10'000'000'000; // of the whole
    const Money gain = side == Side::Buy ? then - atFill : atFill - then;
    constexpr std::int64_t kMostTimes = 100'000'000; // no mid moves this far; a broken one must not overflow
    if (gain.units() / kMostTimes >= atFill.units() || -gain.units() / kMostTimes >= atFill.units())
        return gain.sign() * kMostTimes * static_cast<std::int64_t>(kMicroBps);
    return static_cast<std::int64_t>(mulDiv(gain.units(), kMicroBps, atFill.units(), Rounding::HalfEven));
}

void MarkoutTracker::onFill(const Fill& fill)
{
    if (fill.mid.sign() <= 0 || m_capacity == 0)
        return;
    makeRoom();
    // Times that go back would come due out of order.
    const Timestamp time = idle() ? fill.localTime : std::max(fill.localTime, at(m_end - 1).time);
    m_ring[m_end & (m_ring.size() - 1)] = {
        {fill.account, fill.instrument, fill.strategy, fill.tradeId, fill.side, 0, 0}, fill.mid, time};
    ++m_end;
    findNext();
}

void MarkoutTracker::advance(std::size_t horizon) noexcept
{
    ++m_heads[horizon];
    m_first = *std::min_element(m_heads.begin(), m_heads.end());
    findNext();
}

void MarkoutTracker::findNext() noexcept
{
    m_nextDue = kNever;
    for (std::size_t i = 0; i < m_heads.size(); ++i) {
        if (m_heads[i] == m_end)
            continue;
        const Timestamp due = at(m_heads[i]).time + kMarkoutHorizons[i];
        if (due < m_nextDue) {
            m_nextDue = due;
            m_nextHorizon = i;
        }
    }
}

void MarkoutTracker::makeRoom()
{
    if (pending() >= m_capacity) {
        ++m_dropped;
        ++m_first;
        for (std::uint64_t& head : m_heads)
            head = std::max(head, m_first);
    }
    if (pending() < m_ring.size())
        return;
    std::vector<Pending> wider(std::max<std::size_t>(64, m_ring.size() * 2));
    for (std::uint64_t index = m_first; index < m_end; ++index)
        wider[index & (wider.size() - 1)] = at(index);
    m_ring = std::move(wider);
}

} // namespace maker
