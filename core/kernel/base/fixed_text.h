#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace maker {

/// Text of at most N bytes held in place: trivially copyable, so it may ride in rings and snapshots.
/// Longer text is refused by assign(), which leaves the value empty and returns false.
template <std::size_t N>
class FixedText {
    static_assert(N > 0 && N < 256);

public:
    constexpr FixedText() = default;
    constexpr FixedText(std::string_view text) { assign(text); }
    constexpr FixedText(const char* text) : FixedText(std::string_view(text)) {}

    constexpr bool assign(std::string_view text)
    {
        m_bytes = {};
        m_size = 0;
        if (text.size() > N)
            return false;
        for (std::size_t i = 0; i < text.size(); ++i)
            m_bytes[i] = text[i];
        m_size = static_cast<std::uint8_t>(text.size());
        return true;
    }

    /// The longest prefix that fits, cut between UTF-8 characters.
    static constexpr FixedText truncated(std::string_view text)
    {
        if (text.size() > N) {
            std::size_t end = N;
            while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
                --end;
            text = text.substr(0, end);
        }
        return FixedText(text);
    }

    constexpr std::string_view view() const noexcept { return {m_bytes.data(), m_size}; }
    std::string str() const { return std::string(view()); }
    constexpr bool empty() const noexcept { return m_size == 0; }
    static constexpr std::size_t capacity() noexcept { return N; }

    friend constexpr bool operator==(const FixedText& a, const FixedText& b) noexcept { return a.view() == b.view(); }
    friend constexpr std::strong_ordering operator<=>(const FixedText& a, const FixedText& b) noexcept
    {
        return a.view() <=> b.view();
    }

private:
    std::array<char, N> m_bytes{};
    std::uint8_t m_size = 0;
};

} // namespace maker
