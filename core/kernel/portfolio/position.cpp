#include "kernel/portfolio/position.h"

namespace maker {
namespace {

Money absolute(Money money) noexcept
{
    return money.sign() < 0 ? -money : money;
}

} // namespace

void Position::apply(const Instrument& instrument, Side side, Price price, Qty traded) noexcept
{
    const Money size = instrument.toMoney(traded);
    const Money paid = instrument.notional(price, traded);
    const Money signedSize = side == Side::Buy ? size : -size;
    const Money signedPaid = side == Side::Buy ? paid : -paid;
    if (qty.sign() * sign(side) >= 0) {
        qty += signedSize;
        cost += signedPaid;
        return;
    }
    const Money held = absolute(qty);
    if (size < held) {
        // Toward zero: what the division leaves over stays in the cost of the rest, so no unit is lost.
        const Money released = Money::fromUnits(mulDiv(cost.units(), size.units(), held.units(), Rounding::TowardZero));
        realized -= signedPaid + released;
        cost -= released;
        qty += signedSize;
        return;
    }
    const Money openedFor = worth(qty + signedSize, instrument.toMoney(price));
    realized -= signedPaid - openedFor + cost;
    cost = openedFor;
    qty += signedSize;
}

Money Position::unrealized(Money mark) const noexcept
{
    return worth(qty, mark) - cost;
}

} // namespace maker
