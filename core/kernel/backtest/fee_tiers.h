#pragma once

#include "kernel/base/result.h"
#include "kernel/sim/fees.h"

#include <string_view>
#include <vector>

namespace maker::backtest {

/// Fees by traded volume as they are written, "VOLUME:MAKER:TAKER" with commas between: from this volume in quote currency
/// on, these fees in basis points. Volumes rise; a fee is a whole number of hundredths of a basis point from -100 to 1000,
/// and no maker fee exceeds its taker fee. Empty text: no tiers. Fails with the sentence that says what is wrong.
Result<std::vector<sim::FeeTier>> readFeeTiers(std::string_view text);

} // namespace maker::backtest
