#include "session/engine_loop.h"

#include "kernel/book/order_book.h"
#include "kernel/book/own_overlay.h"
#include "kernel/pricing/fill_chance.h"

#include <algorithm>

namespace maker {

namespace {

constexpr Duration kChanceWithin = Duration::seconds(60);
constexpr Duration kDeskEvery = Duration::millis(100);

GaugeView gauge(const RiskGauge& from)
{
    return {from.value, from.limit, from.warn, from.pause};
}

std::uint16_t copyLevels(const OrderBook& book, const OwnOverlay* own, Side side, std::array<LevelView, MarketSnapshot::kDepth>& out)
{
    std::array<Level, MarketSnapshot::kDepth> levels;
    const std::size_t count = book.top(side, levels);
    for (std::size_t i = 0; i < count; ++i)
        out[i] = {levels[i].price, levels[i].qty, own != nullptr ? own->qtyAt(side, levels[i].price) : Qty{}};
    return static_cast<std::uint16_t>(count);
}

/// A book without our orders is shown as it would be with them.
void addOwn(const OwnOverlay& own, Side side, std::array<LevelView, MarketSnapshot::kDepth>& levels, std::uint16_t& count)
{
    const auto better = [side](Price a, Price b) { return side == Side::Buy ? a > b : a < b; };
    for (const Level& ours : own.levels(side)) {
        std::size_t at = 0;
        while (at < count && better(levels[at].price, ours.price))
            ++at;
        if (at < count && levels[at].price == ours.price) {
            levels[at].qty += ours.qty;
        } else if (at < count) {
            if (count < levels.size())
                ++count;
            std::move_backward(levels.begin() + static_cast<std::ptrdiff_t>(at), levels.begin() + count - 1, levels.begin() + count);
            levels[at] = {ours.price, ours.qty, ours.qty};
        }
    }
}

VenueLink link(LinkState state)
{
    return state == LinkState::Up ? VenueLink::Live
        : state == LinkState::Connecting ? VenueLink::Connecting
                                         : VenueLink::Disconnected;
}

} // namespace

void EngineLoop::publish(Timestamp now)
{
    m_lastPublish = now;
    m_candles.publish();
    m_quotes.publish(*m_engine, now);
    for (MarketView& view : m_markets) {
        if (!view.changed || !view.wanted.exchange(false, std::memory_order_relaxed))
            continue;
        view.changed = false;
        fillMarket(view, view.latest.draft());
        view.latest.commit();
    }
    if (m_deskWanted.load(std::memory_order_relaxed) && now - m_lastDesk >= kDeskEvery) {
        m_deskWanted.store(false, std::memory_order_relaxed);
        m_lastDesk = now;
        fillDesk(m_desk.draft(), now);
        m_desk.commit();
    }
}

void EngineLoop::fillMarket(MarketView& view, MarketSnapshot& out) const
{
    const MarketState state = m_engine->market(view.instrument);
    const OrderBook* book = m_engine->book(view.instrument);
    const OwnOverlay* own = m_engine->ownOrders(view.instrument);
    out.instrument = view.instrument;
    out.health = static_cast<BookHealth>(state.health);
    out.time = state.time;
    out.bookTime = state.bookTime;
    out.bidCount = book != nullptr ? copyLevels(*book, own, Side::Buy, out.bids) : std::uint16_t{0};
    out.askCount = book != nullptr ? copyLevels(*book, own, Side::Sell, out.asks) : std::uint16_t{0};
    if (own != nullptr && !m_config.engine.bookHoldsOwn) {
        addOwn(*own, Side::Buy, out.bids, out.bidCount);
        addOwn(*own, Side::Sell, out.asks, out.askCount);
    }
    out.lastPrice = state.lastPrice;
    out.lastQty = state.lastQty;
    out.lastSide = state.lastSide;
    out.fair = state.fair;
    out.volatility = state.volatility;
    out.ownBid = state.ownBid;
    out.ownAsk = state.ownAsk;
    out.open24h = view.open24h;
    out.position = state.position;
    fillOwn(view, out);
}

/// The chance of a fill is the chance that the price comes to the order, times the chance that aggressors then trade
/// through what is ahead of it at its price. Quantities and rates are both in counts, so their quotients need no
/// instrument.
void EngineLoop::fillOwn(const MarketView& view, MarketSnapshot& out) const
{
    std::array<RestingStatus, MarketSnapshot::kMostOwn> resting;
    out.ownCount = static_cast<std::uint16_t>(m_engine->resting(view.instrument, resting));
    const double trades = view.rate.tradesPerSecond(out.time);
    const double perTrade = trades > 0.0 ? view.rate.qtyPerSecond(out.time) / trades : 0.0;
    const bool priced = out.bidCount > 0 && out.askCount > 0 && perTrade > 0.0;
    for (std::size_t i = 0; i < out.ownCount; ++i) {
        const RestingStatus& from = resting[i];
        const Side side = from.order.side;
        out.own[i] = {from.order.clientOrderId, side, from.order.price, from.order.leaves(), from.ahead, from.behind,
            from.queueKnown, -1.0};
        if (!from.queueKnown || !priced)
            continue;
        // Who trades with a bid is the seller at the best bid: the price has to come down by the distance to it.
        const auto touch = static_cast<double>((side == Side::Buy ? out.bids : out.asks)[0].price.count);
        const double away = sign(side) * (touch - static_cast<double>(from.order.price.count)) / touch;
        const double share = 0.5 * (1.0 - sign(side) * view.rate.imbalance());
        out.own[i].fillChance = touchChance(away, out.volatility, kChanceWithin)
            * fillChance(static_cast<double>(from.ahead.count), trades * share, perTrade, kChanceWithin);
    }
}

void EngineLoop::fillDesk(DeskSnapshot& out, Timestamp now) const
{
    out.time = now;
    out.mode = m_config.mode;
    out.accountCurrency = m_config.engine.accountCurrency;
    out.strategyCount = 0;
    out.openOrders = 0;
    for (const EngineStrategy& entry : m_engine->strategies()) {
        if (out.strategyCount == DeskSnapshot::kMaxStrategies)
            break;
        const StrategyStatus status = m_engine->strategy(entry.id);
        StrategyView& view = out.strategies[out.strategyCount];
        view.id = entry.id;
        view.name = decltype(view.name)::truncated(status.kind);
        view.title = decltype(view.title)::truncated(m_config.titles[out.strategyCount]);
        view.instrument = status.instrument;
        view.state = static_cast<StrategyState>(status.run);
        view.reason = status.reason;
        view.position = status.position;
        view.dayPnl = status.dayPnl;
        view.openOrders = status.openOrders;
        view.fills = status.fills;
        view.paramsVersion = status.paramsVersion;
        out.openOrders += status.openOrders;
        ++out.strategyCount;
    }
    fillVenue(out.venues[0], now);
    out.venueCount = 1;

    const InstrumentId first = m_markets.empty() ? InstrumentId{} : m_markets.front().instrument;
    const RiskStatus risk = m_engine->risk(first);
    out.risk = {risk.state, risk.killed, risk.reconciled, risk.killedAt, gauge(risk.position), gauge(risk.exposure),
        gauge(risk.dayLoss), gauge(risk.drawdown), gauge(risk.orderRate), risk.refused, risk.lastRefusal};

    std::array<BalanceStatus, DeskSnapshot::kMaxBalances> balances;
    out.balanceCount = static_cast<std::uint8_t>(std::min(m_engine->balances(balances), balances.size()));
    for (std::size_t i = 0; i < out.balanceCount; ++i)
        out.balances[i] = {balances[i].asset, balances[i].total, balances[i].free, balances[i].locked, balances[i].value};

    out.positionCount = 0;
    for (const MarketView& view : m_markets) {
        if (out.positionCount == DeskSnapshot::kMaxPositions)
            break;
        const PositionStatus position = m_engine->position(view.instrument);
        out.positions[out.positionCount++] = {
            view.instrument, position.position, position.cost, position.unrealized, position.realized,
            gauge(m_engine->risk(view.instrument).position)};
    }
    const PnlStatus pnl = m_engine->pnl();
    out.pnl = {pnl.equity, pnl.dayPnl, pnl.realized, pnl.unrealized, pnl.spread, pnl.inventory, pnl.fees, pnl.rebates};
    out.tickToOrderP50 = m_tickToOrder.quantile(0.5);
    out.tickToOrderP99 = m_tickToOrder.quantile(0.99);
    out.journalHealthy = m_engine->journalHealthy() && m_store.healthy();
    out.fills = m_engine->counters().fills;
}

void EngineLoop::fillVenue(VenueView& out, Timestamp now) const
{
    const VenueHealth health = m_config.venueStatus->health();
    out.id = m_config.engine.instruments.empty() ? VenueId{} : m_config.engine.instruments.front().instrument->venue();
    out.name = decltype(out.name)::truncated(m_config.venueName);
    out.feed = link(health.market);
    out.trading = link(health.trading);
    Timestamp oldest = now;
    bool synced = !m_markets.empty();
    out.gaps = 0;
    for (const MarketView& view : m_markets) {
        const MarketState state = m_engine->market(view.instrument);
        oldest = std::min(oldest, state.bookTime);
        synced = synced && state.health == MarketHealth::Live;
        out.gaps += state.gaps;
    }
    if (out.feed == VenueLink::Live && !synced)
        out.feed = VenueLink::Syncing;
    const AccountId account =
        m_config.engine.instruments.empty() ? AccountId{} : m_config.engine.instruments.front().account;
    if (out.trading == VenueLink::Live && !m_engine->reconciled(account))
        out.trading = VenueLink::Syncing;
    out.bookAge = oldest.valid() ? now - oldest : Duration{};
    out.badFrames = health.badFrames;
    out.messages = health.messages;
    out.weightUsed = health.weightLimit > 0 ? static_cast<double>(health.weightUsed) / health.weightLimit : 0.0;
    out.clockOffset = health.clockOffset;
    out.ackP50 = health.ackP50;
    out.ackP99 = health.ackP99;
    out.trouble = decltype(out.trouble){};
    if (!m_config.tradingRefusal.empty())
        out.trouble = decltype(out.trouble)::truncated(m_config.tradingRefusal);
    else if (health.market != LinkState::Up)
        out.trouble = "Market data is not connected, quotes are pulled.";
    else if (health.trading != LinkState::Up)
        out.trouble = "Trading is not connected, orders are unknown until it is.";
}

} // namespace maker
