#include "app/cli/backtest_command.h"

#include "app/cli/backtest_report.h"
#include "app/cli/backtest_request.h"
#include "app/cli/bars_command.h"
#include "app/cli/exit_status.h"
#include "app/cli/follow_run.h"

#include <memory>

namespace maker::cli {

namespace {

constexpr std::uint64_t kStep = 20'000;

struct Options {
    BacktestRequest request;
    std::string report;
    bool json = false;
};

int run(const Options& options)
{
    auto setup = backtestSetup(options.request);
    if (!setup)
        return refuse(setup.error());
    auto sources = openRecordings(options.request);
    if (!sources)
        return refuse(sources.error());
    for (const std::string& lack : lacksOf(options.request))
        complain(lack);
    std::unique_ptr<JournalFile> journal;
    if (!options.report.empty()) {
        auto made = JournalFile::create(options.report);
        if (!made)
            return refuse(made.error());
        journal = std::move(*made);
        setup->journal = journal.get();
    }
    BacktestOutcome outcome;
    outcome.setup = *setup;
    auto made = backtest::BacktestRun::make(std::move(*sources), std::move(*setup));
    if (!made)
        return refuse(made.error());
    if (const int status = followRun(**made, "events", kStep, outcome); status != kGood)
        return status;
    outcome.progress = (*made)->progress();
    if (journal != nullptr) {
        if (const auto closed = journal->close(); !closed)
            return complain(closed.error());
        if (const auto written = writeReport(options.report, outcome); !written)
            return complain(written.error());
    }
    print(options.json ? toJson(outcome) : toText(outcome));
    return kGood;
}

} // namespace

void addBacktest(CLI::App& app, int& status)
{
    CLI::App* const group = app.add_subcommand("backtest", "Run strategies over recordings");
    group->require_subcommand(1);
    addBars(*group, status);
    CLI::App* const command = group->add_subcommand("run", "Run one strategy over recordings and print its statistics");
    const auto options = std::make_shared<Options>();
    BacktestRequest& request = options->request;
    command->add_option("--data", request.data, "Recordings: raw Binance streams (.gz too) or tapes; several are merged")->required();
    command->add_option("--symbol", request.symbol, "What the strategy quotes; default: the first symbol of the recordings");
    command->add_option("--exchange-info", request.exchangeInfo, "Answer of exchangeInfo for a raw recording: its steps and limits");
    command->add_option("--strategy", request.strategy, "Name of the strategy")->required();
    command->add_option("--set", request.settings, "Parameters of the strategy, key=value");
    command->add_option("--models", request.models, "Models of venue, connection and account, key=value");
    command->add_option("--risk", request.limits, "Risk limits, key=value");
    command->add_option("--latency", request.latency, "ENTRY_MS,RESPONSE_MS or a file of measured latencies");
    command->add_option("--queue", request.queue, "risk_averse, power:N, power2:N, power3:N, log, log2, or exact for recordings that tell every order");
    command->add_option("--fees", request.fees, "MAKER_BP,TAKER_BP; a negative one is a rebate; ,TOKEN@PRICE behind: fees in that token at this price");
    command->add_option("--from", request.from, "The strategy starts then; what lies before builds the book");
    command->add_option("--to", request.to, "Nothing received later is read");
    command->add_option("--report", options->report, "Write journal, fills, equity and statistics into this folder");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &status] { status = run(*options); });
}

} // namespace maker::cli
