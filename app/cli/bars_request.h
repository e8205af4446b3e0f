#pragma once

#include "app/cli/run_checks.h"
#include "kernel/backtest/bar_run.h"
#include "kernel/statistics/statistics.h"

#include <string>
#include <vector>

namespace maker::cli {

/// A backtest over bars as it was typed.
struct BarsRequest {
    std::string data;     ///< path of a candle CSV or of a tape of bars
    std::string symbol;   ///< of a CSV; empty: as the name of the file says
    std::string strategy;
    std::vector<std::string> settings; ///< key=value of the strategy's parameters
    std::vector<std::string> models;   ///< key=value of the models
    std::string fees;                  ///< basis points of every fill
    std::string from;                  ///< as for recordings
    std::string to;
};

/// A finished backtest over bars.
struct BarsOutcome {
    backtest::BarSetup setup;
    Duration interval;
    RunRecord record;
    Statistics statistics;
    RunChecks checks;
    double seconds = 0.0; ///< it took
};

/// The run that was asked for; fails with the sentence that says what is wrong.
Result<backtest::BarSetup> barSetup(const BarsRequest& request);
/// Reads the bars that open from `from` on and before `to`.
Result<backtest::BarSequence> openBars(const BarsRequest& request);

std::string toText(const BarsOutcome& outcome);
/// One object: strategy, params, models, what was read, the digest, what came of the checks and every figure.
std::string toJson(const BarsOutcome& outcome);
/// fills.csv, equity.csv and statistics.json; makes the folder.
Result<void> writeReport(const std::string& folder, const BarsOutcome& outcome);

} // namespace maker::cli
