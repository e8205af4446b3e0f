#include "kernel/orders/quote_diff.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>

namespace maker {
namespace {

constexpr std::size_t kMaxOrders = 128;
constexpr std::int8_t kFree = -1;

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

class SideDiff {
public:
    SideDiff(Side side, const QuoteTarget& target, const WorkingOrders& orders, const QuoteDiffOptions& options)
        : m_side(side), m_target(target), m_all(orders), m_options(options)
    {
        collectQuotes();
        collectOrders();
        match();
    }

    void writeCancels(OrderRequests& out);
    void writeReplaces(ClientOrderIds& ids, OrderRequests& out);
    void writeNews(ClientOrderIds& ids, OrderRequests& out);

private:
    void collectQuotes();
    void collectOrders();
    void match();
    bool augment(std::size_t quote, std::array<bool, kMaxOrders>& visited);
    bool fits(const Quote& quote, const WorkingOrder& working) const;
    bool crossesTarget(Price price) const;
    bool meetsOwnOrder(const Quote& quote) const;
    bool movable(const WorkingOrder& working) const;
    std::optional<std::size_t> nextUnserved(std::size_t from) const;
    std::size_t surplus() const;
    CancelOrder cancelOf(const WorkingOrder& working) const;
    NewOrder orderOf(const Quote& quote, ClientOrderIds& ids) const;

