#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace maker::binance {

/// Walks [["price","qty"],["price","qty"],...] written without blanks, as the venue writes it, straight over the bytes.
/// simdjson walks token by token, which costs more than reading the digits. Anything else than exactly this form ends
/// the walk with Odd: the caller then reads the array the careful way, so nothing depends on the form.
class LevelScan {
public:
    enum class Step : std::uint8_t { Level, End, Odd };

    /// `array` points at the opening bracket; the text may be read up to 8 bytes behind `end`.
    LevelScan(const char* array, const char* end) noexcept : m_at(array), m_end(end) {}

    Step next(std::string_view& price, std::string_view& qty) noexcept
    {
        if (m_at >= m_end)
            return Step::Odd;
        const bool first = m_first;
        m_first = false;
        if (*m_at == ']')
            return first ? Step::Odd : Step::End;
        if (*m_at != (first ? '[' : ','))
            return Step::Odd;
        ++m_at;
        if (first && *m_at == ']')
            return Step::End;
        if (m_at[0] != '[' || m_at[1] != '"')
            return Step::Odd;
        m_at += 2;
        if (!text(price) || m_at[0] != ',' || m_at[1] != '"')
            return Step::Odd;
        m_at += 2;
        if (!text(qty) || *m_at != ']')
            return Step::Odd;
        ++m_at;
        return Step::Level;
    }

private:
    /// The text up to the next quote; steps over the quote.
    bool text(std::string_view& out) noexcept
    {
        constexpr std::uint64_t kOnes = 0x0101010101010101U;
        const char* const begin = m_at;
        for (const char* at = begin; at < m_end; at += 8) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, at, sizeof(bytes));
            const std::uint64_t differs = bytes ^ (kOnes * '"');
            const std::uint64_t found = (differs - kOnes) & ~differs & (kOnes << 7);
            if (found == 0)
                continue;
            const char* quote = at;
            if constexpr (std::endian::native == std::endian::little)
                quote += std::countr_zero(found) / 8;
            else
                quote = static_cast<const char*>(std::memchr(at, '"', 8));
            out = {begin, static_cast<std::size_t>(quote - begin)};
            m_at = quote + 1;
            return m_at < m_end;
        }
        return false;
    }

    const char* m_at;
    const char* m_end;
    bool m_first = true;
};

} // namespace maker::binance
