#include "kernel/sim/matching_engine.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker::sim {

MatchingEngine::MatchingEngine(const Config& config, MatchSink& sink)
    : m_sink(sink)
    , m_tickSize(config.tickSize.count)
    , m_selfTrade(config.selfTrade)
    , m_nodes(config.expectedOrders)
    , m_levels(config.windowLevels)
    , m_nextTradeId(config.firstTradeId)
{
    MAKER_ASSERT(m_tickSize > 0);
}

void MatchingEngine::submit(const MatchOrder& order)
{
    MAKER_ASSERT(order.id > m_lastId);
    m_lastId = order.id;
    const bool market = order.type == OrderType::Market;
    const std::optional<std::int64_t> tick = market ? std::nullopt : toTick(order.price);
    Taker taker{order.id, order.account, order.side, 0, order.qty.count, false};
    if (market)
        taker.limitTick = order.side == Side::Buy ? PriceLevels::kAboveAll - 1 : PriceLevels::kBelowAll + 1;
    else if (tick)
        taker.limitTick = *tick;

    MatchReason refusal = MatchReason::None;
    if (!market && !tick)
        refusal = MatchReason::OffTick;
    else if (order.qty.count <= 0)
        refusal = MatchReason::BadQty;
    else if (order.postOnly && crosses(order.side, taker.limitTick))
        refusal = MatchReason::PostOnlyWouldTake;
    if (refusal != MatchReason::None) {
        m_sink.onRejected({order.id, order.account, refusal});
        return;
    }

    m_sink.onAccepted({order.id, order.account, order.side, order.price, order.qty});
    if (order.timeInForce == TimeInForce::Fok) {
        const std::optional<Price> limit = market ? std::nullopt : std::optional(order.price);
        if (estimate(order.side, limit, order.qty, order.account).qty < order.qty) {
            expire(taker, order.price, MatchReason::FillOrKill);
            return;
        }
    }
    match(taker);
    if (taker.leaves == 0)
        return;
    const MatchReason reason = remainderReason(order, taker);
    if (reason == MatchReason::None)
        rest(taker);
    else
        expire(taker, order.price, reason);
}

MatchReason MatchingEngine::remainderReason(const MatchOrder& order, const Taker& taker) const noexcept
{
    if (taker.stoppedBySelf)
        return MatchReason::SelfTrade;
    if (order.type == OrderType::Market)
        return MatchReason::NoLiquidity;
    return order.timeInForce == TimeInForce::Gtc ? MatchReason::None : MatchReason::ImmediateOrCancel;
}

void MatchingEngine::expire(const Taker& taker, Price price, MatchReason reason)
{
    m_sink.onExpired({taker.id, taker.account, taker.side, price, Qty{taker.leaves}, reason});
}

bool MatchingEngine::cancel(SimOrderId id)
{
    const std::uint32_t handle = m_nodes.find(id);
    if (handle == 0)
        return false;
    const RestingNode& node = m_nodes.at(handle);
    const OrderCanceled event{id, node.account, node.side, toPrice(node.tick), Qty{node.leaves}};
    const std::int64_t tick = node.tick;
    PriceLevel& level = m_levels.at(tick);
    level.qty -= node.leaves;
    unlink(node, level);
    m_nodes.remove(handle);
    levelChanged(event.side, tick, level);
    if (level.empty())
        levelEmptied(event.side, tick);
    m_sink.onCanceled(event);
    return true;
}

bool MatchingEngine::replace(SimOrderId id, Price price, Qty leaves)
{
    const std::uint32_t handle = m_nodes.find(id);
    const std::optional<std::int64_t> tick = toTick(price);
    if (handle == 0 || !tick || leaves.count <= 0)
        return false;
    const RestingNode old = m_nodes.at(handle);
    const bool keep = *tick == old.tick && leaves.count <= old.leaves;
    PriceLevel& level = m_levels.at(old.tick);
    const OrderReplaced event{id, old.account, old.side, toPrice(old.tick), Qty{old.leaves}, price, leaves, keep};
    if (keep) {
        level.qty -= old.leaves - leaves.count;
        m_nodes.at(handle).leaves = leaves.count;
        levelChanged(old.side, old.tick, level);
        m_sink.onReplaced(event);
        return true;
    }
    level.qty -= old.leaves;
    unlink(old, level);
    m_nodes.remove(handle);
    levelChanged(old.side, old.tick, level);
    if (level.empty())
        levelEmptied(old.side, old.tick);
    m_sink.onReplaced(event);
    Taker taker{id, old.account, old.side, *tick, leaves.count, false};
    match(taker);
    if (taker.stoppedBySelf)
        expire(taker, price, MatchReason::SelfTrade);
    else if (taker.leaves > 0)
        rest(taker);
    return true;
}

