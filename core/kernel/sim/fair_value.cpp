#include "kernel/sim/fair_value.h"

#include <cmath>

namespace maker::sim {

FairValuePath::FairValuePath(const MarketProfile& profile, std::uint64_t seed)
    : m_sigma(profile.volatilityBps * 1e-4 * std::sqrt(kStep.toSeconds()))
    , m_jumpChance(profile.jumpRate * kStep.toSeconds())
    , m_jumpMean(profile.jumpBps * 1e-4)
    , m_random(seed)
{
    m_values[0] = profile.startPrice;
    for (std::size_t i = 1; i < m_values.size(); ++i)
        m_values[i] = draw(m_values[i - 1]);
}

void FairValuePath::advance() noexcept
{
    const double last = ahead();
    m_values[m_first] = draw(last);
    m_first = (m_first + 1) % m_values.size();
}

double FairValuePath::draw(double from) noexcept
{
    double move = m_sigma * m_random.normal() - 0.5 * m_sigma * m_sigma;
    if (m_random.chance(m_jumpChance))
        move += (m_random.chance(0.5) ? 1.0 : -1.0) * m_random.exponential(m_jumpMean);
    return from * std::exp(move);
}

} // namespace maker::sim
