#include "kernel/risk/loss_watch.h"

#include <algorithm>

namespace maker {

void LossWatch::onEquity(Money equity, Timestamp now) noexcept
{
    constexpr std::int64_t kDay = Duration::seconds(86'400).ns;
    const std::int64_t day = now.ns / kDay;
    if (!m_equity) {
        m_dayStart = m_peak = equity;
        m_day = day;
    } else if (day > m_day) { // a clock that went back does not begin a new day
        m_dayStart = equity;
        m_day = day;
    }
    m_equity = equity;
    m_peak = std::max(m_peak, equity);
}

void LossWatch::restart() noexcept
{
    if (m_equity)
        m_dayStart = m_peak = *m_equity;
}

} // namespace maker
