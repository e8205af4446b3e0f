#pragma once

#include "kernel/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// Where the bytes of a text come from: a plain or gzip file, or an entry of an archive.
class ByteStream {
public:
    virtual ~ByteStream() = default;
    /// Bytes read, 0 at the end. Fails with Corrupt where the compressed data are damaged or cut off.
    virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
    /// Bytes of the file taken so far, and of the whole file (0: not known); for the progress.
    virtual std::uint64_t consumed() const = 0;
    virtual std::uint64_t total() const = 0;
};

/// Opens a plain or gzip file; which of the two it is shows in its first bytes.
Result<std::unique_ptr<ByteStream>> openBytes(const std::string& path);

/// The lines of a text, read through one buffer that grows only to the longest line.
class TextLines {
public:
    /// Readable bytes behind every line.
    static constexpr std::size_t kPadding = 64;
    static constexpr std::size_t kMaxLine = std::size_t{16} << 20;

    TextLines(std::unique_ptr<ByteStream> bytes, std::string name);

    /// False at the end; the line is valid until the next call and comes without its line end. Fails with Corrupt, naming
    /// the last good line, where the bytes are damaged or a line is longer than 16 MiB.
    Result<bool> next(std::string_view& line);

    const std::string& name() const noexcept { return m_name; }
    std::uint64_t line() const noexcept { return m_line; } ///< number of the last line, from 1
    /// Readable bytes from the start of the last line.
    std::size_t capacity(const char* from) const noexcept
    {
        return m_buffer.size() - static_cast<std::size_t>(from - m_buffer.data());
    }
    const ByteStream& bytes() const noexcept { return *m_bytes; }

private:
    Result<bool> fill();

    std::unique_ptr<ByteStream> m_bytes;
    std::string m_name;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_line = 0;
};

} // namespace maker
