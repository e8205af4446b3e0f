#include "ui/panels/open_orders.h"

#include <algorithm>

namespace maker {

bool OpenOrders::apply(const RowEvent& row)
{
    if (row.kind == RowKind::Overflow)
        m_rowsLost = true;
    if (row.kind != RowKind::OrderUpdate)
        return false;
    const Order& order = row.order;
    const auto at = std::find_if(m_orders.begin(), m_orders.end(), [&](const Order& known) {
        return known.clientOrderId == order.clientOrderId && known.instrument == order.instrument;
    });
    if (at == m_orders.end()) {
        if (isTerminal(order.state))
            return false;
        m_orders.push_back(order);
    } else if (isTerminal(order.state)) {
        m_orders.erase(at);
    } else {
        *at = order;
    }
    return true;
}

std::vector<Order> OpenOrders::ours(InstrumentId instrument, Side side, Price low, Price high) const
{
    std::vector<Order> found;
    for (const Order& order : m_orders) {
        if (!order.foreign && order.instrument == instrument && order.side == side && order.price >= low
            && order.price <= high)
            found.push_back(order);
    }
    return found;
}

std::size_t OpenOrders::ownCount() const
{
    return static_cast<std::size_t>(
        std::count_if(m_orders.begin(), m_orders.end(), [](const Order& order) { return !order.foreign; }));
}

bool OpenOrders::settle(const DeskSnapshot& desk)
{
    if (!m_rowsLost || desk.openOrders != 0 || m_orders.empty())
        return false;
    m_rowsLost = false;
    std::erase_if(m_orders, [](const Order& order) { return !order.foreign; });
    return true;
}

} // namespace maker
