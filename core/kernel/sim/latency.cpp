#include "kernel/sim/latency.h"

#include <algorithm>

namespace maker::sim {

Duration LatencyModel::next() noexcept
{
    if (m_config.meanJitter.ns <= 0)
        return m_config.base;
    const double mean = static_cast<double>(m_config.meanJitter.ns);
    const double jitter = std::min(m_random.exponential(mean), 10.0 * mean);
    return m_config.base + Duration{static_cast<std::int64_t>(jitter)};
}

Timestamp LatencyModel::arrival(Timestamp sent) noexcept
{
    m_lastArrival = std::max(m_lastArrival, sent + next());
    return m_lastArrival;
}

} // namespace maker::sim
