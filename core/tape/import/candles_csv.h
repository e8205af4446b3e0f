#pragma once

#include "kernel/base/result.h"
#include "kernel/model/candle.h"
#include "kernel/model/instrument.h"

#include <memory>
#include <string>
#include <vector>

namespace maker {

/// Bars of one instrument in the order of time.
struct BarSeries {
    std::shared_ptr<const Instrument> instrument;
    Duration interval;
    std::vector<Candle> bars;
};

/// Reads `time,open,high,low,close,volume` (this order, with or without a header) into memory in one pass, at about the
/// speed of reading the digits. Strict: the first row that is wrong, or not later than the row before, is the error, with
/// its line; importFile() is for files that are less well kept. `symbol` empty: as the name of the file says, else "BARS".
Result<BarSeries> readCandlesCsv(const std::string& path, std::string symbol = {});

/// The bars of a tape of bars.
Result<BarSeries> readBarTape(const std::string& path);

} // namespace maker
