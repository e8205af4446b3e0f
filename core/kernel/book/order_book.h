#pragma once

#include "kernel/book/book_side.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace maker {

/// The aggregated book of one instrument by price. Constant time near the best prices, correct anywhere, and nothing is
/// allocated once the lists have grown to the size of the market. It knows no sequence rule: BookSync feeds it.
class OrderBook {
public:
    static constexpr std::size_t kDefaultWindow = 4096;

    /// `tick`: tick size of the instrument (prices off it are kept too); `window`: ticks held flat per side.
    explicit OrderBook(Price tick = {1}, std::size_t window = kDefaultWindow);

    /// Sets the quantity of a level; zero removes it. Buy is the bid side.
    void set(Side side, Price price, Qty qty) { m_sides[indexOf(side)].set(price.count, qty.count); }
    void clear() noexcept;

    std::optional<Level> bestBid() const noexcept { return bids().best(); }
    std::optional<Level> bestAsk() const noexcept { return asks().best(); }
    std::optional<Level> best(Side side) const noexcept { return this->side(side).best(); }
    /// Stands still while neither best level moves.
    std::uint64_t touches() const noexcept { return bids().touches() + asks().touches(); }
    Qty qtyAt(Side side, Price price) const noexcept { return {this->side(side).qtyAt(price.count)}; }
    std::size_t levelCount(Side side) const noexcept { return this->side(side).size(); }
    bool empty() const noexcept { return bids().empty() && asks().empty(); }
    bool empty(Side side) const noexcept { return this->side(side).empty(); }

    /// Both sides hold levels and the best bid is at or above the best ask.
    bool crossed() const noexcept
    {
        const auto bid = bestBid();
        const auto ask = bestAsk();
        return bid && ask && bid->price >= ask->price;
    }
    /// Removes the levels opposite to `fresh` that its best price reaches, for feeds that never say they are gone;
    /// returns how many.
    std::size_t purgeCrossed(Side fresh);

    /// Copies the best levels, best first; returns how many were written.
    std::size_t top(Side side, std::span<Level> out) const noexcept;
    /// A walk from the best level outwards; any set() ends its validity.
    BookSide::Cursor cursor(Side side) const noexcept { return BookSide::Cursor(this->side(side)); }

private:
    const BookSide& side(Side which) const noexcept { return m_sides[indexOf(which)]; }
    const BookSide& bids() const noexcept { return m_sides[0]; }
    const BookSide& asks() const noexcept { return m_sides[1]; }

    std::array<BookSide, 2> m_sides; ///< found by index and not by a branch: which side is next nobody foresees
};

} // namespace maker
