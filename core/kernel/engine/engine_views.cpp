#include "kernel/engine/engine_views.h"

#include "kernel/engine/engine_parts.h"

#include <algorithm>
#include <cmath>

namespace maker {

Timestamp Engine::now() const noexcept
{
    return m_parts->desk.now;
}

std::span<const EngineInstrument> Engine::instruments() const noexcept
{
    return m_parts->desk.config.instruments;
}

std::span<const EngineStrategy> Engine::strategies() const noexcept
{
    return m_parts->desk.config.strategies;
}

MarketState Engine::market(InstrumentId instrument) const
{
    const Market* market = m_parts->desk.market(instrument);
    if (market == nullptr)
        return {};
    MarketState state = market->state();
    state.position = m_parts->desk.portfolio.position(instrument);
    return state;
}

const OrderBook* Engine::book(InstrumentId instrument) const noexcept
{
    const Market* market = m_parts->desk.market(instrument);
    return market != nullptr ? &market->sync().book() : nullptr;
}

const OwnOverlay* Engine::ownOrders(InstrumentId instrument) const noexcept
{
    const Market* market = m_parts->desk.market(instrument);
    return market != nullptr ? &market->own() : nullptr;
}

StrategyStatus Engine::strategy(StrategyId strategy) const
{
    const StrategySlot* slot = m_parts->desk.slot(strategy);
    if (slot == nullptr)
        return {};
    const Portfolio& portfolio = m_parts->desk.portfolio;
    StrategyStatus status;
    status.id = strategy;
    status.kind = slot->config().kind;
    status.instrument = slot->config().instrument;
    status.run = slot->run();
    status.reason = FixedText<127>::truncated(slot->reason());
    status.position = portfolio.position(strategy, slot->config().instrument);
    status.dayPnl = slot->dayPnl(portfolio.strategyPnl(strategy));
    status.openOrders = static_cast<std::uint32_t>(m_parts->desk.openOf(strategy));
    status.fills = slot->fills();
    status.paramsVersion = slot->paramsVersion();
    return status;
}

bool Engine::quoting(StrategyId strategy) const noexcept
{
    const StrategySlot* slot = m_parts->desk.slot(strategy);
    if (slot == nullptr || slot->run() != StrategyRun::Running)
        return false;
    const Market* market = m_parts->desk.market(slot->config().instrument);
    return market != nullptr && market->live();
}

std::string Engine::params(StrategyId strategy) const
{
    const StrategySlot* slot = m_parts->desk.slot(strategy);
    return slot != nullptr ? slot->params() : std::string();
}

const QuoteTarget* Engine::target(StrategyId strategy) const noexcept
{
    const StrategySlot* slot = m_parts->desk.slot(strategy);
    return slot != nullptr ? slot->target() : nullptr;
}

const QuoteTarget* Engine::preview(StrategyId place, Strategy& drafted) const
{
    const Desk& desk = m_parts->desk;
    const StrategySlot* slot = desk.slot(place);
    const Market* market = slot != nullptr ? desk.market(slot->config().instrument) : nullptr;
    if (market == nullptr)
        return nullptr;
    const MarketView view = market->view(desk.now);
    return view.tradable ? &drafted.onBook(view, desk.positionOf(*slot, *market)) : nullptr;
}

std::size_t Engine::resting(InstrumentId instrument, std::span<RestingStatus> out) const
{
    const Market* market = m_parts->desk.market(instrument);
    if (market == nullptr)
        return 0;
    std::size_t count = 0;
    m_parts->desk.orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        if (order.instrument != instrument || order.foreign || !working.acknowledged || order.leaves().count <= 0)
            return;
        if (count < out.size()) {
            const std::optional<QueueEstimate> queue = market->queue(order.clientOrderId);
            const QueueEstimate place = queue.value_or(QueueEstimate{});
            out[count] = {.order = order, .ahead = {std::llround(place.ahead)}, .behind = {std::llround(place.behind)},
                          .queueKnown = queue.has_value()};
        }
        ++count;
    });
    return std::min(count, out.size());
}

