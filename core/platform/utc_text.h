#pragma once

#include "kernel/base/timestamp.h"

#include <string>

namespace maker {

/// The moment in UTC, in the words of strftime: "%Y-%m-%d %H:%M:%S"; at most 63 characters, else empty.
std::string utcText(Timestamp time, const char* format);

} // namespace maker
