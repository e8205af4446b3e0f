#pragma once

#include "tape/import/text_lines.h"

#include "kernel/base/timestamp.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace maker {

/// One frame of a recording, valid until the next one is read; `capacity` counts the readable bytes behind its start.
struct RecordedFrame {
    Timestamp localTime;
    std::string_view json;
    std::size_t capacity = 0;
    std::size_t line = 0; ///< from 1
};

/// Reads a recording of raw frames, a line each: local time in nanoseconds, a blank, the frame. Plain or gzip.
class RecordingLines {
public:
    static Result<RecordingLines> open(const std::string& path);

    /// False at the end. Fails with Corrupt where the compressed data are damaged or cut off, or a line has no time.
    Result<bool> next(RecordedFrame& frame);
    const ByteStream& bytes() const noexcept { return m_lines.bytes(); }

private:
    explicit RecordingLines(TextLines lines) : m_lines(std::move(lines)) {}

    TextLines m_lines;
};

} // namespace maker
