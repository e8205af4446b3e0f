#include "kernel/book/order_book.h"

namespace maker {

OrderBook::OrderBook(Price tick, std::size_t window)
    : m_bids(Side::Buy, tick.count, window), m_asks(Side::Sell, tick.count, window)
{
}

void OrderBook::clear() noexcept
{
    m_bids.clear();
    m_asks.clear();
}

std::size_t OrderBook::purgeCrossed(Side fresh)
{
    const auto reached = best(fresh);
    if (!reached)
        return 0;
    return (fresh == Side::Buy ? m_asks : m_bids).removeThrough(reached->price.count);
}

std::size_t OrderBook::top(Side side, std::span<Level> out) const noexcept
{
    std::size_t count = 0;
    auto levels = cursor(side);
    while (count < out.size()) {
        const auto level = levels.next();
        if (!level)
            break;
        out[count++] = *level;
    }
    return count;
}

} // namespace maker
