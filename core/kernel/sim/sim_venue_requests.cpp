// What a simulated venue does with a request that has arrived.
#include "kernel/sim/sim_venue_parts.h"

#include <algorithm>

namespace maker::sim {

namespace {

/// Done orders that a query still finds: few, because walking through more costs more than the orders themselves.
constexpr std::size_t kKeptDoneOrders = 32;

SimExchange::Config exchangeConfig(const SimVenueConfig& config)
{
    SimExchange::Config result;
    result.fees = config.fees;
    result.schedule = config.schedule;
    result.selfTrade = config.selfTrade;
    result.maxOpenOrders = config.maxOpenOrders;
    result.keptOrders = kKeptDoneOrders;
    result.tellsTotalsOnly = true; // as the engine compares them
    result.tellsResting = false;
    return result;
}

SimOrderRequest requestOf(const NewOrder& order) noexcept
{
    return {.instrument = order.instrument,
        .clientOrderId = order.clientOrderId,
        .side = order.side,
        .type = order.type,
        .timeInForce = order.timeInForce,
        .postOnly = order.postOnly,
        .price = order.price,
        .qty = order.qty,
        .quoteQty = {}};
}

} // namespace

SimVenue::Parts::Parts(const SimVenueConfig& venueConfig)
    : config(venueConfig)
    , latency(venueConfig.latency)
    , exchange(exchangeConfig(venueConfig))
{
    exchange.setListener(this);
}

void SimVenue::Parts::carryOutUntil(Timestamp at)
{
    while (!requests.empty() && requests.front().arrival <= at) {
        now = requests.front().arrival;
        carryOut(requests.front());
        requests.pop();
    }
}

inline void SimVenue::Parts::carryOut(const Request& request)
{
    switch (request.kind) {
    case RequestKind::Place: return onArrived(request.order, place(request.order, false));
    case RequestKind::Replace: return onArrived(request.order, replace(request));
    case RequestKind::Cancel: cancel(request.target, false); return;
    case RequestKind::CancelAll: return cancelAll(request.target);
    case RequestKind::Query: return query(request.target);
    case RequestKind::Reconcile: return reconcile(request);
    }
}

inline SimOrderId SimVenue::Parts::place(const NewOrder& order, bool fromReplace)
{
    Account* account = accountOf(order.account);
    SimOutcome outcome{SimReject::UnknownAccount};
    if (account != nullptr)
        outcome = rateExceeded(*account) ? SimOutcome{SimReject::TooManyRequests}
                                         : exchange.place(account->inside, requestOf(order), now);
    if (!outcome.ok())
        reject(order, outcome.reject, fromReplace);
    return outcome.orderId;
}

inline void SimVenue::Parts::onArrived(const NewOrder& order, SimOrderId id)
{
    if (arrivals == nullptr)
        return;
    const QueuePosition* position = id == 0 ? nullptr : exchange.queueOf(order.instrument, id);
    const QueueView view = position == nullptr ? QueueView{} : QueueView{position->ahead, position->behind};
    arrivals->onArrived(position == nullptr ? nullptr : &view);
}

/// As the venues do that know no atomic change (Binance's cancelReplace with STOP_ON_FAILURE): the old order is withdrawn,
/// and only where that worked the new one is placed, at the end of its queue.
inline SimOrderId SimVenue::Parts::replace(const Request& request)
{
    if (cancel(request.target, true))
        return place(request.order, true);
    reject(request.order, SimReject::UnknownOrder, true);
    return 0;
}

inline bool SimVenue::Parts::cancel(const CancelOrder& target, bool forReplace)
{
    const Account* account = accountOf(target.account);
    const SimOutcome outcome = account
        ? exchange.cancelByClientId(account->inside, target.instrument, target.clientOrderId, now)
        : SimOutcome{SimReject::UnknownAccount, 0};
    if (!outcome.ok())
        rejectCancel(target, outcome.reject, forReplace);
    return outcome.ok();
}

void SimVenue::Parts::cancelAll(const CancelOrder& scope)
{
    if (const Account* account = accountOf(scope.account))
        exchange.cancelAll(account->inside, scope.instrument, now);
}

void SimVenue::Parts::query(const CancelOrder& target)
{
    const Account* account = accountOf(target.account);
    const SimOrder* order =
        account ? exchange.orderByClientId(account->inside, target.instrument, target.clientOrderId) : nullptr;
    if (!order) {
        answer(ExecKind::OrderUnknown, target.account, target.instrument).clientOrderId = target.clientOrderId;
        return;
    }
    for (const SimFill& fill : exchange.fills(account->inside, target.instrument, 0, OrderRecords::kKept)) {
        if (fill.orderId == order->id)
            tellFill(fill, order);
    }
    tellOrder(ExecKind::OrderStatus, *order);
}

void SimVenue::Parts::reconcile(const Request& request)
{
    const AccountId outside = request.target.account;
    if (const Account* account = accountOf(outside)) {
        for (const SimOrder& order : exchange.openOrders(account->inside, {}))
            tellOrder(ExecKind::OrderStatus, order);
        for (const Listed& market : listed) {
            for (const SimFill& fill : exchange.fills(account->inside, market.instrument, 0, OrderRecords::kKept)) {
                if (fill.time >= request.since)
                    tellFill(fill, exchange.order(account->inside, market.instrument, fill.orderId));
            }
        }
        for (const SimBalance& balance : exchange.balances(account->inside))
            tellBalance(account->inside, balance);
    }
    answer(ExecKind::ReconcileDone, outside, {});
}

bool SimVenue::Parts::rateExceeded(Account& account)
{
    if (config.maxOrdersPerWindow == 0)
        return false;
    const std::int64_t window = now.ns / std::max<std::int64_t>(1, config.orderWindow.ns);
    if (window != account.window) {
        account.window = window;
        account.ordersInWindow = 0;
    }
    return ++account.ordersInWindow > config.maxOrdersPerWindow;
}

} // namespace maker::sim
