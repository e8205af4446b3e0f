// What we ask of a recorded market: orders that take or come to rest, cancels and replaces.
#include "kernel/sim/tape_market.h"

#include <algorithm>

namespace maker::sim {

MatchReason TapeMarket::refusal(const MatchOrder& order) const noexcept
{
    if (order.qty.count <= 0)
        return MatchReason::BadQty;
    if (order.type == OrderType::Market)
        return MatchReason::None;
    if (!onTick(order.price))
        return MatchReason::OffTick;
    return order.postOnly && wouldTake(order.side, order.price) ? MatchReason::PostOnlyWouldTake : MatchReason::None;
}

void TapeMarket::submit(const MatchOrder& order)
{
    const MatchReason refused = refusal(order);
    if (refused != MatchReason::None) {
        m_sink.onRejected({order.id, order.account, refused});
        return;
    }
    m_sink.onAccepted({order.id, order.account, order.side, order.price, order.qty});
    const std::optional<Price> limit = order.type == OrderType::Market ? std::nullopt : std::optional(order.price);
    Taker taker{order.id, order.account, order.side, order.qty.count, false};
    const bool wholeOnly = order.timeInForce == TimeInForce::Fok;
    if (wholeOnly && estimate(order.side, limit, order.qty, order.account).qty < order.qty) {
        m_sink.onExpired({order.id, order.account, order.side, order.price, order.qty, MatchReason::FillOrKill});
        return;
    }
    if (!order.postOnly || !limit) // what may not take has just been found to meet nothing
        take(taker, limit);
    if (taker.leaves == 0)
        return;
    const MatchReason reason = remainderReason(order, taker);
    if (reason == MatchReason::None)
        rest(taker, order.price);
    else
        m_sink.onExpired({order.id, order.account, order.side, order.price, Qty{taker.leaves}, reason});
}

MatchReason TapeMarket::remainderReason(const MatchOrder& order, const Taker& taker) const noexcept
{
    if (taker.stoppedBySelf)
        return MatchReason::SelfTrade;
    if (order.type == OrderType::Market)
        return MatchReason::NoLiquidity;
    return order.timeInForce == TimeInForce::Gtc ? MatchReason::None : MatchReason::ImmediateOrCancel;
}

void TapeMarket::take(Taker& taker, std::optional<Price> limit)
{
    const Side facing = opposite(taker.side);
    TapeWalk walk(m_tape.book(), taken(facing), resting(facing), facing);
    while (taker.leaves > 0 && !taker.stoppedBySelf) {
        const std::optional<TapeWalk::Step> level = walk.next();
        if (!level || (limit && better(facing, *limit, level->price)))
            return;
        takeLevel(taker, level->price, level->tape);
    }
}

/// At one price: the tape's quantity ahead of an order of ours, that order, and so on, then what is left of the tape.
void TapeMarket::takeLevel(Taker& taker, Price price, std::int64_t offered)
{
    const Side facing = opposite(taker.side);
    const std::vector<Resting>& waiting = resting(facing);
    while (taker.leaves > 0) {
        std::size_t at = 0;
        while (at < waiting.size() && better(facing, waiting[at].price, price))
            ++at;
        const bool own = at < waiting.size() && waiting[at].price == price;
        std::int64_t before = offered;
        if (own)
            before = std::clamp<std::int64_t>(wholeCounts(waiting[at].position.ahead) - takenAt(facing, price), 0, offered);
        const std::int64_t qty = std::min(taker.leaves, before);
        if (qty > 0)
            takeFromTape(taker, price, qty);
        offered -= qty;
        if (!own)
            return;
        if (taker.leaves > 0)
            takeFromOwn(taker, at);
        if (taker.stoppedBySelf)
            return;
    }
}

void TapeMarket::takeFromTape(Taker& taker, Price price, std::int64_t qty)
{
    remember(opposite(taker.side), price, qty);
    taker.leaves -= qty;
    m_sink.onTrade({m_nextTradeId++, 0, taker.id, {}, taker.account, taker.side, price, Qty{qty}, {}, Qty{taker.leaves}});
}

void TapeMarket::takeFromOwn(Taker& taker, std::size_t at)
{
    std::vector<Resting>& waiting = resting(opposite(taker.side));
    Resting& order = waiting[at];
    if (order.account == taker.account && m_config.selfTrade == SelfTrade::ExpireTaker) {
        taker.stoppedBySelf = true;
        return;
    }
    const std::int64_t qty = std::min(taker.leaves, order.leaves);
    taker.leaves -= qty;
    order.leaves -= qty;
    const TradeMade trade{m_nextTradeId++, order.id, taker.id, order.account, taker.account, taker.side, order.price,
        Qty{qty}, Qty{order.leaves}, Qty{taker.leaves}};
    if (order.leaves == 0) {
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(at));
        reachAnew(opposite(taker.side));
    }
    m_sink.onTrade(trade);
}

inline void TapeMarket::rest(const Taker& taker, Price price)
{
    std::vector<Resting>& waiting = resting(taker.side);
    auto at = waiting.end();
    while (at != waiting.begin() && better(taker.side, price, (at - 1)->price))
        --at;
    Resting order{taker.id, taker.account, price, taker.leaves, m_tape.book().qtyAt(taker.side, price).count, {}, 0};
    order.position.start(static_cast<double>(order.told));
    if (m_orders && m_orders->known()) {
        order.position.start(static_cast<double>(m_orders->qtyAt(taker.side, price).count));
        order.place = m_orders->join();
    }
    waiting.insert(at, order);
    reachAnew(taker.side);
}

bool TapeMarket::cancel(SimOrderId id)
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        std::vector<Resting>& waiting = resting(side);
        const auto found = std::ranges::find(waiting, id, &Resting::id);
        if (found == waiting.end())
            continue;
        const OrderCanceled event{id, found->account, side, found->price, Qty{found->leaves}};
        waiting.erase(found);
        reachAnew(side);
        m_sink.onCanceled(event);
        return true;
    }
    return false;
}

bool TapeMarket::replace(SimOrderId id, Price price, Qty leaves)
{
    const std::optional<RestingOrder> old = find(id);
    if (!old || !onTick(price) || leaves.count <= 0)
        return false;
    std::vector<Resting>& waiting = resting(old->side);
    const auto found = std::ranges::find(waiting, id, &Resting::id);
    const bool keep = price == old->price && leaves <= old->leaves;
    const OrderReplaced event{id, old->account, old->side, old->price, old->leaves, price, leaves, keep};
    if (keep) {
        found->leaves = leaves.count;
        m_sink.onReplaced(event);
        return true;
    }
    waiting.erase(found);
    reachAnew(old->side);
    m_sink.onReplaced(event);
    Taker taker{id, old->account, old->side, leaves.count, false};
    take(taker, price);
    if (taker.stoppedBySelf)
        m_sink.onExpired({id, taker.account, taker.side, price, Qty{taker.leaves}, MatchReason::SelfTrade});
    else if (taker.leaves > 0)
        rest(taker, price);
    return true;
}

} // namespace maker::sim
