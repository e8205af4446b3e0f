#pragma once

#include "kernel/model/exec_event.h"
#include "kernel/model/fill.h"
#include "kernel/model/id_match.h"
#include "kernel/model/order.h"
#include "kernel/orders/client_order_id.h"
#include "kernel/orders/order_machine.h"
#include "kernel/orders/seen_trades.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// What one event did to one order. Every answer of a venue makes one, so it names the order and the fill instead of
/// holding them: both stand until the orders are told of something else.
struct OrderChange {
    ChangeKind kind = ChangeKind::None;
    OrderStimulus stimulus = OrderStimulus::Ack;
    OrderState before = OrderState::PendingNew;
    bool illegal = false; ///< the event cannot follow the state, or filled more than was ordered: alert
    bool closed = false;  ///< this event ended the order
    bool askVenue = false; ///< only a query tells how it ended: it is due in dueForQuery() at once
    bool stray = false;   ///< works at the venue although we hold it for dead: cancel it on the wire
    const Order* order = nullptr; ///< after the event; nullptr: it concerns no order that we could name
    const Fill* fill = nullptr;   ///< to be booked, nullptr: nothing; `mid` is left to the engine
    Qty missing;          ///< filled at the venue, fills not here yet
};

/// The orders of one engine: open ones, and the newest closed ones for facts that arrive late. Indexed by client id;
/// everything is visited in the order of creation, so replays agree. Allocates at construction and when more orders are
/// open than ever expected, not per event. An order stays where it is in memory for as long as it is remembered.
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
    std::size_t openCount() const noexcept { return listOf(Home::Open).count; }
    std::size_t ownOpenCount() const noexcept { return listOf(Home::Open).count - m_foreignOpen; }
    std::size_t pendingCount() const noexcept;
    std::size_t unsettledCount() const noexcept { return listOf(Home::Unsettled).count; }

    /// Visits open orders, oldest first: visit(const WorkingOrder&).
    template <typename Visit>
    void forEachOpen(Visit&& visit) const
    {
        forEach(Home::Open, visit);
    }
    /// Visits closed orders of ours whose fills have not all arrived, in the order in which they closed.
    template <typename Visit>
    void forEachUnsettled(Visit&& visit) const
    {
        forEach(Home::Unsettled, visit);
    }
    /// Visits the other closed orders still remembered, in the order in which they closed.
    template <typename Visit>
    void forEachClosed(Visit&& visit) const
    {
        forEach(Home::Closed, visit);
    }

private:
    /// The list that a slot is in; each is in exactly one.
    enum class Home : std::uint8_t { Free, Open, Unsettled, Closed };
    static constexpr std::size_t kHomes = 4;

    struct Slot {
        WorkingOrder working;
        Slot* next = nullptr;
        Slot* prev = nullptr;
        std::uint32_t hash = 0; ///< of the client id: a place in the index is found again without reading the id
        Home home = Home::Free;
    };
    struct List {
        Slot* first = nullptr;
        Slot* last = nullptr;
        std::size_t count = 0;
    };

    inline OrderChange applyTo(Slot& slot, const ExecEvent& event);
    OrderChange applyFill(Slot& slot, const ExecEvent& event);
    inline OrderChange applyStatus(Slot& slot, const ExecEvent& event);
    OrderChange applyUnknown(const ExecEvent& event);
    OrderChange adopt(const ExecEvent& event, bool sketch);
    OrderChange complete(Slot& slot, const ExecEvent& event);
    inline OrderChange add(const NewOrder& request, Timestamp now);
    OrderChange step(Slot& slot, OrderStimulus stimulus, Timestamp now);
    const Fill* report(const ExecEvent& event, const Order& order) noexcept;

    static std::uint32_t hashOf(const ClientOrderId& id) noexcept { return static_cast<std::uint32_t>(IdMatch::hash(id)); }
    /// Where the id is in the index, or where it belongs.
    std::size_t placeOf(const ClientOrderId& id, std::uint32_t hash) const noexcept
    {
        Slot* const* index = m_index.data();
        std::size_t at = hash & m_indexMask;
        while (index[at] != nullptr
               && (index[at]->hash != hash || !IdMatch::same(index[at]->working.order.clientOrderId, id)))
            at = (at + 1) & m_indexMask;
        return at;
    }
    Slot* slotOf(const ClientOrderId& id) const noexcept { return m_index[placeOf(id, hashOf(id))]; }
    Slot* slotNamedByVenue(const ExecEvent& event) const noexcept;
    Slot& acquire();
    void makeSlots(std::size_t count);
    void insertIndex(Slot& slot) noexcept;
    inline void eraseIndex(const Slot& slot) noexcept;
    List& listOf(Home home) noexcept { return m_lists[static_cast<std::size_t>(home)]; }
    const List& listOf(Home home) const noexcept { return m_lists[static_cast<std::size_t>(home)]; }
    template <typename Visit>
    void forEach(Home home, Visit& visit) const
    {
        for (const Slot* slot = listOf(home).first; slot != nullptr; slot = slot->next)
            visit(slot->working);
    }
    static void append(List& list, Slot& slot) noexcept;
    static void remove(List& list, Slot& slot) noexcept;
    void moveTo(Home home, Slot& slot) noexcept;
    /// Puts the slot into the list that its state asks for; most changes leave it where it is.
    void file(Slot& slot) noexcept
    {
        if (slot.home != Home::Open || isTerminal(slot.working.order.state))
            fileAnew(slot);
    }
    void fileAnew(Slot& slot) noexcept;
    inline void forgetOldest() noexcept;

    std::uint64_t m_version = 1;
    ClientIdPrefix m_prefix;
    std::size_t m_closedKept;
    std::vector<std::unique_ptr<Slot[]>> m_blocks; ///< more slots are another block, so that none ever moves
    std::size_t m_slots = 0;                       ///< in all blocks
    std::vector<Slot*> m_index;                    ///< open addressing; nullptr is empty
    std::size_t m_indexMask = 0;                   ///< its size, a power of two, less one
    std::array<List, kHomes> m_lists{};            ///< by Home
    std::size_t m_foreignOpen = 0;
    SeenTrades m_trades;
    Order m_stranger; ///< of the last change, where it is none of the store
    Fill m_fill;      ///< of the last change that had one
};

} // namespace maker
