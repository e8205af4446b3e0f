#include "kernel/model/money.h"

#include "kernel/base/checked.h"
#include "kernel/model/decimal_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace maker {
namespace {

constexpr Int128 kMoneyUnit = 1'000'000'000'000'000'000;
constexpr UInt128 kMaxMagnitude = ~UInt128{0} >> 1;

constexpr UInt128 magnitude(Int128 value) noexcept
{
    return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

struct UInt256 {
    UInt128 high = 0;
    UInt128 low = 0;
};

struct Division {
    UInt128 quotient = 0;
    UInt128 remainder = 0;
};

constexpr UInt128 low64(UInt128 value) noexcept
{
    return value & ~std::uint64_t{0};
}

constexpr UInt256 multiply(UInt128 a, UInt128 b) noexcept
{
    const UInt128 a0 = low64(a);
    const UInt128 a1 = a >> 64;
    const UInt128 b0 = low64(b);
    const UInt128 b1 = b >> 64;
    const UInt128 lowProduct = a0 * b0;
    const UInt128 cross = a1 * b0 + (lowProduct >> 64);
    const UInt128 middle = a0 * b1 + low64(cross);
    return {a1 * b1 + (cross >> 64) + (middle >> 64), (middle << 64) | low64(lowProduct)};
}

/// One quotient digit of base 2^64 of (remainder * 2^64 + next) / divisor; the divisor's top bit is set and
/// remainder < divisor (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D).
UInt128 quotientDigit(UInt128& remainder, std::uint64_t next, UInt128 divisor) noexcept
{
    constexpr UInt128 kBase = UInt128{1} << 64;
    const UInt128 d1 = divisor >> 64;
    const UInt128 d0 = low64(divisor);
    UInt128 digit = remainder / d1;
    UInt128 rest = remainder % d1;
    while (digit >= kBase || digit * d0 > ((rest << 64) | next)) {
        --digit;
        rest += d1;
        if (rest >= kBase)
            break;
    }
    // Only the low 128 bits matter: the true difference is below the divisor.
    remainder = ((remainder << 64) | next) - digit * divisor;
    return digit;
}

/// Quotient and remainder; the quotient must fit, that is high < divisor.
Division divide(UInt256 dividend, UInt128 divisor) noexcept
{
    if (dividend.high == 0)
        return {dividend.low / divisor, dividend.low % divisor};
    MAKER_ASSERT(dividend.high < divisor);
    if ((divisor >> 64) == 0) {
        UInt128 part = (dividend.high << 64) | (dividend.low >> 64);
        const UInt128 upper = part / divisor;
        part = ((part % divisor) << 64) | low64(dividend.low);
        return {(upper << 64) | (part / divisor), part % divisor};
    }
    const int shift = __builtin_clzll(static_cast<std::uint64_t>(divisor >> 64));
    const UInt128 scaled = divisor << shift;
    UInt128 remainder = shift == 0 ? dividend.high : (dividend.high << shift) | (dividend.low >> (128 - shift));
    const UInt128 low = dividend.low << shift;
    const UInt128 upper = quotientDigit(remainder, static_cast<std::uint64_t>(low >> 64), scaled);
    const UInt128 lower = quotientDigit(remainder, static_cast<std::uint64_t>(low), scaled);
    return {(upper << 64) | lower, remainder >> shift};
}

/// Whether the magnitude grows by one; `negative` is the sign of the exact quotient.
bool roundsAway(const Division& division, UInt128 divisor, bool negative, Rounding rounding) noexcept
{
    if (division.remainder == 0)
        return false;
    switch (rounding) {
    case Rounding::Down:
        return negative;
    case Rounding::Up:
        return !negative;
    case Rounding::TowardZero:
        return false;
    case Rounding::AwayFromZero:
        return true;
    case Rounding::HalfEven:
        break;
    }
    const UInt128 rest = divisor - division.remainder;
    return division.remainder > rest || (division.remainder == rest && (division.quotient & 1U) != 0);
}

struct WholeUnits {
    std::uint64_t count = 0;
    std::uint64_t rest = 0;
};

/// A number below 10^18 * 2^64 in whole units. The reciprocal of a constant takes the place of the division (Moller and
/// Granlund, "Improved division by invariant integers", 2011, algorithm 4).
constexpr WholeUnits wholeUnits(UInt128 value) noexcept
{
    constexpr int kShift = 4; // brings the highest bit of the divisor to the top
    constexpr auto kDivisor = static_cast<std::uint64_t>(kMoneyUnit) << kShift;
    constexpr auto kReciprocal = static_cast<std::uint64_t>(~UInt128{0} / kDivisor); // less 2^64
    static_assert(kDivisor >> 63 == 1);
    const UInt128 scaled = value << kShift;
    const auto high = static_cast<std::uint64_t>(scaled >> 64);
    const auto low = static_cast<std::uint64_t>(scaled);
    const UInt128 estimate = UInt128{kReciprocal} * high + scaled;
    std::uint64_t count = static_cast<std::uint64_t>(estimate >> 64) + 1;
    std::uint64_t rest = low - count * kDivisor;
    if (rest > static_cast<std::uint64_t>(estimate)) {
        --count;
        rest += kDivisor;
    }
    if (rest >= kDivisor) [[unlikely]] {
        ++count;
        rest -= kDivisor;
    }
    return {count, rest >> kShift};
}

std::string decimalText(Int128 count, int decimals)
{
    std::array<char, 48> buffer{};
    char* at = buffer.data() + buffer.size();
    UInt128 rest = magnitude(count);
    for (int place = 0; rest != 0 || place <= decimals; ++place) {
        if (place == decimals && decimals > 0)
            *--at = '.';
        *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    }
    if (count < 0)
        *--at = '-';
    return {at, buffer.data() + buffer.size()};
}

std::string_view explain(DecimalFault fault) noexcept
{
    switch (fault) {
    case DecimalFault::TooFine:
        return " has more than 18 decimals";
    case DecimalFault::TooLarge:
        return " is too large for an amount";
    case DecimalFault::None:
    case DecimalFault::NotDecimal:
        break;
    }
    return " is not a plain decimal number";
}

} // namespace

Int128 mulDiv(Int128 a, Int128 b, Int128 c, Rounding rounding) noexcept
{
    MAKER_ASSERT(c != 0);
    const bool negative = (a < 0) != ((b < 0) != (c < 0));
    const UInt128 divisor = magnitude(c);
    const UInt128 x = magnitude(a);
    const UInt128 y = magnitude(b);
    UInt128 narrow = 0;
    Division division = __builtin_mul_overflow(x, y, &narrow) ? divide(multiply(x, y), divisor)
                                                              : Division{narrow / divisor, narrow % divisor};
    const bool away = roundsAway(division, divisor, negative, rounding);
    MAKER_ASSERT(!away || division.quotient != ~UInt128{0});
    division.quotient += away ? 1U : 0U;
    MAKER_ASSERT(division.quotient <= kMaxMagnitude + (negative ? 1U : 0U));
    return static_cast<Int128>(negative ? UInt128{0} - division.quotient : division.quotient);
}

Money product(Money a, Money b) noexcept
{
    constexpr UInt128 kLimit = static_cast<UInt128>(kMoneyUnit) << 32; // four billion: the parts below fit
    const UInt128 x = magnitude(a.units());
    const UInt128 y = magnitude(b.units());
    if (x >= kLimit || y >= kLimit) [[unlikely]]
        return Money::fromUnits(mulDiv(a.units(), b.units(), kMoneyUnit, Rounding::HalfEven));
    // (X + x) * (Y + y) with whole units X and Y, of which only x * y has to be divided.
    const WholeUnits left = wholeUnits(x);
    const WholeUnits right = wholeUnits(y);
    const WholeUnits parts = wholeUnits(UInt128{left.rest} * right.rest);
    UInt128 units = left.count * y + UInt128{left.rest} * right.count + parts.count;
    const std::uint64_t twice = parts.rest * 2;
    const bool half = twice == static_cast<std::uint64_t>(kMoneyUnit);
    units += twice > static_cast<std::uint64_t>(kMoneyUnit) || (half && (units & 1U) != 0) ? 1U : 0U;
    const bool negative = (a.units() < 0) != (b.units() < 0);
    return Money::fromUnits(static_cast<Int128>(negative ? UInt128{0} - units : units));
}

Money Money::fromInt(std::int64_t whole) noexcept
{
    return fromUnits(Int128{whole} * kMoneyUnit);
}

Result<Money> Money::parse(std::string_view text)
{
    const bool negative = !text.empty() && text.front() == '-';
    const auto read = readDecimal<Int128>(negative ? text.substr(1) : text, kDecimals, ExtraDigits::Refused);
    if (read.fault != DecimalFault::None)
        return fail(read.fault == DecimalFault::TooLarge ? ErrorCode::OutOfRange : ErrorCode::Parse,
                    '"' + std::string(text.substr(0, 64)) + '"' + std::string(explain(read.fault)) + '.');
    return fromUnits(negative ? -read.count : read.count);
}

std::string Money::toString() const
{
    std::string text = decimalText(m_units, kDecimals);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

std::string Money::toString(int decimals, Rounding rounding) const
{
    MAKER_ASSERT(decimals >= 0 && decimals <= kDecimals);
    return decimalText(mulDiv(m_units, 1, pow10(kDecimals - decimals), rounding), decimals);
}

double Money::toDouble() const noexcept
{
    return static_cast<double>(m_units) / 1e18;
}

Result<Money> Money::fromDouble(double value)
{
    if (!std::isfinite(value))
        return fail(ErrorCode::OutOfRange, "An amount must be a finite number.");
    if (std::fabs(value) >= 1.7e20)
        return fail(ErrorCode::OutOfRange, "A number of this size is too large for an amount.");
    int exponent = 0;
    const double fraction = std::frexp(value, &exponent);
    const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    if (exponent >= 0) // 53 bits shifted by at most 15: below 1.7e20, and the product below 2^127
        return fromUnits((Int128{mantissa} << exponent) * kMoneyUnit);
    if (exponent < -126) // 2^53 * 10^18 < 2^113, so this is less than half a unit
        return Money{};
    return fromUnits(mulDiv(mantissa, kMoneyUnit, Int128{1} << -exponent, Rounding::HalfEven));
}

} // namespace maker
