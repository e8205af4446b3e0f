#include "venues/api/clock_offset.h"

namespace maker {

void ClockOffset::observe(Timestamp sent, Timestamp server, Timestamp received) noexcept
{
    const Duration trip = received - sent;
    if (trip.ns < 0)
        return; // our own clock stepped in between
    const Timestamp middle = sent + Duration{trip.ns / 2};
    m_samples[m_next] = {server - middle, trip};
    m_next = (m_next + 1) % m_samples.size();
    m_count = m_count < m_samples.size() ? m_count + 1 : m_count;
    const Sample* best = &m_samples[0];
    for (std::size_t i = 1; i < m_count; ++i)
        if (m_samples[i].trip < best->trip)
            best = &m_samples[i];
    m_offset = best->offset;
    m_uncertainty = {best->trip.ns / 2};
}

} // namespace maker
