#pragma once

#include "kernel/engine/desk.h"
#include "kernel/engine/engine.h"
#include "kernel/engine/execution.h"
#include "kernel/engine/operator_desk.h"
#include "kernel/engine/order_sender.h"
#include "kernel/engine/quoter.h"
#include "kernel/engine/reconciler.h"

namespace maker {

/// The parts of an engine in the order in which they were wired.
struct Engine::Parts {
    Parts(EngineConfig config, EnginePorts ports, const ClientOrderIds& ids, const RiskLimits& limits)
        : desk(std::move(config), ports, ids, limits), sender(desk), quoter(desk, sender),
          reconciler(desk, sender, quoter), execution(desk, sender, quoter, reconciler),
          operatorDesk(desk, sender, quoter, execution, reconciler)
    {
    }

    /// Time moves on before anything else does: what came due is measured at the mids that were in force until now.
    void advance(Timestamp time)
    {
        desk.advance(time);
        if (desk.markouts.due(desk.now))
            finishMarkouts();
    }
    void finishMarkouts();
    inline void onMarket(const MarketEvent& event);
    inline void onChange(const BookChange& change);
    inline void onBookStep(Market& market, const SyncStep& step);
    void onStep(Market& market, const SyncStep& step);
    void onTimer(Timestamp now);
    /// Withdraws again what rests although no running strategy wants it, where a first cancel had no effect.
    void sweep();
    void onSecond();
    void rollDay();

    Desk desk;
    OrderSender sender;
    Quoter quoter;
    Reconciler reconciler;
    Execution execution;
    OperatorDesk operatorDesk;
    Timestamp lastSecond;
    std::int64_t day = 0;
    Money dayStart; ///< total profit when the UTC day began
    JournalRow equityRow; ///< of the last second
};

} // namespace maker
