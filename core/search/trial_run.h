#pragma once

#include "kernel/backtest/bar_run.h"
#include "kernel/backtest/event_source.h"
#include "kernel/model/money.h"
#include "kernel/statistics/run_record.h"
#include "search/plan.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maker::search {

/// Opens the recordings of the plan anew: each run reads them for itself. Called from several threads at once.
using OpenMarkets = std::function<Result<std::vector<std::unique_ptr<backtest::EventSource>>>()>;
/// The bars of the plan's one recording; runs may share what it answers. Called from several threads at once.
using OpenBars = std::function<Result<backtest::BarSequence>()>;
/// How a plan gets at its recordings: as markets or, where its strategy runs over bars, as bars. The other may be empty.
struct Recordings {
    OpenMarkets markets;
    OpenBars bars;
};
/// True: give up as soon as possible.
using Stopped = std::function<bool()>;

struct TrialRun;
/// Gets what a trial leaves behind, in the thread that ran it; may be empty.
using Keep = std::function<void(const TrialRun&, RunRecord&&)>;

/// A span of market time, both ends included; a bar belongs to it by the time of its open.
struct Window {
    Timestamp from;
    Timestamp to;
};

/// What one set of parameters came to in one window.
struct TrialRun {
    std::uint64_t item = 0; ///< of the plan
    std::uint32_t step = 0; ///< of the search that an item is; 0 elsewhere
    std::uint32_t window = 0;
    Settings settings;
    std::optional<double> objective; ///< more is better; nothing where the figure has no meaning
    Money pnl;
    std::uint64_t fills = 0;
    /// With the three below for the deflated Sharpe ratio: of day returns where there are enough days for the Sharpe ratio
    /// itself, else of the changes between two points of the equity curve.
    std::optional<double> sharpe;
    std::uint64_t returns = 0;
    std::optional<double> skewness;
    std::optional<double> kurtosis;
    std::string digest;     ///< of the journal of the run
};

/// The spans of the plan over what the recordings hold: windows of equal length. Reads the recordings once.
Result<std::vector<Window>> windowsOf(const Plan& plan, const Recordings& recordings);
/// The bars of a window.
Result<backtest::BarSequence> barsIn(const OpenBars& open, const Window& span);

/// Runs a combination in one window. Pure: nothing but its arguments decides the result. Fails with Canceled when stopped.
Result<TrialRun> runTrial(const Plan& plan, const Recordings& recordings, const Window& span, std::uint32_t window,
    const Settings& settings, const Stopped& stopped, const Keep& keep = {});

/// All runs of an item, in a fixed order.
Result<std::vector<TrialRun>> runItem(const Plan& plan, const Recordings& recordings, const std::vector<Window>& windows,
    std::uint64_t item, const Stopped& stopped, const Keep& keep = {});

} // namespace maker::search
