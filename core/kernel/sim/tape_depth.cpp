// The questions one may ask a recorded market that our orders rest in: the tape less what we took, and our orders.
#include "kernel/sim/tape_market.h"

#include <algorithm>
#include <array>

namespace maker::sim {

namespace {

constexpr std::size_t kPublishedLevels = 5000;

} // namespace

std::int64_t TapeMarket::ownAt(Side side, Price price) const noexcept
{
    std::int64_t sum = 0;
    for (const Resting& order : resting(side))
        sum += order.price == price ? order.leaves : 0;
    return sum;
}

std::optional<RestingOrder> TapeMarket::find(SimOrderId id) const noexcept
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (const Resting& order : resting(side)) {
            if (order.id == id)
                return RestingOrder{order.account, side, order.price, Qty{order.leaves}};
        }
    }
    return std::nullopt;
}

const QueuePosition* TapeMarket::queue(SimOrderId id) const noexcept
{
    for (const std::vector<Resting>& waiting : m_resting) {
        for (const Resting& order : waiting) {
            if (order.id == id)
                return &order.position;
        }
    }
    return nullptr;
}

std::optional<DepthLevel> TapeMarket::bestBid() const noexcept
{
    return bestOf(Side::Buy);
}

std::optional<DepthLevel> TapeMarket::bestAsk() const noexcept
{
    return bestOf(Side::Sell);
}

/// Asked for every order, so it walks only where something of the tape was taken, and adds nothing up.
bool TapeMarket::wouldTake(Side side, Price limit) const noexcept
{
    const Side facing = opposite(side);
    if (!taken(facing).empty()) {
        const std::optional<DepthLevel> best = bestOf(facing);
        return best && !better(side, best->price, limit);
    }
    const std::vector<Resting>& own = resting(facing);
    if (!own.empty() && !better(side, own.front().price, limit))
        return true;
    const std::optional<Level> tape = m_tape.book().best(facing);
    return tape && !better(side, tape->price, limit);
}

std::optional<DepthLevel> TapeMarket::bestOf(Side side) const noexcept
{
    if (!taken(side).empty()) {
        std::array<DepthLevel, 1> best;
        return depth(side, best) == 1 ? std::optional(best[0]) : std::nullopt;
    }
    const std::optional<Level> tape = m_tape.book().best(side);
    const std::vector<Resting>& own = resting(side);
    if (own.empty() || (tape && better(side, tape->price, own.front().price)))
        return tape ? std::optional(DepthLevel{tape->price, tape->qty}) : std::nullopt;
    const Price price = own.front().price;
    const Qty offered = tape && tape->price == price ? tape->qty : Qty{};
    return DepthLevel{price, offered + Qty{ownAt(side, price)}};
}

Qty TapeMarket::qtyAt(Side side, Price price) const noexcept
{
    const std::int64_t tape = m_tape.book().qtyAt(side, price).count - takenAt(side, price);
    return Qty{std::max<std::int64_t>(0, tape) + ownAt(side, price)};
}

std::size_t TapeMarket::depth(Side side, std::span<DepthLevel> out) const noexcept
{
    std::size_t count = 0;
    TapeWalk walk(m_tape.book(), taken(side), resting(side), side);
    while (count < out.size()) {
        const std::optional<TapeWalk::Step> level = walk.next();
        if (!level)
            break;
        const std::int64_t own = level->own ? ownAt(side, level->price) : 0;
        out[count++] = {level->price, Qty{std::max<std::int64_t>(0, level->tape) + own}};
    }
    return count;
}

std::size_t TapeMarket::levelCount(Side side) const noexcept
{
    std::size_t count = 0;
    TapeWalk walk(m_tape.book(), taken(side), resting(side), side);
    while (walk.next())
        ++count;
    return count;
}

TakeEstimate TapeMarket::estimate(Side side, std::optional<Price> limit, Qty qty, AccountId account) const noexcept
{
    TakeEstimate result;
    const Side facing = opposite(side);
    const std::vector<Resting>& waiting = resting(facing);
    TapeWalk walk(m_tape.book(), taken(facing), waiting, facing);
    while (result.qty < qty) {
        const std::optional<TapeWalk::Step> level = walk.next();
        if (!level || (limit && better(facing, *limit, level->price)))
            break;
        std::int64_t there = std::max<std::int64_t>(0, level->tape);
        bool self = false;
        for (const Resting& order : waiting) {
            if (order.price != level->price)
                continue;
            self = order.account == account && m_config.selfTrade == SelfTrade::ExpireTaker;
            if (self) {
                const auto ahead = wholeCounts(order.position.ahead);
                there = std::clamp<std::int64_t>(ahead - takenAt(facing, order.price), 0, there);
                break;
            }
            there += order.leaves;
        }
        const std::int64_t taken = std::min(there, (qty - result.qty).count);
        result.qty += Qty{taken};
        result.priceQty += static_cast<Int128>(level->price.count) * taken;
        if (self)
            break;
    }
    return result;
}

Qty TapeMarket::qtyForPriceQty(Side side, Int128 maxPriceQty) const noexcept
{
    Qty result;
    const Side facing = opposite(side);
    TapeWalk walk(m_tape.book(), taken(facing), resting(facing), facing);
    while (const std::optional<TapeWalk::Step> level = walk.next()) {
        const Int128 price = level->price.count;
        const std::int64_t available = qtyAt(facing, level->price).count;
        const Int128 affordable = maxPriceQty / price;
        if (affordable < available)
            return result + Qty{static_cast<std::int64_t>(affordable)};
        result += Qty{available};
        maxPriceQty -= price * available;
    }
    return result;
}

UpdateRange TapeMarket::takeChanges(std::vector<LevelChange>& out)
{
    out.clear();
    if (m_config.publishes) {
        collect(Side::Buy, out);
        collect(Side::Sell, out);
    }
    m_updateId += static_cast<std::int64_t>(out.size());
    const UpdateRange range{m_takenUpdateId + 1, m_updateId};
    m_takenUpdateId = m_updateId;
    return range;
}

/// Compares the side with what it was the last time; both lists are sorted best first.
void TapeMarket::collect(Side side, std::vector<LevelChange>& out)
{
    std::vector<DepthLevel>& before = m_published[indexOf(side)];
    m_present.resize(kPublishedLevels);
    m_present.resize(depth(side, m_present));
    auto old = before.begin();
    auto now = m_present.begin();
    while (old != before.end() || now != m_present.end()) {
        if (now == m_present.end() || (old != before.end() && better(side, old->price, now->price))) {
            out.push_back({side, old->price, {}});
            ++old;
        } else if (old == before.end() || better(side, now->price, old->price)) {
            out.push_back({side, now->price, now->qty});
            ++now;
        } else {
            if (old->qty != now->qty)
                out.push_back({side, now->price, now->qty});
            ++old;
            ++now;
        }
    }
    before.swap(m_present);
}

} // namespace maker::sim
