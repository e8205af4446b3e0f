#pragma once

#include "kernel/base/checked.h"
#include "kernel/base/fixed_text.h"
#include "kernel/base/int128.h"
#include "kernel/base/result.h"

#include <compare>
#include <string>
#include <string_view>

namespace maker {

/// How a division that does not come out even is rounded; every division names one.
enum class Rounding : std::uint8_t { Down, Up, TowardZero, AwayFromZero, HalfEven };

/// a * b / c with a 256-bit intermediate; asserts c != 0 and that the result fits.
Int128 mulDiv(Int128 a, Int128 b, Int128 c, Rounding rounding) noexcept;

/// An exact amount of some currency in units of 10^-18, |value| < 1.7 x 10^20. The currency is known from context or named by Amount.
class Money {
public:
    static constexpr int kDecimals = 18;

    constexpr Money() = default;
    static constexpr Money fromUnits(Int128 units) noexcept
    {
        Money money;
        money.m_units = units;
        return money;
    }
    static Money fromInt(std::int64_t whole) noexcept;
    /// Plain decimal text ("-12.5"), at most 18 decimals, no exponent.
    static Result<Money> parse(std::string_view text);

    constexpr Int128 units() const noexcept { return m_units; }
    constexpr bool isZero() const noexcept { return m_units == 0; }
    constexpr int sign() const noexcept { return m_units < 0 ? -1 : m_units > 0 ? 1 : 0; }
    /// Shortest exact decimal text.
    std::string toString() const;
    /// Rounded to `decimals` places (0..18) for display.
    std::string toString(int decimals, Rounding rounding = Rounding::HalfEven) const;
    /// For models and charts only.
    double toDouble() const noexcept;
    /// Nearest Money to a finite model value; an error when it is not finite or does not fit.
    static Result<Money> fromDouble(double value);

    friend constexpr bool operator==(const Money&, const Money&) = default;
    friend constexpr std::strong_ordering operator<=>(const Money& a, const Money& b) noexcept
    {
        return a.m_units < b.m_units ? std::strong_ordering::less
            : a.m_units > b.m_units  ? std::strong_ordering::greater
                                     : std::strong_ordering::equal;
    }
    friend Money operator+(Money a, Money b) noexcept { return fromUnits(checkedAdd(a.m_units, b.m_units)); }
    friend Money operator-(Money a, Money b) noexcept { return fromUnits(checkedSub(a.m_units, b.m_units)); }
    friend Money operator-(Money a) noexcept { return fromUnits(checkedSub<Int128>(0, a.m_units)); }
    Money& operator+=(Money other) noexcept { return *this = *this + other; }
    Money& operator-=(Money other) noexcept { return *this = *this - other; }

private:
    Int128 m_units = 0;
};

/// The product of two amounts, rounded half to even: what a quantity is worth at a price. mulDiv() by a whole unit, without
/// its divisions, because every valuation of a holding asks for one.
Money product(Money a, Money b) noexcept;

/// The text id of an asset, as the venue spells it ("USDT").
using Currency = FixedText<15>;

/// Money in a named currency; amounts of two currencies never add.
struct Amount {
    Money money;
    Currency currency;

    friend bool operator==(const Amount&, const Amount&) = default;
};

} // namespace maker
