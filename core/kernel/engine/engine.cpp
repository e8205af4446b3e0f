#include "kernel/engine/engine.h"

#include "kernel/engine/engine_parts.h"

#include <algorithm>

namespace maker {

namespace {

constexpr Duration kSweepAfter = Duration::seconds(1);

Result<void> checkInstruments(const EngineConfig& config)
{
    for (std::size_t i = 0; i < config.instruments.size(); ++i) {
        const EngineInstrument& each = config.instruments[i];
        if (each.instrument == nullptr || !each.instrument->id().valid() || !each.account.valid())
            return fail(ErrorCode::InvalidArgument, "Every instrument needs an id and an account.");
        for (std::size_t j = 0; j < i; ++j) {
            if (config.instruments[j].instrument->id() == each.instrument->id())
                return fail(ErrorCode::AlreadyExists, each.instrument->symbol().str() + " is configured twice.");
        }
    }
    return {};
}

Result<void> checkStrategy(const EngineStrategy& strategy, const Desk& desk)
{
    if (!strategy.id.valid() || desk.slot(strategy.id) != nullptr)
        return fail(ErrorCode::InvalidArgument, "Every strategy needs an id of its own.");
    if (desk.market(strategy.instrument) == nullptr)
        return fail(ErrorCode::NotFound, "Strategy " + std::to_string(strategy.id.value)
                        + " quotes an instrument that is not configured.");
    return {};
}

} // namespace

Result<std::unique_ptr<Engine>> Engine::make(EngineConfig config, EnginePorts ports)
{
    if (const auto checked = checkInstruments(config); !checked)
        return tl::unexpected(checked.error());
    auto ids = ClientOrderIds::make(config.clientPrefix, config.run);
    if (!ids)
        return tl::unexpected(ids.error());
    RiskLimits limits;
    if (!config.riskLimits.empty()) {
        auto parsed = readParams<RiskLimits>(config.riskLimits);
        if (!parsed)
            return tl::unexpected(parsed.error());
        limits = *parsed;
    }
    auto parts = std::make_unique<Parts>(std::move(config), ports, *ids, limits);
    Desk& desk = parts->desk;
    for (const AssetPrice& known : desk.config.assetPrices)
        desk.portfolio.mark(known.asset, known.price);
    desk.slots.reserve(desk.config.strategies.size());
    for (const EngineStrategy& strategy : desk.config.strategies) {
        if (const auto checked = checkStrategy(strategy, desk); !checked)
            return tl::unexpected(checked.error());
        auto slot = StrategySlot::make(strategy);
        if (!slot)
            return tl::unexpected(slot.error());
        desk.slots.push_back(std::move(*slot));
    }
    return std::unique_ptr<Engine>(new Engine(std::move(parts)));
}

Engine::Engine(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
Engine::~Engine() = default;

Result<void> Engine::restore(const EngineHistory& history)
{
    if (m_parts->desk.now.valid())
        return fail(ErrorCode::InvalidArgument, "History comes before the first event.");
    m_parts->execution.restore(history);
    return {};
}

void Engine::Parts::onMarket(const MarketEvent& event)
{
    if (!event.instrument.valid()) {
        for (const auto& market : desk.markets) {
            if (!event.venue.valid() || market->instrument().venue() == event.venue)
                onStep(*market, market->onEvent(event));
        }
        return;
    }
    if (Market* market = desk.market(event.instrument))
        onBookStep(*market, market->onEvent(event));
}

void Engine::Parts::onChange(const BookChange& change)
{
    Market* market = desk.market(change.header().instrument);
    if (market == nullptr)
        return;
    SyncStep step;
    if (market->onChange(change, step)) [[likely]]
        return onBookStep(*market, step);
    onMarket(change.header());
    for (const MarketEvent& level : change.levels())
        onMarket(level);
}

void Engine::Parts::onBookStep(Market& market, const SyncStep& step)
{
    if (step.stateChanged || step.needSnapshot) [[unlikely]] {
        onStep(market, step);
    } else if (step.complete) {
        market.reprice(desk.now);
        if (market.live())
            quoter.onBook(market);
    }
}

void Engine::process(const MarketEvent& event)
{
    process(std::span(&event, 1));
}

void Engine::process(std::span<const MarketEvent> records)
{
    Parts& parts = *m_parts;
    parts.advance(records.front().localTime);
    const MarketEvent* at = records.data();
    const MarketEvent* const end = at + records.size();
    while (at != end) {
        if (const BookChange change = BookChange::startingAt(at, end); !change.none()) {
            process(change);
            at += change.records();
        } else {
            ++parts.desk.counters.marketEvents;
            parts.onMarket(*at++);
        }
    }
}

void Engine::process(const BookChange& change)
{
    Parts& parts = *m_parts;
    parts.advance(change.header().localTime);
    parts.desk.counters.marketEvents += change.records();
    parts.onChange(change);
}

void Engine::process(const ExecEvent& event)
{
    m_parts->advance(event.localTime);
    ++m_parts->desk.stirs;
    ++m_parts->desk.counters.execEvents;
    m_parts->execution.onEvent(event);
    m_parts->operatorDesk.carryOnFlatten();
}

void Engine::process(const Command& command)
{
    ++m_parts->desk.stirs;
    m_parts->operatorDesk.onCommand(command);
}

void Engine::process(Timer timer)
{
    m_parts->advance(timer.now);
    m_parts->onTimer(m_parts->desk.now);
}

void Engine::process(const Event& event)
{
    std::visit([this](const auto& each) { process(each); }, event);
}

void Engine::Parts::finishMarkouts()
{
    ++desk.stirs; // the journal may refuse a row
    const auto midOf = [this](InstrumentId id) {
        const Market* market = desk.market(id);
        return market != nullptr && market->live() ? market->mid() : Money{};
    };
    while (const auto finished = desk.markouts.next(desk.now, midOf))
        desk.journal.markout(*finished, desk.now);
}

/// Quotes leave first, then the feed is asked, then the strategies: each is worth less than the one before it.
void Engine::Parts::onStep(Market& market, const SyncStep& step)
{
    if (step.stateChanged && !market.live())
        quoter.pull(market.id(), quoter.obstacle(market));
    if (step.needSnapshot) {
        ++desk.counters.snapshotsAsked;
        desk.ports.feed.requestSnapshot(market.id());
    }
    if (!step.complete && !step.stateChanged)
        return;
    market.reprice(desk.now);
    if (market.live())
        quoter.onBook(market);
}

void Engine::Parts::onTimer(Timestamp now)
{
    for (const auto& market : desk.markets) {
        const SyncStep step = market->onTime(now);
        if (step.stateChanged || step.needSnapshot) {
            ++desk.stirs;
            onStep(*market, step);
        }
    }
    for (AccountLink& link : desk.links)
        reconciler.onTimer(link);
    // Here and not in the views: looking must not change what a replay would write.
    desk.markPortfolio();
    quoter.onTimer();
    operatorDesk.carryOnFlatten();
    if (now - lastSecond >= Duration::seconds(1)) {
        lastSecond = now;
        onSecond();
    }
}

void Engine::Parts::onSecond()
{
    ++desk.stirs;
    if (!desk.journal.healthy() && desk.journal.retry(desk.now))
        for (StrategySlot& slot : desk.slots)
            quoter.forgetQuotes(slot);
    execution.watchLosses();
    rollDay();
    sweep();
    const PnlParts pnl = desk.portfolio.pnl();
    if (pnl.capital.isZero() && pnl.equity.isZero())
        return;
    JournalRow& row = equityRow;
    row.equity = pnl.equity;
    row.realized = pnl.realized;
    row.unrealized = pnl.unrealized;
    row.spread = pnl.spread;
    row.inventory = pnl.inventory;
    row.fees = pnl.fees;
    row.rebates = pnl.rebates;
    desk.journal.equity(row, desk.now);
}

void Engine::Parts::rollDay()
{
    const std::int64_t today = desk.now.ns / Duration::seconds(86400).ns;
    if (today == day)
        return;
    for (StrategySlot& slot : desk.slots)
        slot.beginDay(day == 0 ? Money{} : desk.portfolio.strategyPnl(slot.id()));
    // A run that begins within a day counts its own day from nothing.
    dayStart = day == 0 ? Money{} : desk.portfolio.pnl().total;
    day = today;
}

void Engine::Parts::sweep()
{
    desk.scratch.clear();
    desk.orders.forEachOpen([this](const WorkingOrder& working) {
        const Order& order = working.order;
        const StrategySlot* slot = desk.slot(order.strategy);
        const bool wanted = slot != nullptr && slot->active();
        const bool resting = order.state == OrderState::Accepted || order.state == OrderState::PartiallyFilled;
        if (!order.foreign && !wanted && resting && desk.now - order.updated >= kSweepAfter)
            desk.scratch.push_back({order.clientOrderId, order.venueOrderId, order.instrument, order.account});
    });
    for (const CancelOrder& request : desk.scratch)
        sender.cancel(request);
}

} // namespace maker
