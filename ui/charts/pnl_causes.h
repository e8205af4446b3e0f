#pragma once

#include "kernel/model/cents.h"
#include "ui/base/theme.h"

#include <array>

namespace maker {

/// Spread, rebates, inventory, fees: the causes of every PnL, in the order in which they are stacked.
inline constexpr std::size_t kPnlCauses = 4;

std::array<QColor, kPnlCauses> causeColors(const Theme& theme);
std::array<QString, kPnlCauses> causeNames();

} // namespace maker
