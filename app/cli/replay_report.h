#pragma once

#include "store/replay.h"

#include <string>

namespace maker::cli {

/// A replay in words, or as one JSON object with a line end.
std::string toText(const ReplayReport& report);
std::string toJson(const ReplayReport& report);

/// Replays `path`; with `journalFile`, the lines of the journal are written there. Fails also where that cannot be written.
Result<ReplayReport> replayTo(const std::string& path, const std::string& journalFile);

} // namespace maker::cli
