#include "kernel/risk/order_rate.h"

namespace maker {

std::size_t OrderRate::inLastSecond(Timestamp now) const noexcept
{
    std::size_t count = 0;
    while (count < m_size && now - m_times[back(count + 1)] < Duration::seconds(1))
        ++count;
    return count;
}

} // namespace maker
