#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace maker::binance {

/// Steps over a frame that has exactly the form in which the venue writes it, text by text. The first thing that is
/// otherwise ends it, and the frame is read the careful way.
class UsualFrame {
public:
    UsualFrame(const char* at, const char* end) noexcept : m_at(at), m_end(end) {}

    template <std::size_t N>
    bool take(const char (&text)[N]) noexcept
    {
        constexpr std::size_t kSize = N - 1;
        if (static_cast<std::size_t>(m_end - m_at) < kSize || std::memcmp(m_at, text, kSize) != 0)
            return false;
        m_at += kSize;
        return true;
    }

    /// Printable ASCII without escapes up to a quote, which is stepped over.
    bool text(std::string_view& out) noexcept
    {
        const char* const begin = m_at;
        while (m_at != m_end && *m_at >= ' ' && *m_at <= '~' && *m_at != '"' && *m_at != '\\')
            ++m_at;
        if (m_at == m_end || *m_at != '"')
            return false;
        out = {begin, static_cast<std::size_t>(m_at - begin)};
        ++m_at;
        return true;
    }

    /// A JSON number without sign, point or exponent, of at most 18 digits.
    bool number(std::int64_t& out) noexcept
    {
        const char* const begin = m_at;
        out = 0;
        for (; m_at != m_end && *m_at >= '0' && *m_at <= '9'; ++m_at)
            out = static_cast<std::int64_t>(static_cast<std::uint64_t>(out) * 10 + static_cast<std::uint64_t>(*m_at - '0'));
        const auto digits = m_at - begin;
        return digits > 0 && digits <= 18 && (*begin != '0' || digits == 1);
    }

    const char* at() const noexcept { return m_at; }
    void moveTo(const char* at) noexcept { m_at = at; }
    bool atEnd() const noexcept { return m_at == m_end; }

private:
    const char* m_at;
    const char* m_end;
};

} // namespace maker::binance
