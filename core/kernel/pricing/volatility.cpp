#include "kernel/pricing/volatility.h"

#include "kernel/base/assert.h"

#include <cmath>

namespace maker {

Volatility::Volatility(Duration halfLife, Duration minStep) noexcept
    : m_halfLife(halfLife.toSeconds()), m_minStep(minStep)
{
    MAKER_ASSERT(halfLife.ns > 0 && minStep.ns >= 0);
}

void Volatility::sample(double price, Timestamp now) noexcept
{
    if (!(price > 0.0) || !std::isfinite(price))
        return;
    const double logPrice = price == m_price ? m_logPrice : std::log(price); // most samples find the price they left
    m_price = price;
    if (!m_last.valid()) {
        m_last = now;
        m_logPrice = logPrice;
        return;
    }
    const double seconds = (now - m_last).toSeconds();
    const double change = logPrice - m_logPrice;
    const double keep = std::exp2(-seconds / m_halfLife);
    m_varianceRate = keep * m_varianceRate + (1.0 - keep) * change * change / seconds;
    m_weight = keep * m_weight + (1.0 - keep);
    m_last = now;
    m_logPrice = logPrice;
    m_ready = true;
    m_perSqrtSecond = std::sqrt(m_varianceRate / m_weight);
}

void Volatility::reset() noexcept
{
    m_varianceRate = 0.0;
    m_weight = 0.0;
    m_price = 0.0;
    m_logPrice = 0.0;
    m_last = {};
    m_perSqrtSecond = 0.0;
    m_ready = false;
}

double Volatility::over(Duration horizon) const noexcept
{
    return perSqrtSecond() * std::sqrt(horizon.toSeconds());
}

} // namespace maker
