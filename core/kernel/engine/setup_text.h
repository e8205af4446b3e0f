#pragma once

#include "kernel/engine/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// Everything an engine was given before its first event: with the events it decides the journal.
struct EngineSetup {
    EngineConfig config;
    EngineHistory history;
};

/// The setup as lines without their line ends, exact: readSetupLine of each gives an equal setup.
std::vector<std::string> setupLines(const EngineSetup& setup);

/// Adds what one line says to the setup; a Parse error names an unknown kind or key.
Result<void> readSetupLine(std::string_view line, EngineSetup& setup);

} // namespace maker
