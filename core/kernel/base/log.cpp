#include "kernel/base/log.h"

namespace maker {

namespace {
LogWriter g_writer = nullptr;
}

LogWriter setLogWriter(LogWriter writer) noexcept
{
    const LogWriter before = g_writer;
    g_writer = writer;
    return before;
}

void log(LogLevel level, std::string_view category, std::string_view sentence)
{
    if (g_writer != nullptr)
        g_writer(level, category, sentence);
}

} // namespace maker
