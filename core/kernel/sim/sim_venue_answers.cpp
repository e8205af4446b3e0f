// What a simulated venue says, and when it is heard.
#include "kernel/model/same_currency.h"
#include "kernel/sim/sim_venue_parts.h"

#include <memory>

namespace maker::sim {

ExecEvent& SimVenue::Parts::answer(ExecKind kind, AccountId outside, InstrumentId instrument)
{
    ExecEvent& event = *std::construct_at(&answers.push()); // in place: an assignment would make it twice
    event.kind = kind;
    event.venue = venueOf(instrument);
    event.account = outside;
    event.instrument = instrument;
    event.venueTime = now;
    event.localTime = latency.answer(now);
    return event;
}

/// Nearly every answer is one. A slot of the ring that told of an order before has nothing else in it, so only these fields
/// are set.
ExecEvent& SimVenue::Parts::tellOrder(ExecKind kind, const SimOrder& order)
{
    ExecEvent& event = answers.push();
    if (event.kind != ExecKind::OrderAck && event.kind != ExecKind::OrderStatus)
        event = {};
    event.kind = kind;
    event.state = order.state;
    event.side = order.side;
    event.type = order.type;
    event.timeInForce = order.timeInForce;
    event.postOnly = order.postOnly;
    event.venue = venueOf(order.instrument);
    event.account = outsideOf(order.account);
    event.instrument = order.instrument;
    event.clientOrderId = order.clientOrderId;
    event.venueOrderId = order.idText;
    event.venueTime = now;
    event.localTime = latency.answer(now);
    event.price = order.price;
    event.qty = order.qty;
    event.cumQty = order.cumQty;
    return event;
}

void SimVenue::Parts::reject(const NewOrder& order, SimReject reason, bool fromReplace)
{
    ExecEvent& event = answer(ExecKind::OrderReject, order.account, order.instrument);
    event.state = OrderState::Rejected;
    event.reason = toRejectReason(reason);
    event.side = order.side;
    event.type = order.type;
    event.timeInForce = order.timeInForce;
    event.postOnly = order.postOnly;
    event.fromReplace = fromReplace;
    event.clientOrderId = order.clientOrderId;
    event.price = order.price;
    event.qty = order.qty;
    event.venueCode = venueCode(reason);
    event.detail = FixedText<95>(toText(reason));
}

void SimVenue::Parts::rejectCancel(const CancelOrder& target, SimReject reason, bool forReplace)
{
    ExecEvent& event = answer(ExecKind::CancelReject, target.account, target.instrument);
    event.clientOrderId = target.clientOrderId;
    event.venueOrderId = target.venueOrderId;
    event.reason = toRejectReason(reason);
    event.venueCode = venueCode(reason);
    event.detail = FixedText<95>(toText(reason));
    event.fromReplace = forReplace;
}

void SimVenue::Parts::tellFill(const SimFill& fill, const SimOrder* order)
{
    ExecEvent& event =
        order ? tellOrder(ExecKind::Fill, *order) : answer(ExecKind::Fill, outsideOf(fill.account), fill.instrument);
    if (!order) {
        event.side = fill.side;
        event.clientOrderId = fill.clientOrderId;
        event.venueOrderId.assignNumber(fill.orderId);
    }
    event.venueTime = fill.time;
    event.isMaker = fill.isMaker;
    event.tradeId.assignNumber(fill.tradeId);
    event.price = fill.price;
    event.qty = fill.qty;
    event.fee = fill.fee;
}

void SimVenue::Parts::tellBalance(AccountId inside, const SimBalance& balance)
{
    ExecEvent& event = answer(ExecKind::Balance, outsideOf(inside), {});
    event.asset = balance.currency;
    event.free = balance.free;
    event.locked = balance.locked;
}

void SimVenue::Parts::onExecution(const SimExecution& execution)
{
    switch (execution.kind) {
    case SimExecKind::New: tellOrder(ExecKind::OrderAck, *execution.order); return;
    case SimExecKind::Trade: return tellFill(*execution.fill, execution.order);
    case SimExecKind::Canceled:
    case SimExecKind::Expired:
    case SimExecKind::Replaced: tellOrder(ExecKind::OrderStatus, *execution.order); return;
    }
}

void SimVenue::Parts::onBalance(AccountId account, const SimBalance& balance, Timestamp)
{
    const Money total = balance.free + balance.locked;
    for (ToldBalance& told : toldBalances) {
        if (told.inside != account || !sameCurrency(told.currency, balance.currency))
            continue;
        if (told.total == total)
            return;
        told.total = total;
        return tellBalance(account, balance);
    }
    toldBalances.push_back({account, balance.currency, total});
    if (now.valid()) // what is deposited before the first event is the beginning, not news
        tellBalance(account, balance);
}

AccountId SimVenue::Parts::insideOf(AccountId outside)
{
    if (const Account* known = accountOf(outside))
        return known->inside;
    accounts.push_back({outside, exchange.openAccount(), -1, 0});
    return accounts.back().inside;
}

} // namespace maker::sim
