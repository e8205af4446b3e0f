#pragma once

#include "kernel/backtest/bar_run.h"
#include "session/lab/one_run.h"

#include <vector>

namespace maker {

/// Runs a request over bars to its end: the same result as runOnce() for order books. The data is one tape of bars or one
/// CSV of candles; bars that open before `from` or not before `to` are left out.
Result<LabResult> runBars(const LabRequest& request, const RunSteering& steering);

/// What addTrustChecks() is for order books: look-ahead, the bars cut off at three moments lead to the same fills before each
/// (cutsOf() says where), and warm-up, a start a fifth later comes to hold the same positions. The setup and the bars are
/// those of the run.
Result<void> addBarChecks(LabResult& result, const backtest::BarSetup& setup, const backtest::BarSequence& sequence,
    const RunSteering& steering);

/// Bars for a chart: where there are very many, several are joined to one.
std::vector<Candle> chartOf(const std::vector<Candle>& bars);

} // namespace maker
