#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace maker::sim {

/// The orders resting at one price: a list of nodes by index, oldest first, and their sum.
struct PriceLevel {
    std::int64_t qty = 0;
    std::uint32_t head = 0;
    std::uint32_t tail = 0;
    bool bidListed = false; ///< already among the changed levels not yet taken
    bool askListed = false;

    bool empty() const noexcept { return head == 0; }
};

/// Levels by tick: a flat array over a window of ticks around the market, with a bitmap to step from one occupied level to
/// the next, and a sorted vector for the prices outside it. An uncrossed book needs one for both sides.
class PriceLevels {
public:
    static constexpr std::int64_t kBelowAll = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t kAboveAll = std::numeric_limits<std::int64_t>::max();

    /// `windowLevels` is a power of two, 64 .. 2^18.
    explicit PriceLevels(std::uint32_t windowLevels);

    /// The level of the tick, made where there is none; marks it occupied. Valid until the next call of occupy or vacate.
    PriceLevel& occupy(std::int64_t tick);
    /// The level of an occupied tick.
    PriceLevel& at(std::int64_t tick) noexcept
    {
        const std::uint64_t index = static_cast<std::uint64_t>(tick - m_base);
        return index < m_window.size() ? m_window[index] : farAt(tick);
    }
    /// Null where nothing rests at the tick.
    const PriceLevel* find(std::int64_t tick) const noexcept;
    /// Forgets that the tick is listed as changed.
    void clearListed(std::int64_t tick, bool bid) noexcept;
    /// Marks an emptied tick as free.
    void vacate(std::int64_t tick) noexcept;
    /// The greatest occupied tick below / the smallest above; kBelowAll / kAboveAll where there is none.
    std::int64_t below(std::int64_t tick) const noexcept;
    std::int64_t above(std::int64_t tick) const noexcept;
    /// Moves the window so that the tick is in its middle, if it lies outside the inner half.
    void keepNear(std::int64_t tick)
    {
        if (static_cast<std::uint64_t>(tick - m_base - m_quarter) >= 2 * static_cast<std::uint64_t>(m_quarter))
            moveWindow(tick);
    }
    bool inWindow(std::int64_t tick) const noexcept
    {
        return static_cast<std::uint64_t>(tick - m_base) < m_window.size();
    }

private:
    struct FarLevel {
        std::int64_t tick = 0;
        PriceLevel level;
    };

    PriceLevel& farAt(std::int64_t tick) noexcept;
    std::size_t farIndex(std::int64_t tick) const noexcept;
    void moveWindow(std::int64_t tick);
    void setBit(std::uint64_t index) noexcept;
    void clearBit(std::uint64_t index) noexcept;
    /// Greatest set bit at or below / smallest at or above the index; -1 where there is none.
    std::int64_t bitAtOrBelow(std::int64_t index) const noexcept;
    std::int64_t bitAtOrAbove(std::int64_t index) const noexcept;

    std::int64_t m_base = 0;
    std::int64_t m_quarter = 0;
    std::vector<PriceLevel> m_window;
    std::array<std::vector<std::uint64_t>, 3> m_bits; ///< one bit a level, a bit a word of those, and again
    std::vector<FarLevel> m_far;                      ///< by tick
};

} // namespace maker::sim
