#include "kernel/sim/hawkes.h"

#include "kernel/base/assert.h"

#include <cmath>

namespace maker::sim {

HawkesArrivals::HawkesArrivals(const Config& config, std::uint64_t seed, Timestamp start)
    : m_config(config)
    , m_random(seed)
    , m_time(start)
{
    MAKER_ASSERT(config.base > 0.0 && config.decay > 0.0 && config.excitement >= 0.0 && config.excitement < 1.0);
    findNext();
}

void HawkesArrivals::pop() noexcept
{
    const double step = m_config.excitement * m_config.decay;
    double& same = m_nextSide == Side::Buy ? m_buyExcess : m_sellExcess;
    double& other = m_nextSide == Side::Buy ? m_sellExcess : m_buyExcess;
    same += step * m_config.sameSide;
    other += step * (1.0 - m_config.sameSide);
    findNext();
}

void HawkesArrivals::findNext() noexcept
{
    for (;;) {
        // The intensity only falls until the next arrival, so its value now bounds it.
        const double bound = m_config.base + m_buyExcess + m_sellExcess;
        const double wait = m_random.exponential(1.0 / bound);
        const double faded = std::exp(-m_config.decay * wait);
        m_buyExcess *= faded;
        m_sellExcess *= faded;
        m_time = m_time + Duration{static_cast<std::int64_t>(wait * 1e9) + 1};
        const double mark = m_random.uniform() * bound;
        const double buys = 0.5 * m_config.base + m_buyExcess;
        const double both = m_config.base + m_buyExcess + m_sellExcess;
        if (mark >= both)
            continue;
        m_nextSide = mark < buys ? Side::Buy : Side::Sell;
        m_nextTime = m_time;
        return;
    }
}

} // namespace maker::sim
