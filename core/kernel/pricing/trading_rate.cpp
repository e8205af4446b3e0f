#include "kernel/pricing/trading_rate.h"

#include "kernel/base/assert.h"

#include <cmath>

namespace maker {
namespace {

constexpr double kLn2 = 0.69314718055994530942;

}

TradingRate::TradingRate(Duration halfLife) noexcept : m_rate(kLn2 / halfLife.toSeconds())
{
    MAKER_ASSERT(halfLife.ns > 0);
}

double TradingRate::decay(Timestamp now) const noexcept
{
    return now > m_last ? std::exp(-m_rate * (now - m_last).toSeconds()) : 1.0;
}

void TradingRate::onTrade(Side aggressor, double qty, Timestamp now) noexcept
{
    if (m_last.valid()) {
        const double kept = decay(now);
        m_trades *= kept;
        m_bought *= kept;
        m_sold *= kept;
    }
    if (now > m_last)
        m_last = now;
    m_trades += 1.0;
    (aggressor == Side::Buy ? m_bought : m_sold) += qty;
}

double TradingRate::tradesPerSecond(Timestamp now) const noexcept
{
    return m_trades * decay(now) * m_rate;
}

double TradingRate::qtyPerSecond(Timestamp now) const noexcept
{
    return (m_bought + m_sold) * decay(now) * m_rate;
}

double TradingRate::imbalance() const noexcept
{
    const double total = m_bought + m_sold;
    return total > 0.0 ? (m_bought - m_sold) / total : 0.0;
}

} // namespace maker
