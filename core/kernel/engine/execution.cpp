#include "kernel/engine/execution.h"

namespace maker {

namespace {

constexpr Duration kQuietAfterReject = Duration::millis(200);
constexpr Duration kQuietAfterTrouble = Duration::seconds(1);

CancelOrder cancelOf(const Order& order) noexcept
{
    return {order.clientOrderId, order.venueOrderId, order.instrument, order.account};
}

NewOrder requestOf(const Order& order) noexcept
{
    return {.clientOrderId = order.clientOrderId,
            .instrument = order.instrument,
            .account = order.account,
            .strategy = order.strategy,
            .side = order.side,
            .type = order.type,
            .timeInForce = order.timeInForce,
            .postOnly = order.postOnly,
            .price = order.price,
            .qty = order.qty};
}

} // namespace

void Execution::onEvent(const ExecEvent& event)
{
    AccountLink* link = m_desk.link(event.account);
    if (link == nullptr)
        return;
    switch (event.kind) {
    case ExecKind::TradingUp:
        m_reconciler.onUp(*link);
        break;
    case ExecKind::TradingDown:
        m_reconciler.onDown(*link);
        break;
    case ExecKind::ReconcileDone:
        m_reconciler.onDone(*link);
        break;
    case ExecKind::Balance:
        m_reconciler.onBalance(*link, event);
        break;
    default:
        onOrderEvent(event, *link);
        if (link->mindsOrders(m_desk.portfolio.version()))
            m_reconciler.onOrderMoved(*link);
        break;
    }
}

inline void Execution::onOrderEvent(const ExecEvent& event, AccountLink& link)
{
    if (event.kind == ExecKind::Fill)
        m_desk.portfolio.expect(event.account, event.instrument, event.tradeId);
    const OrderChange change = m_desk.orders.apply(event);
    Market* market = m_desk.market(event.instrument);
    if (market == nullptr)
        return;
    if (change.illegal || change.stray || change.askVenue) [[unlikely]]
        onTrouble(change, event, link);
    if (change.kind != ChangeKind::None)
        onChange(change, event, *market, link);
    else if (event.kind == ExecKind::Fill)
        ++m_desk.counters.duplicateFills;
}

/// What the venue said is not what a correct venue says, or leaves open how the order stands.
void Execution::onTrouble(const OrderChange& change, const ExecEvent& event, const AccountLink& link)
{
    if (change.illegal)
        m_desk.journal.alert("The venue reported something that cannot follow for order "
                                 + event.clientOrderId.str() + ".",
                             m_desk.now);
    if (change.stray) {
        ++m_desk.counters.cancelsSent;
        m_desk.ports.gateway.cancel({event.clientOrderId, event.venueOrderId, event.instrument, event.account});
    }
    if (change.askVenue && link.up())
        m_sender.query(cancelOf(*change.order));
}

inline void Execution::onChange(const OrderChange& change, const ExecEvent& event, Market& market, AccountLink& link)
{
    const Order& order = *change.order;
    if (!order.foreign)
        link.disturb();
    if (change.kind != ChangeKind::ForeignFill)
        m_desk.journal.order(order, m_desk.now);
    market.followOrder(change, event);
    if (change.fill && change.kind == ChangeKind::ForeignFill)
        bookForeign(*change.fill, market);
    else if (change.fill)
        book(*change.fill, market);
    else if (event.kind == ExecKind::OrderReject && change.closed)
        onRejected(order, event);
    // Left over from an earlier run: nothing of ours rests that no strategy of this run asked for.
    else if (change.kind == ChangeKind::Adopted && !change.closed)
        m_sender.cancel(cancelOf(order));
    m_quoter.carryOnDeferred(market);
}

void Execution::onRejected(const Order& order, const ExecEvent& event)
{
    ++m_desk.counters.venueRejects;
    m_desk.journal.venueRejected(order, event.detail.view(), m_desk.now);
    StrategySlot* slot = m_desk.slot(order.strategy);
    if (slot == nullptr)
        return;
    // The market moved under a post-only quote, or the old half was filled: look again soon. All else needs a rest.
    const bool moved = event.reason == RejectReason::PostOnlyWouldTake || event.fromReplace;
    slot->quietUntil = m_desk.now + (moved ? kQuietAfterReject : kQuietAfterTrouble);
    m_quoter.forgetQuotes(*slot);
    slot->setTarget(nullptr);
}

/// A copy, because what follows moves the orders.
void Execution::book(Fill fill, Market& market)
{
    if (!fill.strategy.valid()) {
        fill.strategy = m_desk.ownerOf(fill.instrument);
        m_desk.orders.assign(fill.clientOrderId, fill.strategy);
    }
    fill.mid = market.live() ? market.mid() : Money{};
    m_desk.markPortfolio();
    if (m_desk.portfolio.book(fill, market.instrument()) != Portfolio::BookResult::Booked) {
        ++m_desk.counters.duplicateFills;
        return;
    }
    ++m_desk.counters.fills;
    m_desk.journal.fill(fill, m_desk.now);
    m_desk.markouts.onFill(fill);
    watchLosses();
    StrategySlot* slot = m_desk.slot(fill.strategy);
    if (slot == nullptr)
        return;
    slot->countFill();
    if (slot->active())
        m_quoter.onFill(*slot, fill, market);
}

/// A trade of the same account that is not ours moves the balance, so the ledger follows; it is nobody's position. While
/// the account is being reconciled the comparison with the venue decides.
void Execution::bookForeign(const Fill& fill, const Market& market)
{
    if (!m_desk.link(fill.account)->clean())
        return;
    m_desk.markPortfolio();
    const Instrument& instrument = market.instrument();
    Money base = instrument.toMoney(fill.qty);
    Money quote = instrument.notional(fill.price, fill.qty);
    (fill.side == Side::Buy ? quote : base) = fill.side == Side::Buy ? -quote : -base;
    const std::array<Amount, 3> moved{{{base, instrument.base()},
                                       {quote, instrument.quote()},
                                       {-fill.fee.money, fill.fee.currency}}};
    for (const Amount& amount : moved) {
        if (amount.money.isZero())
            continue;
        m_desk.portfolio.deposit(fill.account, amount);
        m_desk.journal.deposit(fill.account, amount, m_desk.now);
    }
}

void Execution::watchLosses()
{
    m_desk.markPortfolio();
    if (!m_desk.links.empty() && m_desk.links.front().hasDeposits())
        onRiskChange(m_desk.gate.onEquity(m_desk.portfolio.equity(), m_desk.now));
}

void Execution::onRiskChange(const std::optional<RiskChange>& change)
{
    if (!change || change->before == change->after)
        return;
    m_desk.riskReason = change->sentence;
    m_desk.journal.risk(change->sentence.view(), m_desk.now);
    m_desk.journal.alert(change->sentence.view(), m_desk.now);
    if (change->after != RiskState::Active)
        m_quoter.pull(InstrumentId{}, "Waiting: risk limits are reached.");
}

void Execution::restore(const EngineHistory& history)
{
    for (const LedgerDeposit& deposit : history.deposits) {
        m_desk.portfolio.deposit(deposit.account, deposit.amount);
        if (AccountLink* link = m_desk.link(deposit.account))
            link->setHasDeposits();
    }
    // In flight until the venue has been asked, whatever was recorded last.
    for (const Order& order : history.orders) {
        if (!order.foreign && m_desk.orders.isOwn(order.clientOrderId) && m_desk.market(order.instrument) != nullptr)
            m_desk.orders.onPlaced(requestOf(order), order.created);
    }
    for (const Fill& fill : history.fills) {
        Market* market = m_desk.market(fill.instrument);
        if (market == nullptr)
            continue;
        m_desk.orders.remember(fill);
        if (m_desk.portfolio.book(fill, market->instrument()) == Portfolio::BookResult::Booked) {
            if (StrategySlot* slot = m_desk.slot(fill.strategy))
                slot->countFill();
            // The time of the first event is not known yet, but nothing older than this can still have an open horizon.
            if (fill.localTime + kMarkoutHorizons.back() >= history.fills.back().localTime)
                m_desk.markouts.onFill(fill);
        }
    }
    // A ledger without a checkpoint asks for every trade: too many cost time, one too few costs the truth.
    for (AccountLink& link : m_desk.links)
        link.setSince(link.hasDeposits() && !history.since.valid() ? Timestamp::fromMillis(1) : history.since);
}

} // namespace maker
