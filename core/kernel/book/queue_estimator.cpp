#include "kernel/book/queue_estimator.h"

namespace maker {

QueueEstimator::QueueEstimator(const QueueModel& model, bool bookHoldsOwn, std::size_t expectedOrders)
    : m_model(model)
    , m_bookHoldsOwn(bookHoldsOwn)
{
    m_orders.reserve(expectedOrders);
}

QueueEstimator::Tracked* QueueEstimator::find(const ClientOrderId& order) noexcept
{
    for (Tracked& each : m_orders) {
        if (each.id == order)
            return &each;
    }
    return nullptr;
}

void QueueEstimator::onAccepted(const ClientOrderId& order, Side side, Price price, Qty leaves, Timestamp accepted,
    Qty levelQty, Timestamp bookTime)
{
    if (leaves.count <= 0 || find(order) != nullptr)
        return;
    m_orders.push_back({order, side, price, leaves, accepted, 0.0, {}});
    Tracked& tracked = m_orders.back();
    tracked.others = othersIn(side, price, levelQty, bookTime);
    tracked.position.start(tracked.others);
}

void QueueEstimator::onFill(const ClientOrderId& order, Qty qty)
{
    Tracked* tracked = find(order);
    if (tracked == nullptr)
        return;
    // What was ours in the public trade did not come out of the others' quantity. It may be learned before the trade.
    const auto ours = static_cast<double>(qty.count);
    for (Tracked& each : m_orders) {
        if (m_bookHoldsOwn && each.side == tracked->side && each.price == tracked->price)
            each.position.traded -= ours;
    }
    // Where it trades, nobody is ahead of it.
    tracked->position.behind += tracked->position.ahead;
    tracked->position.ahead = 0.0;
    tracked->leaves -= qty;
    if (tracked->leaves.count <= 0)
        onGone(order);
}

void QueueEstimator::onGone(const ClientOrderId& order) noexcept
{
    if (Tracked* tracked = find(order))
        m_orders.erase(m_orders.begin() + (tracked - m_orders.data()));
}

double QueueEstimator::othersIn(Side side, Price price, Qty levelQty, Timestamp bookTime) const noexcept
{
    std::int64_t ours = 0;
    for (const Tracked& each : m_orders) {
        if (m_bookHoldsOwn && each.side == side && each.price == price && bookTime >= each.accepted)
            ours += each.leaves.count;
    }
    return static_cast<double>(std::max<std::int64_t>(0, levelQty.count - ours));
}

void QueueEstimator::told(Tracked& order, Qty levelQty, Timestamp bookTime) noexcept
{
    const double others = othersIn(order.side, order.price, levelQty, bookTime);
    order.position.onLevelChange(order.others, others, m_model);
    order.others = others;
}

std::optional<QueueEstimate> QueueEstimator::estimate(const ClientOrderId& order) const noexcept
{
    for (const Tracked& each : m_orders) {
        if (each.id == order)
            return QueueEstimate{each.position.ahead, each.position.behind};
    }
    return std::nullopt;
}

} // namespace maker
