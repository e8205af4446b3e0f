#include "kernel/engine/order_sender.h"

namespace maker {

namespace {

constexpr Duration kQuietAfterRefusal = Duration::millis(250);

CancelOrder cancelOf(const Order& order) noexcept
{
    return {order.clientOrderId, order.venueOrderId, order.instrument, order.account};
}

/// The answer that a request deserves which never left.
ExecEvent neverSent(const NewOrder& order, Timestamp now) noexcept
{
    ExecEvent event;
    event.kind = ExecKind::OrderReject;
    event.account = order.account;
    event.instrument = order.instrument;
    event.clientOrderId = order.clientOrderId;
    event.localTime = now;
    event.detail = "Not sent: the journal did not take the order.";
    return event;
}

} // namespace

void OrderSender::carryOut(const OrderRequests& requests, StrategySlot& slot, const Market& market, bool exposure)
{
    if (requests.empty())
        return;
    const RiskContext context = m_desk.riskContext(market);
    for (const OrderRequest& request : requests.view()) {
        switch (request.kind) {
        case RequestKind::Cancel:
            cancel(request.cancel);
            break;
        case RequestKind::Replace:
            if (!m_desk.journal.healthy())
                cancel(request.cancel);
            else if (exposure)
                replace(request.replace(), context);
            else
                slot.deferred = true;
            break;
        case RequestKind::New:
            if (!exposure || !m_desk.journal.healthy())
                slot.deferred = true;
            else if (place(request.order, context) && !slot.refusal.empty())
                slot.refusal = {};
            break;
        }
    }
}

/// The venue reported an order under this id before we used it. The id is spent, so the next attempt takes another one.
void OrderSender::onTaken(const ClientOrderId& id)
{
    m_desk.journal.alert("Not sent: the venue already knows an order " + id.str() + '.', m_desk.now);
}

bool OrderSender::place(const NewOrder& order, const Market& market, bool flattening)
{
    RiskContext context = m_desk.riskContext(market);
    context.flattening = flattening;
    return place(order, context);
}

bool OrderSender::place(const NewOrder& order, const RiskContext& context)
{
    if (m_desk.orders.find(order.clientOrderId) != nullptr) {
        onTaken(order.clientOrderId);
        return false;
    }
    const auto outcome = m_desk.gate.check(order, context);
    if (!outcome) {
        refuse(order, outcome.error());
        return false;
    }
    show(m_desk.orders.onPlaced(order, m_desk.now));
    if (!m_desk.journal.healthy()) { // nothing unrecorded is traded
        m_desk.orders.apply(neverSent(order, m_desk.now));
        return false;
    }
    ++m_desk.counters.ordersSent;
    m_desk.ports.gateway.place(*outcome);
    return true;
}

void OrderSender::replace(const ReplaceOrder& request, const RiskContext& context)
{
    if (m_desk.orders.find(request.order.clientOrderId) != nullptr) {
        onTaken(request.order.clientOrderId);
        cancel(request.cancel);
        return;
    }
    const auto outcome = m_desk.gate.check(request, context);
    if (!outcome) {
        // The old price was left for a reason: what may not move does not stay.
        refuse(request.order, outcome.error());
        cancel(request.cancel);
        return;
    }
    const WorkingOrders::Replaced replaced = m_desk.orders.onReplaceSent(request, m_desk.now);
    if (replaced.placed.kind == ChangeKind::None)
        return;
    show(replaced.canceled);
    show(replaced.placed);
    if (!m_desk.journal.healthy()) {
        m_desk.orders.apply(neverSent(request.order, m_desk.now));
        m_desk.orders.onCancelSent(request.cancel.clientOrderId, m_desk.now);
        ++m_desk.counters.cancelsSent;
        m_desk.ports.gateway.cancel(request.cancel);
        return;
    }
    ++m_desk.counters.replacesSent;
    m_desk.ports.gateway.replace(*outcome);
}

void OrderSender::cancel(const CancelOrder& request)
{
    const OrderChange change = m_desk.orders.onCancelSent(request.clientOrderId, m_desk.now);
    if (change.kind == ChangeKind::None)
        return;
    // Out first: the journal's row may wait, a cancel never does.
    ++m_desk.counters.cancelsSent;
    m_desk.ports.gateway.cancel(request);
    show(change);
}

void OrderSender::collect(AccountId account, InstrumentId instrument, StrategyId strategy)
{
    m_desk.scratch.clear();
    m_desk.orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        const bool wanted = (!account.valid() || order.account == account)
            && (!instrument.valid() || order.instrument == instrument)
            && (!strategy.valid() || order.strategy == strategy);
        if (wanted && !order.foreign && order.state != OrderState::PendingCancel)
            m_desk.scratch.push_back(cancelOf(order));
    });
}

void OrderSender::cancelWhere(AccountId account, InstrumentId instrument, StrategyId strategy)
{
    collect(account, instrument, strategy);
    for (const CancelOrder& request : m_desk.scratch)
        cancel(request);
}

void OrderSender::cancelAll(InstrumentId instrument)
{
    for (const auto& market : m_desk.markets) {
        if (instrument.valid() && market->id() != instrument)
            continue;
        ++m_desk.counters.cancelsSent;
        m_desk.ports.gateway.cancelAll(market->account(), market->id());
    }
    collect({}, instrument, {});
    for (const CancelOrder& request : m_desk.scratch)
        show(m_desk.orders.onCancelSent(request.clientOrderId, m_desk.now));
}

void OrderSender::query(const CancelOrder& request)
{
    ++m_desk.counters.queries;
    m_desk.orders.onQueried(request.clientOrderId, m_desk.now);
    m_desk.ports.gateway.query(request);
}

/// The same refusal of the same strategy is written once a second; each one is counted.
void OrderSender::refuse(const NewOrder& order, const Refusal& refusal)
{
    ++m_desk.counters.refused;
    StrategySlot* slot = m_desk.slot(order.strategy);
    if (slot != nullptr) {
        slot->deferred = true;
        slot->refusal = refusal.detail;
        slot->quietUntil = m_desk.now + kQuietAfterRefusal;
        if (slot->lastRefusal == refusal.code && m_desk.now - slot->lastRefusalAt < Duration::seconds(1))
            return;
        slot->lastRefusal = refusal.code;
        slot->lastRefusalAt = m_desk.now;
    }
    m_desk.journal.refused(order, refusal, m_desk.now);
}

void OrderSender::show(const OrderChange& change)
{
    if (change.kind != ChangeKind::None)
        m_desk.journal.order(*change.order, m_desk.now);
}

} // namespace maker
