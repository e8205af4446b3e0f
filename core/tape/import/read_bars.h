#pragma once

#include "tape/import/candles_csv.h"

#include <string>

namespace maker {

/// Reads a tape of bars or a CSV of candles into memory; which it is shows in its first bytes. `symbol`: what it must
/// hold, and of a CSV the name; empty: whatever it holds. Fails as the two readers do, and with NotFound where a tape holds
/// another symbol.
Result<BarSeries> readBars(const std::string& path, const std::string& symbol = {});

} // namespace maker
