#pragma once

#include "kernel/base/timestamp.h"

namespace maker {

/// The chance that aggressors trade through `ahead` (base units) within `horizon` and reach the order behind it. They
/// come as a Poisson stream of `tradesPerSecond`; their sizes are exponential with mean `qtyPerTrade`. The number of them
/// that it takes is then one more than a Poisson number K of mean ahead / qtyPerTrade, so the chance is P(N > K) with N
/// Poisson of mean tradesPerSecond x horizon. What rests ahead is neither cancelled nor added to in the meantime: a figure
/// to compare orders by, not a promise.
double fillChance(double ahead, double tradesPerSecond, double qtyPerTrade, Duration horizon) noexcept;

/// The chance that a price without drift moves by `distance` (a share of it) in one direction at least once within
/// `horizon`: 2 Phi(-distance / (volatility sqrt(horizon))), by the reflection principle. `volatility` is per square root
/// of a second; 1 at no distance, 0 at any distance without volatility.
double touchChance(double distance, double volatility, Duration horizon) noexcept;

} // namespace maker
