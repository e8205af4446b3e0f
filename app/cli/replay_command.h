#pragma once

#include <CLI/CLI.hpp>

namespace maker::cli {

/// `replay`: repeats a recorded run and compares its journal. The command runs while `app` parses and sets `status`.
void addReplay(CLI::App& app, int& status);

} // namespace maker::cli
