#include "kernel/backtest/resting_prices.h"

#include <algorithm>

namespace maker::backtest {

void RestingPrices::improve(Side side, Price price) noexcept
{
    Price& best = m_best[indexOf(side)];
    if (best.count == 0 || (price.count - best.count) * sign(side) > 0)
        best = price;
}

void RestingPrices::add(std::uint64_t number, Side side, Price price)
{
    m_orders.push_back({number, side, price});
    improve(side, price);
}

void RestingPrices::remove(std::uint64_t number)
{
    const auto gone = std::ranges::find(m_orders, number, &Resting::number);
    if (gone == m_orders.end())
        return;
    const Side side = gone->side;
    const bool wasBest = gone->price == best(side);
    *gone = m_orders.back();
    m_orders.pop_back();
    if (!wasBest)
        return;
    m_best[indexOf(side)] = {};
    for (const Resting& each : m_orders) {
        if (each.side == side)
            improve(side, each.price);
    }
}

} // namespace maker::backtest
