#pragma once

#include <cstdint>
#include <string_view>

namespace maker {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// Where the kernel's rare sentences go; the application installs its writer, tests may capture.
/// `category` is the folder, `sentence` one sentence followed by key=value pairs. Never called per market event.
using LogWriter = void (*)(LogLevel level, std::string_view category, std::string_view sentence);

LogWriter setLogWriter(LogWriter writer) noexcept;
void log(LogLevel level, std::string_view category, std::string_view sentence);

} // namespace maker
