#pragma once

#include "kernel/backtest/run_log.h"
#include "kernel/engine/engine.h"

#include <cstdint>
#include <vector>

namespace maker::backtest {

/// Looks at a running engine ten times a second of market time: how it quotes, and its equity once an interval.
class RunWatch {
public:
    static constexpr Duration kLook = Duration::millis(100);

    RunWatch(const Engine& engine, RunLog& log, RunRecord& record, Duration equityInterval) noexcept
        : m_engine(engine), m_log(log), m_record(record), m_interval(equityInterval)
    {
    }

    /// Everything counts from here. The engine's marks must be those of `now`.
    void begin(Timestamp now);
    bool begun() const noexcept { return m_begun; }
    /// After the engine's timer event.
    void onTimer(Timestamp now);
    void end(Timestamp now);

private:
    void look(std::size_t at);
    void sample(Timestamp now);

    const Engine& m_engine;
    RunLog& m_log;
    RunRecord& m_record;
    Duration m_interval;
    Timestamp m_nextSample;
    PnlStatus m_base;
    std::vector<const OrderBook*> m_books; ///< of each activity
    bool m_begun = false;
};

} // namespace maker::backtest
