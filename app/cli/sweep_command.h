#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `sweep run` and `sweep merge`: a search over parameters in one process or in many. The command runs while `app` parses
/// and sets `status`: 75 when it was interrupted and the same command continues it.
void addSweep(CLI::App& app, int& status);

} // namespace maker::cli
