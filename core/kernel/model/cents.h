#pragma once

#include "kernel/base/checked.h"
#include "kernel/model/money.h"

#include <array>
#include <cstddef>

namespace maker {

/// The parts of a sum in whole cents such that they add up to the sum as Money::toString(2) prints it: what rounding lost
/// goes to the part that is nearest to the next cent. So a table of causes never contradicts its total.
template <std::size_t Count>
std::array<Money, Count> centsThatAddUp(const std::array<Money, Count>& parts) noexcept
{
    const Int128 cent = pow10(Money::kDecimals - 2);
    const auto nearest = [cent](Int128 units) { return mulDiv(units, 1, cent, Rounding::HalfEven); };
    std::array<Int128, Count> cents{};
    Int128 exact = 0;
    Int128 missing = 0;
    for (std::size_t i = 0; i < Count; ++i) {
        cents[i] = nearest(parts[i].units());
        exact += parts[i].units();
        missing -= cents[i];
    }
    missing += nearest(exact);
    for (const Int128 step = missing > 0 ? 1 : -1; missing != 0; missing -= step) {
        const auto lost = [&](std::size_t i) { return (parts[i].units() - cents[i] * cent) * step; };
        std::size_t most = 0;
        for (std::size_t i = 1; i < Count; ++i)
            most = lost(i) > lost(most) ? i : most;
        cents[most] += step;
    }
    std::array<Money, Count> shown;
    for (std::size_t i = 0; i < Count; ++i)
        shown[i] = Money::fromUnits(cents[i] * cent);
    return shown;
}

} // namespace maker
