#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `data import|list|verify|export|remove`: the recordings that backtests run on. The command runs while `app` parses and
/// sets `status`.
void addData(CLI::App& app, int& status);

} // namespace maker::cli
