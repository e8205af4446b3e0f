#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// data record: the market of a venue into a recording, without trading.
void addRecord(CLI::App& data, int& status);

} // namespace maker::cli
