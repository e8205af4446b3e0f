#pragma once

#include "kernel/base/timestamp.h"

namespace maker {

/// Local time of events: wall time at the start of the process plus the steady clock, so that it never goes back.
Timestamp localNow() noexcept;

} // namespace maker