RiskStatus Engine::risk(InstrumentId instrument) const
{
    Desk& desk = m_parts->desk;
    RiskStatus status;
    status.state = desk.gate.state();
    status.killed = desk.gate.killed();
    status.killedAt = desk.gate.killedAt();
    status.reconciled = std::ranges::all_of(desk.links, &AccountLink::clean);
    if (const Market* market = desk.market(instrument)) {
        const RiskGauges gauges = desk.gate.gauges(desk.riskContext(*market));
        status.position = gauges.position;
        status.openOrders = gauges.openOrders;
        status.dayLoss = gauges.dayLoss;
        status.drawdown = gauges.drawdown;
        status.orderRate = gauges.orderRate;
    }
    for (const auto& market : desk.markets) {
        const Money base = market->instrument().toMoney(desk.portfolio.position(market->id()));
        if (const auto value = desk.portfolio.value(market->instrument().base(), base))
            status.exposure.value += std::abs(value->toDouble());
        // There is no limit of its own: more than every position at its limit cannot come about.
        const RiskLimits& limits = desk.gate.limits(market->id());
        const auto most = Money::fromDouble(std::max(limits.maxLong, limits.maxShort));
        if (const auto value = most ? desk.portfolio.value(market->instrument().base(), *most) : std::nullopt)
            status.exposure.limit += value->toDouble();
    }
    status.exposure.warn = status.exposure.limit * desk.gate.limits().warnPercent * 0.01;
    status.exposure.pause = status.exposure.limit * desk.gate.limits().pausePercent * 0.01;
    status.refused = desk.gate.refused();
    status.lastRefusal = desk.gate.lastRefusal().detail;
    status.reason = desk.riskReason;
    return status;
}

std::string Engine::riskLimits() const
{
    return writeParams(m_parts->desk.gate.limits());
}

std::string Engine::riskLimits(InstrumentId instrument) const
{
    const RiskGate& gate = m_parts->desk.gate;
    return gate.hasOwnLimits(instrument) ? writeParams(gate.limits(instrument).ofInstrument(gate.limits()))
                                         : std::string();
}

std::size_t Engine::openOrders(std::span<Order> out) const
{
    std::size_t count = 0;
    m_parts->desk.orders.forEachOpen([&](const WorkingOrder& working) {
        if (count < out.size())
            out[count] = working.order;
        ++count;
    });
    return count;
}

std::size_t Engine::balances(std::span<BalanceStatus> out) const
{
    const Desk& desk = m_parts->desk;
    std::size_t count = 0;
    for (const Holding& holding : desk.portfolio.holdings()) {
        if (count < out.size()) {
            BalanceStatus& status = out[count];
            status = {.account = holding.account, .asset = holding.asset, .total = holding.balance,
                      .free = {}, .locked = {}, .value = holding.value};
            desk.orders.forEachOpen([&](const WorkingOrder& working) {
                const Order& order = working.order;
                const Market* market = desk.market(order.instrument);
                if (market == nullptr || order.account != holding.account)
                    return;
                const Instrument& instrument = market->instrument();
                if (order.side == Side::Buy && instrument.quote() == holding.asset)
                    status.locked += instrument.notional(order.price, order.leaves());
                else if (order.side == Side::Sell && instrument.base() == holding.asset)
                    status.locked += instrument.toMoney(order.leaves());
            });
            status.free = status.total - status.locked;
        }
        ++count;
    }
    return count;
}

PositionStatus Engine::position(InstrumentId instrument) const
{
    const Portfolio& portfolio = m_parts->desk.portfolio;
    PositionStatus status;
    status.instrument = instrument;
    const PositionState* state = portfolio.positionState(StrategyId{}, instrument);
    if (state == nullptr)
        return status;
    status.position = portfolio.position(instrument);
    status.cost = state->position.cost;
    status.realized = state->position.realized;
    status.unrealized = portfolio.unrealized(*state);
    return status;
}

PnlStatus Engine::pnl() const
{
    const PnlParts parts = m_parts->desk.portfolio.pnl();
    return {.equity = parts.equity,
            .dayPnl = parts.total - m_parts->dayStart,
            .realized = parts.realized,
            .unrealized = parts.unrealized,
            .spread = parts.spread,
            .inventory = parts.inventory,
            .fees = parts.fees,
            .rebates = parts.rebates};
}

const EngineCounters& Engine::counters() const noexcept
{
    Desk& desk = m_parts->desk;
    desk.counters.gaps = 0;
    for (const auto& market : desk.markets)
        desk.counters.gaps += market->sync().counters().gaps;
    return desk.counters;
}

bool Engine::journalHealthy() const noexcept
{
    return m_parts->desk.journal.healthy();
}

bool Engine::tradingUp(AccountId account) const noexcept
{
    const AccountLink* link = m_parts->desk.link(account);
    return link != nullptr && link->up();
}

bool Engine::reconciled(AccountId account) const noexcept
{
    const AccountLink* link = m_parts->desk.link(account);
    return link != nullptr && link->clean();
}

} // namespace maker
