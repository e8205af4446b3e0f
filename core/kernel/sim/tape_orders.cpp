// A recorded market that tells every order: where ours stand among them.
#include "kernel/sim/tape_market.h"

#include <algorithm>

namespace maker::sim {

void TapeMarket::onTapeOrder(const MarketEvent& event)
{
    if (event.kind == MarketKind::FeedDown) {
        m_orders->onFeedDown();
        return;
    }
    const bool knew = m_orders->known();
    follow(m_orders->onOrder(event));
    if (knew || !m_orders->known())
        return;
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (Resting& order : resting(side)) {
            if (order.place == 0)
                placeAmongOrders(side, order);
        }
    }
}

void TapeMarket::follow(std::span<const OrderQueues::Move> moves) noexcept
{
    for (const OrderQueues::Move& move : moves) {
        for (Resting& order : resting(move.side)) {
            if (order.price != move.price || order.place == 0)
                continue;
            (move.place < order.place ? order.position.ahead : order.position.behind) += static_cast<double>(move.by);
        }
    }
}

/// Behind all whom the tape knows: of those who came while they were not known nobody can say who was first.
void TapeMarket::placeAmongOrders(Side side, Resting& order) noexcept
{
    order.position.start(static_cast<double>(m_orders->qtyAt(side, order.price).count));
    order.place = m_orders->join();
}

} // namespace maker::sim
