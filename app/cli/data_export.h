#pragma once

#include "kernel/base/result.h"

#include <cstdint>
#include <string>

namespace maker::cli {

/// Writes a tape as CSV: bars as time,open,high,low,close,volume,buy_volume,trades; events as one line a record. Times are
/// nanoseconds since 1970. Returns the number of rows. It is written beside `out` and renamed when it is whole.
Result<std::uint64_t> exportCsv(const std::string& tape, const std::string& out);

} // namespace maker::cli
