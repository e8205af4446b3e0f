#pragma once

#include "kernel/engine/desk.h"
#include "kernel/engine/order_sender.h"
#include "kernel/engine/quoter.h"
#include "kernel/engine/reconciler.h"

namespace maker {

/// Step 11: what venues answer moves orders, then the ledger, then the risk usage, then the strategy.
class Execution {
public:
    Execution(Desk& desk, OrderSender& sender, Quoter& quoter, Reconciler& reconciler) noexcept
        : m_desk(desk), m_sender(sender), m_quoter(quoter), m_reconciler(reconciler)
    {
    }

    void onEvent(const ExecEvent& event);
    /// Books what an earlier run recorded, without a journal row.
    void restore(const EngineHistory& history);
    /// Measures equity against the loss limits; a change of the risk state pulls the quotes.
    void watchLosses();
    void onRiskChange(const std::optional<RiskChange>& change);

private:
    inline void onOrderEvent(const ExecEvent& event, AccountLink& link);
    void onTrouble(const OrderChange& change, const ExecEvent& event, const AccountLink& link);
    inline void onChange(const OrderChange& change, const ExecEvent& event, Market& market, AccountLink& link);
    void onRejected(const Order& order, const ExecEvent& event);
    void book(Fill fill, Market& market);
    void bookForeign(const Fill& fill, const Market& market);

    Desk& m_desk;
    OrderSender& m_sender;
    Quoter& m_quoter;
    Reconciler& m_reconciler;
};

} // namespace maker
