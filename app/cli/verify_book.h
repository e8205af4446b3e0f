#pragma once

#include "app/cli/verify_report.h"
#include "kernel/base/result.h"

#include <string>

namespace maker::cli {

/// Replays a raw Binance recording (spot, USD-M or COIN-M; one instrument, the REST snapshot inline) through parser and
/// BookSync and compares the book with every bookTicker of the same update id. Fails where the file cannot be read or
/// holds no book; what a readable file shows to be wrong is in the report.
Result<VerifyReport> verifyBook(const std::string& path);

} // namespace maker::cli
