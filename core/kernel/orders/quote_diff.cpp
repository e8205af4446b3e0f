#include "kernel/orders/quote_diff.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>

namespace maker {
namespace {

constexpr std::size_t kMaxOrders = 128;
constexpr std::int8_t kFree = -1;

/// The nearest price of each side, and whether a price of the other one reaches it.
class Touch {
public:
    void see(Side side, Price price) noexcept
    {
        if (side == Side::Buy)
            m_bid = std::max(m_bid, price.count);
        else
            m_ask = std::min(m_ask, price.count);
    }
    bool reachedBy(Side side, Price price) const noexcept
    {
        return side == Side::Buy ? price.count >= m_ask : price.count <= m_bid;
    }

private:
    std::int64_t m_bid = std::numeric_limits<std::int64_t>::min();
    std::int64_t m_ask = std::numeric_limits<std::int64_t>::max();
};

/// The quotes and orders of one side, with which order serves which quote.
struct Book {
    // Only the first so many of each are ever set and read.
    std::array<const Quote*, QuoteTarget::kMaxQuotes> quotes;
    std::array<std::int8_t, QuoteTarget::kMaxQuotes> served; ///< kFree: no order rests for it
    std::size_t quoteCount = 0;
    std::array<const WorkingOrder*, kMaxOrders> orders;
    std::array<std::int8_t, kMaxOrders> serves;
    std::size_t orderCount = 0;
    std::size_t blocked = 0; ///< orders that are leaving and whose place must stay empty until they are gone
};

/// What both sides are held against.
struct Diff {
    const QuoteTarget& target;
    const WorkingOrders& orders;
    const QuoteDiffOptions& options;
    ClientOrderIds& ids;
    OrderRequests& out;
    Touch wanted{}; ///< of the quotes
    Touch resting{}; ///< of every order of the account, whosever it is
};

class SideDiff {
public:
    SideDiff(Side side, const Diff& diff) noexcept : m_side(side), m_diff(diff) {}

    void add(const Quote& quote) noexcept;
    void add(const WorkingOrder& working) noexcept;
    /// Once all have been added; most often there is one of each.
    void match()
    {
        if (m_book.quoteCount != 1 || m_book.orderCount != 1)
            matchMany();
        else if (fits(*m_book.quotes[0], *m_book.orders[0]))
            serve(0, 0);
    }

    void writeCancels()
    {
        if (surplus() > 0 || m_diff.target.count == 0)
            cancelSurplus();
    }
    void writeReplaces()
    {
        if (m_unserved > 0 && m_unwanted > 0 && m_diff.options.useReplace)
            replaceUnwanted();
    }
    void writeNews()
    {
        if (m_unserved > 0)
            placeUnserved();
    }

private:
    void matchMany();
    bool rearrange(std::size_t quote, std::array<bool, kMaxOrders>& visited);
    /// How many orders have no quote to be replaced by.
    std::size_t surplus() const noexcept
    {
        const std::size_t replaced = m_diff.options.useReplace ? m_unserved : 0;
        return m_unwanted > replaced ? m_unwanted - replaced : 0;
    }
    void serve(std::size_t quote, std::size_t order) noexcept;
    void cancelSurplus();
    void replaceUnwanted();
    void placeUnserved();
    bool fits(const Quote& quote, const WorkingOrder& working) const noexcept;
    std::optional<std::size_t> nextUnserved(std::size_t from) const noexcept;
    void writeCancel(CancelOrder& cancel, const WorkingOrder& working) const noexcept;
    void writeOrder(NewOrder& order, const Quote& quote) const noexcept;

