#include "kernel/book/own_overlay.h"

#include "kernel/base/assert.h"

#include <algorithm>

namespace maker {
namespace {

/// First level of a best-first list at `price` or behind it.
template <typename Levels>
auto position(Levels& levels, Side side, Price price) noexcept
{
    return std::lower_bound(levels.begin(), levels.end(), price, [side](const Level& level, Price wanted) {
        return side == Side::Buy ? level.price > wanted : level.price < wanted;
    });
}

} // namespace

void OwnOverlay::add(Side side, Price price, Qty qty)
{
    std::vector<Level>& levels = side == Side::Buy ? m_bids : m_asks;
    const auto at = position(levels, side, price);
    if (at == levels.end() || at->price != price) {
        MAKER_ASSERT(qty.count >= 0);
        if (!qty.isZero())
            levels.insert(at, Level{price, qty});
        return;
    }
    at->qty += qty;
    MAKER_ASSERT(at->qty.count >= 0);
    if (at->qty.isZero())
        levels.erase(at);
}

void OwnOverlay::clear() noexcept
{
    m_bids.clear();
    m_asks.clear();
}

Qty OwnOverlay::qtyAt(Side side, Price price) const noexcept
{
    const auto at = position(levels(side), side, price);
    return at != levels(side).end() && at->price == price ? at->qty : Qty{};
}

const Level* OwnOverlay::best(Side side) const noexcept
{
    return levels(side).empty() ? nullptr : levels(side).data();
}

} // namespace maker
