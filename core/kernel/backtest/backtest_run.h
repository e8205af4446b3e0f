#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/backtest/models.h"
#include "kernel/engine/engine.h"
#include "kernel/sim/latency.h"
#include "kernel/statistics/run_record.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace maker::backtest {

/// One strategy of a run.
struct RunStrategy {
    std::string kind;         ///< a name of strategyKinds()
    std::string params;       ///< JSON; empty: the defaults
    std::string symbol;       ///< what it quotes; empty: the first instrument of the recordings
};

/// What to run, next to the recordings.
struct RunSetup {
    std::vector<RunStrategy> strategies;
    std::string riskLimits; ///< JSON; empty: the defaults
    BacktestModels models;
    std::vector<sim::LatencyRow> latencies; ///< in place of the models' constants where not empty
    Timestamp from;                ///< strategies start here; what lies before only builds the books; zero: at once
    Timestamp to;                  ///< nothing received later is read; zero: to the end
    JournalSink* journal = nullptr; ///< also gets every row of the journal; outlives the run
    /// Called once at the end of the recordings, before what rests is canceled; empty: nothing.
    std::function<void(const Engine&)> beforeEnd{};
};

/// How far a run has come.
struct RunProgress {
    std::uint64_t events = 0;
    std::uint64_t expected = 0; ///< zero: not known
    Timestamp now;              ///< market time
    std::uint64_t fills = 0;
    std::uint64_t gaps = 0;     ///< times a book was lost and waited for the next snapshot of the recording
};

/// Strategies run over recordings: the engine of the terminal, a simulated venue and two cursors over one sequence of
/// events, the venue's by exchange time and the engine's by the time of receipt. Deterministic; used by one thread.
class BacktestRun {
public:
    /// Fails with the first sentence that says why this cannot run. Recordings are merged by the time of receipt; equal
    /// times keep the order of the recordings. The same symbol of the same venue in several of them is one instrument.
    static Result<std::unique_ptr<BacktestRun>> make(std::vector<std::unique_ptr<EventSource>> sources, RunSetup setup);
    ~BacktestRun();
    BacktestRun(const BacktestRun&) = delete;
    BacktestRun& operator=(const BacktestRun&) = delete;

    /// Goes on by about so many events; false: the recordings are at their end. Fails where a recording is damaged.
    Result<bool> step(std::uint64_t maxEvents);
    RunProgress progress() const;
    /// What happened so far, handed over: asked for once. The run is over.
    RunRecord finish();

    /// For looking at between two steps.
    const Engine& engine() const noexcept;
    const std::vector<std::shared_ptr<const Instrument>>& instruments() const noexcept;
    /// What the simulated venue said in the end that we own of an asset, free and locked.
    Money venueBalance(const Currency& asset) const;

private:
    struct Parts;
    explicit BacktestRun(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace maker::backtest
