#pragma once

#include "kernel/base/timestamp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// Cuts a line at its commas (or semicolons, or tabs); quotes around a field are taken off, a line end too.
void splitCsv(std::string_view line, char separator, std::vector<std::string_view>& fields);

/// The separator that a line seems to use.
char separatorOf(std::string_view line) noexcept;

/// Letters small, everything else but digits and brackets dropped: "Open Time" and "open_time" are one name.
std::string columnName(std::string_view text);

/// An unsigned decimal as a count of 10^-decimals; exponents are understood. What is finer is rounded and told.
struct RoundedCount {
    std::int64_t count = 0;
    bool rounded = false;
};
std::optional<RoundedCount> readCount(std::string_view text, int decimals);

/// A number since 1970 in seconds, milli-, micro- or nanoseconds, which of them its size tells, or a date of ISO 8601
/// ("2024-08-08", "2024-08-08 23:54:14.5", "2024-08-08T23:54:14Z"), which is UTC.
std::optional<Timestamp> readTime(std::string_view text);

} // namespace maker
