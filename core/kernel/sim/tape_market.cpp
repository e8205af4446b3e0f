#include "kernel/sim/tape_market.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker::sim {

namespace {

constexpr std::size_t kExpectedOrders = 256;
constexpr std::uint32_t kOrderWindow = 1U << 14U;

} // namespace

TapeMarket::TapeMarket(const Config& config, MatchSink& sink)
    : m_sink(sink)
    , m_config(config)
    , m_tape(config.tickSize, config.windowLevels)
    , m_nextTradeId(config.firstTradeId)
{
    MAKER_ASSERT(config.tickSize.count > 0 && config.lotSize.count > 0);
    m_buys.reserve(kExpectedOrders);
    m_sells.reserve(kExpectedOrders);
    for (std::vector<Level>& side : m_taken)
        side.reserve(kExpectedOrders);
    if (config.queue.kind == QueueKind::Exact)
        m_orders = std::make_unique<OrderQueues>(config.tickSize, kOrderWindow);
    m_watchesTrades = m_orders != nullptr || config.publishes;
}

void TapeMarket::reachAnew(Side side) noexcept
{
    const std::vector<Resting>& orders = resting(side);
    Reach& reach = m_reach[index(side)];
    if (orders.empty()) {
        reach = {};
        return;
    }
    const auto [low, high] = std::minmax(orders.front().price.count, orders.back().price.count);
    reach = {low, high};
}

// --- what the tape does to resting orders

/// What is left of a trade for the order and for those behind it.
inline std::int64_t TapeMarket::excessOf(Resting& order, std::int64_t qty) noexcept
{
    if (order.place == 0)
        return wholeCounts(order.position.onTrade(static_cast<double>(qty)));
    return std::max<std::int64_t>(0, qty - static_cast<std::int64_t>(order.position.ahead)); // whole: a sum of orders
}

/// Returns how much of ours it filled.
inline std::int64_t TapeMarket::fillByTrade(Side side, Price price, std::int64_t qty)
{
    std::vector<Resting>& waiting = resting(side);
    std::int64_t through = 0;
    while (!waiting.empty() && better(side, waiting.front().price, price)) {
        through += waiting.front().leaves;
        fill(side, 0, waiting.front().leaves);
    }
    std::int64_t ours = 0; // of this trade: what an older order of ours got is not there for the younger one
    for (auto at = waiting.begin(); at != waiting.end() && at->price == price;) {
        Resting& order = *at;
        const std::int64_t excess = excessOf(order, qty - ours);
        if (ours != 0 && order.place == 0)
            order.position.traded += static_cast<double>(ours);
        if (excess < m_config.lotSize.count) { // as nearly every trade: the queue ahead takes it
            ++at;
            continue;
        }
        std::int64_t part = std::min(excess - excess % m_config.lotSize.count, order.leaves);
        ours += part;
        if (m_config.fills == FillMode::Whole)
            part = order.leaves;
        const auto place = at - waiting.begin();
        const auto next = place + (part == order.leaves ? 0 : 1);
        fill(side, static_cast<std::size_t>(place), part);
        at = waiting.begin() + next;
    }
    return through + ours;
}

void TapeMarket::onTapeTrade(const MarketEvent& event)
{
    const Side side = opposite(event.side);
    const std::vector<Resting>& waiting = resting(side);
    std::int64_t ours = 0;
    if (!waiting.empty() && !better(side, event.price, waiting.front().price))
        ours = fillByTrade(side, event.price, event.qty.count);
    if (m_orders)
        follow(m_orders->onTrade(side, event.price, event.qty));
    if (!m_config.publishes)
        return;
    m_lastTapeTrade = {0, Qty{std::max<std::int64_t>(0, event.qty.count - ours)}};
    if (!m_lastTapeTrade.qty.isZero())
        m_lastTapeTrade.tradeId = m_nextTradeId++;
}

void TapeMarket::onAnyChange(const MarketEvent& event)
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (const Resting& order : resting(side)) {
            const Qty now = m_tape.book().qtyAt(side, order.price);
            if (now.count != order.told)
                levelTold(side, order.price, now);
        }
    }
    if (event.kind == MarketKind::BestQuote) {
        forgetTaken(Side::Buy, event.price);
        forgetTaken(Side::Sell, event.askPrice);
    } else {
        m_taken[0].clear();
        m_taken[1].clear();
    }
    m_mayCross = restingOrders() != 0;
}

void TapeMarket::levelTold(Side side, Price price, Qty qty) noexcept
{
    for (Resting& order : resting(side)) {
        if (order.price != price)
            continue;
        if (order.place != 0) { // levels are told beside the orders
            order.told = qty.count;
            continue;
        }
        order.position.onLevelChange(static_cast<double>(order.told), static_cast<double>(qty.count), m_config.queue);
        order.told = qty.count;
    }
}

void TapeMarket::fillCrossed()
{
    m_mayCross = false;
    fillCrossedSide(Side::Buy);
    fillCrossedSide(Side::Sell);
}

void TapeMarket::fillCrossedSide(Side side)
{
    std::vector<Resting>& waiting = resting(side);
    const std::optional<Level> facing = m_tape.book().best(opposite(side));
    if (!facing)
        return;
    while (!waiting.empty() && better(side, waiting.front().price, facing->price))
        fill(side, 0, waiting.front().leaves);
    while (!waiting.empty() && waiting.front().price == facing->price) {
        const std::int64_t offered = facing->qty.count - takenAt(opposite(side), facing->price);
        if (offered <= 0)
            return;
        const std::int64_t leaves = waiting.front().leaves;
        const std::int64_t part = m_config.fills == FillMode::Whole ? leaves : std::min(leaves, offered);
        remember(opposite(side), facing->price, std::min(part, offered));
        fill(side, 0, part);
    }
}

void TapeMarket::fill(Side side, std::size_t at, std::int64_t qty)
{
    std::vector<Resting>& waiting = resting(side);
    Resting& order = waiting[at];
    order.leaves -= qty;
    const TradeMade trade{m_nextTradeId++, order.id, 0, order.account, {}, opposite(side), order.price, Qty{qty},
        Qty{order.leaves}, {}};
    if (order.leaves == 0) {
        waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(at));
        reachAnew(side);
    }
    m_sink.onTrade(trade);
}

// --- what we ask for

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
    Reach& reach = m_reach[index(taker.side)];
    reach = {std::min(reach.low, price.count), std::max(reach.high, price.count)};
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

// --- what was taken of the tape

void TapeMarket::remember(Side bookSide, Price price, std::int64_t qty)
{
    std::vector<Level>& list = taken(bookSide);
    auto at = list.begin();
    while (at != list.end() && better(bookSide, at->price, price))
        ++at;
    if (at == list.end() || at->price != price)
        at = list.insert(at, Level{price, {}});
    at->qty += Qty{qty};
}

void TapeMarket::forgetTaken(Side bookSide, Price price) noexcept
{
    std::erase_if(taken(bookSide), [price](const Level& level) { return level.price == price; });
}

std::int64_t TapeMarket::takenAt(Side bookSide, Price price) const noexcept
{
    for (const Level& level : taken(bookSide)) {
        if (level.price == price)
            return level.qty.count;
    }
    return 0;
}

} // namespace maker::sim
