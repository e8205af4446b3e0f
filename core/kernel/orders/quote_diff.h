#pragma once

#include "kernel/base/assert.h"
#include "kernel/model/order.h"
#include "kernel/orders/client_order_id.h"
#include "kernel/orders/working_orders.h"
#include "kernel/strategy/quote_target.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace maker {

enum class RequestKind : std::uint8_t { Cancel, Replace, New };

/// One thing to ask of the venue. Cancel uses `cancel`, New uses `order`, Replace both.
struct OrderRequest : ReplaceOrder {
    RequestKind kind = RequestKind::Cancel;
    std::uint8_t level = 0; ///< of the quote it serves

    const ReplaceOrder& replace() const noexcept { return *this; }
};

/// The difference in place: first cancels, then replaces, then new orders, so that exposure falls before it rises.
class OrderRequests {
public:
    static constexpr std::size_t kMax = 2 * QuoteTarget::kMaxQuotes;

    std::span<const OrderRequest> view() const noexcept { return {m_requests.data(), m_count}; }
    std::size_t size() const noexcept { return m_count; }
    bool empty() const noexcept { return m_count == 0; }
    bool full() const noexcept { return m_count == kMax; }
    /// Quotes that have to wait for an answer of the venue: call diffQuotes() again after the next execution event.
    std::size_t deferred() const noexcept { return m_deferred; }

    void clear() noexcept { m_count = m_deferred = 0; }
    void defer() noexcept { ++m_deferred; }
    /// A request of any kind with whatever its place held before: set what its kind uses.
    OrderRequest& add() noexcept
    {
        MAKER_ASSERT(m_count < kMax);
        return m_requests[m_count++];
    }

private:
    std::array<OrderRequest, kMax> m_requests{};
    std::size_t m_count = 0;
    std::size_t m_deferred = 0;
};

/// Whose quotes they are and how exactly they must rest.
struct QuoteDiffOptions {
    AccountId account;
    InstrumentId instrument;
    StrategyId strategy;
    /// Leaves may differ from the quote's quantity by this much before the order is replaced.
    Qty leavesTolerance;
    /// Off: cancel, wait for the answer, then place; for venues without an atomic replace.
    bool useReplace = true;
    /// Also where the target asks for no change: what had to wait is carried out.
    bool evenKept = false;
};

/// Writes into `out` the fewest requests that turn the strategy's working orders into the target. Orders with an
/// unanswered cancel or replace are not touched, and each occupies one quote until the venue has answered, so exposure
/// never doubles. A quote that would meet an own order of the other side waits until that order is gone. Only an empty
/// target cancels orders that the venue has not acknowledged yet.
void diffQuotes(const QuoteTarget& target, const WorkingOrders& orders, const QuoteDiffOptions& options,
                ClientOrderIds& ids, OrderRequests& out);

} // namespace maker
