#pragma once

#include "session/views.h"

#include <vector>

namespace maker {

/// The orders that rest or are on their way, from order rows; foreign ones too, marked as such. Oldest first.
class OpenOrders {
public:
    /// True when the row changed the list.
    bool apply(const RowEvent& row);
    const std::vector<Order>& orders() const { return m_orders; }
    /// Orders of ours of one instrument and side whose price lies in [low, high]; cancelled ones excluded.
    std::vector<Order> ours(InstrumentId instrument, Side side, Price low, Price high) const;
    std::size_t ownCount() const;
    /// After rows were lost: forgets all once the desk says that nothing of ours is open.
    bool settle(const DeskSnapshot& desk);

private:
    std::vector<Order> m_orders;
    bool m_rowsLost = false;
};

} // namespace maker
