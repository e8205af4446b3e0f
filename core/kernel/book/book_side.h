#pragma once

#include "kernel/book/level.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace maker {

/// One side of a book. Near the best price the quantities lie in a flat window of ticks with a bitmap of the occupied
/// ones; every other level, however far or off the tick, lies in a sorted list. The window follows the best price.
/// Inside, a "key" is the price count, negated for asks, so that a higher key is always the better price.
class BookSide {
public:
    /// `tick` in price counts, > 0; `window` in ticks, a power of two >= 256.
    BookSide(Side side, std::int64_t tick, std::size_t window);

    /// Sets the quantity of a price; zero removes it. Price and quantity must not be negative.
    [[gnu::always_inline]] void set(std::int64_t price, std::int64_t qty)
    {
        const std::int64_t key = flipped(price);
        const std::size_t slot = static_cast<std::size_t>(key) - static_cast<std::size_t>(m_base);
        if (slot < m_countWindow) [[likely]]
            setNear(slot, qty);
        else
            setAnywhere(key, qty);
    }

    void clear() noexcept;

    std::optional<Level> best() const noexcept
    {
        if (m_far.empty()) [[likely]] {
            if (m_bestSlot == kNone)
                return std::nullopt;
            return levelAt(keyOf(m_bestSlot), m_qty[static_cast<std::size_t>(m_bestSlot)]);
        }
        return bestOfBoth();
    }
    /// Moves whenever the best level may have: while it stands still, best() is what it was.
    std::uint64_t touches() const noexcept { return m_touches; }
    std::int64_t qtyAt(std::int64_t price) const noexcept;
    std::size_t size() const noexcept;
    bool empty() const noexcept { return m_bestSlot == kNone && m_far.empty(); }

    /// Removes every level whose price is equal to or better than `price`; returns how many.
    std::size_t removeThrough(std::int64_t price);

    /// Walks the levels from the best one outwards.
    class Cursor {
    public:
        explicit Cursor(const BookSide& side) noexcept
            : m_side(&side), m_slot(side.m_bestSlot), m_farLeft(side.m_far.size())
        {
        }
        std::optional<Level> next() noexcept;

    private:
        const BookSide* m_side;
        std::ptrdiff_t m_slot;
        std::size_t m_farLeft;
    };

private:
    struct FarLevel {
        std::int64_t key;
        std::int64_t qty;
    };
    static constexpr std::ptrdiff_t kNone = -1;

    /// The window's slot of a key, or a number >= m_window for keys outside of it or off the tick.
    std::size_t slotOf(std::int64_t key) const noexcept
    {
        if (m_tick == 1)
            return static_cast<std::size_t>(key) - static_cast<std::size_t>(m_base);
        const std::int64_t ticks = key / m_tick;
        if (ticks * m_tick != key)
            return ~std::size_t{0};
        return static_cast<std::size_t>(ticks) - static_cast<std::size_t>(m_base);
    }

    /// A price as a key or a key as a price. Nobody foresees which side is next, so nothing here branches on it.
    std::int64_t flipped(std::int64_t price) const noexcept { return (price ^ m_flip) - m_flip; }

    /// Nor does anybody foresee whether a level comes, goes or stays; only what happens at the best price or before it is rare.
    void setNear(std::size_t slot, std::int64_t qty)
    {
        const std::size_t atBest = static_cast<std::ptrdiff_t>(slot) >= m_bestSlot ? 1 : 0;
        m_touches += atBest;
        std::int64_t& held = m_qty[slot];
        const std::size_t had = held != 0 ? 1 : 0;
        const std::size_t has = qty != 0 ? 1 : 0;
        held = qty;
        m_occupied[slot >> 6] ^= std::uint64_t{had ^ has} << (slot & 63);
        if ((atBest & (had ^ has)) != 0) [[unlikely]]
            moveBest(slot, has != 0);
    }

    std::int64_t keyOf(std::ptrdiff_t slot) const noexcept
    {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(m_base) + static_cast<std::uint64_t>(slot)) * m_tick;
    }
    std::optional<Level> bestOfBoth() const noexcept;
    std::int64_t floorTicks(std::int64_t key) const noexcept;
    Level levelAt(std::int64_t key, std::int64_t qty) const noexcept { return {{flipped(key)}, {qty}}; }
    std::ptrdiff_t occupiedAtOrBelow(std::ptrdiff_t slot) const noexcept;

    void moveBest(std::size_t slot, bool occupied);
    void setAnywhere(std::int64_t key, std::int64_t qty);
    void setFar(std::int64_t key, std::int64_t qty);
    std::size_t farIndex(std::int64_t key) const noexcept;
    void follow();
    void moveWindow(std::int64_t base);
    void pullFarIntoWindow();
    void place(std::size_t slot, std::int64_t qty) noexcept;

    std::vector<std::int64_t> m_qty;
    std::vector<std::uint64_t> m_occupied; ///< one bit a slot
    std::vector<FarLevel> m_far;           ///< ascending keys, the best at the back
    std::vector<FarLevel> m_moved;         ///< scratch of moveWindow
    std::int64_t m_tick;
    std::int64_t m_base = 0; ///< ticks of slot 0
    std::size_t m_window;
    std::size_t m_countWindow; ///< the window where a tick is one count, as nearly always, so that keys need no division; else 0
    std::ptrdiff_t m_bestSlot = kNone;
    std::uint64_t m_touches = 0;
    std::int64_t m_flip; ///< 0 for bids, -1 for asks
};

} // namespace maker
