#pragma once

#include "kernel/base/id.h"
#include "kernel/model/instrument.h"
#include "kernel/model/money.h"

#include <cstdint>

namespace maker {

/// A position with its average-cost basis. Quantities are Money of the base currency, so a new tick or lot changes
/// nothing; cost and results are Money of the quote currency and exact: on a partial close the remainder of the division
/// stays with the position.
struct Position {
    Money qty;      ///< signed; sum of the fills
    Money cost;     ///< signed like qty: what the open quantity was bought for, or minus what it was sold for
    Money realized; ///< of the closed quantity, before fees

    /// Applies one trade; a trade through zero closes all and opens the rest at its own price.
    void apply(const Instrument& instrument, Side side, Price price, Qty traded) noexcept;
    /// Value at `mark` (quote per unit of base) minus cost.
    Money unrealized(Money mark) const noexcept;
};

/// price per unit times quantity, to the nearest unit of Money.
inline Money worth(Money qty, Money pricePerUnit) noexcept
{
    constexpr Int128 kUnit = 1'000'000'000'000'000'000;
    return pricePerUnit.units() == kUnit ? qty : product(qty, pricePerUnit); // one: of the account currency itself
}

} // namespace maker
