#include "store/event_recording.h"

#include "platform/crc32c.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <span>

namespace maker {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".events";
constexpr std::string_view kRunPrefix = "run-";
constexpr std::size_t kChecksumSize = 9; ///< eight digits and a blank

std::string hexOf(std::uint32_t value)
{
    char text[16];
    std::snprintf(text, sizeof text, "%08x", value);
    return text;
}

std::optional<std::uint32_t> numberOf(std::string_view text, int base)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The checksum of a line that follows a line with the checksum `chain`.
std::uint32_t checksumAfter(std::uint32_t chain, std::string_view line)
{
    std::string bytes = hexOf(chain);
    bytes += line;
    return crc32c(std::as_bytes(std::span(bytes)));
}

std::string segmentPath(const std::string& directory, std::uint32_t number)
{
    char name[32];
    std::snprintf(name, sizeof name, "/%06u.events", number);
    return directory + name;
}

std::optional<std::uint32_t> segmentNumber(const fs::path& path)
{
    const std::string name = path.filename().string();
    if (!name.ends_with(kSuffix))
        return std::nullopt;
    return numberOf(std::string_view(name).substr(0, name.size() - kSuffix.size()), 10);
}

std::vector<std::uint32_t> segmentNumbers(const std::string& directory)
{
    std::vector<std::uint32_t> numbers;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(directory, ignored)) {
        if (const auto number = segmentNumber(entry.path()))
            numbers.push_back(*number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

struct RunOnDisk {
    fs::path path;
    fs::file_time_type written;
    std::uint64_t bytes = 0;
};

/// The runs below `root`, the one written longest ago first.
std::vector<RunOnDisk> runsIn(const std::string& root)
{
    std::vector<RunOnDisk> runs;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(root, ignored)) {
        if (!entry.path().filename().string().starts_with(kRunPrefix))
            continue;
        RunOnDisk run{entry.path(), fs::last_write_time(entry.path(), ignored), 0};
        for (const std::uint32_t number : segmentNumbers(entry.path().string())) {
            const auto size = fs::file_size(segmentPath(entry.path().string(), number), ignored);
            run.bytes += ignored ? 0 : size;
        }
        runs.push_back(std::move(run));
    }
    std::sort(runs.begin(), runs.end(), [](const RunOnDisk& a, const RunOnDisk& b) {
        return std::tie(a.written, a.path) < std::tie(b.written, b.path);
    });
    return runs;
}

/// Removes whole runs, oldest first and never `keep`, until one more segment fits.
void makeRoom(const std::string& root, const RecordingLimits& limits, const fs::path& keep)
{
    std::vector<RunOnDisk> runs = runsIn(root);
    std::uint64_t bytes = limits.segmentBytes;
    for (const RunOnDisk& run : runs)
        bytes += run.bytes;
    std::error_code ignored;
    for (const RunOnDisk& run : runs) {
        if (bytes <= limits.totalBytes)
            return;
        if (run.path == keep)
            continue;
        fs::remove_all(run.path, ignored);
        bytes -= run.bytes;
    }
}

} // namespace

Result<RecordingWriter> RecordingWriter::create(const std::string& root, std::uint32_t run, RecordingLimits limits)
{
    makeRoom(root, limits, {});
    char name[32];
    std::snprintf(name, sizeof name, "/run-%06u", run);
    // A profile whose run numbers began anew must not write into an older recording.
    std::string directory = root + name;
    for (int again = 2; fs::exists(directory); ++again)
        directory = root + name + "-" + std::to_string(again);
    std::error_code error;
    fs::create_directories(directory, error);
    if (error)
        return fail(ErrorCode::Io, "Making the directory " + directory + " failed: " + error.message());
    auto segment = DurableFile::open(segmentPath(directory, 1), DurableFile::Mode::Create);
    if (!segment)
        return tl::unexpected(segment.error());
    RecordingWriter writer(root, directory, limits, std::move(*segment));
    writer.nameSegment(0);
    return writer;
}

void RecordingWriter::nameSegment(std::uint32_t after)
{
    m_chain = 0;
    add("segment number=" + std::to_string(m_number) + " after=" + hexOf(after));
}

void RecordingWriter::add(std::string_view line)
{
    m_chain = checksumAfter(m_chain, line);
    m_buffer += hexOf(m_chain);
    m_buffer += ' ';
    m_buffer += line;
    m_buffer += '\n';
}

Result<void> RecordingWriter::flush()
{
    if (m_buffer.empty())
        return {};
    if (auto written = m_segment.writeAt(m_size, std::as_bytes(std::span(m_buffer))); !written)
        return written;
    m_size += m_buffer.size();
    m_buffer.clear();
    return m_size >= m_limits.segmentBytes ? roll() : Result<void>{};
}

Result<void> RecordingWriter::roll()
{
    if (auto safe = m_segment.sync(); !safe)
        return safe;
    makeRoom(m_root, m_limits, m_directory);
    const std::vector<std::uint32_t> numbers = segmentNumbers(m_directory);
    std::error_code ignored;
    // The first segment holds the setup; of the others the oldest give way.
    const std::size_t kept = std::max<std::size_t>(m_limits.segmentsKept, 2) - 1;
    for (std::size_t i = 1; i < numbers.size() && numbers.size() - i + 1 > kept; ++i)
        fs::remove(segmentPath(m_directory, numbers[i]), ignored);
    auto segment = DurableFile::open(segmentPath(m_directory, m_number + 1), DurableFile::Mode::Create);
    if (!segment)
        return tl::unexpected(segment.error());
    m_segment = std::move(*segment);
    m_size = 0;
    ++m_number;
    nameSegment(m_chain);
    return {};
}

Result<void> RecordingWriter::sync()
{
    if (auto written = flush(); !written)
        return written;
    // A roll leaves the first line of the new segment to be written.
    if (auto written = flush(); !written)
        return written;
    if (auto safe = m_segment.sync(); !safe)
        return safe;
    return syncDirectory(m_directory);
}

Result<RecordingReader> RecordingReader::open(const std::string& path)
{
    RecordingReader reader;
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        for (const std::uint32_t number : segmentNumbers(path))
            reader.m_paths.push_back(segmentPath(path, number));
        if (reader.m_paths.empty())
            return fail(ErrorCode::NotFound, path + " holds no recording.");
    } else if (fs::is_regular_file(path, ignored)) { // a device would never end
        reader.m_paths.push_back(path);
    } else {
        return fail(ErrorCode::NotFound, "There is no recording at " + path + ".");
    }
    return reader;
}

