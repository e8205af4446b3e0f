#include "kernel/pricing/volatility.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker {

Volatility::Volatility(Duration halfLife, Duration minStep) noexcept
    : m_halfLife(halfLife.toSeconds()), m_step(std::max(minStep, Duration{1}))
{
    MAKER_ASSERT(halfLife.ns > 0 && minStep.ns >= 0);
}

void Volatility::takeInWaiting() const noexcept
{
    for (std::size_t i = 0; i < m_waitingCount; ++i)
        add(m_waiting[i]);
    m_waitingCount = 0;
    if (m_estimate.ready)
        m_estimate.perSqrtSecond = std::sqrt(m_estimate.varianceRate / m_estimate.weight);
}

void Volatility::add(const Sample& sample) const noexcept
{
    Estimate& estimate = m_estimate;
    const Sample before = estimate.last;
    // Most samples find the price they left.
    const double logPrice = sample.price == before.price ? estimate.logPrice : std::log(sample.price);
    const double change = logPrice - estimate.logPrice;
    estimate.logPrice = logPrice;
    estimate.last = sample;
    if (!before.time.valid())
        return;
    const double seconds = (sample.time - before.time).toSeconds();
    const double keep = std::exp2(-seconds / m_halfLife);
    estimate.varianceRate = keep * estimate.varianceRate + (1.0 - keep) * change * change / seconds;
    estimate.weight = keep * estimate.weight + (1.0 - keep);
    estimate.ready = true;
}

void Volatility::reset() noexcept
{
    m_next = {};
    m_estimate = {};
    m_waitingCount = 0;
}

double Volatility::over(Duration horizon) const noexcept
{
    return perSqrtSecond() * std::sqrt(horizon.toSeconds());
}

} // namespace maker
