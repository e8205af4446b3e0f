#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `verify book`: proves the order book on a raw recording. The command runs while `app` parses and sets `status`.
void addVerify(CLI::App& app, int& status);

} // namespace maker::cli