    Side m_side;
    const Diff& m_diff;
    Book m_book;
    std::size_t m_unserved = 0; ///< quotes for which nothing rests
    std::size_t m_unwanted = 0; ///< orders that serve no quote and may be moved
};

bool movable(const WorkingOrder& working) noexcept
{
    return working.order.state == OrderState::Accepted || working.order.state == OrderState::PartiallyFilled;
}

void SideDiff::add(const Quote& quote) noexcept
{
    m_book.served[m_book.quoteCount] = kFree;
    m_book.quotes[m_book.quoteCount++] = &quote;
    ++m_unserved;
}

void SideDiff::add(const WorkingOrder& working) noexcept
{
    if (working.order.state == OrderState::PendingCancel) {
        ++m_book.blocked;
    } else if (working.order.state == OrderState::PendingReplace) {
        // Its new half is in the list and holds the place; a new half that is gone no longer does.
        const WorkingOrder* half = m_diff.orders.find(working.replacedBy);
        m_book.blocked += half == nullptr || isTerminal(half->order.state) ? 1 : 0;
    } else if (m_book.orderCount < kMaxOrders) {
        m_book.serves[m_book.orderCount] = kFree;
        m_book.orders[m_book.orderCount++] = &working;
        m_unwanted += movable(working) ? 1 : 0;
    }
}

/// An order that served nothing; `quote` may have been served by another one, which then goes on to serve another quote.
void SideDiff::serve(std::size_t quote, std::size_t order) noexcept
{
    m_unwanted -= movable(*m_book.orders[order]) ? 1 : 0;
    --m_unserved;
    m_book.served[quote] = static_cast<std::int8_t>(order);
    m_book.serves[order] = static_cast<std::int8_t>(quote);
}

bool SideDiff::fits(const Quote& quote, const WorkingOrder& working) const noexcept
{
    const Order& order = working.order;
    return std::abs(order.price.count - quote.price.count) <= m_diff.target.priceTolerance
        && order.type == OrderType::Limit && order.postOnly == quote.postOnly
        && std::abs(order.leaves().count - quote.qty.count) <= m_diff.options.leavesTolerance.count
        // A resting order beyond the other side's quotes would keep them from being placed.
        && !m_diff.wanted.reachedBy(m_side, order.price);
}

/// The nearest order for each quote first, then as many more as rearranging allows (augmenting paths), so that the number
/// of requests is the least possible.
void SideDiff::matchMany()
{
    for (std::size_t q = 0; q < m_book.quoteCount; ++q) {
        const Quote& quote = *m_book.quotes[q];
        std::int64_t best = std::numeric_limits<std::int64_t>::max();
        std::optional<std::size_t> chosen;
        for (std::size_t o = 0; o < m_book.orderCount; ++o) {
            const std::int64_t distance = std::abs(m_book.orders[o]->order.price.count - quote.price.count);
            if (m_book.serves[o] == kFree && distance < best && fits(quote, *m_book.orders[o])) {
                best = distance;
                chosen = o;
            }
        }
        if (chosen)
            serve(q, *chosen);
    }
    // A single quote has taken whatever fits.
    for (std::size_t q = 0; q < m_book.quoteCount && m_book.quoteCount > 1; ++q) {
        if (m_book.served[q] == kFree) {
            std::array<bool, kMaxOrders> visited{};
            rearrange(q, visited);
        }
    }
}

bool SideDiff::rearrange(std::size_t quote, std::array<bool, kMaxOrders>& visited)
{
    for (std::size_t o = 0; o < m_book.orderCount; ++o) {
        if (visited[o] || !fits(*m_book.quotes[quote], *m_book.orders[o]))
            continue;
        visited[o] = true;
        if (m_book.serves[o] == kFree) {
            serve(quote, o);
            return true;
        }
        if (rearrange(static_cast<std::size_t>(m_book.serves[o]), visited)) {
            m_book.served[quote] = static_cast<std::int8_t>(o);
            m_book.serves[o] = static_cast<std::int8_t>(quote);
            return true;
        }
    }
    return false;
}

std::optional<std::size_t> SideDiff::nextUnserved(std::size_t from) const noexcept
{
    for (std::size_t q = from; q < m_book.quoteCount; ++q) {
        if (m_book.served[q] == kFree)
            return q;
    }
    return std::nullopt;
}

/// The last to be visited go.
void SideDiff::cancelSurplus()
{
    OrderRequests& out = m_diff.out;
    std::size_t left = surplus();
    for (std::size_t o = m_book.orderCount; o > 0 && !out.full(); --o) {
        const WorkingOrder& working = *m_book.orders[o - 1];
        if (m_book.serves[o - 1] != kFree)
            continue;
        // An unacknowledged order is withdrawn only when nothing at all should rest: else its answer is waited for.
        const bool pulled = m_diff.target.count == 0 && working.order.state == OrderState::PendingNew;
        if (!pulled && (left == 0 || !movable(working)))
            continue;
        left -= pulled ? 0 : 1;
        m_unwanted -= pulled ? 0 : 1;
        OrderRequest& request = out.add();
        request.kind = RequestKind::Cancel;
        request.level = 0;
        writeCancel(request.cancel, working);
        m_book.orders[o - 1] = nullptr;
        ++m_book.blocked;
    }
    if (left > 0)
        out.defer(); // no room: the rest goes with the next call
}

void SideDiff::replaceUnwanted()
{
    OrderRequests& out = m_diff.out;
    std::size_t from = 0;
    for (std::size_t o = 0; o < m_book.orderCount && !out.full(); ++o) {
        if (m_book.orders[o] == nullptr || m_book.serves[o] != kFree || !movable(*m_book.orders[o]))
            continue;
        const std::optional<std::size_t> q = nextUnserved(from);
        if (!q)
            return;
        from = *q + 1;
        m_book.served[*q] = static_cast<std::int8_t>(o);
        --m_unserved;
        const Quote& quote = *m_book.quotes[*q];
        // The order stays: it rests behind the new price, since no order of ours crosses another one.
        if (m_diff.resting.reachedBy(m_side, quote.price)) {
            out.defer();
            continue;
        }
        OrderRequest& request = out.add();
        request.kind = RequestKind::Replace;
        request.level = quote.level;
        writeCancel(request.cancel, *m_book.orders[o]);
        writeOrder(request.order, quote);
    }
}

void SideDiff::placeUnserved()
{
    OrderRequests& out = m_diff.out;
    std::size_t held = m_book.blocked;
    for (std::size_t o = 0; o < m_book.orderCount; ++o) {
        const WorkingOrder* working = m_book.orders[o];
        held += working != nullptr && m_book.serves[o] == kFree && !movable(*working) ? 1 : 0;
    }
    for (auto q = nextUnserved(0); q; q = nextUnserved(*q + 1)) {
        const Quote& quote = *m_book.quotes[*q];
        // A quote that would meet an own order waits until that one is gone.
        if (held > 0 || out.full() || m_diff.resting.reachedBy(m_side, quote.price)) {
            held -= held > 0 ? 1 : 0;
            out.defer();
            continue;
        }
        OrderRequest& request = out.add();
        request.kind = RequestKind::New;
        request.level = quote.level;
        writeOrder(request.order, quote);
    }
}

void SideDiff::writeCancel(CancelOrder& cancel, const WorkingOrder& working) const noexcept
{
    cancel.clientOrderId = working.order.clientOrderId;
    cancel.venueOrderId = working.order.venueOrderId;
    cancel.instrument = m_diff.options.instrument;
    cancel.account = m_diff.options.account;
}

/// Every field, because the place held another request before.
void SideDiff::writeOrder(NewOrder& order, const Quote& quote) const noexcept
{
    order.clientOrderId = m_diff.ids.next();
    order.instrument = m_diff.options.instrument;
    order.account = m_diff.options.account;
    order.strategy = m_diff.options.strategy;
    order.side = quote.side;
    order.type = OrderType::Limit;
    order.timeInForce = TimeInForce::Gtc;
    order.postOnly = quote.postOnly;
    order.price = quote.price;
    order.qty = quote.qty;
}

} // namespace

void diffQuotes(const QuoteTarget& target, const WorkingOrders& orders, const QuoteDiffOptions& options,
                ClientOrderIds& ids, OrderRequests& out)
{
    out.clear();
    if (target.keep && !options.evenKept)
        return;
    Diff diff{target, orders, options, ids, out};
    SideDiff bids(Side::Buy, diff);
    SideDiff asks(Side::Sell, diff);
    for (const Quote& quote : target.view()) {
        if (quote.qty.count <= 0)
            continue;
        diff.wanted.see(quote.side, quote.price);
        (quote.side == Side::Buy ? bids : asks).add(quote);
    }
    orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        if (order.instrument != options.instrument || order.account != options.account)
            return;
        diff.resting.see(order.side, order.price);
        if (!order.foreign && order.strategy == options.strategy)
            (order.side == Side::Buy ? bids : asks).add(working);
    });
    bids.match();
    asks.match();
    bids.writeCancels();
    asks.writeCancels();
    bids.writeReplaces();
    asks.writeReplaces();
    bids.writeNews();
    asks.writeNews();
}

} // namespace maker
