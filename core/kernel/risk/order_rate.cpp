#include "kernel/risk/order_rate.h"

#include <algorithm>

namespace maker {

std::size_t OrderRate::newest(std::size_t age) const noexcept
{
    return (m_next + m_times.size() - 1 - age) % m_times.size();
}

std::size_t OrderRate::inLastSecond(Timestamp now) const noexcept
{
    std::size_t count = 0;
    while (count < m_size && now - m_times[newest(count)] < Duration::seconds(1))
        ++count;
    return count;
}

void OrderRate::add(Timestamp now) noexcept
{
    if (m_size > 0 && now < m_times[newest(0)])
        std::ranges::for_each(m_times, [now](Timestamp& time) { time = std::min(time, now); });
    m_times[m_next] = now;
    m_next = (m_next + 1) % m_times.size();
    m_size = std::min(m_size + 1, m_times.size());
}

} // namespace maker