std::optional<std::int64_t> MatchingEngine::toTick(Price price) const noexcept
{
    if (price.count <= 0)
        return std::nullopt;
    if (m_tickSize == 1)
        return price.count;
    if (price.count % m_tickSize != 0)
        return std::nullopt;
    return price.count / m_tickSize;
}

bool MatchingEngine::crosses(Side side, std::int64_t limitTick) const noexcept
{
    // An empty side holds the outermost values, which no limit reaches.
    return side == Side::Buy ? m_bestAsk <= limitTick : m_bestBid >= limitTick;
}

void MatchingEngine::match(Taker& taker)
{
    const Side bookSide = opposite(taker.side);
    while (taker.leaves > 0 && !taker.stoppedBySelf && crosses(taker.side, taker.limitTick)) {
        const std::int64_t tick = bestFor(taker.side);
        PriceLevel& level = m_levels.at(tick);
        const std::int64_t before = level.qty;
        matchLevel(taker, tick, level);
        if (level.qty != before)
            levelChanged(bookSide, tick, level);
        if (level.empty())
            levelEmptied(bookSide, tick);
    }
}

void MatchingEngine::matchLevel(Taker& taker, std::int64_t tick, PriceLevel& level)
{
    while (taker.leaves > 0 && !level.empty()) {
        const std::uint32_t handle = level.head;
        RestingNode& resting = m_nodes.at(handle);
        if (resting.account == taker.account && m_selfTrade == SelfTrade::ExpireTaker) {
            taker.stoppedBySelf = true;
            return;
        }
        const std::int64_t qty = std::min(taker.leaves, resting.leaves);
        taker.leaves -= qty;
        resting.leaves -= qty;
        level.qty -= qty;
        const TradeMade trade{m_nextTradeId++, m_nodes.idOf(handle), taker.id, resting.account, taker.account, taker.side,
            toPrice(tick), Qty{qty}, Qty{resting.leaves}, Qty{taker.leaves}};
        if (resting.leaves == 0) {
            unlink(resting, level);
            m_nodes.remove(handle);
        }
        m_sink.onTrade(trade);
    }
}

void MatchingEngine::rest(const Taker& taker)
{
    const bool buy = taker.side == Side::Buy;
    const std::int64_t tick = taker.limitTick;
    if (buy ? tick > m_bestBid : tick < m_bestAsk) {
        m_levels.keepNear(tick);
        (buy ? m_bestBid : m_bestAsk) = tick;
    }
    const std::uint32_t handle = m_nodes.add(taker.id);
    PriceLevel& level = m_levels.occupy(tick);
    RestingNode& node = m_nodes.at(handle);
    node.leaves = taker.leaves;
    node.tick = tick;
    node.prev = level.tail;
    node.next = 0;
    node.account = taker.account;
    node.side = taker.side;
    if (level.tail != 0)
        m_nodes.at(level.tail).next = handle;
    else
        level.head = handle;
    level.tail = handle;
    level.qty += taker.leaves;
    ++m_resting;
    levelChanged(taker.side, tick, level);
}

void MatchingEngine::unlink(const RestingNode& node, PriceLevel& level) noexcept
{
    if (node.prev != 0)
        m_nodes.at(node.prev).next = node.next;
    else
        level.head = node.next;
    if (node.next != 0)
        m_nodes.at(node.next).prev = node.prev;
    else
        level.tail = node.prev;
    --m_resting;
}

void MatchingEngine::levelChanged(Side side, std::int64_t tick, PriceLevel& level)
{
    ++m_updateId;
    bool& listed = side == Side::Buy ? level.bidListed : level.askListed;
    if (listed)
        return;
    listed = true;
    std::vector<std::int64_t>& ticks = side == Side::Buy ? m_changedBids : m_changedAsks;
    if (ticks.size() == ticks.capacity()) {
        // A level outside the window forgets that it is listed when it empties, so a tick may be listed twice.
        std::sort(ticks.begin(), ticks.end());
        ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
    }
    ticks.push_back(tick);
}

void MatchingEngine::levelEmptied(Side side, std::int64_t tick)
{
    m_levels.vacate(tick);
    if (side == Side::Buy && tick == m_bestBid)
        m_bestBid = m_levels.below(tick);
    else if (side == Side::Sell && tick == m_bestAsk)
        m_bestAsk = m_levels.above(tick);
}

} // namespace maker::sim
