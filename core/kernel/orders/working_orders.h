#pragma once

#include "kernel/model/exec_event.h"
#include "kernel/model/fill.h"
#include "kernel/model/order.h"
#include "kernel/orders/client_order_id.h"
#include "kernel/orders/order_machine.h"
#include "kernel/orders/seen_trades.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maker {

/// An order and what we know of it beyond its public state.
struct WorkingOrder {
    Order order;
    Qty booked;               ///< sum of its fills, each booked once; cumQty may be ahead when the venue said so first
    Timestamp sentAt;         ///< of the request without an answer
    Timestamp queriedAt;      ///< of our last question; zero: none
    ClientOrderId replacedBy; ///< PendingReplace: the new half
    bool acknowledged = false;
    bool ambiguous = false; ///< its request ended without proof: ask now
    bool sketch = false;    ///< known from fills only: quantity and state are not the venue's
    bool inferred = false;  ///< closed because a query did not find it

    /// What may still fill or has filled without having been booked: the exposure that limits must count.
    constexpr Qty exposed() const noexcept
    {
        const Qty end = isTerminal(order.state) ? order.cumQty : order.qty;
        return end > booked ? end - booked : Qty{};
    }
    /// Filled at the venue, but its fills have not arrived.
    constexpr Qty missing() const noexcept { return order.cumQty > booked ? order.cumQty - booked : Qty{}; }
};

enum class ChangeKind : std::uint8_t {
    None,        ///< a duplicate, a lost race or an event that concerns no order: nothing to show or to store
    Updated,     ///< state, quantity or venue id of a known order moved
    Adopted,     ///< ours by its id, but not known here: from before a restart
    ForeignSeen, ///< an order of this account that is not ours: shown, never touched
    ForeignFill, ///< `fill` is of an order that is not ours: not our position, yet it moves the balance
};

/// What one event did to one order.
struct OrderChange {
    ChangeKind kind = ChangeKind::None;
    OrderStimulus stimulus = OrderStimulus::Ack;
    OrderState before = OrderState::PendingNew;
    bool illegal = false; ///< the event cannot follow the state, or filled more than was ordered: alert
    bool closed = false;  ///< this event ended the order
    bool askVenue = false; ///< only a query tells how it ended: it is due in dueForQuery() at once
    bool stray = false;   ///< works at the venue although we hold it for dead: cancel it on the wire
    Order order;          ///< after the event
    std::optional<Fill> fill; ///< to be booked; `mid` is left to the engine
    Qty missing;          ///< filled at the venue, fills not here yet
};

/// The orders of one engine: open ones, and the newest closed ones for facts that arrive late. Indexed by client id;
/// everything is visited in the order of creation, so replays agree. Allocates at construction and when more orders are
/// open than ever expected, not per event.
class WorkingOrders {
public:
    struct Capacity {
        std::size_t open = 512;
        std::size_t closed = 2048;
        std::size_t trades = 65536;
    };

    explicit WorkingOrders(const ClientIdPrefix& prefix) : WorkingOrders(prefix, Capacity{}) {}
    WorkingOrders(const ClientIdPrefix& prefix, Capacity capacity);

    /// Call when the request has been handed to the gateway. The id must be new.
    OrderChange onPlaced(const NewOrder& order, Timestamp now);
    /// kind None: nothing to cancel (closed, unknown, foreign or already being canceled); `illegal` where it is closed.
    OrderChange onCancelSent(const ClientOrderId& id, Timestamp now);
    /// The old half becomes PendingReplace, the new half PendingNew. `placed` is None when the old one cannot be replaced.
    struct Replaced {
        OrderChange canceled;
        OrderChange placed;
    };
    Replaced onReplaceSent(const ReplaceOrder& request, Timestamp now);

    /// Takes any execution event; those that concern no order change nothing.
    OrderChange apply(const ExecEvent& event);

    /// At a restart: a fill that the ledger already holds. It will not be reported again, and the order it belongs to is
    /// known when the venue names it. Call before reconciliation, oldest first.
    void remember(const Fill& fill);

