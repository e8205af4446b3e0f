#pragma once

#include "builders.h"
#include "kernel/orders/quote_diff.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace maker::orders_test {

/// A venue that answers every request at once and without fault, and the strategy's side of it.
struct QuoteDesk {
    WorkingOrders orders{"mk"};
    ClientOrderIds ids = *ClientOrderIds::make("mk", 1);
    QuoteDiffOptions options{kAccount, kInstrument, {1}, {0}, true};
    OrderRequests requests;
    QuoteTarget target;

    void quote(Side side, std::int64_t price, std::int64_t qty = 10)
    {
        Quote& quote = target.add();
        quote.side = side;
        quote.price = {price};
        quote.qty = {qty};
    }
    const OrderRequests& diff()
    {
        diffQuotes(target, orders, options, ids, requests);
        return requests;
    }
    void send()
    {
        for (const OrderRequest& request : requests.view()) {
            if (request.kind == RequestKind::New)
                orders.onPlaced(request.order, kStart);
            else if (request.kind == RequestKind::Cancel)
                orders.onCancelSent(request.cancel.clientOrderId, kStart);
            else
                orders.onReplaceSent(request.replace(), kStart);
        }
    }
    void answer()
    {
        std::vector<ExecEvent> answers;
        orders.forEachOpen([&](const WorkingOrder& w) {
            const std::string id = w.order.clientOrderId.str();
            if (w.order.state == OrderState::PendingNew)
                answers.push_back(anEvent(ExecKind::OrderAck, id.c_str()));
            else if (isPending(w.order.state))
                answers.push_back(aStatus(id.c_str(), OrderState::Canceled, w.order.cumQty.count));
        });
        for (const ExecEvent& event : answers)
            orders.apply(event);
    }
    /// Diff, send, answer; returns the number of requests.
    std::size_t round()
    {
        diff();
        send();
        answer();
        return requests.size();
    }
    const Order& only() const
    {
        const Order* found = nullptr;
        orders.forEachOpen([&](const WorkingOrder& w) { found = &w.order; });
        return *found;
    }

    using Row = std::tuple<Side, std::int64_t, std::int64_t>;
    std::vector<Row> wanted() const
    {
        std::vector<Row> rows;
        for (const Quote& quote : target.view())
            rows.emplace_back(quote.side, quote.price.count, quote.qty.count);
        std::ranges::sort(rows);
        return rows;
    }
    std::vector<Row> resting() const
    {
        std::vector<Row> rows;
        orders.forEachOpen([&](const WorkingOrder& w) {
            rows.emplace_back(w.order.side, w.order.price.count, w.order.leaves().count);
        });
        std::ranges::sort(rows);
        return rows;
    }
};

} // namespace maker::orders_test
