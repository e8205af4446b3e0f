#pragma once

#include "session/session.h"
#include "terminal/options.h"

namespace maker {

/// Runs a session without a window until it is told to stop: one key=value line a second, or one live line on a terminal.
/// Returns the process's exit code.
int runHeadless(Session& session, const Options& options);

} // namespace maker
