// Our own requests, and what is asked of the orders.
#include "kernel/orders/working_orders.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace maker {

inline OrderChange WorkingOrders::add(const NewOrder& request, Timestamp now)
{
    ++m_version; // that the id is new is asserted where it enters the index
    Slot& slot = acquire();
    WorkingOrder& working = *std::construct_at(&slot.working);
    Order& order = working.order;
    order.clientOrderId = request.clientOrderId;
    order.instrument = request.instrument;
    order.account = request.account;
    order.strategy = request.strategy;
    order.side = request.side;
    order.type = request.type;
    order.timeInForce = request.timeInForce;
    order.postOnly = request.postOnly;
    order.price = request.price;
    order.qty = request.qty;
    order.created = order.updated = working.sentAt = now;
    insertIndex(slot);
    moveTo(Home::Open, slot);
    OrderChange change;
    change.kind = ChangeKind::Updated;
    change.order = &order;
    return change;
}

OrderChange WorkingOrders::onPlaced(const NewOrder& request, Timestamp now)
{
    return add(request, now);
}

OrderChange WorkingOrders::onCancelSent(const ClientOrderId& id, Timestamp now)
{
    Slot* slot = slotOf(id);
    if (slot == nullptr || slot->working.order.foreign)
        return {};
    ++m_version;
    const OrderChange change = step(*slot, OrderStimulus::CancelSent, now);
    if (change.kind == ChangeKind::Updated) {
        slot->working.sentAt = now;
        slot->working.queriedAt = {};
    }
    return change;
}

WorkingOrders::Replaced WorkingOrders::onReplaceSent(const ReplaceOrder& request, Timestamp now)
{
    Replaced replaced;
    Slot* slot = slotOf(request.cancel.clientOrderId);
    if (slot == nullptr || slot->working.order.foreign)
        return replaced;
    ++m_version;
    replaced.canceled = step(*slot, OrderStimulus::ReplaceSent, now);
    if (replaced.canceled.kind != ChangeKind::Updated)
        return replaced;
    slot->working.sentAt = now;
    slot->working.queriedAt = {};
    slot->working.replacedBy = request.order.clientOrderId;
    replaced.placed = add(request.order, now);
    return replaced;
}

void WorkingOrders::remember(const Fill& fill)
{
    ExecEvent event;
    event.kind = ExecKind::Fill;
    event.side = fill.side;
    event.isMaker = fill.isMaker;
    event.account = fill.account;
    event.instrument = fill.instrument;
    event.clientOrderId = fill.clientOrderId;
    event.venueOrderId = fill.venueOrderId;
    event.tradeId = fill.tradeId;
    event.venueTime = fill.venueTime;
    event.localTime = fill.localTime;
    event.price = fill.price;
    event.qty = fill.qty;
    apply(event);
    assign(fill.clientOrderId, fill.strategy);
}

namespace {

constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

/// When the venue is to be asked about an order.
Timestamp queryTime(const WorkingOrder& working, Duration patience) noexcept
{
    const bool pending = isPending(working.order.state);
    if (working.order.foreign || (!pending && !working.ambiguous && working.missing().isZero()))
        return kNever;
    if (working.ambiguous && !working.queriedAt.valid())
        return {std::numeric_limits<std::int64_t>::min()}; // at once
    return later(pending ? working.sentAt : working.order.updated, working.queriedAt) + patience;
}

} // namespace

std::size_t WorkingOrders::dueForQuery(Timestamp now, Duration patience, std::span<CancelOrder> out) const noexcept
{
    std::size_t count = 0;
    const auto consider = [&](const WorkingOrder& working) {
        if (count < out.size() && now >= queryTime(working, patience))
            out[count++] = {working.order.clientOrderId, working.order.venueOrderId, working.order.instrument,
                            working.order.account};
    };
    forEachOpen(consider);
    forEachUnsettled(consider);
    return count;
}

Timestamp WorkingOrders::nextQuery(Duration patience) const noexcept
{
    Timestamp next = kNever;
    const auto consider = [&](const WorkingOrder& working) { next = earlier(next, queryTime(working, patience)); };
    forEachOpen(consider);
    forEachUnsettled(consider);
    return next;
}

void WorkingOrders::onQueried(const ClientOrderId& id, Timestamp now) noexcept
{
    if (Slot* slot = slotOf(id))
        slot->working.queriedAt = now;
}

void WorkingOrders::assign(const ClientOrderId& id, StrategyId strategy) noexcept
{
    Slot* slot = slotOf(id);
    if (slot == nullptr || slot->working.order.foreign)
        return;
    slot->working.order.strategy = strategy;
    ++m_version;
}

const WorkingOrder* WorkingOrders::find(const ClientOrderId& id) const noexcept
{
    const Slot* slot = slotOf(id);
    return slot == nullptr ? nullptr : &slot->working;
}

std::size_t WorkingOrders::pendingCount() const noexcept
{
    std::size_t count = 0;
    forEachOpen([&count](const WorkingOrder& working) { count += isPending(working.order.state) ? 1 : 0; });
    return count;
}

} // namespace maker
