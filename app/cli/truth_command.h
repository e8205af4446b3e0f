#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `truth RECORDING`: the run once more with simulated executions, compared order by order.
void addTruth(CLI::App& app, int& status);

} // namespace maker::cli
