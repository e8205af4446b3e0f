#pragma once

#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/candle.h"
#include "kernel/params/param_spec.h"
#include "kernel/statistics/run_record.h"
#include "kernel/statistics/statistics.h"
#include "session/lab_search.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maker {

/// One recording in the library, as the data panel lists it.
struct DataSetView {
    std::string path; ///< names it; unique
    std::string venue;
    std::string symbol;
    std::string kind; ///< "order book", "trades", "bars" (those for strategies over bars)
    Timestamp from;
    Timestamp to;
    std::uint64_t events = 0;
    std::uint64_t bytes = 0;
    struct Gap {
        Timestamp from;
        Timestamp to;
    };
    std::vector<Gap> gaps;
    std::string trouble; ///< a sentence where it is damaged; empty otherwise
    std::string bases{}; ///< the currency that is traded, of each of its symbols in their order; empty: not known
    bool growing = false; ///< it is being recorded
};

/// Work in the background: an import, a verification, a run or a sweep.
struct JobView {
    std::uint64_t id = 0;
    std::string title;
    JobState state = JobState::Queued;
    double progress = 0.0; ///< 0..1
    double perSecond = 0.0; ///< events (or rows) a second
    Duration left;          ///< estimated, without pauses; zero: unknown
    std::string message;    ///< a sentence: why it failed, what was left out
    std::uint64_t run = 0;  ///< the run it makes; 0: none
    std::string dataSet;    ///< path of the recording it makes or looks at; empty: none
};

/// What to run. Empty texts are the defaults.
struct LabRequest {
    std::string label;
    std::vector<std::string> data; ///< paths of data sets; none: the last minutes of the running market
    std::string strategy;          ///< a name of LabPort::strategies()
    std::string params;            ///< JSON of its parameters
    std::string models;            ///< JSON of the backtest models (see LabPort::modelSchema, or LabStrategy::models)
    Timestamp from;                ///< zero: from the beginning
    Timestamp to;                  ///< zero: to the end
    std::string symbol;            ///< what it quotes; empty: the first instrument of the data
    bool checks = true;            ///< look-ahead and warm-up after the run: about two and a half times its own work
};

/// A search over a request's parameters and models.
struct SearchRequest {
    LabRequest base;
    SearchMethod method = SearchMethod::Grid;
    std::vector<SearchAxis> axes;  ///< at least one; the first two span the map
    std::string objective = "pnl"; ///< a key of statisticSpecs()
    std::uint32_t folds = 3;       ///< walk-forward windows after the first; 0: one window and no proof out of sample
    std::uint32_t trials = 50;     ///< random: combinations; optimiser: evaluations of one search
    std::uint32_t starts = 4;      ///< optimiser: searches in each training window
    std::uint64_t seed = 1;
};

/// Which part of a walk-forward run is meant.
enum class Sample : std::uint8_t { All, In, Out };

/// One line of the list of runs.
struct RunSummary {
    std::uint64_t id = 0;
    std::string label;
    Timestamp created;
    std::string strategy;
    std::string data;
    std::string difference; ///< what differs from the run before it: "levels 2 -> 4, queue log"
    Money pnl;
    std::string currency;
    std::optional<double> sharpe;
    std::optional<double> pnlPerNotionalBps;
    std::uint64_t fills = 0;
    std::string sweep; ///< name of the sweep it belongs to; empty: none
};

/// A kind of strategy that can be run, with its parameters.
struct LabStrategy {
    std::string name;
    std::string title;
    std::string help;
    const ParamSchema* schema = nullptr;
    bool overBars = false;                ///< runs on recordings of bars only; the others never do
    const ParamSchema* models = nullptr;  ///< of its runs; null: LabPort::modelSchema
};

/// A moment at which the look-ahead check cut the recording off, and what came of it: "ok" first where it passed.
struct LookAheadCut {
    Timestamp time;
    std::string verdict; ///< a sentence

    friend bool operator==(const LookAheadCut&, const LookAheadCut&) = default;
};

/// A finished run: immutable, shared with whoever draws it.
struct LabResult {
    std::uint64_t id = 0;
    LabRequest request;
    RunRecord record;
    Statistics statistics;
    std::vector<Candle> candles; ///< for the chart with the fills: one minute, of what was quoted; the bars of a run over bars
    std::vector<std::pair<std::string, std::string>> checks; ///< look-ahead, warm-up: "ok", "FAILED", "not checked: " and why
    std::vector<LookAheadCut> cuts; ///< rising; up to the first that did not pass
    std::vector<std::pair<Timestamp, Timestamp>> outOfSample; ///< spans that no parameter was chosen by; none: not known
    std::vector<std::pair<Timestamp, Timestamp>> windows; ///< run one by one, each from flat, and joined; none: one run
    std::vector<std::vector<QuoteActivity>> windowActivity; ///< for each of the windows
};

/// The difference two parameter sets make over the last minutes of the running market.
struct WhatIfView {
    std::uint64_t id = 0;
    JobState state = JobState::Queued;
    std::string message;
    Timestamp from;
    Timestamp to;
    std::uint64_t events = 0;
    struct Side {
        std::uint64_t fills = 0;
        PnlParts pnl;
        std::vector<EquityPoint> equity;
        std::size_t place = 0; ///< of what is quoted, in the positions of these points
        Qty endPosition;
        Qty largestPosition;
        /// A quote that rested when the window ended, for the ghost ladder.
        struct Resting {
            maker::Side side = maker::Side::Buy;
            Price price;
            Qty qty;   ///< open
            Qty ahead; ///< in the queue before it
        };
        std::vector<Resting> resting{}; ///< bids from the best down, then asks from the best up
    };
    Side applied;
    Side draft;
};

