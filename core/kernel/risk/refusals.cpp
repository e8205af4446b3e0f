#include "kernel/risk/refusals.h"

#include "kernel/risk/sentence.h"

#include <limits>

namespace maker {
namespace {

constexpr std::int64_t kMaxCount = std::numeric_limits<std::int64_t>::max();

Qty asQty(Int128 count) noexcept
{
    return {count > kMaxCount ? kMaxCount : count < -kMaxCount ? -kMaxCount : static_cast<std::int64_t>(count)};
}

Refusal ofContext(Breach breach, const BreachFacts& facts)
{
    switch (breach) {
    case Breach::Killed:
        return (Sentence() << "The kill switch is on; rearm to trade again.").refusal(RefusalCode::Killed);
    case Breach::UnknownInstrument:
        return (Sentence() << "Instrument " << std::int64_t{facts.order.instrument.value} << " is not known.")
            .refusal(RefusalCode::UnknownInstrument);
    case Breach::ReadOnly:
        return (Sentence() << "This account is read only: market data, no orders.")
            .refusal(RefusalCode::ProductionReadOnly);
    default:
        return (Sentence() << "Orders and fills are still being compared with the venue.")
            .refusal(RefusalCode::NotReconciled);
    }
}

Refusal ofPrice(Breach breach, const BreachFacts& facts)
{
    const Instrument& instrument = *facts.context.instrument;
    Sentence sentence(&instrument);
    sentence << "Price " << facts.order.price;
    switch (breach) {
    case Breach::PriceTooLow:
        return (sentence << " is below the venue's least, " << instrument.minPrice() << ".")
            .refusal(RefusalCode::PriceOutOfRange);
    case Breach::PriceTooHigh:
        return (sentence << " is above the venue's most, " << instrument.maxPrice() << ".")
            .refusal(RefusalCode::PriceOutOfRange);
    case Breach::OffTick:
        return (sentence << " is not a multiple of the tick size " << instrument.tickSize() << ".")
            .refusal(RefusalCode::OffTick);
    case Breach::SelfTrade:
        return (sentence << " would trade with our own order at " << *facts.exposure.meets << ".")
            .refusal(RefusalCode::SelfTrade);
    default:
        return (sentence << " is " << distanceFromFair(facts.order, facts.context) << " bp from fair "
                         << *facts.context.fair << "; the collar is " << facts.rules.limits.collarBps << " bp.")
            .refusal(RefusalCode::Collar);
    }
}

Refusal ofQty(Breach breach, const BreachFacts& facts)
{
    const Instrument& instrument = *facts.context.instrument;
    Sentence sentence(&instrument);
    sentence << "Quantity " << facts.order.qty;
    switch (breach) {
    case Breach::QtyTooSmall:
        return (sentence << " is below the venue's least, " << instrument.minQty() << ".")
            .refusal(RefusalCode::QtyTooSmall);
    case Breach::QtyTooLarge:
        return (sentence << " is above the venue's most, " << instrument.maxQty() << ".")
            .refusal(RefusalCode::QtyTooLarge);
    default:
        return (sentence << " is not a multiple of the lot size " << instrument.lotSize() << ".")
            .refusal(RefusalCode::OffLot);
    }
}

Refusal ofWorth(Breach breach, const BreachFacts& facts)
{
    const Instrument& instrument = *facts.context.instrument;
    const Money worth = instrument.tryNotional(facts.order.price, facts.order.qty)
                            .value_or(Money::fromInt(kMaxCount / 1'000'000'000));
    Sentence sentence;
    sentence << "The order is worth " << worth;
    if (breach == Breach::MinNotional)
        return (sentence << "; the venue's least is " << instrument.minNotional() << ".")
            .refusal(RefusalCode::MinNotional);
    return (sentence << "; the limit is " << facts.rules.maxOrderNotional << ".")
        .refusal(RefusalCode::MaxOrderNotional);
}

Refusal ofBook(Breach breach, const BreachFacts& facts)
{
    const RiskContext& context = facts.context;
    switch (breach) {
    case Breach::BookOutOfSync:
        return (Sentence() << "The book is not in sync.").refusal(RefusalCode::StaleBook);
    case Breach::BookTooOld:
        return (Sentence() << "The book is " << (context.now - context.bookTime).toSeconds()
                           << " s old; the limit is " << facts.rules.limits.staleBookSeconds << " s.")
            .refusal(RefusalCode::StaleBook);
    case Breach::CrossedBook:
        return (Sentence(context.instrument) << "The book is crossed: bid " << *context.bestBid << ", ask "
                                             << *context.bestAsk << ".")
            .refusal(RefusalCode::CrossedBook);
    default:
        return (Sentence() << "There is no fair value to hold the price against.").refusal(RefusalCode::Collar);
    }
}

Refusal ofPosition(Breach breach, const BreachFacts& facts)
{
    const NewOrder& order = facts.order;
    Sentence sentence(facts.context.instrument);
    if (breach == Breach::NotReducing) {
        const Int128 room = roomToReduce(order, facts.context, facts.exposure);
        return (sentence << "Only reducing orders pass: " << toText(order.side) << " " << order.qty
                         << ", but position and working orders leave " << asQty(room > 0 ? room : 0) << ".")
            .refusal(RefusalCode::ReducingOnly);
    }
    const bool buys = order.side == Side::Buy;
    const Int128 worst = worstPosition(order, facts.context, facts.exposure);
    const Qty most = positionLimit(order, facts.context, facts.rules.limits);
    return (sentence << "If all " << (buys ? "buys" : "sells") << " filled, the position would be "
                     << asQty(buys ? worst : -worst) << "; the limit is " << (buys ? most : -most) << ".")
        .refusal(RefusalCode::MaxPosition);
}

Refusal ofBalance(Breach breach, const BreachFacts& facts)
{
    const Instrument& instrument = *facts.context.instrument;
    const NewOrder& order = facts.order;
    const bool buys = order.side == Side::Buy;
    const std::string_view currency = (buys ? instrument.quote() : instrument.base()).view();
    if (breach == Breach::UnknownLock)
        return (Sentence() << "Open orders lock an unknown amount of " << currency << ".")
            .refusal(RefusalCode::Balance);
    const Money needed = buys ? instrument.notional(order.price, order.qty) : instrument.toMoney(order.qty);
    return (Sentence() << "The order needs " << needed << " " << currency << "; "
                       << freeFor(order, facts.context, facts.exposure) << " is free.")
        .refusal(RefusalCode::Balance);
}

} // namespace

Refusal refusalOf(Breach breach, const BreachFacts& facts)
{
    switch (breach) {
    case Breach::NoPrice:
        return (Sentence() << "A market order has no price; send an IOC limit order within the collar.")
            .refusal(RefusalCode::Collar);
    case Breach::PriceTooLow:
    case Breach::PriceTooHigh:
    case Breach::OffTick:
    case Breach::Collar:
    case Breach::SelfTrade:
        return ofPrice(breach, facts);
    case Breach::QtyTooSmall:
    case Breach::QtyTooLarge:
    case Breach::OffLot:
        return ofQty(breach, facts);
    case Breach::MinNotional:
    case Breach::MaxOrderNotional:
        return ofWorth(breach, facts);
    case Breach::BookOutOfSync:
    case Breach::BookTooOld:
    case Breach::CrossedBook:
    case Breach::NoFair:
        return ofBook(breach, facts);
    case Breach::NotReducing:
    case Breach::MaxPosition:
        return ofPosition(breach, facts);
    case Breach::MaxOpenOrders:
        return (Sentence() << static_cast<std::int64_t>(facts.exposure.openOrders) << " orders are open; the limit is "
                           << facts.desk.maxOpenOrders << ".")
            .refusal(RefusalCode::MaxOpenOrders);
    case Breach::UnknownLock:
    case Breach::Balance:
        return ofBalance(breach, facts);
    case Breach::OrderRate:
        return (Sentence() << facts.sent << " orders left within a second; the limit is " << facts.desk.orderRate
                           << ".")
            .refusal(RefusalCode::OrderRate);
    case Breach::Killed:
    case Breach::UnknownInstrument:
    case Breach::ReadOnly:
    case Breach::NotReconciled:
    case Breach::Halted:
    case Breach::None:
        break;
    }
    return ofContext(breach, facts);
}

} // namespace maker
