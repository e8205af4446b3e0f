#include "kernel/book/order_book.h"

namespace maker {

OrderBook::OrderBook(Price tick, std::size_t window)
    : m_sides{BookSide(Side::Buy, tick.count, window), BookSide(Side::Sell, tick.count, window)}
{
}

void OrderBook::clear() noexcept
{
    for (BookSide& side : m_sides)
        side.clear();
}

std::size_t OrderBook::purgeCrossed(Side fresh)
{
    const auto reached = best(fresh);
    if (!reached)
        return 0;
    return m_sides[indexOf(opposite(fresh))].removeThrough(reached->price.count);
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
