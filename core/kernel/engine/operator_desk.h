#pragma once

#include "kernel/engine/desk.h"
#include "kernel/engine/execution.h"
#include "kernel/engine/order_sender.h"
#include "kernel/engine/quoter.h"
#include "kernel/engine/reconciler.h"

namespace maker {

/// Carries out what the operator wants.
class OperatorDesk {
public:
    OperatorDesk(Desk& desk, OrderSender& sender, Quoter& quoter, Execution& execution, Reconciler& reconciler)
        : m_desk(desk), m_sender(sender), m_quoter(quoter), m_execution(execution), m_reconciler(reconciler)
    {
        m_flattening.reserve(desk.markets.size());
    }

    void onCommand(const Command& command);
    /// Sends the reducing orders of flattened markets once nothing of ours rests there any more.
    void carryOnFlatten()
    {
        if (!m_flattening.empty())
            sendFlattening();
    }

private:
    void start(StrategySlot& slot);
    void halt(StrategySlot& slot, StrategyRun run, std::string_view why);
    void setParams(StrategySlot& slot, const std::string& json);
    void setRiskLimits(InstrumentId instrument, const std::string& json);
    void onStrategyCommand(const Command& command);
    void setPulled(bool pulled);
    void kill();
    void rearm();
    void flatten(InstrumentId instrument);
    void sendFlattening();
    void sendFlatten(const Market& market);

    Desk& m_desk;
    OrderSender& m_sender;
    Quoter& m_quoter;
    Execution& m_execution;
    Reconciler& m_reconciler;
    std::vector<InstrumentId> m_flattening;
};

} // namespace maker
