#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// The frames of a file, one a line, each with room behind it as a socket's buffer has.
class Frames {
public:
    static constexpr std::size_t kRoom = 64;

    struct Frame {
        const char* data;
        std::size_t size;
    };

    /// Empty where the file cannot be read.
    static Frames load(const std::string& path);

    const std::vector<Frame>& all() const noexcept { return m_frames; }
    std::size_t bytes() const noexcept { return m_bytes; }

private:
    std::string m_storage;
    std::vector<Frame> m_frames;
    std::size_t m_bytes = 0;
};

} // namespace bench
