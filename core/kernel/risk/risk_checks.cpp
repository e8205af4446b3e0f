#include "kernel/risk/risk_checks.h"

#include "kernel/model/written_money.h"
#include "kernel/risk/sentence.h"

#include <cmath>
#include <limits>

namespace maker {
namespace {

constexpr std::int64_t kMaxCount = std::numeric_limits<std::int64_t>::max();

Money moneyOf(double limit) noexcept
{
    // Limits are validated to 1e12 at most, which always fits.
    return moneyAsWritten(limit).value_or(Money{});
}

Qty asQty(Int128 count) noexcept
{
    return {count > kMaxCount ? kMaxCount : count < -kMaxCount ? -kMaxCount : static_cast<std::int64_t>(count)};
}

std::optional<Refusal> checkQty(const NewOrder& order, const Instrument& instrument)
{
    const Qty qty = order.qty;
    if (qty.count <= 0 || qty < instrument.minQty())
        return (Sentence(&instrument) << "Quantity " << qty << " is below the venue's least, " << instrument.minQty()
                                      << ".")
            .refusal(RefusalCode::QtyTooSmall);
    if (!instrument.maxQty().isZero() && qty > instrument.maxQty())
        return (Sentence(&instrument) << "Quantity " << qty << " is above the venue's most, " << instrument.maxQty()
                                      << ".")
            .refusal(RefusalCode::QtyTooLarge);
    if (!instrument.onLot(qty))
        return (Sentence(&instrument) << "Quantity " << qty << " is not a multiple of the lot size "
                                      << instrument.lotSize() << ".")
            .refusal(RefusalCode::OffLot);
    return std::nullopt;
}

std::optional<Refusal> checkPrice(const NewOrder& order, const Instrument& instrument)
{
    const Price price = order.price;
    if (price.count <= 0 || price < instrument.minPrice())
        return (Sentence(&instrument) << "Price " << price << " is below the venue's least, " << instrument.minPrice()
                                      << ".")
            .refusal(RefusalCode::PriceOutOfRange);
    if (instrument.maxPrice().count != 0 && price > instrument.maxPrice())
        return (Sentence(&instrument) << "Price " << price << " is above the venue's most, " << instrument.maxPrice()
                                      << ".")
            .refusal(RefusalCode::PriceOutOfRange);
    if (!instrument.onTick(price))
        return (Sentence(&instrument) << "Price " << price << " is not a multiple of the tick size "
                                      << instrument.tickSize() << ".")
            .refusal(RefusalCode::OffTick);
    return std::nullopt;
}

std::optional<Refusal> checkPosition(const NewOrder& order, const RiskContext& context, const RiskLimits& limits,
                                     const Exposure& exposure)
{
    const bool buys = order.side == Side::Buy;
    const double limit = buys ? limits.maxLong : limits.maxShort;
    const Int128 worst = buys ? context.position.count + exposure.buys + order.qty.count
                              : -(context.position.count - exposure.sells - order.qty.count);
    // Far inside, and only there, nothing depends on how the limit is rounded to lots.
    if (worst < kMaxCount && context.instrument->toDouble(asQty(worst)) < limit * 0.999)
        return std::nullopt;
    const Qty most = context.instrument->qtyDown(limit).value_or(Qty{kMaxCount});
    if (worst <= most.count)
        return std::nullopt;
    return (Sentence(context.instrument) << "If all " << (buys ? "buys" : "sells") << " filled, the position would be "
                                         << asQty(buys ? worst : -worst) << "; the limit is "
                                         << (buys ? most : -most) << ".")
        .refusal(RefusalCode::MaxPosition);
}

std::optional<Refusal> checkBalance(const NewOrder& order, const RiskContext& context, const Exposure& exposure)
{
    const Instrument& instrument = *context.instrument;
    // Derivatives lock margin, not the currencies themselves; the venue's own check guards them.
    if (instrument.kind() != InstrumentKind::Spot)
        return std::nullopt;
    const bool buys = order.side == Side::Buy;
    const Currency& currency = buys ? instrument.quote() : instrument.base();
    if (exposure.lockUnknown)
        return (Sentence() << "Open orders lock an unknown amount of " << currency.view() << ".")
            .refusal(RefusalCode::Balance);
    const Money needed = buys ? instrument.notional(order.price, order.qty) : instrument.toMoney(order.qty);
    const Money free = buys ? context.quoteTotal - exposure.lockedQuote : context.baseTotal - exposure.lockedBase;
    if (needed <= free)
        return std::nullopt;
    return (Sentence() << "The order needs " << needed << " " << currency.view() << "; " << free << " is free.")
        .refusal(RefusalCode::Balance);
}

} // namespace

RiskRules RiskRules::of(const RiskLimits& limits) noexcept
{
    return {limits, moneyOf(limits.maxOrderNotional)};
}

std::optional<Refusal> checkShape(const NewOrder& order, const Instrument& instrument)
{
    // Without a price nothing can hold it to the collar.
    if (order.type == OrderType::Market)
        return (Sentence() << "A market order has no price; send an IOC limit order within the collar.")
            .refusal(RefusalCode::Collar);
    if (auto refusal = checkPrice(order, instrument))
        return refusal;
    if (auto refusal = checkQty(order, instrument))
        return refusal;
    const auto notional = instrument.tryNotional(order.price, order.qty);
    if (notional && *notional < instrument.minNotional())
        return (Sentence() << "The order is worth " << *notional << "; the venue's least is "
                           << instrument.minNotional() << ".")
            .refusal(RefusalCode::MinNotional);
    return std::nullopt;
}

std::optional<Refusal> checkMarket(const NewOrder& order, const RiskContext& context, const RiskRules& rules)
{
    const Instrument& instrument = *context.instrument;
    const double age = (context.now - context.bookTime).toSeconds();
    if (!context.bookSynced || !context.bookTime.valid())
        return (Sentence() << "The book is not in sync.").refusal(RefusalCode::StaleBook);
    if (age > rules.limits.staleBookSeconds)
        return (Sentence() << "The book is " << age << " s old; the limit is " << rules.limits.staleBookSeconds
                           << " s.")
            .refusal(RefusalCode::StaleBook);
    if (context.bestBid && context.bestAsk && *context.bestBid >= *context.bestAsk)
        return (Sentence(&instrument) << "The book is crossed: bid " << *context.bestBid << ", ask "
                                      << *context.bestAsk << ".")
            .refusal(RefusalCode::CrossedBook);
    if (!context.fair || !std::isfinite(*context.fair) || *context.fair <= 0.0)
        return (Sentence() << "There is no fair value to hold the price against.").refusal(RefusalCode::Collar);
    const double distance = std::abs(instrument.toDouble(order.price) - *context.fair) / *context.fair * 1e4;
    // A price exactly on the collar is inside, whatever the last bit of the division says.
    if (distance > rules.limits.collarBps * (1.0 + 1e-9))
        return (Sentence(&instrument) << "Price " << order.price << " is " << distance << " bp from fair "
                                      << *context.fair << "; the collar is " << rules.limits.collarBps << " bp.")
            .refusal(RefusalCode::Collar);
    const auto notional = instrument.tryNotional(order.price, order.qty);
    if (!notional || *notional > rules.maxOrderNotional)
        return (Sentence() << "The order is worth " << notional.value_or(Money::fromInt(kMaxCount / 1'000'000'000))
                           << "; the limit is " << rules.maxOrderNotional << ".")
            .refusal(RefusalCode::MaxOrderNotional);
    return std::nullopt;
}

std::optional<Refusal> checkReduces(const NewOrder& order, const RiskContext& context, const Exposure& exposure)
{
    const bool buys = order.side == Side::Buy;
    const Int128 left = buys ? -Int128{context.position.count} - exposure.buys
                             : Int128{context.position.count} - exposure.sells;
    if (order.qty.count <= left)
        return std::nullopt;
    return (Sentence(context.instrument) << "Only reducing orders pass: " << toText(order.side) << " " << order.qty
                                         << ", but position and working orders leave " << asQty(left > 0 ? left : 0)
                                         << ".")
        .refusal(RefusalCode::ReducingOnly);
}

std::optional<Refusal> checkExposure(const NewOrder& order, const RiskContext& context, const RiskRules& rules,
                                     const Exposure& exposure, std::int64_t maxOpenOrders)
{
    if (auto refusal = checkPosition(order, context, rules.limits, exposure))
        return refusal;
    const auto open = static_cast<std::int64_t>(exposure.openOrders);
    if (open >= maxOpenOrders)
        return (Sentence() << open << " orders are open; the limit is " << maxOpenOrders << ".")
            .refusal(RefusalCode::MaxOpenOrders);
    if (exposure.meets)
        return (Sentence(context.instrument) << "Price " << order.price << " would trade with our own order at "
                                             << *exposure.meets << ".")
            .refusal(RefusalCode::SelfTrade);
    return checkBalance(order, context, exposure);
}

} // namespace maker
