#pragma once

#include "kernel/backtest/backtest_run.h"
#include "kernel/backtest/cursors.h"
#include "kernel/backtest/run_log.h"
#include "kernel/backtest/run_watch.h"
#include "kernel/backtest/sim_gateway.h"

namespace maker::backtest {

/// The parts of a run and the loop over them: always the earliest of what the market does, what reaches the venue, what
/// it answers, what we receive, and the time that passes; at equal times in this order.
struct BacktestRun::Parts {
    Parts(EventFeed eventFeed, RunSetup runSetup);

    Result<void> start();
    Result<bool> step(std::uint64_t maxEvents);
    void end();

    inline bool onExchange(const Moment& moment, Timestamp at);
    void onArrival();
    void onAnswer();
    inline void receive(const Moment& first);
    inline bool takeIn(const Moment& moment);
    void onTimer(Timestamp nextLocal);
    inline void afterEngine();
    void connect();
    void tryBegin();
    void depositAll();
    void drain();
    void askBalances();
    std::size_t instrumentOf(const RunStrategy& strategy) const;

    RunSetup setup;
    EventFeed feed;
    RunRecord record;
    RunLog log;
    sim::SimVenue venue;
    SimGateway gateway;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<RunWatch> watch;
    Cursors cursors;
    std::vector<AccountId> accounts;
    std::vector<ExecEvent> balances; ///< the venue's last word, once the run is over
    Timestamp now;
    Timestamp lastLocal;
    Timestamp arrival = kNever;
    Timestamp answer = kNever;
    Timestamp timer = kNever;
    bool begun = false; ///< the strategies have been started
    bool over = false;
};

} // namespace maker::backtest
