#pragma once

#include "kernel/base/checked.h"
#include "kernel/base/int128.h"

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

template <typename Int>
constexpr bool pushDigit(Int& value, unsigned digit) noexcept
{
    return !__builtin_mul_overflow(value, Int{10}, &value) && !__builtin_add_overflow(value, static_cast<Int>(digit), &value);
}

constexpr unsigned digitOf(char c) noexcept
{
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - static_cast<unsigned>('0');
}

} // namespace detail

/// Reads digits, then at most one point between digits: "1", "0.50". Signs, exponents, blanks, "1." and ".5" are faults.
/// One pass, no allocation, no locale.
template <typename Int>
constexpr DecimalCount<Int> readDecimal(std::string_view text, int decimals, ExtraDigits extra) noexcept
{
    const char* at = text.data();
    const char* const end = at + text.size();
    Int value = 0;
    bool fits = true;
    const char* const first = at;
    for (; at != end && detail::digitOf(*at) <= 9; ++at)
        fits = fits && detail::pushDigit(value, detail::digitOf(*at));
    if (at == first)
        return {0, DecimalFault::NotDecimal};
    int places = 0;
    bool fine = false;
    if (at != end) {
        if (*at != '.' || ++at == end)
            return {0, DecimalFault::NotDecimal};
        for (; at != end; ++at) {
            const unsigned digit = detail::digitOf(*at);
            if (digit > 9)
                return {0, DecimalFault::NotDecimal};
            if (places < decimals) {
                fits = fits && detail::pushDigit(value, digit);
                ++places;
            } else {
                fine = fine || digit != 0 || extra == ExtraDigits::Refused;
            }
        }
    }
    if (fine)
        return {0, DecimalFault::TooFine};
    fits = fits && !__builtin_mul_overflow(value, static_cast<Int>(pow10(decimals - places)), &value);
    return fits ? DecimalCount<Int>{value, DecimalFault::None} : DecimalCount<Int>{0, DecimalFault::TooLarge};
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
