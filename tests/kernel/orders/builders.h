#pragma once

#include "kernel/model/exec_event.h"
#include "kernel/orders/working_orders.h"

namespace maker::orders_test {

inline constexpr Timestamp kStart = Timestamp::fromMillis(1'700'000'000'000);
inline constexpr InstrumentId kInstrument{1};
inline constexpr AccountId kAccount{1};

inline NewOrder anOrder(const char* id, Side side = Side::Buy, std::int64_t price = 100, std::int64_t qty = 10)
{
    NewOrder order;
    order.clientOrderId = id;
    order.instrument = kInstrument;
    order.account = kAccount;
    order.strategy = {1};
    order.side = side;
    order.postOnly = true;
    order.price = {price};
    order.qty = {qty};
    return order;
}

inline ExecEvent anEvent(ExecKind kind, const char* id)
{
    ExecEvent event;
    event.kind = kind;
    event.clientOrderId = id;
    event.venueOrderId = "V1";
    event.instrument = kInstrument;
    event.account = kAccount;
    event.localTime = kStart + Duration::millis(5);
    event.price = {100};
    event.qty = {10};
    event.postOnly = true;
    return event;
}

inline ExecEvent aFill(const char* id, const char* trade, std::int64_t qty, std::int64_t cumQty = 0)
{
    ExecEvent event = anEvent(ExecKind::Fill, id);
    event.tradeId = trade;
    event.qty = {qty};
    event.cumQty = {cumQty};
    event.isMaker = true;
    return event;
}

inline ExecEvent aStatus(const char* id, OrderState state, std::int64_t cumQty = 0)
{
    ExecEvent event = anEvent(ExecKind::OrderStatus, id);
    event.state = state;
    event.cumQty = {cumQty};
    return event;
}

inline ExecEvent aCancelReject(const char* id, RejectReason reason)
{
    ExecEvent event = anEvent(ExecKind::CancelReject, id);
    event.reason = reason;
    return event;
}

} // namespace maker::orders_test
