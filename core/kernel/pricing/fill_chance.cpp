#include "kernel/pricing/fill_chance.h"

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr double kExactUpTo = 60.0; ///< sum of the means; beyond it the difference of the two is normal to three digits

double normalTail(double z) noexcept
{
    return 0.5 * std::erfc(z / std::sqrt(2.0));
}

/// P(N > K) for independent Poisson N and K, both of moderate mean.
double exactChance(double arrivals, double needed) noexcept
{
    // Summed over k: P(K = k) P(N > k), both advanced by their recurrences.
    double atK = std::exp(-needed);
    double atN = std::exp(-arrivals);
    double upToN = atN;
    double chance = atK * (1.0 - upToN);
    double seen = atK;
    for (int k = 1; k < 400 && seen < 1.0 - 1e-12; ++k) {
        atK *= needed / k;
        atN *= arrivals / k;
        upToN += atN;
        seen += atK;
        chance += atK * std::max(0.0, 1.0 - upToN);
    }
    return chance;
}

} // namespace

double touchChance(double distance, double volatility, Duration horizon) noexcept
{
    if (distance <= 0.0)
        return 1.0;
    if (!(volatility > 0.0) || horizon.ns <= 0)
        return 0.0;
    return 2.0 * normalTail(distance / (volatility * std::sqrt(horizon.toSeconds())));
}

double fillChance(double ahead, double tradesPerSecond, double qtyPerTrade, Duration horizon) noexcept
{
    const double arrivals = tradesPerSecond * horizon.toSeconds();
    if (!(arrivals > 0.0) || !(qtyPerTrade > 0.0))
        return 0.0;
    const double needed = std::max(0.0, ahead) / qtyPerTrade;
    const double chance = arrivals + needed <= kExactUpTo
        ? exactChance(arrivals, needed)
        : normalTail((needed - arrivals + 0.5) / std::sqrt(arrivals + needed));
    return std::clamp(chance, 0.0, 1.0);
}

} // namespace maker
