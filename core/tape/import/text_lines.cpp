#include "tape/import/text_lines.h"

#include "platform/read_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <zlib.h>

namespace maker {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;

/// zlib reads a file that is not compressed as it is.
class GzipFile final : public ByteStream {
public:
    GzipFile(gzFile file, std::uint64_t total) : m_file(file), m_total(total) {}
    ~GzipFile() override { gzclose(m_file); }
    GzipFile(const GzipFile&) = delete;
    GzipFile& operator=(const GzipFile&) = delete;

    Result<std::size_t> read(char* out, std::size_t size) override
    {
        const int read = gzread(m_file, out, static_cast<unsigned>(size));
        int code = Z_OK;
        const char* const reason = gzerror(m_file, &code);
        if (read < 0 || (code != Z_OK && code != Z_STREAM_END))
            return fail(ErrorCode::Corrupt, code == Z_BUF_ERROR ? "the compressed data end too early" : std::string(reason));
        return static_cast<std::size_t>(read);
    }

    std::uint64_t consumed() const override
    {
        const auto at = gzoffset(m_file);
        return at < 0 ? 0 : static_cast<std::uint64_t>(at);
    }

    std::uint64_t total() const override { return m_total; }

private:
    gzFile m_file;
    std::uint64_t m_total;
};

} // namespace

Result<std::unique_ptr<ByteStream>> openBytes(const std::string& path)
{
    if (const auto regular = refuseDevices(path); !regular)
        return tl::unexpected(regular.error());
    errno = 0;
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr)
        return fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
            "Cannot open " + path + ": " + (errno != 0 ? std::strerror(errno) : "out of memory") + '.');
    gzbuffer(file, 1U << 17U);
    std::error_code ignored;
    const auto size = std::filesystem::file_size(path, ignored);
    return std::make_unique<GzipFile>(file, ignored ? 0 : size);
}

TextLines::TextLines(std::unique_ptr<ByteStream> bytes, std::string name)
    : m_bytes(std::move(bytes)), m_name(std::move(name)), m_buffer(2 * kChunk + kPadding)
{
}

Result<bool> TextLines::fill()
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_end > kMaxLine)
        return fail(ErrorCode::Corrupt, m_name + ", line " + std::to_string(m_line + 1) + ": longer than 16 MiB.");
    if (m_buffer.size() < m_end + kChunk + kPadding)
        m_buffer.resize(m_end + 2 * kChunk + kPadding);
    const auto read = m_bytes->read(m_buffer.data() + m_end, kChunk);
    if (!read)
        return fail(read.error().code,
            m_name + " cannot be read behind line " + std::to_string(m_line) + ": " + read.error().detail + '.');
    m_end += *read;
    return *read > 0;
}

Result<bool> TextLines::next(std::string_view& line)
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
            ++m_line;
            return true;
        }
        searched = held;
        const auto more = fill();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more) {
            line = {m_buffer.data() + m_begin, m_end - m_begin};
            m_begin = m_end;
            m_line += line.empty() ? 0 : 1;
            return !line.empty();
        }
    }
}

} // namespace maker
