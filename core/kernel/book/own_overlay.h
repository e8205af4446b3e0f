#pragma once

#include "kernel/book/level.h"

#include <cstddef>
#include <vector>

namespace maker {

/// Our own resting quantity by price, to show it in the ladder and to take it out of the market we quote against.
class OwnOverlay {
public:
    /// Adds to (or, negative, takes from) what rests of ours at a price; a price that reaches zero disappears. Taking
    /// more than there is is a broken invariant.
    void add(Side side, Price price, Qty qty);
    void clear() noexcept;

    Qty qtyAt(Side side, Price price) const noexcept;
    /// Our best price of a side; nullptr: none.
    const Level* best(Side side) const noexcept;
    /// Our levels of a side, best first.
    const std::vector<Level>& levels(Side side) const noexcept { return side == Side::Buy ? m_bids : m_asks; }

private:
    std::vector<Level> m_bids;
    std::vector<Level> m_asks;
};

} // namespace maker
