#pragma once

#include "kernel/statistics/statistics.h"

namespace maker {

/// Distance of the price from the mid at the fill in basis points, positive where the fill was better than the mid.
std::optional<double> edgeOf(const Fill& fill, const Instrument& instrument);

MarkoutTable markoutTable(const RunRecord& record);

} // namespace maker
