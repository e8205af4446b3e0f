// What the events of a venue do to our orders.
#include "kernel/orders/working_orders.h"

#include <algorithm>

namespace maker {
namespace {

OrderStimulus stimulusOf(OrderState state, bool asked) noexcept
{
    switch (state) {
    case OrderState::PartiallyFilled: return asked ? OrderStimulus::StillWorking : OrderStimulus::PartFill;
    case OrderState::Filled: return OrderStimulus::FullFill;
    case OrderState::Canceled: return OrderStimulus::CancelAck;
    case OrderState::Rejected: return OrderStimulus::Reject;
    case OrderState::Expired: return OrderStimulus::Expire;
    case OrderState::PendingNew:
    case OrderState::PendingCancel:
    case OrderState::PendingReplace:
    case OrderState::Accepted: break;
    }
    return asked ? OrderStimulus::StillWorking : OrderStimulus::Ack;
}

Fill fillOf(const ExecEvent& event, const Order& order) noexcept
{
    Fill fill;
    fill.tradeId = event.tradeId;
    fill.clientOrderId = order.clientOrderId;
    fill.venueOrderId = event.venueOrderId.empty() ? order.venueOrderId : event.venueOrderId;
    fill.instrument = event.instrument;
    fill.account = event.account;
    fill.strategy = order.strategy;
    fill.side = event.side;
    fill.isMaker = event.isMaker;
    fill.price = event.price;
    fill.qty = event.qty;
    fill.fee = event.fee;
    fill.venueTime = event.venueTime;
    fill.localTime = event.localTime;
    return fill;
}

Order orderOf(const ExecEvent& event) noexcept
{
    Order order;
    order.clientOrderId = event.clientOrderId;
    order.venueOrderId = event.venueOrderId;
    order.instrument = event.instrument;
    order.account = event.account;
    order.side = event.side;
    order.type = event.type;
    order.timeInForce = event.timeInForce;
    order.postOnly = event.postOnly;
    order.price = event.price;
    order.qty = event.qty;
    order.created = event.venueTime.valid() ? event.venueTime : event.localTime;
    order.updated = event.localTime;
    return order;
}

} // namespace

OrderChange WorkingOrders::apply(const ExecEvent& event)
{
    ++m_version;
    switch (event.kind) {
    case ExecKind::Balance:
    case ExecKind::TradingUp:
    case ExecKind::TradingDown:
    case ExecKind::ReconcileDone: return {};
    case ExecKind::OrderAck:
    case ExecKind::OrderReject:
    case ExecKind::OrderStatus:
    case ExecKind::Fill:
    case ExecKind::CancelReject:
    case ExecKind::OrderUnknown:
    case ExecKind::RequestAmbiguous: break;
    }
    Slot* slot = event.clientOrderId.empty() ? slotNamedByVenue(event) : slotOf(event.clientOrderId);
    return slot == nullptr ? applyUnknown(event) : applyTo(*slot, event);
}

inline OrderChange WorkingOrders::applyTo(Slot& slot, const ExecEvent& event)
{
    WorkingOrder& working = slot.working;
    if (working.order.venueOrderId.empty() && event.kind != ExecKind::CancelReject)
        working.order.venueOrderId = event.venueOrderId;
    switch (event.kind) {
    case ExecKind::OrderAck:
        if (working.sketch)
            return complete(slot, event);
        working.acknowledged = true;
        return step(slot, OrderStimulus::Ack, event.localTime);
    case ExecKind::OrderReject: return step(slot, OrderStimulus::Reject, event.localTime);
    case ExecKind::OrderStatus: return applyStatus(slot, event);
    case ExecKind::Fill: return applyFill(slot, event);
    case ExecKind::CancelReject: {
        const bool unknown = event.reason == RejectReason::UnknownOrder;
        OrderChange change =
            step(slot, unknown ? OrderStimulus::CancelUnknown : OrderStimulus::CancelReject, event.localTime);
        if (unknown && !isTerminal(working.order.state))
            change.askVenue = working.ambiguous = true;
        return change;
    }
    case ExecKind::OrderUnknown: {
        const OrderChange change = step(slot, OrderStimulus::NotKnown, event.localTime);
        working.inferred = working.inferred || change.closed;
        return change;
    }
    case ExecKind::RequestAmbiguous: {
        OrderChange change;
        change.before = working.order.state;
        change.order = &working.order;
        if (isPending(working.order.state))
            change.askVenue = working.ambiguous = true;
        return change;
    }
    default: return {};
    }
}

/// Runs the table; quantities of the event have been counted before.
OrderChange WorkingOrders::step(Slot& slot, OrderStimulus stimulus, Timestamp now)
{
    WorkingOrder& working = slot.working;
    Order& order = working.order;
    OrderChange change;
    change.stimulus = stimulus;
    change.before = order.state;
    change.order = &order;
    const OrderTransition next = transition(order.state, stimulus);
    switch (next.verdict) {
    case OrderVerdict::Illegal:
        // The answer to a query may overtake the venue's refusal, and says the same.
        change.illegal = !working.inferred || stimulus != OrderStimulus::Reject;
        change.stray = stimulus == OrderStimulus::Ack || stimulus == OrderStimulus::StillWorking;
        break;
    case OrderVerdict::Ignored:
        change.stray = working.inferred && (stimulus == OrderStimulus::Ack || stimulus == OrderStimulus::StillWorking);
        break;
    case OrderVerdict::Counted: change.kind = ChangeKind::Updated; break;
    case OrderVerdict::Move:
        order.state = next.to;
        change.kind = ChangeKind::Updated;
        break;
    case OrderVerdict::Resume:
        order.state = workingState(working.acknowledged, order.cumQty);
        change.kind = ChangeKind::Updated;
        break;
    }
    // "Accepted" said of an order with fills, and a fill that came before the acknowledgement.
    if (order.state == OrderState::Accepted)
        order.state = workingState(true, order.cumQty);
    change.missing = working.missing();
    if (change.kind == ChangeKind::Updated) {
        order.updated = later(order.updated, now);
        if (!isPending(order.state)) { // an answered request is no longer waited for
            working.ambiguous = false;
            working.replacedBy = {};
            if (change.missing.isZero())
                working.queriedAt = {};
        }
    }
    change.closed = !isTerminal(change.before) && isTerminal(order.state);
    file(slot);
    return change;
}

inline OrderChange WorkingOrders::applyStatus(Slot& slot, const ExecEvent& event)
{
    WorkingOrder& working = slot.working;
    if (working.sketch)
        return complete(slot, event);
    const bool asked = working.queriedAt.valid();
    const Qty before = working.order.cumQty;
    if (event.state != OrderState::Rejected) {
        working.order.cumQty = std::max(before, event.cumQty);
        working.acknowledged = working.acknowledged || event.state != OrderState::PendingNew;
    }
    OrderStimulus stimulus = stimulusOf(event.state, asked);
    if (stimulus == OrderStimulus::PartFill && working.order.cumQty == before)
        stimulus = OrderStimulus::Ack; // an old report: it says nothing new
    if (stimulus == OrderStimulus::FullFill)
        working.order.cumQty = std::max(working.order.cumQty, working.order.qty);
    if (asked) {
        working.ambiguous = false;
        if (!isTerminal(event.state) && working.missing().isZero())
            working.queriedAt = {};
    }
    OrderChange change = step(slot, stimulus, event.localTime);
    if (working.order.cumQty > before)
        change.kind = ChangeKind::Updated;
    else if (change.before == working.order.state)
        change.kind = ChangeKind::None; // said before: a reconciliation repeats how every order ended
    return change;
}

OrderChange WorkingOrders::applyFill(Slot& slot, const ExecEvent& event)
{
    WorkingOrder& working = slot.working;
    OrderChange duplicate;
    duplicate.before = working.order.state;
    duplicate.order = &working.order;
    // A trade without an id cannot be booked once; the order's cumQty will show it as missing.
    duplicate.illegal = event.tradeId.empty() || event.qty.count <= 0;
    if (duplicate.illegal || !m_trades.insert(event.account, event.instrument, event.tradeId))
        return duplicate;
    working.booked += event.qty;
    if (working.sketch)
        working.order.qty = std::max(working.order.qty, working.booked);
    working.order.cumQty = std::max({working.order.cumQty, event.cumQty, working.booked});
    working.acknowledged = true;
    const bool full = working.order.cumQty >= working.order.qty;
    OrderChange change = step(slot, full ? OrderStimulus::FullFill : OrderStimulus::PartFill, event.localTime);
    change.illegal = change.illegal || working.order.cumQty > working.order.qty;
    change.kind = working.order.foreign ? ChangeKind::ForeignFill : ChangeKind::Updated;
    change.fill = report(event, working.order);
    return change;
}

const Fill* WorkingOrders::report(const ExecEvent& event, const Order& order) noexcept
{
    m_fill = fillOf(event, order);
    return &m_fill;
}

/// An order that is not in the store.
OrderChange WorkingOrders::applyUnknown(const ExecEvent& event)
{
    switch (event.kind) {
    case ExecKind::OrderStatus:
    case ExecKind::OrderAck: return adopt(event, false);
    case ExecKind::Fill: break;
    default: return {};
    }
    OrderChange change;
    change.illegal = event.tradeId.empty() || event.qty.count <= 0;
    if (change.illegal)
        return change;
    if (isOwn(event.clientOrderId))
        return m_trades.contains(event.account, event.instrument, event.tradeId) ? change : adopt(event, true);
    if (!m_trades.insert(event.account, event.instrument, event.tradeId))
        return change;
    m_stranger = orderOf(event);
    m_stranger.foreign = true;
    change.kind = ChangeKind::ForeignFill;
    change.order = &m_stranger;
    change.fill = report(event, m_stranger);
    change.stimulus = OrderStimulus::PartFill;
    return change;
}

OrderChange WorkingOrders::adopt(const ExecEvent& event, bool sketch)
{
    OrderChange change;
    if (event.clientOrderId.empty() && event.venueOrderId.empty())
        return change;
    Slot& slot = acquire();
    WorkingOrder& working = slot.working;
    working = {};
    working.order = orderOf(event);
    // A foreign order may have no client id of its own; its venue id is as unique.
    if (working.order.clientOrderId.empty())
        working.order.clientOrderId = event.venueOrderId;
    working.order.foreign = !isOwn(working.order.clientOrderId);
    working.acknowledged = true;
    working.sketch = sketch;
    if (sketch) {
        m_trades.insert(event.account, event.instrument, event.tradeId);
        working.order.state = OrderState::Filled;
        working.order.cumQty = working.booked = event.qty;
        change.fill = report(event, working.order);
        change.stimulus = OrderStimulus::FullFill;
    } else {
        working.order.cumQty = event.cumQty;
        const bool named = event.kind == ExecKind::OrderStatus && isTerminal(event.state);
        working.order.state = named ? event.state : workingState(true, event.cumQty);
    }
    insertIndex(slot);
    file(slot);
    change.kind = working.order.foreign ? ChangeKind::ForeignSeen : ChangeKind::Adopted;
    change.closed = isTerminal(working.order.state);
    change.order = &working.order;
    change.missing = working.order.foreign ? Qty{} : working.missing();
    return change;
}

/// The venue's word on an order of which only fills were known.
OrderChange WorkingOrders::complete(Slot& slot, const ExecEvent& event)
{
    WorkingOrder& working = slot.working;
    OrderChange change;
    change.before = working.order.state;
    const StrategyId strategy = working.order.strategy;
    const ClientOrderId clientOrderId = working.order.clientOrderId;
    const VenueOrderId venueOrderId = working.order.venueOrderId;
    working.order = orderOf(event);
    working.order.clientOrderId = clientOrderId;
    working.order.strategy = strategy;
    if (working.order.venueOrderId.empty())
        working.order.venueOrderId = venueOrderId;
    working.sketch = false;
    working.order.cumQty = std::max(event.cumQty, working.booked);
    const bool named = event.kind == ExecKind::OrderStatus && isTerminal(event.state);
    const bool full = working.order.cumQty >= working.order.qty;
    const OrderState open = full ? OrderState::Filled : workingState(true, working.order.cumQty);
    working.order.state = named ? event.state : open;
    file(slot);
    change.kind = ChangeKind::Adopted;
    change.closed = isTerminal(working.order.state);
    change.order = &working.order;
    change.missing = working.missing();
    return change;
}

} // namespace maker
