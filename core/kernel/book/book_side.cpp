#include "kernel/book/book_side.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker {
namespace {

constexpr std::size_t kFarReserve = 4096;
constexpr std::size_t kMinWindow = 256;

std::int64_t minusWrapping(std::int64_t a, std::int64_t b) noexcept
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

} // namespace

BookSide::BookSide(Side side, std::int64_t tick, std::size_t window)
    : m_qty(window), m_occupied(window / 64), m_tick(tick), m_window(window), m_countWindow(tick == 1 ? window : 0), m_flip(side == Side::Sell ? -1 : 0)
{
    MAKER_ASSERT(tick > 0);
    MAKER_ASSERT(window >= kMinWindow && std::has_single_bit(window));
    m_far.reserve(kFarReserve);
    m_moved.reserve(window);
}

std::size_t BookSide::size() const noexcept
{
    std::size_t count = m_far.size();
    for (const std::uint64_t word : m_occupied)
        count += static_cast<std::size_t>(std::popcount(word));
    return count;
}

void BookSide::clear() noexcept
{
    std::fill(m_qty.begin(), m_qty.end(), 0);
    std::fill(m_occupied.begin(), m_occupied.end(), 0U);
    m_far.clear();
    m_bestSlot = kNone;
    ++m_touches;
}

std::optional<Level> BookSide::bestOfBoth() const noexcept
{
    const FarLevel& far = m_far.back();
    if (m_bestSlot == kNone || keyOf(m_bestSlot) <= far.key)
        return levelAt(far.key, far.qty);
    return levelAt(keyOf(m_bestSlot), m_qty[static_cast<std::size_t>(m_bestSlot)]);
}

std::int64_t BookSide::qtyAt(std::int64_t price) const noexcept
{
    const std::int64_t key = flipped(price);
    const std::size_t slot = slotOf(key);
    if (slot < m_window)
        return m_qty[slot];
    const std::size_t index = farIndex(key);
    return index < m_far.size() && m_far[index].key == key ? m_far[index].qty : 0;
}

std::size_t BookSide::removeThrough(std::int64_t price)
{
    std::size_t removed = 0;
    for (auto level = best(); level; level = best()) {
        if (flipped(level->price.count) < flipped(price))
            break;
        set(level->price.count, 0);
        ++removed;
    }
    return removed;
}

std::optional<Level> BookSide::Cursor::next() noexcept
{
    const BookSide& side = *m_side;
    const bool near = m_slot != kNone;
    const bool far = m_farLeft != 0;
    if (!near && !far)
        return std::nullopt;
    if (near && (!far || side.keyOf(m_slot) > side.m_far[m_farLeft - 1].key)) {
        const std::ptrdiff_t slot = m_slot;
        m_slot = side.occupiedAtOrBelow(slot - 1);
        return side.levelAt(side.keyOf(slot), side.m_qty[static_cast<std::size_t>(slot)]);
    }
    const FarLevel& level = side.m_far[--m_farLeft];
    return side.levelAt(level.key, level.qty);
}

std::int64_t BookSide::floorTicks(std::int64_t key) const noexcept
{
    const std::int64_t ticks = key / m_tick;
    return ticks * m_tick > key ? ticks - 1 : ticks;
}

std::ptrdiff_t BookSide::occupiedAtOrBelow(std::ptrdiff_t slot) const noexcept
{
    if (slot < 0)
        return kNone;
    std::ptrdiff_t word = slot >> 6;
    const int unwanted = 63 - static_cast<int>(slot & 63);
    std::uint64_t bits = m_occupied[static_cast<std::size_t>(word)] << unwanted >> unwanted;
    while (bits == 0) {
        if (--word < 0)
            return kNone;
        bits = m_occupied[static_cast<std::size_t>(word)];
    }
    return (word << 6) + 63 - std::countl_zero(bits);
}

