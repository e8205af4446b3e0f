#pragma once

#include "kernel/base/checked.h"

#include <compare>
#include <cstddef>
#include <cstdint>

namespace maker {

/// A price as a count of 10^-priceDecimals of its instrument's quote currency; meaningless without the Instrument.
struct Price {
    std::int64_t count = 0;

    friend constexpr auto operator<=>(const Price&, const Price&) = default;
};

/// A quantity as a count of 10^-qtyDecimals of its instrument's base currency; signed where it is a position.
struct Qty {
    std::int64_t count = 0;

    constexpr bool isZero() const noexcept { return count == 0; }
    friend constexpr auto operator<=>(const Qty&, const Qty&) = default;
    friend constexpr Qty operator+(Qty a, Qty b) noexcept { return {checkedAdd(a.count, b.count)}; }
    friend constexpr Qty operator-(Qty a, Qty b) noexcept { return {checkedSub(a.count, b.count)}; }
    friend constexpr Qty operator-(Qty a) noexcept { return {checkedSub<std::int64_t>(0, a.count)}; }
    constexpr Qty& operator+=(Qty other) noexcept { return *this = *this + other; }
    constexpr Qty& operator-=(Qty other) noexcept { return *this = *this - other; }
};

/// A ratio in hundredths of a per cent; for models and limits, never for the ledger.
struct Bps {
    double value = 0.0;

    friend constexpr auto operator<=>(const Bps&, const Bps&) = default;
};

enum class Side : std::uint8_t { Buy, Sell };

// All that follows is computed without a branch, because which side is next nobody foresees.

/// 0 for buy, 1 for sell.
constexpr std::size_t indexOf(Side side) noexcept
{
    return static_cast<std::size_t>(side) & 1U;
}

constexpr Side opposite(Side side) noexcept
{
    return static_cast<Side>(1U ^ static_cast<unsigned>(indexOf(side)));
}

/// +1 for buy, -1 for sell.
constexpr int sign(Side side) noexcept
{
    return 1 - 2 * static_cast<int>(indexOf(side));
}

/// `count` for buys and its negative for sells: a higher one is always the more aggressive price of its side.
constexpr std::int64_t signedBy(Side side, std::int64_t count) noexcept
{
    const auto flip = -static_cast<std::int64_t>(side == Side::Sell);
    return (count ^ flip) - flip;
}

} // namespace maker
