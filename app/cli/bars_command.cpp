#include "app/cli/bars_command.h"

#include "app/cli/bars_request.h"
#include "app/cli/exit_status.h"
#include "app/cli/follow_run.h"
#include "kernel/params/params.h"
#include "session/lab/bar_lab_run.h"

#include <memory>

namespace maker::cli {

namespace {

constexpr std::uint64_t kStep = 50'000;

struct Options {
    BarsRequest request;
    std::string report;
    bool json = false;
    bool unchecked = false;
};

int check(BarsOutcome& outcome, const backtest::BarSequence& sequence, const std::string& symbol)
{
    LabRequest request;
    request.strategy = outcome.setup.strategy;
    request.params = outcome.setup.params;
    request.models = writeParams(outcome.setup.models);
    request.symbol = symbol;
    const auto make = [&](LabResult& result, const RunSteering& steering) {
        return addBarChecks(result, outcome.setup, sequence, steering);
    };
    return checkRun(request, outcome.record, make, outcome.checks);
}

int run(const Options& options)
{
    auto setup = barSetup(options.request);
    if (!setup)
        return refuse(setup.error());
    auto sequence = openBars(options.request);
    if (!sequence)
        return refuse(sequence.error());
    BarsOutcome outcome;
    outcome.setup = *setup;
    outcome.interval = sequence->interval;
    outcome.checks = noChecks();
    auto made = backtest::BarRun::make(*sequence, *setup);
    if (!made)
        return refuse(made.error());
    if (const int status = followRun(**made, "bars", kStep, outcome); status != kGood)
        return status;
    if (!options.unchecked) {
        if (const int status = check(outcome, *sequence, options.request.symbol); status != kGood)
            return status;
    }
    if (!options.report.empty()) {
        if (const auto written = writeReport(options.report, outcome); !written)
            return complain(written.error());
    }
    print(options.json ? toJson(outcome) : toText(outcome));
    return kGood;
}

} // namespace

void addBars(CLI::App& backtest, int& status)
{
    CLI::App* const command = backtest.add_subcommand("bars", "Run one strategy over candles and print its statistics");
    const auto options = std::make_shared<Options>();
    BarsRequest& request = options->request;
    command->add_option("--data", request.data, "Candles: CSV of time,open,high,low,close,volume (.gz too) or a tape of bars")
        ->required();
    command->add_option("--symbol", request.symbol, "Symbol of a CSV, and what a tape must hold; default: as the file says");
    command->add_option("--strategy", request.strategy, "Name of the strategy")->required();
    command->add_option("--set", request.settings, "Parameters of the strategy, key=value");
    command->add_option("--models", request.models, "Fee, account and sampling, key=value");
    command->add_option("--fees", request.fees, "Basis points of every fill; a negative one is a rebate");
    command->add_option("--from", request.from, "The first bar opens then or later");
    command->add_option("--to", request.to, "The last bar opens before");
    command->add_option("--report", options->report, "Write fills, equity and statistics into this folder");
    command->add_flag("--no-checks", options->unchecked, "Leave out the checks for look-ahead and for a start that matters for ever");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &status] { status = run(*options); });
}

} // namespace maker::cli
