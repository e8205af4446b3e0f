#include "kernel/portfolio/markouts.h"

#include <algorithm>

namespace maker {

std::int64_t markoutMicroBps(Side side, Money atFill, Money then) noexcept
{
    constexpr Int128 kMicroBps = 10'000'000'000; // of the whole
    const Money gain = side == Side::Buy ? then - atFill : atFill - then;
    constexpr std::int64_t kMostTimes = 100'000'000; // no mid moves this far; a broken one must not overflow
    const Int128 distance = gain.units() < 0 ? -gain.units() : gain.units();
    if (distance >= atFill.units() && distance / kMostTimes >= atFill.units()) [[unlikely]]
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
    for (std::size_t i = 0; i < m_heads.size(); ++i) {
        if (m_heads[i] + 1 == m_end)
            m_due[i] = time + kMarkoutHorizons[i];
    }
    findNext();
}

void MarkoutTracker::advance(std::size_t horizon) noexcept
{
    const std::uint64_t head = ++m_heads[horizon];
    m_due[horizon] = head == m_end ? kNever : at(head).time + kMarkoutHorizons[horizon];
    m_first = m_heads.back(); // a fill is done with its longest horizon last
    findNext();
}

/// The shortest horizon of those that are due first.
void MarkoutTracker::findNext() noexcept
{
    Timestamp next = kNever;
    std::size_t horizon = m_nextHorizon;
    for (std::size_t i = 0; i < m_due.size(); ++i) {
        const bool sooner = m_due[i] < next;
        next = sooner ? m_due[i] : next;
        horizon = sooner ? i : horizon;
    }
    m_nextDue = next;
    m_nextHorizon = horizon;
}

void MarkoutTracker::makeRoom()
{
    if (pending() >= m_capacity) {
        ++m_dropped;
        ++m_first;
        for (std::size_t i = 0; i < m_heads.size(); ++i) {
            if (m_heads[i] >= m_first)
                continue;
            m_heads[i] = m_first;
            m_due[i] = m_first == m_end ? kNever : at(m_first).time + kMarkoutHorizons[i];
        }
    }
    if (pending() < m_ring.size())
        return;
    std::vector<Pending> wider(std::max<std::size_t>(64, m_ring.size() * 2));
    for (std::uint64_t index = m_first; index < m_end; ++index)
        wider[index & (wider.size() - 1)] = at(index);
    m_ring = std::move(wider);
}

} // namespace maker