    /// Orders whose request or fills have been outstanding for `patience` since they left or since they were last asked
    /// for; ambiguous ones at once. Writes at most out.size(), oldest first; returns how many.
    std::size_t dueForQuery(Timestamp now, Duration patience, std::span<CancelOrder> out) const noexcept;
    /// Before this moment nothing is due, unless an order moves: see version(). The end of time: nothing is outstanding.
    Timestamp nextQuery(Duration patience) const noexcept;
    void onQueried(const ClientOrderId& id, Timestamp now) noexcept;

    /// Gives an adopted order to a strategy.
    void assign(const ClientOrderId& id, StrategyId strategy) noexcept;

    const WorkingOrder* find(const ClientOrderId& id) const noexcept;
    bool isOwn(const ClientOrderId& id) const noexcept { return parseClientOrderId(m_prefix, id.view()).has_value(); }
    const ClientIdPrefix& prefix() const noexcept { return m_prefix; }
    /// Moves, from 1, whenever an order may have moved.
    std::uint64_t version() const noexcept { return m_version; }
    /// Not closed, foreign ones included.
    std::size_t openCount() const noexcept { return m_open.count; }
    std::size_t ownOpenCount() const noexcept { return m_open.count - m_foreignOpen; }
    std::size_t pendingCount() const noexcept;
    std::size_t unsettledCount() const noexcept { return m_unsettled.count; }

    /// Visits open orders, oldest first: visit(const WorkingOrder&).
    template <typename Visit>
    void forEachOpen(Visit&& visit) const
    {
        for (std::uint32_t at = m_open.first; at != kNone; at = m_slots[at].next)
            visit(m_slots[at].working);
    }
    /// Visits closed orders of ours whose fills have not all arrived, in the order in which they closed.
    template <typename Visit>
    void forEachUnsettled(Visit&& visit) const
    {
        for (std::uint32_t at = m_unsettled.first; at != kNone; at = m_slots[at].next)
            visit(m_slots[at].working);
    }
    /// Visits the other closed orders still remembered, in the order in which they closed.
    template <typename Visit>
    void forEachClosed(Visit&& visit) const
    {
        for (std::uint32_t at = m_closed.first; at != kNone; at = m_slots[at].next)
            visit(m_slots[at].working);
    }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

    struct List {
        std::uint32_t first = kNone;
        std::uint32_t last = kNone;
        std::size_t count = 0;
    };
    enum class Home : std::uint8_t { None, Open, Unsettled, Closed };
    struct Slot {
        WorkingOrder working;
        std::uint32_t next = kNone;
        std::uint32_t prev = kNone;
        Home home = Home::None;
    };

    OrderChange applyTo(std::uint32_t at, const ExecEvent& event);
    OrderChange applyFill(std::uint32_t at, const ExecEvent& event);
    OrderChange applyStatus(std::uint32_t at, const ExecEvent& event);
    OrderChange applyUnknown(const ExecEvent& event);
    OrderChange adopt(const ExecEvent& event, bool sketch);
    OrderChange complete(std::uint32_t at, const ExecEvent& event);
    void add(const NewOrder& request, Timestamp now, OrderChange& change);
    OrderChange step(std::uint32_t at, OrderStimulus stimulus, Timestamp now);
    void step(std::uint32_t at, OrderStimulus stimulus, Timestamp now, OrderChange& change);
    void settle(WorkingOrder& working) noexcept;
    void learn(WorkingOrder& working, const ExecEvent& event) noexcept;

    std::uint32_t locate(const ExecEvent& event) const noexcept;
    std::uint32_t indexOf(const ClientOrderId& id) const noexcept;
    std::size_t probe(const ClientOrderId& id) const noexcept;
    std::uint32_t acquire();
    void grow();
    void insertIndex(std::uint32_t at) noexcept;
    void eraseIndex(const ClientOrderId& id) noexcept;
    List* listOf(Home home) noexcept;
    void append(List& list, std::uint32_t at) noexcept;
    void remove(List& list, std::uint32_t at) noexcept;
    void file(std::uint32_t at) noexcept;
    void forgetOldest() noexcept;

    std::uint64_t m_version = 1;
    ClientIdPrefix m_prefix;
    std::size_t m_closedKept;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_index; ///< open addressing; kNone is empty
    std::vector<std::uint32_t> m_free;
    List m_open;
    List m_unsettled;
    List m_closed;
    std::size_t m_foreignOpen = 0;
    SeenTrades m_trades;
};

} // namespace maker
