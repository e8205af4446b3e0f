#pragma once

#include "kernel/backtest/backtest_run.h"
#include "session/lab_port.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// The recordings of a run, opened anew at each call and cut off after the moment, as if nothing later had ever been
/// recorded; zero: whole. Called from several threads at once.
using OpenSources = std::function<Result<std::vector<std::unique_ptr<backtest::EventSource>>>(Timestamp until)>;

/// How a run is watched and ended from outside; any may be empty.
struct RunSteering {
    std::function<bool()> canceled{};
    std::function<void(const backtest::RunProgress&)> progress{};
    JournalSink* journal = nullptr;  ///< gets every row
    Duration* latency = nullptr;     ///< the largest feed latency that the run saw
    std::function<void(const Engine&)> atEnd{}; ///< before what rests is canceled
    std::function<void(std::string_view)> checking{}; ///< told by a sentence which of the checks begins
};

/// The setup that a request asks for; fails with the sentence that says what of it is wrong.
Result<backtest::RunSetup> setupOf(const LabRequest& request);

/// Runs a request to its end: record, statistics and one-minute candles. Canceled is an error of that code. Risk limits
/// as JSON; empty: the defaults.
Result<LabResult> runOnce(const LabRequest& request, const OpenSources& open, const RunSteering& steering,
    const std::string& riskLimits = {});

} // namespace maker
