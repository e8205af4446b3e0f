#pragma once

#include "app/cli/run_checks.h"
#include "kernel/backtest/backtest_run.h"
#include "kernel/statistics/statistics.h"

#include <fstream>
#include <string>

namespace maker::cli {

/// A finished backtest.
struct BacktestOutcome {
    backtest::RunSetup setup;
    backtest::RunProgress progress;
    RunRecord record;
    Statistics statistics;
    RunChecks checks;
    double seconds = 0.0; ///< it took
};

/// Every figure with its unit, a line each, by group.
std::string statisticsText(const Statistics& statistics);
std::string toText(const BacktestOutcome& outcome);
/// One object: strategy, params, models, what was read, the digest, what came of the checks and every figure.
std::string toJson(const BacktestOutcome& outcome);
/// One line a fill, with its markouts; times as nanoseconds since 1970.
std::string fillsCsv(const RunRecord& record);
std::string equityCsv(const RunRecord& record);

/// Writes the journal of a run into a folder while it runs, under a name of its own until the run is over.
class JournalFile final : public JournalSink {
public:
    /// Makes the folder too.
    static Result<std::unique_ptr<JournalFile>> create(const std::string& folder);
    bool record(const JournalRow& row) override;
    Result<void> close();
    ~JournalFile() override;

private:
    explicit JournalFile(const std::string& folder);

    std::string m_path;
    std::ofstream m_file;
};

/// fills.csv, equity.csv and statistics.json.
Result<void> writeReport(const std::string& folder, const BacktestOutcome& outcome);

} // namespace maker::cli
