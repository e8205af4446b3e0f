#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/order.h"
#include "kernel/orders/working_orders.h"
#include "kernel/risk/approved.h"
#include "kernel/risk/exposure.h"
#include "kernel/risk/risk_limits.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace maker {

/// All that a check may know of the moment. Everything that is not said is held against the order.
struct RiskContext {
    Timestamp now;
    const Instrument* instrument = nullptr; ///< of the order; null: unknown
    /// Instruments of every order that may be open in the account, to value what they lock.
    std::span<const Instrument* const> instruments;
    const WorkingOrders* orders = nullptr;
    Qty position;     ///< of the account in the instrument: the sum of booked fills
    Money baseTotal;  ///< of the account's ledger, locked amounts included
    Money quoteTotal; ///< of the account's ledger, locked amounts included
    std::optional<double> fair;
    std::optional<Price> bestBid;
    std::optional<Price> bestAsk;
    bool bookSynced = false;
    Timestamp bookTime; ///< local time of the newest book event
    bool reconciled = false;
    bool readOnly = true; ///< an account or endpoint that must not trade
    bool flattening = false; ///< the operator reduces the position: passes where the gate is halted, but not killed
};

/// Limits with the exact forms that checks compare with.
struct RiskRules {
    RiskLimits limits;
    Money maxOrderNotional;

    static RiskRules of(const RiskLimits& limits) noexcept;
};

/// A rule that an order breaks. Some share the code that they are refused with; each has a sentence of its own, which is
/// made only where it is needed: see refusalOf().
enum class Breach : std::uint8_t {
    None,
    Killed,
    Halted,
    UnknownInstrument,
    ReadOnly,
    NotReconciled,
    NoPrice, ///< a market order
    PriceTooLow,
    PriceTooHigh,
    OffTick,
    QtyTooSmall,
    QtyTooLarge,
    OffLot,
    MinNotional,
    BookOutOfSync,
    BookTooOld,
    CrossedBook,
    NoFair,
    Collar,
    MaxOrderNotional,
    NotReducing,
    MaxPosition,
    MaxOpenOrders,
    SelfTrade,
    UnknownLock,
    Balance,
    OrderRate,
};

// What the rules compare and their sentences name.

inline bool buys(const NewOrder& order) noexcept
{
    return order.side == Side::Buy;
}

/// From fair, in basis points.
inline double distanceFromFair(const NewOrder& order, const RiskContext& context) noexcept
{
    return std::abs(context.instrument->toDouble(order.price) - *context.fair) / *context.fair * 1e4;
}

/// How much a reducing order may trade at most.
inline Int128 roomToReduce(const NewOrder& order, const RiskContext& context, const Exposure& exposure) noexcept
{
    const Int128 position = context.position.count;
    return (buys(order) ? -position : position) - exposure.working;
}

/// The position in counts if everything of the order's side filled; positive towards that side.
inline Int128 worstPosition(const NewOrder& order, const RiskContext& context, const Exposure& exposure) noexcept
{
    const Int128 position = context.position.count;
    return (buys(order) ? position : -position) + exposure.working + order.qty.count;
}

/// The largest position towards the order's side.
Qty positionLimit(const NewOrder& order, const RiskContext& context, const RiskLimits& limits) noexcept;

/// What is left of the currency that the order is paid in.
inline Money freeFor(const NewOrder& order, const RiskContext& context, const Exposure& exposure) noexcept
{
    return (buys(order) ? context.quoteTotal : context.baseTotal) - exposure.locked;
}

// The rules, in the order in which they are asked before every order: here, so that asking costs no call.

/// What no order can mend: what the context does not know or may not do.
inline Breach checkContext(const NewOrder& order, const RiskContext& context) noexcept
{
    if (context.instrument == nullptr || context.instrument->id() != order.instrument || context.orders == nullptr)
        return Breach::UnknownInstrument;
    if (context.readOnly)
        return Breach::ReadOnly;
    return context.reconciled ? Breach::None : Breach::NotReconciled;
}