/// A level came at the best slot or before it, or the best one went; the bitmap says so already.
void BookSide::moveBest(std::size_t slot, bool occupied)
{
    const auto index = static_cast<std::ptrdiff_t>(slot);
    m_bestSlot = occupied ? index : occupiedAtOrBelow(index - 1);
    follow();
}

void BookSide::setAnywhere(std::int64_t key, std::int64_t qty)
{
    const std::size_t slot = slotOf(key);
    if (slot < m_window)
        setNear(slot, qty);
    else
        setFar(key, qty);
}

std::size_t BookSide::farIndex(std::int64_t key) const noexcept
{
    const auto at = std::lower_bound(m_far.begin(), m_far.end(), key,
                                     [](const FarLevel& level, std::int64_t wanted) { return level.key < wanted; });
    return static_cast<std::size_t>(at - m_far.begin());
}

void BookSide::setFar(std::int64_t key, std::int64_t qty)
{
    ++m_touches;
    const std::size_t index = farIndex(key);
    const auto at = m_far.begin() + static_cast<std::ptrdiff_t>(index);
    const bool wasBest = index + 1 >= m_far.size();
    if (at != m_far.end() && at->key == key) {
        if (qty != 0) {
            at->qty = qty;
            return;
        }
        m_far.erase(at);
    } else {
        if (qty == 0)
            return;
        m_far.insert(at, FarLevel{key, qty});
    }
    if (wasBest)
        follow();
}

/// Moves the window when the best price nears its ends. Three quarters of it lie behind the best price, where the levels
/// are; the quarter before it lets the price improve without a move.
void BookSide::follow()
{
    const auto wellPlaced = [this](std::uint64_t slot) { return slot >= m_window / 2 && slot < m_window - m_window / 16; };
    if (m_far.empty() && wellPlaced(static_cast<std::uint64_t>(m_bestSlot)))
        return;
    const auto bestLevel = best();
    if (!bestLevel)
        return;
    const std::int64_t ticks = floorTicks(flipped(bestLevel->price.count));
    if (wellPlaced(static_cast<std::uint64_t>(minusWrapping(ticks, m_base))))
        return;
    moveWindow(minusWrapping(ticks, static_cast<std::int64_t>(m_window / 4 * 3)));
}

void BookSide::moveWindow(std::int64_t base)
{
    m_moved.clear();
    for (std::size_t word = 0; word < m_occupied.size(); ++word) {
        for (std::uint64_t bits = m_occupied[word]; bits != 0; bits &= bits - 1) {
            const std::size_t slot = (word << 6) + static_cast<std::size_t>(std::countr_zero(bits));
            m_moved.push_back({keyOf(static_cast<std::ptrdiff_t>(slot)), m_qty[slot]});
            m_qty[slot] = 0;
        }
        m_occupied[word] = 0;
    }
    m_bestSlot = kNone;
    m_base = base;
    pullFarIntoWindow();
    for (const FarLevel& level : m_moved) {
        const std::size_t slot = slotOf(level.key);
        if (slot < m_window)
            place(slot, level.qty);
        else
            m_far.insert(m_far.begin() + static_cast<std::ptrdiff_t>(farIndex(level.key)), level);
    }
}

void BookSide::pullFarIntoWindow()
{
    std::size_t first = m_far.size();
    while (first > 0 && minusWrapping(floorTicks(m_far[first - 1].key), m_base) >= 0)
        --first;
    std::size_t kept = first;
    for (std::size_t i = first; i < m_far.size(); ++i) {
        const std::size_t slot = slotOf(m_far[i].key);
        if (slot < m_window)
            place(slot, m_far[i].qty);
        else
            m_far[kept++] = m_far[i];
    }
    m_far.resize(kept);
}

void BookSide::place(std::size_t slot, std::int64_t qty) noexcept
{
    m_qty[slot] = qty;
    m_occupied[slot >> 6] |= std::uint64_t{1} << (slot & 63);
    m_bestSlot = std::max(m_bestSlot, static_cast<std::ptrdiff_t>(slot));
}

} // namespace maker
