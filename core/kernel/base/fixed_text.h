#pragma once

#include <array>
#include <bit>
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

    /// A whole number in decimal digits.
    constexpr void assignNumber(std::int64_t value) noexcept
    {
        static_assert(N >= 20);
        m_bytes = {};
        if (value >= 0 && value < 100'000'000)
            writeEightDigits(static_cast<std::uint32_t>(value));
        else
            writeDigits(value);
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

    /// Adds one to the decimal number at the end; false, and nothing changes, where that needs another digit.
    constexpr bool countOn() noexcept
    {
        std::size_t at = m_size;
        while (at > 0 && m_bytes[at - 1] == '9')
            --at;
        if (at == 0 || m_bytes[at - 1] < '0' || m_bytes[at - 1] > '8')
            return false;
        ++m_bytes[at - 1];
        for (; at < m_size; ++at)
            m_bytes[at] = '0';
        return true;
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
    /// At most eight digits, all at once, because every order has its number written. Parts of four digits, then of two,
    /// then of one lie beside each other in a word, and one multiplication divides them all.
    constexpr void writeEightDigits(std::uint32_t value) noexcept
    {
        std::uint64_t word = value / 10'000 | std::uint64_t{value % 10'000} << 32U;
        const std::uint64_t hundreds = word * 10'486 >> 20U & 0x7F'0000'007FU; // exact below 10,000
        word = hundreds | (word - hundreds * 100) << 16U;
        const std::uint64_t tens = word * 103 >> 10U & 0xF'000F'000F'000FU; // exact below 100
        word = tens | (word - tens * 10) << 8U;
        // The first digit lies lowest. Zeros before it go, but for the last.
        const unsigned leading = static_cast<unsigned>(std::countr_zero(word | std::uint64_t{1} << 56U)) & ~7U;
        word = (word | 0x3030'3030'3030'3030U) >> leading;
        for (std::size_t i = 0; i < 8; ++i)
            m_bytes[i] = static_cast<char>(word >> (8 * i));
        m_size = static_cast<std::uint8_t>(8 - leading / 8);
    }

    constexpr void writeDigits(std::int64_t value) noexcept
    {
        std::uint64_t rest = value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
        std::size_t size = value < 0 ? 2 : 1;
        for (std::uint64_t left = rest; left >= 10; left /= 10)
            ++size;
        m_size = static_cast<std::uint8_t>(size);
        m_bytes[0] = '-';
        do {
            m_bytes[--size] = static_cast<char>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
    }

    std::array<char, N> m_bytes{};
    std::uint8_t m_size = 0;
};

} // namespace maker
