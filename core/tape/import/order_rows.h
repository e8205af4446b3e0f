#pragma once

#include "kernel/model/market_event.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace maker {

/// What a row of an order-by-order table does to an order.
enum class OrderAction : std::uint8_t {
    Add,     ///< it joins the queue of its price
    Modify,  ///< it has another price or quantity: less at the same price keeps its place
    Cancel,  ///< it is gone
    Execute, ///< a trade took this quantity of it
    Clear,   ///< the book is empty: the session begins, or orders were lost
};

/// "add", "new", "a" ... as vendors write them.
std::optional<OrderAction> orderAction(std::string_view text);

/// Turns single orders into a market: the orders themselves, trades, and the levels that follow from them. Rows of one
/// time are one change of the book. It keeps the orders that rest and nothing else.
class OrderRows {
public:
    struct Row {
        OrderAction action = OrderAction::Add;
        std::int64_t id = 0;
        std::optional<Side> side;
        std::optional<Price> price;
        std::optional<Qty> qty;
        MarketEvent blank; ///< with instrument, venue and times
    };

    /// A sentence where the row cannot be, null where it is good; appends what is whole to `out`.
    const char* add(const Row& row, std::vector<MarketEvent>& out);
    /// Appends the change of the book that was being read.
    void finish(std::vector<MarketEvent>& out);

private:
    struct Order {
        Side side = Side::Buy;
        Price price;
        Qty qty;
    };
    using Key = std::pair<Side, Price>;

    const char* wrong(const Row& row) const;
    void carryOut(const Row& row, std::vector<MarketEvent>& out);
    void set(const Row& row, const Order& order, std::vector<MarketEvent>& out);
    void clear(const MarketEvent& blank, std::vector<MarketEvent>& out);
    void change(const Order& order, std::int64_t by);

    std::unordered_map<std::int64_t, Order> m_orders; ///< only looked up
    std::map<Key, std::int64_t> m_levels;
    std::set<Key> m_changed; ///< since the last change of the book
    MarketEvent m_blank;     ///< of the time that is being read
    bool m_begun = false;
    std::int64_t m_bookId = 0;
    std::int64_t m_tradeId = 0;
};

} // namespace maker
