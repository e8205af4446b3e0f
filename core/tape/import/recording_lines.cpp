#include "tape/import/recording_lines.h"

#include <charconv>

namespace maker {

Result<RecordingLines> RecordingLines::open(const std::string& path)
{
    auto bytes = openBytes(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return RecordingLines(TextLines(std::move(*bytes), path));
}

Result<bool> RecordingLines::next(RecordedFrame& frame)
{
    std::string_view line;
    const auto read = m_lines.next(line);
    if (!read || !*read)
        return read;
    std::int64_t time = 0;
    const char* const end = line.data() + line.size();
    const auto [at, error] = std::from_chars(line.data(), end, time);
    if (error != std::errc() || at == end || *at != ' ' || time <= 0)
        return fail(ErrorCode::Corrupt, m_lines.name() + ", line " + std::to_string(m_lines.line())
                        + ": expected a time in nanoseconds, a blank and a frame.");
    frame.localTime = {time};
    frame.json = {at + 1, static_cast<std::size_t>(end - at - 1)};
    frame.capacity = m_lines.capacity(at + 1);
    frame.line = m_lines.line();
    return true;
}

} // namespace maker
