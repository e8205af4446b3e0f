#pragma once

#include "kernel/model/market_event.h"
#include "kernel/sim/price_levels.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maker::sim {

/// The orders of a recorded market, each at its place in the first-in-first-out queue of its price, as the recording tells
/// them one by one (MarketKind::BookOrder). A place is a number: the smaller one is served first, and whoever joins gets a
/// greater one than all before, so orders of ours that take a place know exactly who is ahead. Nothing is allocated once
/// it has held the most orders that it will hold.
class OrderQueues {
public:
    using Place = std::uint64_t; ///< from 1; 0: none

    OrderQueues(Price tick, std::uint32_t windowLevels);

    /// Quantity that came to (positive) or left (negative) a place of a queue.
    struct Move {
        Side side = Side::Buy;
        Price price;
        Place place = 0;
        std::int64_t by = 0;
    };

    /// One record; what it moved is valid until the next call. While all orders are told anew nothing is known, and those
    /// that are told again keep their places.
    std::span<const Move> onOrder(const MarketEvent& event);
    /// A trade takes what is first in the queue of the resting side at once; the orders' own records then say the same.
    /// Where another order turns out to have lost it instead, those who were thought to have lost it get it back.
    std::span<const Move> onTrade(Side resting, Price price, Qty qty);
    /// What happens until all orders are told anew is not known.
    void onFeedDown() noexcept
    {
        m_known = false;
        m_inTelling = false;
        ++m_telling;
    }

    /// The queues hold every order of the market.
    bool known() const noexcept { return m_known; }
    /// A place behind all others.
    Place join() noexcept { return m_nextPlace++; }
    Qty qtyAt(Side side, Price price) const noexcept;
    std::size_t orders() const noexcept { return m_live; }

private:
    struct Node {
        std::int64_t id = 0; ///< 0: free, `next` is the next free one
        std::int64_t told = 0;
        std::int64_t left = 0; ///< less than told where trades have taken of it that are not told yet
        std::int64_t tick = 0;
        Place place = 0;
        std::uint32_t prev = 0;
        std::uint32_t next = 0;
        std::uint32_t telling = 0; ///< the telling of all orders that it was last part of
        Side side = Side::Buy;
    };
    struct Slot {
        std::int64_t id = 0;
        std::uint32_t node = 0;
    };

    PriceLevels& levels(Side side) noexcept { return side == Side::Buy ? m_bids : m_asks; }
    const PriceLevels& levels(Side side) const noexcept { return side == Side::Buy ? m_bids : m_asks; }
    void tell(const MarketEvent& event);
    void add(const MarketEvent& event, std::int64_t tick);
    void change(Node& node, std::int64_t qty);
    void remove(std::uint32_t handle);
    void giveBack(Side side, std::int64_t tick, std::int64_t qty);
    void endTelling();
    void note(const Node& node, std::int64_t by);

    std::size_t slotOf(std::int64_t id) const noexcept;
    std::size_t homeOf(std::int64_t id) const noexcept;
    void index(std::int64_t id, std::uint32_t handle);
    void forget(std::int64_t id) noexcept;

    std::int64_t m_tick;
    PriceLevels m_bids;
    PriceLevels m_asks;
    std::vector<Node> m_nodes; ///< the first is none
    std::vector<Slot> m_slots; ///< by id: a power of two, at most half full, searched from an id's home onwards
    std::vector<Move> m_moves;
    std::size_t m_live = 0;
    std::int64_t m_untold = 0; ///< what trades took and no record has told yet, of all orders
    std::uint32_t m_free = 0;
    std::uint32_t m_telling = 0;
    Place m_nextPlace = 1;
    bool m_inTelling = false;
    bool m_known = false;
    bool m_centred = false;
};

} // namespace maker::sim
