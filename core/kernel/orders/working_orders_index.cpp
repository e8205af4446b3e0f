// The storage of WorkingOrders: slots, the index by client id and the lists in order of creation and of closing.
#include "kernel/orders/working_orders.h"

#include <bit>

namespace maker {

WorkingOrders::WorkingOrders(const ClientIdPrefix& prefix, Capacity capacity)
    : m_prefix(prefix), m_closedKept(capacity.closed), m_trades(capacity.trades)
{
    MAKER_ASSERT(capacity.open > 0 && capacity.closed > 0);
    makeSlots(capacity.open + capacity.closed + 1);
}

/// Trade lists of some venues name the venue's id only. Its ids are unique within an instrument, not beyond.
WorkingOrders::Slot* WorkingOrders::slotNamedByVenue(const ExecEvent& event) const noexcept
{
    if (event.venueOrderId.empty())
        return nullptr;
    for (const Home home : {Home::Open, Home::Unsettled, Home::Closed}) {
        for (Slot* slot = listOf(home).first; slot != nullptr; slot = slot->next) {
            const Order& order = slot->working.order;
            if (order.venueOrderId == event.venueOrderId && order.instrument == event.instrument
                && order.account == event.account)
                return slot;
        }
    }
    return nullptr;
}

void WorkingOrders::insertIndex(Slot& slot) noexcept
{
    const ClientOrderId& id = slot.working.order.clientOrderId;
    slot.hash = hashOf(id);
    const std::size_t place = placeOf(id, slot.hash);
    MAKER_ASSERT(m_index[place] == nullptr);
    m_index[place] = &slot;
}

// Backward-shift deletion: no tombstones, so the table never degrades.
inline void WorkingOrders::eraseIndex(const Slot& slot) noexcept
{
    const std::size_t mask = m_indexMask;
    std::size_t hole = slot.hash & mask;
    while (m_index[hole] != &slot) {
        MAKER_ASSERT(m_index[hole] != nullptr);
        hole = (hole + 1) & mask;
    }
    for (std::size_t at = (hole + 1) & mask; m_index[at] != nullptr; at = (at + 1) & mask) {
        const std::size_t home = m_index[at]->hash & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            m_index[hole] = m_index[at];
            hole = at;
        }
    }
    m_index[hole] = nullptr;
}

/// A free slot; it stays free until it is moved to another list.
WorkingOrders::Slot& WorkingOrders::acquire()
{
    if (listOf(Home::Free).last == nullptr)
        makeSlots(m_slots);
    return *listOf(Home::Free).last; // the one freed last is still near
}

/// `count` more, with an index that suits all of them.
void WorkingOrders::makeSlots(std::size_t count)
{
    Slot* block = m_blocks.emplace_back(std::make_unique<Slot[]>(count)).get();
    m_slots += count;
    List& free = listOf(Home::Free);
    for (std::size_t i = 0; i < count; ++i)
        append(free, block[i]);
    m_index.assign(std::bit_ceil(m_slots * 2), nullptr);
    m_indexMask = m_index.size() - 1;
    for (const Home home : {Home::Open, Home::Unsettled, Home::Closed}) {
        for (Slot* slot = listOf(home).first; slot != nullptr; slot = slot->next)
            insertIndex(*slot);
    }
}

void WorkingOrders::append(List& list, Slot& slot) noexcept
{
    slot.next = nullptr;
    slot.prev = list.last;
    (list.last == nullptr ? list.first : list.last->next) = &slot;
    list.last = &slot;
    ++list.count;
}

void WorkingOrders::remove(List& list, Slot& slot) noexcept
{
    (slot.prev == nullptr ? list.first : slot.prev->next) = slot.next;
    (slot.next == nullptr ? list.last : slot.next->prev) = slot.prev;
    --list.count;
}

void WorkingOrders::moveTo(Home home, Slot& slot) noexcept
{
    remove(listOf(slot.home), slot);
    slot.home = home;
    append(listOf(home), slot);
}

inline void WorkingOrders::forgetOldest() noexcept
{
    Slot& oldest = *listOf(Home::Closed).first;
    eraseIndex(oldest);
    moveTo(Home::Free, oldest);
}

void WorkingOrders::fileAnew(Slot& slot) noexcept
{
    const Order& order = slot.working.order;
    const bool unsettled = !order.foreign && !slot.working.missing().isZero();
    const Home home = !isTerminal(order.state) ? Home::Open : unsettled ? Home::Unsettled : Home::Closed;
    if (home == slot.home)
        return;
    if (order.foreign && slot.home == Home::Open)
        --m_foreignOpen;
    if (order.foreign && home == Home::Open)
        ++m_foreignOpen;
    moveTo(home, slot);
    if (listOf(Home::Closed).count > m_closedKept)
        forgetOldest();
}

} // namespace maker
