#pragma once

#include "kernel/base/result.h"
#include "platform/durable_file.h"

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// How much disk recordings may take.
struct RecordingLimits {
    std::uint64_t segmentBytes = 64ULL << 20U;
    std::size_t segmentsKept = 16;           ///< of one run: the first, which holds the setup, and the newest
    std::uint64_t totalBytes = 2ULL << 30U;  ///< of all runs: the oldest runs make room
};

/// Appends lines of text to segments `<root>/run-NNNNNN/NNNNNN.events`. Each line begins with a checksum (CRC-32C) that
/// covers the checksum of the line before it, so a changed, lost or moved line is found. Used by one thread.
class RecordingWriter {
public:
    /// Makes room, the directory of the run and the first segment.
    static Result<RecordingWriter> create(const std::string& root, std::uint32_t run, RecordingLimits limits);

    const std::string& directory() const noexcept { return m_directory; }
    /// Keeps the line (without its line end) until flush().
    void add(std::string_view line);
    /// Writes what was added, then begins a new segment where this one is full. Survives the death of the process.
    Result<void> flush();
    /// flush(), and survives a power cut.
    Result<void> sync();

private:
    RecordingWriter(std::string root, std::string directory, RecordingLimits limits, DurableFile segment)
        : m_root(std::move(root)), m_directory(std::move(directory)), m_limits(limits), m_segment(std::move(segment))
    {
    }
    Result<void> roll();
    void nameSegment(std::uint32_t after);

    std::string m_root;
    std::string m_directory;
    RecordingLimits m_limits;
    DurableFile m_segment;
    std::string m_buffer;
    std::uint64_t m_size = 0;
    std::uint32_t m_number = 1;
    std::uint32_t m_chain = 0;
};

/// Reads the lines of a run's directory or of one segment back. A tail that was cut off in the middle of a line is left
/// out and told; any other damage is an error that names file and line.
class RecordingReader {
public:
    static Result<RecordingReader> open(const std::string& path);

    /// False at the end.
    Result<bool> next(std::string& line);
    /// What was left out at the end, as a sentence; empty where nothing was.
    const std::string& tornTail() const noexcept { return m_tornTail; }

private:
    RecordingReader() = default;
    Result<bool> openSegment();
    Result<bool> readLine(std::string& line);
    Result<void> checkSegmentLine(std::string_view line);
    Error damaged() const;

    std::vector<std::string> m_paths;
    std::size_t m_nextPath = 0;
    std::ifstream m_file;
    std::string m_raw;
    std::string m_tornTail;
    std::size_t m_line = 0;
    std::uint32_t m_number = 0;
    std::uint32_t m_chain = 0;
    std::uint32_t m_endOfSegment = 0;
    bool m_open = false;
};

} // namespace maker
