#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `backtest run`: a strategy over recordings. The command runs while `app` parses and sets `status`.
void addBacktest(CLI::App& app, int& status);

} // namespace maker::cli
