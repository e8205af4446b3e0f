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
    for (std::vector<Resting>& waiting : m_resting)
        waiting.reserve(kExpectedOrders);
    for (std::vector<Level>& side : m_taken)
        side.reserve(kExpectedOrders);
    if (config.queue.kind == QueueKind::Exact)
        m_orders = std::make_unique<OrderQueues>(config.tickSize, kOrderWindow);
    m_watchesTrades = m_orders != nullptr || config.publishes;
    concernAnew();
}

void TapeMarket::reachAnew(Side side) noexcept
{
    const std::vector<Resting>& orders = resting(side);
    Reach& reach = m_reach[indexOf(side)];
    if (orders.empty()) {
        reach = {};
    } else {
        const auto [low, high] = std::minmax(orders.front().price.count, orders.back().price.count);
        reach = {low, high};
    }
    concernAnew();
}

void TapeMarket::concernAnew() noexcept
{
    const auto [buys, sells] = m_reach;
    const auto levelFrom = [this](Side side, std::int64_t from) { return taken(side).empty() ? from : kLow; };
    m_concern[indexOf(Side::Buy)] = {levelFrom(Side::Buy, std::min(buys.low, sells.low)), m_watchesTrades ? kLow : sells.low};
    m_concern[indexOf(Side::Sell)] = {levelFrom(Side::Sell, -std::max(buys.high, sells.high)), m_watchesTrades ? kLow : -buys.high};
}

// --- what the tape does to resting orders

/// What is left of a trade for the order and for those behind it.
inline std::int64_t TapeMarket::excessOf(Resting& order, std::int64_t qty) noexcept
{
    if (order.place == 0)
        return wholeCounts(order.position.onTrade(static_cast<double>(qty)));
    return std::max<std::int64_t>(0, qty - static_cast<std::int64_t>(order.position.ahead)); // whole: a sum of orders
}

/// At the price of the order at `at`, of which the queue ahead has left `excess`: it is filled, and those behind it by
/// what it did not get. Returns how much of the trade was ours.
std::int64_t TapeMarket::fillFrom(Side side, std::size_t at, std::int64_t excess, std::int64_t qty)
{
    std::vector<Resting>& waiting = resting(side);
    const Price price = waiting[at].price;
    std::int64_t ours = 0; // what an older order of ours got is not there for the younger one
    while (true) {
        std::int64_t part = std::min(excess - excess % m_config.lotSize.count, waiting[at].leaves);
        if (part > 0) {
            ours += part;
            if (m_config.fills == FillMode::Whole)
                part = waiting[at].leaves;
            const bool done = part == waiting[at].leaves;
            fill(side, at, part);
            at += done ? 0 : 1;
        } else {
            ++at;
        }
        if (at == waiting.size() || waiting[at].price != price)
            return ours;
        excess = excessOf(waiting[at], qty - ours);
        if (waiting[at].place == 0)
            waiting[at].position.traded += static_cast<double>(ours);
    }
}

/// Returns how much of the trade was ours: nothing of nearly every one, which the queue ahead takes.
inline std::int64_t TapeMarket::fillAt(Side side, Price price, std::int64_t qty)
{
    std::vector<Resting>& waiting = resting(side);
    for (std::size_t at = 0; at < waiting.size() && waiting[at].price == price; ++at) {
        const std::int64_t excess = excessOf(waiting[at], qty);
        if (excess >= m_config.lotSize.count)
            return fillFrom(side, at, excess, qty);
    }
    return 0;
}

/// A trade beyond the prices of orders of ours fills them whole. Returns how much of ours it filled.
std::int64_t TapeMarket::fillThrough(Side side, Price price, std::int64_t qty)
{
    std::vector<Resting>& waiting = resting(side);
    std::int64_t through = 0;
    while (!waiting.empty() && better(side, waiting.front().price, price)) {
        through += waiting.front().leaves;
        fill(side, 0, waiting.front().leaves);
    }
    return through + fillAt(side, price, qty);
}

inline std::int64_t TapeMarket::fillByTrade(Side side, Price price, std::int64_t qty)
{
    const std::vector<Resting>& waiting = resting(side);
    if (waiting.empty() || better(side, price, waiting.front().price))
        return 0;
    return waiting.front().price == price ? fillAt(side, price, qty) : fillThrough(side, price, qty);
}

void TapeMarket::onTapeTrade(const MarketEvent& event)
{
    const Side side = opposite(event.side);
    if (!m_watchesTrades) { // nothing but fills comes of it
        fillByTrade(side, event.price, event.qty.count);
        return;
    }
    const std::int64_t ours = fillByTrade(side, event.price, event.qty.count);
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
        concernAnew();
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
    concernAnew();
}

void TapeMarket::forgetTaken(Side bookSide, Price price) noexcept
{
    std::erase_if(taken(bookSide), [price](const Level& level) { return level.price == price; });
    concernAnew();
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
