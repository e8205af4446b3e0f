#include "kernel/sim/fees.h"

#include "kernel/base/checked.h"

#include <algorithm>

namespace maker::sim {

namespace {

constexpr std::int64_t kMillion = 1'000'000;

Money share(Money amount, std::int32_t ppm, int decimals, Rounding rounding) noexcept
{
    if (ppm == 0)
        return {};
    const Int128 unit = pow10(Money::kDecimals - decimals);
    return Money::fromUnits(mulDiv(amount.units(), ppm, kMillion * unit, rounding) * unit);
}

} // namespace

Money FeeModel::fee(Money amount, bool isMaker) const noexcept
{
    return share(amount, isMaker ? makerPpm : takerPpm, decimals, rounding);
}

Money FeeModel::highestFee(Money amount) const noexcept
{
    const std::int32_t highest = std::max({makerPpm, takerPpm, std::int32_t{0}});
    return share(amount, highest, decimals, Rounding::AwayFromZero);
}

} // namespace maker::sim