    Side m_side;
    const QuoteTarget& m_target;
    const WorkingOrders& m_all;
    const QuoteDiffOptions& m_options;
    Book m_book;
};

void SideDiff::collectQuotes()
{
    for (const Quote& quote : m_target.view()) {
        if (quote.side != m_side || quote.qty.count <= 0)
            continue;
        m_book.served[m_book.quoteCount] = kFree;
        m_book.quotes[m_book.quoteCount++] = &quote;
    }
}

void SideDiff::collectOrders()
{
    m_all.forEachOpen([this](const WorkingOrder& working) {
        const Order& order = working.order;
        if (order.foreign || order.side != m_side || order.strategy != m_options.strategy
            || order.instrument != m_options.instrument || order.account != m_options.account)
            return;
        if (order.state == OrderState::PendingCancel) {
            ++m_book.blocked;
        } else if (order.state == OrderState::PendingReplace) {
            // Its new half is in the list and holds the place; a new half that is gone no longer does.
            const WorkingOrder* half = m_all.find(working.replacedBy);
            m_book.blocked += half == nullptr || isTerminal(half->order.state) ? 1 : 0;
        } else if (m_book.orderCount < kMaxOrders) {
            m_book.serves[m_book.orderCount] = kFree;
            m_book.orders[m_book.orderCount++] = &working;
        }
    });
}

/// A resting order beyond the other side's quotes would keep them from being placed.
bool SideDiff::crossesTarget(Price price) const
{
    return std::ranges::any_of(m_target.view(), [&](const Quote& quote) {
        return quote.side != m_side && quote.qty.count > 0
            && (m_side == Side::Buy ? price >= quote.price : price <= quote.price);
    });
}

bool SideDiff::fits(const Quote& quote, const WorkingOrder& working) const
{
    const Order& order = working.order;
    return order.type == OrderType::Limit && order.postOnly == quote.postOnly
        && std::abs(order.price.count - quote.price.count) <= m_target.priceTolerance
        && std::abs(order.leaves().count - quote.qty.count) <= m_options.leavesTolerance.count
        && !crossesTarget(order.price);
}

/// The nearest order for each quote first, then as many more as rearranging allows (augmenting paths), so that the number
/// of requests is the least possible.
void SideDiff::match()
{
    for (std::size_t q = 0; q < m_book.quoteCount; ++q) {
        std::int64_t best = std::numeric_limits<std::int64_t>::max();
        std::optional<std::size_t> chosen;
        for (std::size_t o = 0; o < m_book.orderCount; ++o) {
            const std::int64_t distance =
                std::abs(m_book.orders[o]->order.price.count - m_book.quotes[q]->price.count);
            if (m_book.serves[o] == kFree && distance < best && fits(*m_book.quotes[q], *m_book.orders[o])) {
                best = distance;
                chosen = o;
            }
        }
        if (chosen) {
            m_book.served[q] = static_cast<std::int8_t>(*chosen);
            m_book.serves[*chosen] = static_cast<std::int8_t>(q);
        }
    }
    for (std::size_t q = 0; q < m_book.quoteCount; ++q) {
        if (m_book.served[q] == kFree) {
            std::array<bool, kMaxOrders> visited{};
            augment(q, visited);
        }
    }
}

bool SideDiff::augment(std::size_t quote, std::array<bool, kMaxOrders>& visited)
{
    for (std::size_t o = 0; o < m_book.orderCount; ++o) {
        if (visited[o] || !fits(*m_book.quotes[quote], *m_book.orders[o]))
            continue;
        visited[o] = true;
        if (m_book.serves[o] == kFree || augment(static_cast<std::size_t>(m_book.serves[o]), visited)) {
            m_book.served[quote] = static_cast<std::int8_t>(o);
            m_book.serves[o] = static_cast<std::int8_t>(quote);
            return true;
        }
    }
    return false;
}

bool SideDiff::movable(const WorkingOrder& working) const
{
    return working.order.state == OrderState::Accepted || working.order.state == OrderState::PartiallyFilled;
}

std::optional<std::size_t> SideDiff::nextUnserved(std::size_t from) const
{
    for (std::size_t q = from; q < m_book.quoteCount; ++q) {
        if (m_book.served[q] == kFree)
            return q;
    }
    return std::nullopt;
}

/// How many unserved orders have no quote to be replaced by; the last to be visited go.
std::size_t SideDiff::surplus() const
{
    std::size_t orders = 0;
    std::size_t quotes = 0;
    for (std::size_t o = 0; o < m_book.orderCount; ++o)
        orders += m_book.serves[o] == kFree && movable(*m_book.orders[o]) ? 1 : 0;
    for (std::size_t q = 0; q < m_book.quoteCount; ++q)
        quotes += m_book.served[q] == kFree ? 1 : 0;
    if (!m_options.useReplace)
        return orders;
    return orders > quotes ? orders - quotes : 0;
}

void SideDiff::writeCancels(OrderRequests& out)
{
    std::size_t left = surplus();
    for (std::size_t o = m_book.orderCount; o > 0 && !out.full(); --o) {
        const WorkingOrder& working = *m_book.orders[o - 1];
        if (m_book.serves[o - 1] != kFree)
            continue;
        // An unacknowledged order is withdrawn only when nothing at all should rest: else its answer is waited for.
        const bool pulled = m_target.count == 0 && working.order.state == OrderState::PendingNew;
        if (!pulled && (left == 0 || !movable(working)))
            continue;
        left -= pulled ? 0 : 1;
        OrderRequest& request = out.add();
        request.kind = RequestKind::Cancel;
        request.level = 0;
        request.cancel = cancelOf(working);
        m_book.orders[o - 1] = nullptr;
        ++m_book.blocked;
    }
    if (left > 0)
        out.defer(); // no room: the rest goes with the next call
}

void SideDiff::writeReplaces(ClientOrderIds& ids, OrderRequests& out)
{
    std::size_t from = 0;
    for (std::size_t o = 0; o < m_book.orderCount && !out.full() && m_options.useReplace; ++o) {
        if (m_book.orders[o] == nullptr || m_book.serves[o] != kFree || !movable(*m_book.orders[o]))
            continue;
        const std::optional<std::size_t> q = nextUnserved(from);
        if (!q)
            return;
        from = *q + 1;
        m_book.served[*q] = static_cast<std::int8_t>(o);
        // The order stays: it rests behind the new price, since no order of ours crosses another one.
        if (meetsOwnOrder(*m_book.quotes[*q])) {
            out.defer();
            continue;
        }
        OrderRequest& request = out.add();
        request.kind = RequestKind::Replace;
        request.level = m_book.quotes[*q]->level;
        request.cancel = cancelOf(*m_book.orders[o]);
        request.order = orderOf(*m_book.quotes[*q], ids);
    }
}

void SideDiff::writeNews(ClientOrderIds& ids, OrderRequests& out)
{
    std::size_t held = m_book.blocked;
    for (std::size_t o = 0; o < m_book.orderCount; ++o) {
        const WorkingOrder* working = m_book.orders[o];
        held += working != nullptr && m_book.serves[o] == kFree && !movable(*working) ? 1 : 0;
    }
    for (auto q = nextUnserved(0); q; q = nextUnserved(*q + 1)) {
        if (held > 0 || out.full() || meetsOwnOrder(*m_book.quotes[*q])) {
            held -= held > 0 ? 1 : 0;
            out.defer();
            continue;
        }
        OrderRequest& request = out.add();
        request.kind = RequestKind::New;
        request.level = m_book.quotes[*q]->level;
        request.order = orderOf(*m_book.quotes[*q], ids);
    }
}

bool SideDiff::meetsOwnOrder(const Quote& quote) const
{
    bool meets = false;
    m_all.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        if (order.side == m_side || order.instrument != m_options.instrument
            || order.account != m_options.account)
            return;
        meets = meets || (m_side == Side::Buy ? quote.price >= order.price : quote.price <= order.price);
    });
    return meets;
}

CancelOrder SideDiff::cancelOf(const WorkingOrder& working) const
{
    return {working.order.clientOrderId, working.order.venueOrderId, m_options.instrument, m_options.account};
}

NewOrder SideDiff::orderOf(const Quote& quote, ClientOrderIds& ids) const
{
    NewOrder order;
    order.clientOrderId = ids.next();
    order.instrument = m_options.instrument;
    order.account = m_options.account;
    order.strategy = m_options.strategy;
    order.side = quote.side;
    order.postOnly = quote.postOnly;
    order.price = quote.price;
    order.qty = quote.qty;
    return order;
}

} // namespace

void diffQuotes(const QuoteTarget& target, const WorkingOrders& orders, const QuoteDiffOptions& options,
                ClientOrderIds& ids, OrderRequests& out)
{
    out.clear();
    if (target.keep && !options.evenKept)
        return;
    SideDiff bids(Side::Buy, target, orders, options);
    SideDiff asks(Side::Sell, target, orders, options);
    bids.writeCancels(out);
    asks.writeCancels(out);
    bids.writeReplaces(ids, out);
    asks.writeReplaces(ids, out);
    bids.writeNews(ids, out);
    asks.writeNews(ids, out);
}

} // namespace maker
