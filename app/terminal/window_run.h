#pragma once

#include "session/profile_lock.h"
#include "session/session.h"
#include "terminal/options.h"

namespace maker {

/// Shows the window on a session until it is closed; takes the picture that was asked for. Returns the exit code.
int runWindow(Session& session, ProfileLock& lock, const Options& options);

} // namespace maker
