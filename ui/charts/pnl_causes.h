#pragma once

#include "kernel/model/money.h"
#include "ui/base/theme.h"

#include <array>

namespace maker {

/// Spread, rebates, inventory, fees: the causes of every PnL, in the order in which they are stacked.
inline constexpr std::size_t kPnlCauses = 4;

/// The parts in whole cents such that they add up to the total in whole cents: what rounding lost goes to the part that
/// is nearest to the next cent.
std::array<Money, kPnlCauses> centsThatAddUp(const std::array<Money, kPnlCauses>& parts);
std::array<QColor, kPnlCauses> causeColors(const Theme& theme);
std::array<QString, kPnlCauses> causeNames();

} // namespace maker
