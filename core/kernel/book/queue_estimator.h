#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/book/queue_model.h"
#include "kernel/model/numbers.h"
#include "kernel/model/order.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace maker {

/// How much of others' quantity is thought to rest ahead of and behind one of our orders at its price, in counts.
struct QueueEstimate {
    double ahead = 0.0;
    double behind = 0.0;
};

/// Follows the queue position of each of our live orders in one instrument. The venue's book holds our own quantity, from
/// the moment at which the venue accepted the order; it is taken out of every level before the model sees it, so that
/// our own fills and cancels move nothing. A book without ours, that of a simulated venue, is all others' and so are its
/// trades. Tell it everything in the order in which it was received.
class QueueEstimator {
public:
    explicit QueueEstimator(const QueueModel& model, bool bookHoldsOwn = true, std::size_t expectedOrders = 64);

    /// The order rests since `accepted` (the venue's clock). `levelQty` is the whole level at its price in our book, which
    /// is of `bookTime`: a book at least as new as the order holds it already. Known orders are left as they are.
    void onAccepted(const ClientOrderId& order, Side side, Price price, Qty leaves, Timestamp accepted, Qty levelQty,
        Timestamp bookTime);
    /// A trade of ours, however it was learned; the order goes when nothing is left.
    void onFill(const ClientOrderId& order, Qty qty);
    /// Canceled, expired or replaced: it rests no longer.
    void onGone(const ClientOrderId& order) noexcept;
    void clear() noexcept { m_orders.clear(); }

    /// A level has this whole quantity now in a book of `bookTime`.
    void onLevel(Side side, Price price, Qty levelQty, Timestamp bookTime) noexcept
    {
        for (Tracked& order : m_orders) {
            if (order.price == price && order.side == side)
                told(order, levelQty, bookTime);
        }
    }
    /// A public trade.
    void onTrade(Side aggressor, Price price, Qty qty) noexcept
    {
        for (Tracked& order : m_orders) {
            if (order.price == price && order.side != aggressor)
                order.position.onTrade(static_cast<double>(qty.count));
        }
    }

    bool empty() const noexcept { return m_orders.empty(); }
    /// Whether an order rests at this price: most levels are nobody's of ours.
    bool follows(Side side, Price price) const noexcept
    {
        for (const Tracked& order : m_orders) {
            if (order.price == price && order.side == side)
                return true;
        }
        return false;
    }
    std::size_t size() const noexcept { return m_orders.size(); }
    /// Nothing for an order that is not followed.
    std::optional<QueueEstimate> estimate(const ClientOrderId& order) const noexcept;

private:
    struct Tracked {
        ClientOrderId id;
        Side side = Side::Buy;
        Price price;
        Qty leaves;
        Timestamp accepted;
        double others = 0.0; ///< the level without ours, as last told
        QueuePosition position;
    };

    Tracked* find(const ClientOrderId& order) noexcept;
    void told(Tracked& order, Qty levelQty, Timestamp bookTime) noexcept;
    double othersIn(Side side, Price price, Qty levelQty, Timestamp bookTime) const noexcept;

    QueueModel m_model;
    bool m_bookHoldsOwn;
    std::vector<Tracked> m_orders;
};

} // namespace maker
