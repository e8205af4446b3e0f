#pragma once

#include "kernel/backtest/run_log.h"
#include "kernel/engine/engine.h"
#include "kernel/engine/ports.h"
#include "kernel/sim/sim_venue.h"

#include <cstdint>

namespace maker::backtest {

/// Carries the engine's requests to the simulated venue, stamped with the moment in which the engine made them. What the
/// engine asks of the feed stays without an answer: a recording holds its own snapshots.
class SimGateway final : public OrderGateway, public FeedControl {
public:
    /// `now`: the local time of what the engine processes.
    SimGateway(sim::SimVenue& venue, RunLog& log, const Timestamp& now) noexcept : m_venue(venue), m_log(log), m_now(now) {}

    void setEngine(const Engine& engine) noexcept { m_engine = &engine; }
    /// Whether anything was asked of the venue since the last call.
    bool takeAsked() noexcept
    {
        const bool asked = m_asked;
        m_asked = false;
        return asked;
    }

    void place(const Approved<NewOrder>& order) override
    {
        note(order.request());
        m_venue.place(order.request(), m_now);
    }
    void replace(const Approved<ReplaceOrder>& replace) override
    {
        note(replace.request().order);
        m_venue.replace(replace.request(), m_now);
    }
    void cancel(const CancelOrder& cancel) override
    {
        m_asked = true;
        m_venue.cancel(cancel, m_now);
    }
    void cancelAll(AccountId account, InstrumentId instrument) override
    {
        m_asked = true;
        m_venue.cancelAll(account, instrument, m_now);
    }
    void query(const CancelOrder& order) override
    {
        m_asked = true;
        m_venue.query(order, m_now);
    }
    void reconcile(AccountId account, Timestamp since) override
    {
        m_asked = true;
        m_venue.reconcile(account, since, m_now);
    }
    void requestSnapshot(InstrumentId) override {}

private:
    void note(const NewOrder& order)
    {
        m_asked = true;
        std::uint8_t level = 0;
        if (const QuoteTarget* target = m_engine->target(order.strategy)) {
            for (const Quote& quote : target->view()) {
                if (quote.side == order.side && quote.price == order.price)
                    level = quote.level;
            }
        }
        m_log.onSent(order, level);
    }

    sim::SimVenue& m_venue;
    RunLog& m_log;
    const Timestamp& m_now;
    const Engine* m_engine = nullptr;
    bool m_asked = false;
};

} // namespace maker::backtest
