#pragma once

#include "search/trial_run.h"

#include <string>

namespace maker {

/// The bars of one recording: read when they are asked for, and shared while anyone holds them. Who makes many runs holds
/// an answer until the last of them, so that the recording is read once. Fails as readBars() does.
search::OpenBars sharedBars(std::string path, std::string symbol);

} // namespace maker
