#include "kernel/engine/operator_desk.h"

#include <algorithm>

namespace maker {

void OperatorDesk::onCommand(const Command& command)
{
    switch (command.kind) {
    case CommandKind::StartStrategy:
    case CommandKind::PauseStrategy:
    case CommandKind::StopStrategy:
    case CommandKind::SetParams:
        onStrategyCommand(command);
        break;
    case CommandKind::CancelOrder:
        if (const WorkingOrder* working = m_desk.orders.find(command.clientOrderId);
            working != nullptr && !working->order.foreign)
            m_sender.cancel({working->order.clientOrderId, working->order.venueOrderId, working->order.instrument,
                             working->order.account});
        break;
    case CommandKind::CancelAll:
        m_sender.cancelAll(command.instrument);
        break;
    case CommandKind::PullQuotes:
        setPulled(true);
        break;
    case CommandKind::RestoreQuotes:
        setPulled(false);
        break;
    case CommandKind::Flatten:
        flatten(command.instrument);
        break;
    case CommandKind::Kill:
        kill();
        break;
    case CommandKind::Rearm:
        rearm();
        break;
    case CommandKind::SetRiskLimits:
        setRiskLimits(command.instrument, command.text);
        break;
    }
}

void OperatorDesk::onStrategyCommand(const Command& command)
{
    StrategySlot* slot = m_desk.slot(command.strategy);
    if (slot == nullptr)
        return;
    switch (command.kind) {
    case CommandKind::StartStrategy:
        start(*slot);
        break;
    case CommandKind::PauseStrategy:
        halt(*slot, StrategyRun::Paused, "Paused by the operator.");
        break;
    case CommandKind::StopStrategy:
        halt(*slot, StrategyRun::Stopped, "Stopped by the operator.");
        break;
    default:
        setParams(*slot, command.text);
        break;
    }
}

void OperatorDesk::start(StrategySlot& slot)
{
    if (slot.active())
        return;
    // A strategy whose parameters were refused needs valid ones first.
    if (!slot.runnable()) {
        m_desk.journal.strategy(slot.id(), slot.reason(), m_desk.now);
        return;
    }
    // Re-arming must quote nothing by itself, so a start during the latch is not remembered.
    if (m_desk.gate.killed()) {
        m_quoter.setRun(slot, slot.run(), "Killed: re-arm, then start again.");
        return;
    }
    Market& market = *m_desk.market(slot.config().instrument);
    m_quoter.forgetQuotes(slot);
    slot.quietUntil = {};
    const std::string_view why = m_quoter.obstacle(market);
    m_quoter.setRun(slot, StrategyRun::Starting, why.empty() ? "Starting." : why);
    if (why.empty())
        m_quoter.onBook(market);
}

void OperatorDesk::halt(StrategySlot& slot, StrategyRun run, std::string_view why)
{
    m_quoter.pull(slot);
    m_quoter.setRun(slot, run, why);
}

void OperatorDesk::setParams(StrategySlot& slot, const std::string& json)
{
    const auto applied = slot.setParams(json);
    if (!applied) {
        m_desk.journal.strategy(slot.id(), "Parameters refused: " + applied.error().detail, m_desk.now);
        return;
    }
    m_desk.journal.strategy(slot.id(), "Parameters: " + slot.params(), m_desk.now);
    if (slot.run() == StrategyRun::Failed)
        m_quoter.setRun(slot, StrategyRun::Stopped, "Stopped: new parameters were applied after a failure.");
}

void OperatorDesk::setRiskLimits(InstrumentId instrument, const std::string& json)
{
    const Market* market = m_desk.market(instrument);
    if (instrument.valid() && market == nullptr) {
        m_desk.journal.alert("Risk limits refused: the instrument is not configured.", m_desk.now);
        return;
    }
    const std::string of = market == nullptr ? std::string() : " of " + market->instrument().symbol().str();
    if (market != nullptr && json.empty()) {
        m_desk.gate.forgetLimits(instrument);
        m_desk.journal.risk("Risk limits" + of + ": those of all instruments.", m_desk.now);
        return;
    }
    const auto limits = readParams<RiskLimits>(json);
    const auto applied = !limits ? Result<void>(tl::unexpected(limits.error()))
        : market == nullptr      ? m_desk.gate.setLimits(*limits)
                                 : m_desk.gate.setLimits(instrument, *limits);
    if (!applied) {
        m_desk.journal.alert("Risk limits" + of + " refused: " + applied.error().detail, m_desk.now);
        return;
    }
    m_desk.journal.risk("Risk limits" + of + ": " + writeParams(*limits), m_desk.now);
    m_execution.watchLosses();
}

void OperatorDesk::setPulled(bool pulled)
{
    if (m_desk.pulled == pulled)
        return;
    m_desk.pulled = pulled;
    m_desk.journal.risk(pulled ? "Quotes pulled by the operator." : "Quotes restored by the operator.", m_desk.now);
    for (StrategySlot& slot : m_desk.slots) {
        if (pulled && slot.active())
            halt(slot, StrategyRun::Pulled, "Quotes are pulled by the operator.");
        else if (!pulled && slot.run() == StrategyRun::Pulled)
            start(slot);
    }
}

/// The wire first; everything else can wait.
void OperatorDesk::kill()
{
    const auto change = m_desk.gate.kill(m_desk.now);
    m_sender.cancelAll({});
    if (change) {
        m_desk.riskReason = change->sentence;
        m_desk.journal.risk(change->sentence.view(), m_desk.now);
    }
    m_flattening.clear();
    for (StrategySlot& slot : m_desk.slots) {
        m_quoter.forgetQuotes(slot);
        if (slot.active() || slot.run() == StrategyRun::Paused || slot.run() == StrategyRun::Pulled)
            m_quoter.setRun(slot, StrategyRun::Stopped, "Stopped by the kill switch.");
    }
}

void OperatorDesk::rearm()
{
    if (const auto change = m_desk.gate.rearm()) {
        m_desk.riskReason = {};
        m_desk.journal.risk(change->sentence.view(), m_desk.now);
    }
    for (AccountLink& link : m_desk.links)
        m_reconciler.acceptDifference(link);
}

void OperatorDesk::flatten(InstrumentId instrument)
{
    if (m_desk.market(instrument) == nullptr || std::ranges::find(m_flattening, instrument) != m_flattening.end())
        return;
    for (StrategySlot& slot : m_desk.slots) {
        if (slot.config().instrument == instrument && slot.active())
            halt(slot, StrategyRun::Paused, "Paused: the position is being flattened.");
    }
    m_sender.cancelWhere({}, instrument, {});
    m_flattening.push_back(instrument);
    carryOnFlatten();
}

void OperatorDesk::sendFlattening()
{
    ++m_desk.stirs;
    std::erase_if(m_flattening, [this](InstrumentId instrument) {
        bool resting = false;
        m_desk.orders.forEachOpen([&](const WorkingOrder& working) {
            resting = resting || (!working.order.foreign && working.order.instrument == instrument);
        });
        if (!resting)
            sendFlatten(*m_desk.market(instrument));
        return !resting;
    });
}

void OperatorDesk::sendFlatten(const Market& market)
{
    const Instrument& instrument = market.instrument();
    const Qty position = m_desk.portfolio.position(market.id());
    const auto fair = market.fair();
    const Side side = position.count > 0 ? Side::Sell : Side::Buy;
    // Well within the collar, so that a price that moves on the way still passes.
    const double reach = m_desk.gate.limits(market.id()).collarBps * 1e-4 * 0.8;
    const auto limit = !fair ? std::nullopt
        : side == Side::Sell ? instrument.priceUp(*fair * (1.0 - reach))
                             : instrument.priceDown(*fair * (1.0 + reach));
    Qty qty{std::abs(position.count) / instrument.lotSize().count * instrument.lotSize().count};
    if (side == Side::Sell)
        qty = std::min(qty, qtyWithin(m_desk.portfolio.balance(market.account(), instrument.base()), instrument));
    qty.count = qty.count / instrument.lotSize().count * instrument.lotSize().count;
    if (qty.count <= 0 || !limit) {
        m_desk.journal.alert("Nothing to flatten in " + instrument.symbol().str() + ".", m_desk.now);
        return;
    }
    NewOrder order;
    order.clientOrderId = m_desk.ids.next();
    order.instrument = market.id();
    order.account = market.account();
    order.strategy = m_desk.ownerOf(market.id());
    order.side = side;
    order.timeInForce = TimeInForce::Ioc;
    order.price = *limit;
    order.qty = qty;
    if (!m_sender.place(order, market, true))
        m_desk.journal.alert("The flattening order in " + instrument.symbol().str() + " was refused: "
                                 + m_desk.gate.lastRefusal().detail.str(),
                             m_desk.now);
}

} // namespace maker
