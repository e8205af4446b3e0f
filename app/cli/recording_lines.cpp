#include "app/cli/recording_lines.h"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <zlib.h>

namespace maker::cli {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kPadding = 64;
constexpr std::size_t kMaxLine = std::size_t{16} << 20;

} // namespace

struct RecordingLines::Stream {
    gzFile file = nullptr;

    ~Stream() { gzclose(file); }
};

RecordingLines::RecordingLines() : m_buffer(2 * kChunk + kPadding) {}
RecordingLines::RecordingLines(RecordingLines&&) noexcept = default;
RecordingLines& RecordingLines::operator=(RecordingLines&&) noexcept = default;
RecordingLines::~RecordingLines() = default;

Result<RecordingLines> RecordingLines::open(const std::string& path)
{
    RecordingLines lines;
    lines.m_path = path;
    errno = 0;
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr)
        return fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                    "Cannot open " + path + ": " + (errno != 0 ? std::strerror(errno) : "out of memory") + '.');
    lines.m_stream = std::make_unique<Stream>();
    lines.m_stream->file = file;
    return lines;
}

Result<bool> RecordingLines::fill()
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_end > kMaxLine)
        return fail(ErrorCode::Corrupt, m_path + ", line " + std::to_string(m_line + 1) + ": longer than 16 MiB.");
    if (m_buffer.size() < m_end + kChunk + kPadding)
        m_buffer.resize(m_end + 2 * kChunk + kPadding);
    const int read = gzread(m_stream->file, m_buffer.data() + m_end, static_cast<unsigned>(kChunk));
    int code = Z_OK;
    const char* reason = gzerror(m_stream->file, &code);
    if (read < 0 || (code != Z_OK && code != Z_STREAM_END)) {
        const std::string why = code == Z_BUF_ERROR ? "the compressed data end too early" : std::string(reason);
        return fail(ErrorCode::Corrupt, m_path + " cannot be read behind line " + std::to_string(m_line) + ": " + why + '.');
    }
    m_end += static_cast<std::size_t>(read);
    return read > 0;
}

Result<bool> RecordingLines::readLine(std::string_view& line)
{
    std::size_t searched = 0;
    for (;;) {
        const char* const begin = m_buffer.data() + m_begin;
        const std::size_t held = m_end - m_begin;
        const void* const newline = std::memchr(begin + searched, '\n', held - searched);
        if (newline != nullptr) {
            const auto size = static_cast<std::size_t>(static_cast<const char*>(newline) - begin);
            line = {begin, size};
            m_begin += size + 1;
            return true;
        }
        searched = held;
        const auto more = fill();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more) {
            line = {m_buffer.data() + m_begin, m_end - m_begin};
            m_begin = m_end;
            return !line.empty();
        }
    }
}

Result<bool> RecordingLines::next(RecordedFrame& frame)
{
    std::string_view line;
    const auto read = readLine(line);
    if (!read || !*read)
        return read;
    ++m_line;
    std::int64_t time = 0;
    const char* const end = line.data() + line.size();
    const auto [at, error] = std::from_chars(line.data(), end, time);
    if (error != std::errc() || at == end || *at != ' ' || time <= 0)
        return fail(ErrorCode::Corrupt, m_path + ", line " + std::to_string(m_line)
                        + ": expected a time in nanoseconds, a blank and a frame.");
    frame.localTime = {time};
    frame.json = {at + 1, static_cast<std::size_t>(end - at - 1)};
    frame.capacity = m_buffer.size() - static_cast<std::size_t>(at + 1 - m_buffer.data());
    frame.line = m_line;
    return true;
}

} // namespace maker::cli
