#include "kernel/risk/order_rate.h"

#include <algorithm>

namespace maker {

std::size_t OrderRate::inLastSecond(Timestamp now) const noexcept
{
    std::size_t count = 0;
    for (std::size_t at = m_next; count < m_size; ++count) {
        at = at == 0 ? m_times.size() - 1 : at - 1;
        if (now - m_times[at] >= Duration::seconds(1))
            break;
    }
    return count;
}

void OrderRate::add(Timestamp now) noexcept
{
    if (m_size > 0 && now < m_times[m_next == 0 ? m_times.size() - 1 : m_next - 1])
        std::ranges::for_each(m_times, [now](Timestamp& time) { time = std::min(time, now); });
    m_times[m_next] = now;
    m_next = m_next + 1 == m_times.size() ? 0 : m_next + 1;
    m_size = std::min(m_size + 1, m_times.size());
}

} // namespace maker