/// A recorded run of this profile beside its replay with simulated executions: how far the simulation can be trusted.
struct TruthView {
    std::uint64_t id = 0; ///< its job
    JobState state = JobState::Queued;
    std::string message;
    std::string recording;
    Timestamp from;
    Timestamp to;
    std::uint64_t compared = 0; ///< orders
    std::uint64_t identical = 0;
    std::uint64_t liveFills = 0;
    std::uint64_t replayedFills = 0;
    std::string currency;
    double pnlGap = 0.0; ///< live less replayed
    struct Cause {
        std::string name;
        std::uint64_t orders = 0;
        double pnlGap = 0.0;
    };
    std::vector<Cause> causes; ///< those that occur
    struct Difference {
        Timestamp time;
        std::string cause;
        std::string what;
    };
    std::vector<Difference> differences; ///< the first ones
};

/// What a window asks of the lab. Called from the window's thread; nothing blocks, everything is polled by its version.
/// What takes time answers the id of its job; a job names the run that it made when it is done.
class LabPort {
public:
    virtual ~LabPort() = default;

    /// Moves when anything below may answer differently.
    virtual std::uint64_t version() const = 0;
    virtual const ParamSchema& modelSchema() const = 0;
    /// What can be run, in display order; none: the strategies of the session's catalogue.
    virtual std::vector<LabStrategy> strategies() const { return {}; }

    virtual std::vector<DataSetView> dataSets() const = 0;
    /// Reads the library again: the command line and a recording session put recordings there too.
    virtual void lookForDataSets() {}
    /// Formats that an import knows: "auto", "binance-stream", "binance-archive", "tardis", "candles", "trades".
    virtual std::vector<std::string> importFormats() const = 0;
    virtual std::uint64_t importFile(const std::string& path, const std::string& format, const std::string& symbol) = 0;
    virtual std::uint64_t verify(const std::string& path) = 0;
    virtual Result<void> remove(const std::string& path) = 0;
    /// Puts a generated recording ("Demo market, one hour, seed 7") into the library, for a first run without any data;
    /// answers its job, or 0 where there is none to be had.
    virtual std::uint64_t makeSample() { return 0; }
    /// Puts the last minutes of the running market into the library; answers its job, or 0 where none are kept.
    virtual std::uint64_t keepLastMinutes() { return 0; }

    virtual std::vector<JobView> jobs() const = 0;
    virtual void cancel(std::uint64_t job) = 0;
    /// Holds a job where it is (JobState::Paused) and lets others use its place; nothing happens where it is over.
    virtual void pause(std::uint64_t job) { static_cast<void>(job); }
    virtual void resume(std::uint64_t job) { static_cast<void>(job); }

    virtual std::uint64_t run(const LabRequest& request) = 0;
    virtual std::vector<RunSummary> runs() const = 0;
    /// Null until it is loaded; asking loads it.
    virtual std::shared_ptr<const LabResult> result(std::uint64_t run) = 0;
    /// The same run cut to a part: equity, PnL components, fills and statistics count from zero over the spans of the part
    /// alone. Null while it is loaded and for a run without outOfSample (All always answers).
    virtual std::shared_ptr<const LabResult> result(std::uint64_t run, Sample sample)
    {
        return sample == Sample::All ? result(run) : nullptr;
    }
    virtual void removeRun(std::uint64_t run) = 0;
    /// Writes one self-contained HTML file.
    virtual Result<void> exportReport(std::uint64_t run, const std::string& path) = 0;

    /// Searches by the plan that sweepPlan() gives, as `makerdesk-cli sweep run` does: the same figures. Answers its job.
    virtual std::uint64_t search(const SearchRequest& request)
    {
        static_cast<void>(request);
        return 0;
    }
    /// The plan of a search as JSON for `makerdesk-cli sweep run --plan`; fails with the sentence to show beside the form.
    virtual Result<std::string> sweepPlan(const SearchRequest& request) const
    {
        static_cast<void>(request);
        return fail(ErrorCode::Unsupported, "This lab has no searches.");
    }
    /// Makes the run of a cell that has none; the job names it. 0: no such cell, or it has one.
    virtual std::uint64_t openCell(std::uint64_t sweep, std::size_t cell)
    {
        static_cast<void>(sweep);
        static_cast<void>(cell);
        return 0;
    }
    /// Makes the look-ahead and warm-up checks of a cell; they are in SweepView::Cell::checks then and in its run.
    virtual std::uint64_t checkCell(std::uint64_t sweep, std::size_t cell)
    {
        static_cast<void>(sweep);
        static_cast<void>(cell);
        return 0;
    }
    /// Its runs stay.
    virtual void removeSweep(std::uint64_t sweep) { static_cast<void>(sweep); }
    /// Newest first.
    virtual std::vector<SweepView> sweeps() const = 0;

    /// Replays the last minutes with the applied and with the drafted parameters.
    virtual std::uint64_t whatIf(StrategyId strategy, const std::string& draft, int minutes) = 0;
    virtual std::optional<WhatIfView> whatIf(std::uint64_t id) const = 0;

    /// Replays a recorded run and compares it order by order; empty: the newest one that holds its market. Answers its
    /// job, or 0 where there is none.
    virtual std::uint64_t truthCheck(const std::string& recording)
    {
        static_cast<void>(recording);
        return 0;
    }
    /// The last one that was asked for; nothing before that.
    virtual std::optional<TruthView> truth() const { return std::nullopt; }
};

} // namespace maker
