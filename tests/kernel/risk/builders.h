#pragma once

#include "kernel/model/exec_event.h"
#include "kernel/model/instrument.h"
#include "kernel/orders/working_orders.h"
#include "kernel/risk/risk_gate.h"

#include <array>
#include <cstdint>
#include <string>

namespace maker::risk_test {

inline constexpr Timestamp kNow = Timestamp::fromMillis(1'700'000'000'000);
inline constexpr AccountId kAccount{1};

/// Prices of two decimals on a tick of 0.05, quantities of three on a lot of 0.002.
inline Instrument anInstrument(std::uint32_t id = 1, const char* base = "BTC")
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {1};
    spec.symbol.assign(std::string(base) + "USDT");
    spec.base = base;
    spec.quote = "USDT";
    spec.tickSize = std::string("0.05");
    spec.lotSize = std::string("0.002");
    spec.minPrice = std::string("10");
    spec.maxPrice = std::string("1000");
    spec.minQty = std::string("0.010");
    spec.maxQty = std::string("50");
    spec.minNotional = std::string("5");
    return *Instrument::make(spec);
}

/// A gate, a market at 100 and an account with plenty, in which every order of anOrder() passes.
struct Desk {
    Instrument instrument = anInstrument();
    std::array<const Instrument*, 1> listed{&instrument};
    WorkingOrders orders{"mk", {.open = 64, .closed = 64, .trades = 1024}};
    RiskContext context;
    std::uint64_t sequence = 0;

    Desk()
    {
        context.now = kNow;
        context.instrument = &instrument;
        context.instruments = listed;
        context.orders = &orders;
        context.baseTotal = Money::fromInt(1000);
        context.quoteTotal = Money::fromInt(1'000'000);
        context.fair = 100.0;
        context.bestBid = Price{99'95};
        context.bestAsk = Price{100'05};
        context.bookSynced = true;
        context.bookTime = kNow;
        context.reconciled = true;
        context.readOnly = false;
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    NewOrder anOrder(Side side = Side::Buy, std::int64_t price = 100'00, std::int64_t qty = 1'000)
    {
        NewOrder order;
        order.clientOrderId = formatClientOrderId("mk", {1, ++sequence});
        order.instrument = instrument.id();
        order.account = kAccount;
        order.strategy = {1};
        order.side = side;
        order.postOnly = true;
        order.price = {price};
        order.qty = {qty};
        return order;
    }
    NewOrder working(Side side, std::int64_t price, std::int64_t qty)
    {
        const NewOrder order = anOrder(side, price, qty);
        orders.onPlaced(order, kNow);
        ExecEvent ack;
        ack.kind = ExecKind::OrderAck;
        ack.clientOrderId = order.clientOrderId;
        ack.localTime = kNow;
        orders.apply(ack);
        return order;
    }
    static RefusalCode codeOf(const RiskGate::Outcome<NewOrder>& outcome)
    {
        return outcome ? RefusalCode::None : outcome.error().code;
    }
    static RefusalCode codeOf(const RiskGate::Outcome<ReplaceOrder>& outcome)
    {
        return outcome ? RefusalCode::None : outcome.error().code;
    }
};

} // namespace maker::risk_test
