// The storage of WorkingOrders: slots, the index by client id and the two lists in order of creation and of closing.
#include "kernel/model/id_match.h"
#include "kernel/orders/working_orders.h"

#include <bit>

namespace maker {

WorkingOrders::WorkingOrders(const ClientIdPrefix& prefix, Capacity capacity)
    : m_prefix(prefix), m_closedKept(capacity.closed), m_trades(capacity.trades)
{
    MAKER_ASSERT(capacity.open > 0 && capacity.closed > 0);
    const std::size_t slots = capacity.open + capacity.closed + 1;
    m_slots.resize(slots);
    m_index.assign(std::bit_ceil(slots * 2), kNone);
    m_free.reserve(slots);
    for (std::size_t i = slots; i > 0; --i)
        m_free.push_back(static_cast<std::uint32_t>(i - 1));
}

std::uint32_t WorkingOrders::locate(const ExecEvent& event) const noexcept
{
    if (!event.clientOrderId.empty())
        return indexOf(event.clientOrderId);
    if (event.venueOrderId.empty())
        return kNone;
    // Trade lists of some venues name the venue's id only. Its ids are unique within an instrument, not beyond.
    for (const List* list : {&m_open, &m_unsettled, &m_closed}) {
        for (std::uint32_t at = list->first; at != kNone; at = m_slots[at].next) {
            const Order& order = m_slots[at].working.order;
            if (order.venueOrderId == event.venueOrderId && order.instrument == event.instrument
                && order.account == event.account)
                return at;
        }
    }
    return kNone;
}

std::size_t WorkingOrders::probe(const ClientOrderId& id) const noexcept
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t at = IdMatch::hash(id) & mask;
    while (m_index[at] != kNone && !IdMatch::same(m_slots[m_index[at]].working.order.clientOrderId, id))
        at = (at + 1) & mask;
    return at;
}

std::uint32_t WorkingOrders::indexOf(const ClientOrderId& id) const noexcept
{
    return m_index[probe(id)];
}

void WorkingOrders::insertIndex(std::uint32_t at) noexcept
{
    const std::size_t place = probe(m_slots[at].working.order.clientOrderId);
    MAKER_ASSERT(m_index[place] == kNone);
    m_index[place] = at;
}

// Backward-shift deletion: no tombstones, so the table never degrades.
void WorkingOrders::eraseIndex(const ClientOrderId& id) noexcept
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t hole = probe(id);
    MAKER_ASSERT(m_index[hole] != kNone);
    for (std::size_t at = (hole + 1) & mask; m_index[at] != kNone; at = (at + 1) & mask) {
        const std::size_t home = IdMatch::hash(m_slots[m_index[at]].working.order.clientOrderId) & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            m_index[hole] = m_index[at];
            hole = at;
        }
    }
    m_index[hole] = kNone;
}

std::uint32_t WorkingOrders::acquire()
{
    if (m_free.empty())
        grow();
    const std::uint32_t at = m_free.back();
    m_free.pop_back();
    return at;
}

void WorkingOrders::grow()
{
    const std::size_t before = m_slots.size();
    const std::size_t after = before * 2;
    m_slots.resize(after);
    m_free.reserve(after);
    for (std::size_t i = after; i > before; --i)
        m_free.push_back(static_cast<std::uint32_t>(i - 1));
    m_index.assign(std::bit_ceil(after * 2), kNone);
    for (const List* list : {&m_open, &m_unsettled, &m_closed}) {
        for (std::uint32_t at = list->first; at != kNone; at = m_slots[at].next)
            insertIndex(at);
    }
}

void WorkingOrders::append(List& list, std::uint32_t at) noexcept
{
    Slot& slot = m_slots[at];
    slot.next = kNone;
    slot.prev = list.last;
    if (list.last == kNone)
        list.first = at;
    else
        m_slots[list.last].next = at;
    list.last = at;
    ++list.count;
}

void WorkingOrders::remove(List& list, std::uint32_t at) noexcept
{
    const Slot& slot = m_slots[at];
    (slot.prev == kNone ? list.first : m_slots[slot.prev].next) = slot.next;
    (slot.next == kNone ? list.last : m_slots[slot.next].prev) = slot.prev;
    --list.count;
}

WorkingOrders::List* WorkingOrders::listOf(Home home) noexcept
{
    switch (home) {
    case Home::Open: return &m_open;
    case Home::Unsettled: return &m_unsettled;
    case Home::Closed: return &m_closed;
    case Home::None: break;
    }
    return nullptr;
}

/// Puts the slot into the list that its state asks for.
void WorkingOrders::file(std::uint32_t at) noexcept
{
    Slot& slot = m_slots[at];
    const Order& order = slot.working.order;
    const bool unsettled = !order.foreign && !slot.working.missing().isZero();
    const Home home = !isTerminal(order.state) ? Home::Open : unsettled ? Home::Unsettled : Home::Closed;
    if (home == slot.home)
        return;
    if (List* list = listOf(slot.home))
        remove(*list, at);
    if (order.foreign && slot.home == Home::Open)
        --m_foreignOpen;
    if (order.foreign && home == Home::Open)
        ++m_foreignOpen;
    slot.home = home;
    append(*listOf(home), at);
    if (m_closed.count > m_closedKept)
        forgetOldest();
}

void WorkingOrders::forgetOldest() noexcept
{
    const std::uint32_t oldest = m_closed.first;
    eraseIndex(m_slots[oldest].working.order.clientOrderId);
    remove(m_closed, oldest);
    m_slots[oldest].home = Home::None;
    m_free.push_back(oldest);
}

} // namespace maker