Result<bool> RecordingReader::next(std::string& line)
{
    for (;;) {
        if (!m_open) {
            const auto opened = openSegment();
            if (!opened || !*opened)
                return opened;
        }
        const auto read = readLine(line);
        if (!read || *read)
            return read;
        m_endOfSegment = m_chain;
        m_open = false;
    }
}

Result<bool> RecordingReader::openSegment()
{
    if (m_nextPath == m_paths.size())
        return false;
    if (!m_tornTail.empty())
        return tl::unexpected(damaged());
    m_file = std::ifstream(m_paths[m_nextPath++], std::ios::binary);
    m_chain = 0;
    m_line = 0;
    std::string line;
    const auto read = readLine(line);
    if (!read)
        return read;
    if (!*read) // begun, and the process ended before its first line was whole
        return m_nextPath == m_paths.size() && m_number != 0 ? Result<bool>(false) : tl::unexpected(damaged());
    if (const auto fits = checkSegmentLine(line); !fits)
        return tl::unexpected(fits.error());
    m_open = true;
    return true;
}

Result<bool> RecordingReader::readLine(std::string& line)
{
    if (!std::getline(m_file, m_raw))
        return false;
    ++m_line;
    if (m_file.eof()) {
        m_tornTail = "The last line of " + m_paths[m_nextPath - 1] + " was cut off and is left out.";
        return false;
    }
    const std::string_view raw = m_raw;
    if (raw.size() < kChecksumSize)
        return tl::unexpected(damaged());
    const std::string_view text = raw.substr(kChecksumSize);
    const std::uint32_t chain = checksumAfter(m_chain, text);
    // Compared as text: each form but the one that was written is damage.
    if (raw.substr(0, kChecksumSize) != hexOf(chain) + ' ')
        return tl::unexpected(damaged());
    m_chain = chain;
    line = text;
    return true;
}

Result<void> RecordingReader::checkSegmentLine(std::string_view line)
{
    constexpr std::string_view kBegin = "segment number=";
    constexpr std::string_view kAfter = " after=";
    const std::size_t at = line.find(kAfter);
    if (!line.starts_with(kBegin) || at == std::string_view::npos)
        return tl::unexpected(damaged());
    const auto number = numberOf(line.substr(kBegin.size(), at - kBegin.size()), 10);
    const auto after = numberOf(line.substr(at + kAfter.size()), 16);
    if (!number || !after)
        return tl::unexpected(damaged());
    if (m_number == 0 && *number != 1)
        return fail(ErrorCode::NotFound, m_paths[m_nextPath - 1] + " is segment " + std::to_string(*number)
                        + " of its run; only the first one says what the engine began with.");
    if (m_number != 0 && *number != m_number + 1)
        return fail(ErrorCode::NotFound, "Segment " + std::to_string(m_number + 1) + " of the recording is gone, probably "
                        "to keep it within its size: what follows cannot be replayed.");
    if (m_number != 0 && *after != m_endOfSegment)
        return fail(ErrorCode::Corrupt, m_paths[m_nextPath - 1] + " does not continue the segment before it.");
    m_number = *number;
    return {};
}

Error RecordingReader::damaged() const
{
    const std::string line = std::to_string(std::max<std::size_t>(m_line, 1));
    return {ErrorCode::Corrupt, m_paths[m_nextPath - 1] + " is damaged at line " + line + "."};
}

} // namespace maker
