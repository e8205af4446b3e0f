#pragma once

#include "kernel/engine/desk.h"

namespace maker {

/// Steps 7 and 8: the only part that talks to the order gateway. New exposure passes the risk gate and the journal;
/// cancels pass nothing.
class OrderSender {
public:
    explicit OrderSender(Desk& desk) noexcept : m_desk(desk) {}

    /// Carries out a diff; requests that create exposure are left out where `exposure` is false.
    void carryOut(const OrderRequests& requests, StrategySlot& slot, const Market& market, bool exposure);
    bool place(const NewOrder& order, const Market& market, bool flattening);
    void cancel(const CancelOrder& request);
    /// Every own order that matches; an invalid id matches all.
    void cancelWhere(AccountId account, InstrumentId instrument, StrategyId strategy);
    /// One message a market, and every order of ours counts as being canceled; an invalid id means everywhere.
    void cancelAll(InstrumentId instrument);
    void query(const CancelOrder& request);

private:
    void onTaken(const ClientOrderId& id);
    bool place(const NewOrder& order, const RiskContext& context);
    void replace(const ReplaceOrder& request, const RiskContext& context);
    void refuse(const NewOrder& order, const Refusal& refusal);
    void show(const OrderChange& change);
    void collect(AccountId account, InstrumentId instrument, StrategyId strategy);

    Desk& m_desk;
};

} // namespace maker
