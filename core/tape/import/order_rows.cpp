#include "tape/import/order_rows.h"

#include "tape/import/csv_fields.h"

#include <algorithm>
#include <array>
#include <string>

namespace maker {

std::optional<OrderAction> orderAction(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, OrderAction>, 20> kWords{{
        {"add", OrderAction::Add}, {"new", OrderAction::Add}, {"insert", OrderAction::Add}, {"open", OrderAction::Add},
        {"a", OrderAction::Add}, {"modify", OrderAction::Modify}, {"change", OrderAction::Modify}, {"replace", OrderAction::Modify},
        {"update", OrderAction::Modify}, {"m", OrderAction::Modify}, {"cancel", OrderAction::Cancel}, {"delete", OrderAction::Cancel},
        {"remove", OrderAction::Cancel}, {"c", OrderAction::Cancel}, {"d", OrderAction::Cancel}, {"execute", OrderAction::Execute},
        {"fill", OrderAction::Execute}, {"e", OrderAction::Execute}, {"f", OrderAction::Execute}, {"clear", OrderAction::Clear},
    }};
    const std::string word = columnName(text);
    for (const auto& [each, action] : kWords) {
        if (each == word)
            return action;
    }
    return std::nullopt;
}

const char* OrderRows::add(const Row& row, std::vector<MarketEvent>& out)
{
    if (const char* const sentence = wrong(row))
        return sentence;
    if (m_begun && row.blank.localTime != m_blank.localTime)
        finish(out);
    m_blank = row.blank;
    if (!m_begun || row.action == OrderAction::Clear)
        clear(row.blank, out);
    m_begun = true;
    carryOut(row, out);
    return nullptr;
}

const char* OrderRows::wrong(const Row& row) const
{
    if (row.action == OrderAction::Clear)
        return nullptr;
    if (row.id == 0)
        return "it has no order id";
    const auto known = m_orders.find(row.id);
    if (row.action == OrderAction::Add) {
        if (known != m_orders.end())
            return "an order with its id rests already";
        if (!row.side)
            return "its side is neither buy nor sell";
        if (!row.price)
            return "the price is not a positive decimal";
    } else {
        if (known == m_orders.end())
            return "no order with its id rests";
        if (row.side && *row.side != known->second.side)
            return "its side is not the order's";
    }
    if (row.action != OrderAction::Cancel && (!row.qty || row.qty->count <= 0))
        return "the quantity is not a positive decimal";
    if (row.action != OrderAction::Execute)
        return nullptr;
    if (row.price && *row.price != known->second.price)
        return "its price is not the order's";
    return *row.qty > known->second.qty ? "it takes more than the order has" : nullptr;
}

void OrderRows::carryOut(const Row& row, std::vector<MarketEvent>& out)
{
    if (row.action == OrderAction::Clear)
        return;
    if (row.action == OrderAction::Add) {
        set(row, {*row.side, *row.price, *row.qty}, out);
        return;
    }
    Order order = m_orders.at(row.id);
    change(order, -order.qty.count);
    if (row.action == OrderAction::Modify) {
        order.price = row.price.value_or(order.price);
        order.qty = *row.qty;
    } else if (row.action == OrderAction::Cancel) {
        order.qty = {};
    } else {
        MarketEvent trade = row.blank;
        trade.kind = MarketKind::Trade;
        trade.side = opposite(order.side);
        trade.price = order.price;
        trade.qty = *row.qty;
        trade.lastId = ++m_tradeId;
        out.push_back(trade);
        order.qty -= *row.qty;
    }
    set(row, order, out);
}

void OrderRows::set(const Row& row, const Order& order, std::vector<MarketEvent>& out)
{
    if (order.qty.isZero())
        m_orders.erase(row.id);
    else
        m_orders[row.id] = order;
    change(order, order.qty.count);
    MarketEvent event = row.blank;
    event.kind = MarketKind::BookOrder;
    event.side = order.side;
    event.price = order.price;
    event.qty = order.qty;
    event.lastId = row.id;
    out.push_back(event);
}

void OrderRows::change(const Order& order, std::int64_t by)
{
    const Key key{order.side, order.price};
    m_levels[key] += by;
    m_changed.insert(key);
}

/// An empty book whose orders are all told.
void OrderRows::clear(const MarketEvent& blank, std::vector<MarketEvent>& out)
{
    m_orders.clear();
    m_levels.clear();
    m_changed.clear();
    MarketEvent event = blank;
    event.kind = MarketKind::BookSnapshot;
    event.lastId = ++m_bookId;
    out.push_back(event);
    event.kind = MarketKind::BookOrder;
    event.lastId = 0;
    out.push_back(event);
}

void OrderRows::finish(std::vector<MarketEvent>& out)
{
    constexpr std::size_t kMostLevels = 65'535;
    while (!m_changed.empty()) {
        std::size_t left = std::min(m_changed.size(), kMostLevels);
        MarketEvent event = m_blank;
        event.kind = MarketKind::BookDelta;
        event.levels = static_cast<std::uint16_t>(left);
        event.firstId = event.lastId = ++m_bookId;
        event.prevId = m_bookId - 1;
        event.last = false;
        out.push_back(event);
        event = m_blank;
        event.kind = MarketKind::BookLevel;
        for (auto at = m_changed.begin(); left > 0; at = m_changed.erase(at)) {
            event.side = at->first;
            event.price = at->second;
            const auto level = m_levels.find(*at);
            event.qty = Qty{level->second};
            event.last = --left == 0;
            out.push_back(event);
            if (level->second == 0)
                m_levels.erase(level);
        }
    }
}

} // namespace maker
