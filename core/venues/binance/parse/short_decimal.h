#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace maker::binance {

/// Reads decimals as the venue prints them, at most seven digits, then at most eight behind the point, up to a quote,
/// eight bytes at a time: the count of 10^-decimals. Anything else is refused, for readDecimal() to judge.
class ShortDecimal {
public:
    explicit ShortDecimal(int decimals) noexcept
        : m_decimals(decimals), m_scale(decimals <= 8 ? kScales[static_cast<std::size_t>(decimals)] : 0)
    {
    }

    /// Steps over the text and its quote where it is of that form. Up to 24 bytes behind `at` must be readable.
    bool read(const char*& at, std::int64_t& count) const noexcept
    {
        if constexpr (std::endian::native != std::endian::little)
            return false;
        const std::uint64_t head = digitsAt(at);
        const int wholeDigits = leadingDigits(head);
        if (wholeDigits == 0 || wholeDigits == 8 || m_scale == 0)
            return false;
        const std::int64_t whole = value(head << (64 - 8 * wholeDigits)) * m_scale;
        const char* const point = at + wholeDigits;
        if (*point == '"') {
            count = whole;
            at = point + 1;
            return true;
        }
        const std::uint64_t tail = digitsAt(point + 1);
        const int places = leadingDigits(tail);
        if (*point != '.' || places == 0 || point[1 + places] != '"')
            return false;
        const std::uint64_t kept = places == 8 ? tail : tail & ((std::uint64_t{1} << (8 * places)) - 1);
        if (m_decimals < 8 && kept >> (8 * m_decimals) != 0)
            return false; // finer than the instrument
        count = whole + (m_decimals == 0 ? 0 : value(kept << (64 - 8 * m_decimals)));
        at = point + 2 + places;
        return true;
    }

private:
    static constexpr std::uint64_t kOnes = 0x0101010101010101U;
    static constexpr std::array<std::int64_t, 9> kScales{1,       10,        100,        1'000,      10'000,
                                                         100'000, 1'000'000, 10'000'000, 100'000'000};

    /// Eight characters, each a number of 0 to 9 where it is a digit; the first one lowest.
    static std::uint64_t digitsAt(const char* at) noexcept
    {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, sizeof(bytes));
        return bytes ^ (kOnes * '0');
    }

    static int leadingDigits(std::uint64_t digits) noexcept
    {
        const std::uint64_t others = ((digits + kOnes * 0x76) | digits) & (kOnes * 0x80);
        return others == 0 ? 8 : std::countr_zero(others) / 8;
    }

    /// Of eight digits, the lowest byte the most significant one: pairs, then fours, then all.
    static std::int64_t value(std::uint64_t digits) noexcept
    {
        constexpr std::uint64_t kPairs = 0x000000FF000000FFU;
        const std::uint64_t pairs = digits * 10 + (digits >> 8);
        const std::uint64_t sum = (pairs & kPairs) * (100 + (std::uint64_t{1'000'000} << 32))
            + ((pairs >> 16) & kPairs) * (1 + (std::uint64_t{10'000} << 32));
        return static_cast<std::int64_t>(sum >> 32);
    }

    int m_decimals;
    std::int64_t m_scale;
};

} // namespace maker::binance
