// The questions one may ask the book of a matching engine; none of them changes it, but for taking the level changes.
#include "kernel/sim/matching_engine.h"

#include <algorithm>

namespace maker::sim {

std::optional<RestingOrder> MatchingEngine::find(SimOrderId id) const noexcept
{
    const std::uint32_t handle = m_nodes.find(id);
    if (handle == 0)
        return std::nullopt;
    const RestingNode& node = m_nodes.at(handle);
    return RestingOrder{node.account, node.side, toPrice(node.tick), Qty{node.leaves}};
}

std::optional<DepthLevel> MatchingEngine::bestBid() const noexcept
{
    if (m_bestBid == PriceLevels::kBelowAll)
        return std::nullopt;
    return DepthLevel{toPrice(m_bestBid), Qty{m_levels.find(m_bestBid)->qty}};
}

std::optional<DepthLevel> MatchingEngine::bestAsk() const noexcept
{
    if (m_bestAsk == PriceLevels::kAboveAll)
        return std::nullopt;
    return DepthLevel{toPrice(m_bestAsk), Qty{m_levels.find(m_bestAsk)->qty}};
}

bool MatchingEngine::wouldTake(Side side, Price limit) const noexcept
{
    const std::optional<std::int64_t> tick = toTick(limit);
    return tick && crosses(side, *tick);
}

Qty MatchingEngine::qtyAt(Side side, Price price) const noexcept
{
    const std::optional<std::int64_t> tick = toTick(price);
    if (!tick || (side == Side::Buy ? *tick > m_bestBid : *tick < m_bestAsk))
        return {};
    const PriceLevel* level = m_levels.find(*tick);
    return level ? Qty{level->qty} : Qty{};
}

std::int64_t MatchingEngine::stepAway(Side bookSide, std::int64_t tick) const noexcept
{
    return bookSide == Side::Buy ? m_levels.below(tick) : m_levels.above(tick);
}

std::size_t MatchingEngine::depth(Side side, std::span<DepthLevel> out) const noexcept
{
    std::size_t count = 0;
    for (std::int64_t tick = bestFor(opposite(side)); count < out.size(); tick = stepAway(side, tick)) {
        if (tick == PriceLevels::kBelowAll || tick == PriceLevels::kAboveAll)
            break;
        out[count++] = {toPrice(tick), Qty{m_levels.find(tick)->qty}};
    }
    return count;
}

std::size_t MatchingEngine::levelCount(Side side) const noexcept
{
    std::size_t count = 0;
    for (std::int64_t tick = bestFor(opposite(side)); tick != PriceLevels::kBelowAll && tick != PriceLevels::kAboveAll;
         tick = stepAway(side, tick))
        ++count;
    return count;
}

TakeEstimate MatchingEngine::estimate(Side side, std::optional<Price> limit, Qty qty, AccountId account) const noexcept
{
    TakeEstimate result;
    const Side bookSide = opposite(side);
    for (std::int64_t tick = bestFor(side); result.qty < qty; tick = stepAway(bookSide, tick)) {
        if (tick == PriceLevels::kBelowAll || tick == PriceLevels::kAboveAll)
            break;
        const Price price = toPrice(tick);
        if (limit && (side == Side::Buy ? price > *limit : price < *limit))
            break;
        const PriceLevel& level = *m_levels.find(tick);
        std::int64_t available = level.qty;
        bool own = false;
        if (m_selfTrade == SelfTrade::ExpireTaker) {
            available = 0;
            for (std::uint32_t i = level.head; i != 0 && !own; i = m_nodes.at(i).next) {
                own = m_nodes.at(i).account == account;
                available += own ? 0 : m_nodes.at(i).leaves;
            }
        }
        const std::int64_t taken = std::min(available, (qty - result.qty).count);
        result.qty += Qty{taken};
        result.priceQty += static_cast<Int128>(price.count) * taken;
        if (own)
            break;
    }
    return result;
}

Qty MatchingEngine::qtyForPriceQty(Side side, Int128 maxPriceQty) const noexcept
{
    Qty result;
    for (std::int64_t tick = bestFor(side); tick != PriceLevels::kBelowAll && tick != PriceLevels::kAboveAll;
         tick = stepAway(opposite(side), tick)) {
        const Int128 price = toPrice(tick).count;
        const std::int64_t available = m_levels.find(tick)->qty;
        const Int128 affordable = maxPriceQty / price;
        if (affordable < available)
            return result + Qty{static_cast<std::int64_t>(affordable)};
        result += Qty{available};
        maxPriceQty -= price * available;
    }
    return result;
}

UpdateRange MatchingEngine::takeChanges(std::vector<LevelChange>& out)
{
    out.clear();
    collect(Side::Buy, m_changedBids, out);
    const auto asks = static_cast<std::ptrdiff_t>(out.size());
    std::reverse(out.begin(), out.begin() + asks);
    collect(Side::Sell, m_changedAsks, out);
    const UpdateRange range{m_takenUpdateId + 1, m_updateId};
    m_takenUpdateId = m_updateId;
    return range;
}

void MatchingEngine::collect(Side side, std::vector<std::int64_t>& ticks, std::vector<LevelChange>& out)
{
    std::sort(ticks.begin(), ticks.end());
    ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
    for (const std::int64_t tick : ticks) {
        m_levels.clearListed(tick, side == Side::Buy);
        out.push_back({side, toPrice(tick), qtyAt(side, toPrice(tick))});
    }
    ticks.clear();
}

} // namespace maker::sim
