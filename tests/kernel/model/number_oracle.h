#pragma once

#include "kernel/base/int128.h"
#include "kernel/model/money.h"

#include <cstdint>
#include <random>
#include <string>

#include <boost/multiprecision/cpp_int.hpp>

namespace maker {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

inline cpp_int big(Int128 value)
{
    const auto magnitude = value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
    cpp_int result = static_cast<std::uint64_t>(magnitude >> 64);
    result = (result << 64) + static_cast<std::uint64_t>(magnitude);
    return value < 0 ? cpp_int(-result) : result;
}

inline cpp_int bigPow10(int n)
{
    return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(n));
}

/// n / d as an integer, rounded as asked; by definition of each rounding, not by the way the code under test does it.
inline cpp_int divided(const cpp_int& numerator, const cpp_int& denominator, Rounding rounding)
{
    const cpp_int n = denominator < 0 ? cpp_int(-numerator) : numerator;
    const cpp_int d = abs(denominator);
    cpp_int floor = n / d;
    if (floor * d > n)
        --floor;
    if (floor * d == n)
        return floor;
    const cpp_int twiceRest = 2 * (n - floor * d);
    switch (rounding) {
    case Rounding::Down:
        return floor;
    case Rounding::Up:
        return floor + 1;
    case Rounding::TowardZero:
        return n < 0 ? cpp_int(floor + 1) : floor;
    case Rounding::AwayFromZero:
        return n < 0 ? floor : cpp_int(floor + 1);
    case Rounding::HalfEven:
        break;
    }
    if (twiceRest != d)
        return twiceRest > d ? cpp_int(floor + 1) : floor;
    return floor % 2 == 0 ? floor : cpp_int(floor + 1);
}

/// The exact value of a plain decimal text, read character by character in unbounded integers.
inline cpp_rational decimalValue(const std::string& text)
{
    cpp_int digits = 0;
    cpp_int scale = 1;
    bool fraction = false;
    for (const char c : text) {
        if (c == '.') {
            fraction = true;
        } else if (c != '-') {
            digits = digits * 10 + (c - '0');
            scale *= fraction ? 10 : 1;
        }
    }
    return cpp_rational(text.starts_with('-') ? cpp_int(-digits) : digits, scale);
}

/// Integers of every length, so that small and huge operands meet.
inline Int128 randomInt128(std::mt19937_64& random)
{
    const auto bits = static_cast<int>(random() % 127);
    const UInt128 raw = (static_cast<UInt128>(random()) << 64 | random()) >> (127 - bits) >> 1;
    return random() % 2 == 0 ? static_cast<Int128>(raw) : -static_cast<Int128>(raw);
}

} // namespace maker
