#include "kernel/sim/order_queues.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker::sim {

namespace {

constexpr std::size_t kFirstSlots = 1U << 12U;

} // namespace

OrderQueues::OrderQueues(Price tick, std::uint32_t windowLevels)
    : m_tick(tick.count)
    , m_bids(windowLevels)
    , m_asks(windowLevels)
    , m_nodes(1)
    , m_slots(kFirstSlots)
{
    MAKER_ASSERT(tick.count > 0);
    m_nodes.reserve(kFirstSlots / 2);
    m_moves.reserve(64);
}

std::span<const OrderQueues::Move> OrderQueues::onOrder(const MarketEvent& event)
{
    m_moves.clear();
    if (event.lastId == 0) {
        m_inTelling = true;
        m_known = false;
        ++m_telling;
    } else {
        tell(event);
    }
    if (m_inTelling && event.last)
        endTelling();
    else if (!m_inTelling && m_telling == 0)
        m_known = true; // a recording that began with an empty book
    return m_moves;
}

void OrderQueues::tell(const MarketEvent& event)
{
    const std::int64_t qty = std::max<std::int64_t>(0, event.qty.count);
    const bool onTick = event.price.count > 0 && event.price.count % m_tick == 0;
    const std::int64_t tick = event.price.count / m_tick;
    const std::uint32_t handle = m_slots[slotOf(event.lastId)].node;
    if (handle != 0) {
        Node& node = m_nodes[handle];
        const bool stays = node.side == event.side && node.tick == tick && qty != 0 && qty <= node.told && onTick;
        if (stays) {
            const std::int64_t lost = node.left - qty;
            change(node, qty);
            node.telling = m_telling;
            giveBack(event.side, tick, lost);
            return;
        }
        const Node before = node;
        remove(handle);
        if (qty == 0)
            giveBack(before.side, before.tick, before.left);
    }
    if (qty != 0 && onTick)
        add(event, tick);
}

void OrderQueues::add(const MarketEvent& event, std::int64_t tick)
{
    if (!m_centred) {
        m_centred = true;
        m_bids.keepNear(tick);
        m_asks.keepNear(tick);
    }
    std::uint32_t handle = m_free;
    if (handle != 0) {
        m_free = m_nodes[handle].next;
    } else {
        handle = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.emplace_back();
    }
    PriceLevel& level = levels(event.side).occupy(tick);
    Node& node = m_nodes[handle];
    node = {event.lastId, event.qty.count, event.qty.count, tick, join(), level.tail, 0, m_telling, event.side};
    if (level.tail != 0)
        m_nodes[level.tail].next = handle;
    else
        level.head = handle;
    level.tail = handle;
    level.qty += node.left;
    ++m_live;
    index(node.id, handle);
    note(node, node.left);
}

void OrderQueues::giveBack(Side side, std::int64_t tick, std::int64_t qty)
{
    if (m_untold == 0 || qty <= 0 || levels(side).find(tick) == nullptr)
        return;
    PriceLevel& level = levels(side).at(tick);
    for (std::uint32_t handle = level.head; handle != 0 && qty > 0; handle = m_nodes[handle].next) {
        Node& node = m_nodes[handle];
        const std::int64_t back = std::min(qty, node.told - node.left);
        if (back == 0)
            continue;
        node.left += back;
        level.qty += back;
        m_untold -= back;
        qty -= back;
        note(node, back);
    }
}

void OrderQueues::change(Node& node, std::int64_t qty)
{
    m_untold -= node.told - node.left;
    const std::int64_t by = qty - node.left;
    node.told = qty;
    node.left = qty;
    if (by == 0)
        return;
    levels(node.side).at(node.tick).qty += by;
    note(node, by);
}

void OrderQueues::remove(std::uint32_t handle)
{
    Node& node = m_nodes[handle];
    PriceLevels& side = levels(node.side);
    PriceLevel& level = side.at(node.tick);
    level.qty -= node.left;
    (node.prev != 0 ? m_nodes[node.prev].next : level.head) = node.next;
    (node.next != 0 ? m_nodes[node.next].prev : level.tail) = node.prev;
    if (level.empty())
        side.vacate(node.tick);
    if (node.left != 0)
        note(node, -node.left);
    m_untold -= node.told - node.left;
    forget(node.id);
    --m_live;
    node = {};
    node.next = m_free;
    m_free = handle;
}

/// Orders that were not told again are gone.
void OrderQueues::endTelling()
{
    m_inTelling = false;
    m_known = true;
    for (std::uint32_t handle = 1; handle < m_nodes.size(); ++handle) {
        if (m_nodes[handle].id != 0 && m_nodes[handle].telling != m_telling)
            remove(handle);
    }
}

std::span<const OrderQueues::Move> OrderQueues::onTrade(Side resting, Price price, Qty qty)
{
    m_moves.clear();
    if (price.count <= 0 || price.count % m_tick != 0)
        return {};
    const std::int64_t tick = price.count / m_tick;
    levels(resting).keepNear(tick);
    if (levels(resting).find(tick) == nullptr)
        return {};
    PriceLevel& level = levels(resting).at(tick);
    std::int64_t left = qty.count;
    for (std::uint32_t handle = level.head; handle != 0 && left > 0; handle = m_nodes[handle].next) {
        Node& node = m_nodes[handle];
        const std::int64_t taken = std::min(left, node.left);
        if (taken == 0)
            continue;
        node.left -= taken;
        level.qty -= taken;
        left -= taken;
        m_untold += taken;
        note(node, -taken);
    }
    return m_moves;
}

void OrderQueues::note(const Node& node, std::int64_t by)
{
    m_moves.push_back({node.side, Price{node.tick * m_tick}, node.place, by});
}

Qty OrderQueues::qtyAt(Side side, Price price) const noexcept
{
    if (price.count <= 0 || price.count % m_tick != 0)
        return {};
    const PriceLevel* const level = levels(side).find(price.count / m_tick);
    return Qty{level != nullptr ? level->qty : 0};
}

// --- orders by id: open addressing, so that ids may be any numbers; nothing ever walks it

std::size_t OrderQueues::homeOf(std::int64_t id) const noexcept
{
    const std::uint64_t mixed = static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(mixed >> 20U) & (m_slots.size() - 1);
}

/// The slot of the id, or the free one where it would be.
std::size_t OrderQueues::slotOf(std::int64_t id) const noexcept
{
    std::size_t at = homeOf(id);
    while (m_slots[at].node != 0 && m_slots[at].id != id)
        at = (at + 1) & (m_slots.size() - 1);
    return at;
}

void OrderQueues::index(std::int64_t id, std::uint32_t handle)
{
    if (2 * m_live > m_slots.size()) {
        std::vector<Slot> before(m_slots.size() * 2);
        before.swap(m_slots);
        for (const Slot& slot : before) {
            if (slot.node != 0)
                m_slots[slotOf(slot.id)] = slot;
        }
    }
    m_slots[slotOf(id)] = {id, handle};
}

void OrderQueues::forget(std::int64_t id) noexcept
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t hole = slotOf(id);
    m_slots[hole] = {};
    for (std::size_t at = (hole + 1) & mask; m_slots[at].node != 0; at = (at + 1) & mask) {
        // An entry may fill the hole where its home does not lie behind it.
        if (((at - homeOf(m_slots[at].id)) & mask) < ((at - hole) & mask))
            continue;
        m_slots[hole] = m_slots[at];
        m_slots[at] = {};
        hole = at;
    }
}

} // namespace maker::sim
