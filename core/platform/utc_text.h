#pragma once

#include "kernel/base/timestamp.h"

#include <optional>
#include <string>
#include <string_view>

namespace maker {

/// The moment in UTC, in the words of strftime: "%Y-%m-%d %H:%M:%S"; at most 63 characters, else empty.
std::string utcText(Timestamp time, const char* format);

/// ISO 8601 in UTC: "2026-11-22", "2026-11-22T18:30" or "2026-11-22 18:30:00", also with a fraction of up to nine digits,
/// with or without a Z at the end, of the years 1970 to 2261; nothing where it is no such time.
std::optional<Timestamp> parseUtc(std::string_view text);

} // namespace maker
