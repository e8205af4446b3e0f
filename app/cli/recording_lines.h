#pragma once

#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace maker::cli {

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
    RecordingLines(RecordingLines&&) noexcept;
    RecordingLines& operator=(RecordingLines&&) noexcept;
    ~RecordingLines();

    /// False at the end. Fails with Corrupt where the compressed data are damaged or cut off, or a line has no time.
    Result<bool> next(RecordedFrame& frame);

private:
    RecordingLines();
    Result<bool> readLine(std::string_view& line);
    Result<bool> fill();

    struct Stream;
    std::unique_ptr<Stream> m_stream;
    std::string m_path;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_line = 0;
};

} // namespace maker::cli
