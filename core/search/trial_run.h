#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/model/money.h"
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
/// True: give up as soon as possible.
using Stopped = std::function<bool()>;

/// A span of market time, both ends included.
struct Window {
    Timestamp from;
    Timestamp to;
};

/// What one set of parameters came to in one window.
struct TrialRun {
    std::uint64_t item = 0; ///< of the plan
    std::uint32_t step = 0; ///< of the search that an item is; 0 elsewhere
    std::uint32_t window = 0;
    std::string params;     ///< JSON
    std::optional<double> objective; ///< more is better; nothing where the figure has no meaning
    Money pnl;
    std::uint64_t fills = 0;
    std::optional<double> daySharpe; ///< with the three below: for the deflated Sharpe ratio
    std::uint64_t returnDays = 0;
    std::optional<double> skewness;
    std::optional<double> kurtosis;
    std::string digest;     ///< of the journal of the run
};

/// The spans of the plan over what the recordings hold: windows of equal length. Reads the recordings once.
Result<std::vector<Window>> windowsOf(const Plan& plan, const OpenMarkets& open);

/// Runs the parameters in one window. Pure: nothing but its arguments decides the result. Fails with Canceled when stopped.
Result<TrialRun> runTrial(const Plan& plan, const OpenMarkets& open, const Window& span, std::uint32_t window,
    const std::string& params, const Stopped& stopped);

/// All runs of an item, in a fixed order.
Result<std::vector<TrialRun>> runItem(const Plan& plan, const OpenMarkets& open, const std::vector<Window>& windows,
    std::uint64_t item, const Stopped& stopped);

} // namespace maker::search