/// The order alone: steps, sizes and prices that the venue takes. `worth` is price times quantity; nullopt: beyond Money.
inline Breach checkShape(const NewOrder& order, const Instrument& instrument, const std::optional<Money>& worth) noexcept
{
    // Without a price nothing can hold it to the collar.
    if (order.type == OrderType::Market)
        return Breach::NoPrice;
    if (order.price.count <= 0 || order.price < instrument.minPrice())
        return Breach::PriceTooLow;
    if (instrument.maxPrice().count != 0 && order.price > instrument.maxPrice())
        return Breach::PriceTooHigh;
    if (!instrument.onTick(order.price))
        return Breach::OffTick;
    if (order.qty.count <= 0 || order.qty < instrument.minQty())
        return Breach::QtyTooSmall;
    if (!instrument.maxQty().isZero() && order.qty > instrument.maxQty())
        return Breach::QtyTooLarge;
    if (!instrument.onLot(order.qty))
        return Breach::OffLot;
    return worth && *worth < instrument.minNotional() ? Breach::MinNotional : Breach::None;
}

/// Against the market: a fresh uncrossed book, the collar around fair and the largest order.
inline Breach checkMarket(const NewOrder& order, const RiskContext& context, const RiskRules& rules,
                          const std::optional<Money>& worth) noexcept
{
    if (!context.bookSynced || !context.bookTime.valid())
        return Breach::BookOutOfSync;
    if ((context.now - context.bookTime).toSeconds() > rules.limits.staleBookSeconds)
        return Breach::BookTooOld;
    if (context.bestBid && context.bestAsk && *context.bestBid >= *context.bestAsk)
        return Breach::CrossedBook;
    if (!context.fair || !std::isfinite(*context.fair) || *context.fair <= 0.0)
        return Breach::NoFair;
    // A price exactly on the collar is inside, whatever the last bit of the division says.
    if (distanceFromFair(order, context) > rules.limits.collarBps * (1.0 + 1e-9))
        return Breach::Collar;
    return !worth || *worth > rules.maxOrderNotional ? Breach::MaxOrderNotional : Breach::None;
}

/// Only what brings the position nearer to zero, counting everything that works on that side.
inline Breach checkReduces(const NewOrder& order, const RiskContext& context, const Exposure& exposure) noexcept
{
    return order.qty.count <= roomToReduce(order, context, exposure) ? Breach::None : Breach::NotReducing;
}

/// The position, should this order and everything that works on its side fill.
inline Breach checkPosition(const NewOrder& order, const RiskContext& context, const RiskLimits& limits,
                            const Exposure& exposure) noexcept
{
    const Int128 worst = worstPosition(order, context, exposure);
    const double limit = buys(order) ? limits.maxLong : limits.maxShort;
    // Far inside, and only there, nothing depends on how the limit is rounded to lots.
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const bool countable = worst < kMost && worst > -kMost;
    if (countable && context.instrument->toDouble(Qty{static_cast<std::int64_t>(worst)}) < limit * 0.999)
        return Breach::None;
    return worst <= positionLimit(order, context, limits).count ? Breach::None : Breach::MaxPosition;
}

/// Own orders of the other side, and the balance that the order locks `worth` of, or its quantity.
inline Breach checkFunds(const NewOrder& order, const RiskContext& context, const Exposure& exposure, Money worth) noexcept
{
    if (exposure.meets)
        return Breach::SelfTrade;
    // Derivatives lock margin, not the currencies themselves; the venue's own check guards them.
    if (context.instrument->kind() != InstrumentKind::Spot)
        return Breach::None;
    if (exposure.lockUnknown)
        return Breach::UnknownLock;
    const Money needed = buys(order) ? worth : context.instrument->toMoney(order.qty);
    return needed <= freeFor(order, context, exposure) ? Breach::None : Breach::Balance;
}

} // namespace maker
