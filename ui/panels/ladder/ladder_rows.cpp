#include "ui/panels/ladder/ladder_rows.h"

#include <algorithm>
#include <array>

namespace maker {

namespace {

constexpr double kBalanceShare = 0.001; // 10 bp
constexpr std::size_t kLevelsToJudge = 25;
constexpr std::int64_t kRowsForThem = 40;

/// 1, 2, 5, 10, 20, 50 ...
std::int64_t stepUp(std::int64_t ticks)
{
    std::int64_t decade = 1;
    while (decade * 10 <= ticks)
        decade *= 10;
    for (const std::int64_t factor : { 2, 5, 10 }) {
        if (decade * factor > ticks)
            return decade * factor;
    }
    return decade * 10;
}

std::int64_t stepDown(std::int64_t ticks)
{
    std::int64_t below = 1;
    for (std::int64_t step = 1; step < ticks; step = stepUp(step))
        below = step;
    return below;
}

} // namespace

void LadderRows::setGroup(std::int64_t counts)
{
    m_group = counts;
    m_askAnchor = {};
    m_bidAnchor = {};
}

void LadderRows::coarser()
{
    const std::int64_t next = stepUp(m_group / m_tick);
    if (m_group > 0 && next <= 1'000'000)
        setGroup(next * m_tick);
}

void LadderRows::finer()
{
    if (m_group > m_tick)
        setGroup(stepDown(m_group / m_tick) * m_tick);
}

void LadderRows::recentre()
{
    m_askAnchor = {};
    m_bidAnchor = {};
    if (!m_asks.empty())
        m_askAnchor = m_asks.front().price;
    if (!m_bids.empty())
        m_bidAnchor = m_bids.front().price;
}

void LadderRows::clear()
{
    *this = {};
}

Price LadderRows::bucketOf(Side side, Price price) const
{
    const std::int64_t down = price.count / m_group * m_group;
    return { side == Side::Sell && down != price.count ? down + m_group : down };
}

void LadderRows::chooseGroup(const MarketSnapshot& market)
{
    // Twenty-five levels of the thinner side should stand within forty rows; a dense book keeps its tick.
    std::int64_t span = 0;
    const std::array sides { std::pair { &market.bids, market.bidCount }, std::pair { &market.asks, market.askCount } };
    for (const auto& [levels, count] : sides) {
        if (count > 1) {
            const std::size_t last = std::min<std::size_t>(count, kLevelsToJudge) - 1;
            span = std::max(span, std::abs((*levels)[last].price.count - (*levels)[0].price.count));
        }
    }
    std::int64_t ticks = 1;
    while (span / (ticks * m_tick) > kRowsForThem)
        ticks = stepUp(ticks);
    m_group = ticks * m_tick;
}

void LadderRows::fill(const MarketSnapshot& market, const OpenOrders& orders, Side side)
{
    std::vector<Bucket>& out = side == Side::Buy ? m_bids : m_asks;
    const auto& levels = side == Side::Buy ? market.bids : market.asks;
    const std::size_t count = side == Side::Buy ? market.bidCount : market.askCount;
    out.clear();
    for (std::size_t i = 0; i < count; ++i) {
        const Price price = bucketOf(side, levels[i].price);
        if (out.empty() || out.back().price != price)
            out.push_back({ price, {}, {}, {}, {} });
        out.back().qty += levels[i].qty;
        out.back().own += levels[i].ownQty;
    }
    if (count == 0)
        return;
    // Own orders beyond the levels of the view still rest.
    const Price worst = levels[count - 1].price;
    for (const Order& order : orders.orders()) {
        const bool beyond = side == Side::Buy ? order.price < worst : order.price > worst;
        if (order.foreign || order.instrument != market.instrument || order.side != side || !beyond)
            continue;
        Bucket& at = bucketAt(out, side, order.price);
        at.own += order.leaves();
        at.qty = std::max(at.qty, at.own);
    }
}

/// The bucket of a price; a new one goes to the end.
LadderRows::Bucket& LadderRows::bucketAt(std::vector<Bucket>& buckets, Side side, Price price) const
{
    const Price wanted = bucketOf(side, price);
    const auto at = std::find_if(
        buckets.begin(), buckets.end(), [wanted](const Bucket& bucket) { return bucket.price == wanted; });
    return at != buckets.end() ? *at : buckets.emplace_back(Bucket { wanted, {}, {}, {}, {} });
}

/// Several orders of ours in one row: the one that is likeliest to fill speaks for them.
void LadderRows::placeOwn(const MarketSnapshot& market, Side side)
{
    std::vector<Bucket>& out = side == Side::Buy ? m_bids : m_asks;
    for (std::size_t i = 0; i < market.ownCount; ++i) {
        const OwnOrderView& own = market.own[i];
        if (own.side != side || !own.queueKnown || own.qty.count <= 0)
            continue;
        Bucket& at = bucketAt(out, side, own.price);
        if (at.queue && at.queue->chance >= own.fillChance)
            continue;
        const double level = static_cast<double>(own.ahead.count + own.qty.count + own.behind.count);
        at.queue = QueuePlace { static_cast<double>(own.ahead.count) / level, static_cast<double>(own.qty.count) / level,
            own.ahead, own.behind, own.fillChance };
    }
}

/// A draft that reaches the other side has no row to stand in.
void LadderRows::placeDrafts(std::span<const DraftQuote> drafts, const MarketSnapshot& market, Side side)
{
    std::vector<Bucket>& out = side == Side::Buy ? m_bids : m_asks;
    const std::uint16_t others = side == Side::Buy ? market.askCount : market.bidCount;
    const Price touch = side == Side::Buy ? market.asks[0].price : market.bids[0].price;
    for (const DraftQuote& draft : drafts) {
        if (draft.side == side && (others == 0 || sign(side) * (touch.count - draft.price.count) > 0))
            bucketAt(out, side, draft.price).draft += draft.qty;
    }
}

void LadderRows::follow(Side side)
{
    const std::vector<Bucket>& levels = side == Side::Buy ? m_bids : m_asks;
    Price& anchor = side == Side::Buy ? m_bidAnchor : m_askAnchor;
    if (levels.empty())
        return;
    const Price best = levels.front().price;
    // Rows between the anchor and the touch; negative when the touch came nearer to the spread.
    const std::int64_t away = (best.count - anchor.count) * -sign(side) / m_group;
    const std::vector<Bucket>& others = side == Side::Buy ? m_asks : m_bids;
    const bool crossed = !others.empty() && (anchor.count - others.front().price.count) * -sign(side) <= 0;
    if (anchor.count == 0 || away < 0 || away > kSlack || crossed)
        anchor = best;
}

void LadderRows::weigh(const MarketSnapshot& market)
{
    m_bidShare.reset();
    if (market.bidCount == 0 || market.askCount == 0)
        return;
    const double mid = 0.5 * static_cast<double>(market.bids[0].price.count + market.asks[0].price.count);
    double bids = 0;
    double asks = 0;
    for (std::size_t i = 0;
         i < market.bidCount && static_cast<double>(market.bids[i].price.count) >= mid * (1 - kBalanceShare); ++i)
        bids += static_cast<double>(market.bids[i].qty.count);
    for (std::size_t i = 0;
         i < market.askCount && static_cast<double>(market.asks[i].price.count) <= mid * (1 + kBalanceShare); ++i)
        asks += static_cast<double>(market.asks[i].qty.count);
    if (bids + asks > 0)
        m_bidShare = bids / (bids + asks);
}

void LadderRows::update(const Instrument& instrument, const MarketSnapshot& market, const OpenOrders& orders,
    std::span<const DraftQuote> drafts)
{
    m_tick = std::max<std::int64_t>(1, instrument.tickSize().count);
    m_ready = market.bidCount > 0 || market.askCount > 0;
    if (!m_ready)
        return;
    if (m_group == 0)
        chooseGroup(market);
    for (const Side side : { Side::Buy, Side::Sell }) {
        fill(market, orders, side);
        placeOwn(market, side);
        placeDrafts(drafts, market, side);
        std::vector<Bucket>& sorted = side == Side::Buy ? m_bids : m_asks;
        std::sort(sorted.begin(), sorted.end(), [side](const Bucket& a, const Bucket& b) {
            return side == Side::Buy ? a.price > b.price : a.price < b.price;
        });
    }
    follow(Side::Buy);
    follow(Side::Sell);
    // An empty side still has rows: they begin one group from the other side.
    if (m_asks.empty())
        m_askAnchor = { m_bidAnchor.count + m_group };
    if (m_bids.empty())
        m_bidAnchor = { std::max<std::int64_t>(m_askAnchor.count - m_group, m_group) };
    weigh(market);
}

LadderRow LadderRows::at(int row) const
{
    const Side side = row > 0 ? Side::Sell : Side::Buy;
    const std::int64_t steps = std::abs(row) - 1;
    const Price price { side == Side::Sell ? m_askAnchor.count + steps * m_group
                                           : m_bidAnchor.count - steps * m_group };
    const std::vector<Bucket>& levels = side == Side::Buy ? m_bids : m_asks;
    const auto found
        = std::lower_bound(levels.begin(), levels.end(), price, [side](const Bucket& bucket, Price wanted) {
              return side == Side::Buy ? bucket.price > wanted : bucket.price < wanted;
          });
    if (found == levels.end() || found->price != price)
        return { price, side, {}, {}, {}, {} };
    return { price, side, found->qty, found->own, found->draft, found->queue };
}

int LadderRows::rowOf(Side side, Price price) const
{
    const Price bucket = bucketOf(side, price);
    const std::int64_t steps = side == Side::Sell ? (bucket.count - m_askAnchor.count) / m_group
                                                  : (m_bidAnchor.count - bucket.count) / m_group;
    const int row = static_cast<int>(std::clamp<std::int64_t>(steps, 0, 1'000'000)) + 1;
    return side == Side::Sell ? row : -row;
}

std::pair<Price, Price> LadderRows::range(const LadderRow& row) const
{
    if (row.side == Side::Sell)
        return { { row.price.count - m_group + 1 }, row.price };
    return { row.price, { row.price.count + m_group - 1 } };
}

double LadderRows::cap(int low, int high) const
{
    std::vector<std::int64_t> sizes;
    for (int row = low; row <= high; ++row) {
        if (row == 0)
            continue;
        const Qty qty = at(row).qty;
        if (qty.count > 0)
            sizes.push_back(qty.count);
    }
    if (sizes.empty())
        return 1.0;
    const auto at95 = sizes.begin() + static_cast<std::ptrdiff_t>((sizes.size() - 1) * 95 / 100);
    std::nth_element(sizes.begin(), at95, sizes.end());
    return static_cast<double>(std::max<std::int64_t>(1, *at95));
}

} // namespace maker
