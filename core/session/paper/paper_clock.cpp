#include "session/paper/paper_clock.h"

#include <algorithm>

namespace maker {

Timestamp PaperClock::onEvent(const MarketEvent& event) noexcept
{
    if (!event.venueTime.valid())
        return at(event.localTime);
    const Duration seen = event.localTime - event.venueTime;
    m_shift = std::max(m_shift, m_leastLag - seen);
    m_lag = std::clamp(seen + m_shift, m_leastLag, std::max(m_leastLag, kMostLag));
    return forward(event.localTime - m_lag);
}

Timestamp PaperClock::at(Timestamp local) noexcept
{
    return forward(local - m_lag);
}

Timestamp PaperClock::forward(Timestamp exchange) noexcept
{
    m_now = std::max(m_now, exchange);
    return m_now;
}

} // namespace maker
