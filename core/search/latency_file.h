#pragma once

#include "kernel/backtest/backtest_run.h"

namespace maker {

/// Fills the latencies of a setup from the table that its models name; nothing happens where they name none. Fails with
/// the sentence that says what is wrong with the file.
Result<void> readLatencyFile(backtest::RunSetup& setup);

} // namespace maker
