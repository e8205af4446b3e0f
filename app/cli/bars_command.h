#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `backtest bars`: a strategy over candles. The command runs while `backtest` parses and sets `status`.
void addBars(CLI::App& backtest, int& status);

} // namespace maker::cli
