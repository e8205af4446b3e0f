#pragma once

#include "kernel/base/checked.h"
#include "kernel/base/int128.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace maker {

enum class DecimalFault : std::uint8_t { None, NotDecimal, TooFine, TooLarge };

/// An unsigned plain decimal as a count of 10^-decimals; `fault` says why there is none.
template <typename Int>
struct DecimalCount {
    Int count = 0;
    DecimalFault fault = DecimalFault::None;
};

/// What digits beyond the last decimal place may be: some venues pad, an exact amount never needs to.
enum class ExtraDigits : std::uint8_t { Refused, Zeros };

namespace detail {

inline constexpr std::array<std::int64_t, 19> kPowersOfTen = [] {
    std::array<std::int64_t, 19> powers{};
    for (int i = 0; i < 19; ++i)
        powers[static_cast<std::size_t>(i)] = pow10(i);
    return powers;
}();

constexpr unsigned digitOf(char c) noexcept
{
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - static_cast<unsigned>('0');
}

/// Digits appended to a count; Checked is false where the text is too short to overflow.
template <typename Int, bool Checked>
struct DigitSum {
    Int value = 0;
    bool fits = true;

    constexpr void push(unsigned digit) noexcept
    {
        if constexpr (Checked)
            fits = fits && !__builtin_mul_overflow(value, Int{10}, &value)
                && !__builtin_add_overflow(value, static_cast<Int>(digit), &value);
        else
            value = static_cast<Int>(value * 10 + static_cast<Int>(digit));
    }
};

template <typename Int, bool Checked>
constexpr DecimalCount<Int> readDigits(std::string_view text, int decimals, ExtraDigits extra) noexcept
{
    const char* at = text.data();
    const char* const end = at + text.size();
    const char* const first = at;
    DigitSum<Int, Checked> sum;
    for (; at != end && digitOf(*at) <= 9; ++at)
        sum.push(digitOf(*at));
    if (at == first)
        return {0, DecimalFault::NotDecimal};
    int missing = decimals;
    bool fine = false;
    if (at != end) {
        if (*at != '.' || ++at == end)
            return {0, DecimalFault::NotDecimal};
        for (; at != end && missing > 0 && digitOf(*at) <= 9; ++at, --missing)
            sum.push(digitOf(*at));
        for (; at != end; ++at) {
            if (digitOf(*at) > 9)
                return {0, DecimalFault::NotDecimal};
            fine = fine || *at != '0' || extra == ExtraDigits::Refused;
        }
    }
    if (fine)
        return {0, DecimalFault::TooFine};
    const auto scale = static_cast<Int>(kPowersOfTen[static_cast<std::size_t>(missing)]);
    if (!sum.fits || __builtin_mul_overflow(sum.value, scale, &sum.value))
        return {0, DecimalFault::TooLarge};
    return {sum.value, DecimalFault::None};
}

} // namespace detail

/// Reads digits, then at most one point between digits: "1", "0.50". Signs, exponents, blanks, "1." and ".5" are faults.
/// 0 <= decimals <= 18. One pass, no allocation, no locale.
template <typename Int>
constexpr DecimalCount<Int> readDecimal(std::string_view text, int decimals, ExtraDigits extra) noexcept
{
    constexpr std::size_t kSafeDigits = 18; // below 10^18, so below 2^63
    if (text.size() <= kSafeDigits)
        return detail::readDigits<Int, false>(text, decimals, extra);
    return detail::readDigits<Int, true>(text, decimals, extra);
}

/// Number of decimal places without trailing zeros: "0.0100" has 2, "1.00" has 0.
constexpr int significantDecimals(std::string_view text) noexcept
{
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos)
        return 0;
    const std::size_t lastDigit = text.find_last_not_of('0');
    return lastDigit <= point ? 0 : static_cast<int>(lastDigit - point);
}

} // namespace maker
