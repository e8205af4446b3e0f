#include "app/cli/backtest_command.h"

#include "app/cli/backtest_report.h"
#include "app/cli/backtest_request.h"
#include "app/cli/bars_command.h"
#include "app/cli/exit_status.h"
#include "app/cli/follow_run.h"
#include "kernel/params/params.h"
#include "session/lab/source_taps.h"
#include "session/lab/trust_checks.h"

#include <memory>

namespace maker::cli {

namespace {

constexpr std::uint64_t kStep = 20'000;

struct Options {
    BacktestRequest request;
    std::string report;
    bool json = false;
    bool unchecked = false;
};

/// Each row into the file of the report where there is one, and its decisions into the trace. Where the file cannot take a
/// row, the engine stops trading: such a run is not worth a check.
class CheckedJournal final : public JournalSink {
public:
    CheckedJournal(JournalSink* file, RunTrace& trace) : m_file(file), m_trace(trace) {}
    bool record(const JournalRow& row) override
    {
        m_trace.decisions.record(row);
        m_lost = m_lost || (m_file != nullptr && !m_file->record(row));
        return !m_lost;
    }
    bool lost() const noexcept { return m_lost; }

private:
    JournalSink* m_file;
    RunTrace& m_trace;
    bool m_lost = false;
};

int check(BacktestOutcome& outcome, const RunTrace& trace, const OpenSources& open)
{
    const backtest::RunSetup& setup = outcome.setup;
    LabRequest request;
    request.strategy = setup.strategies.front().kind;
    request.params = setup.strategies.front().params;
    request.symbol = setup.strategies.front().symbol;
    request.models = writeParams(setup.models);
    request.from = setup.from;
    request.to = setup.to;
    const auto make = [&](LabResult& result, const RunSteering& steering) {
        return addTrustChecks(result, trace, open, steering);
    };
    return checkRun(request, outcome.record, make, outcome.checks);
}

using Sources = std::vector<std::unique_ptr<backtest::EventSource>>;

int runToEnd(Sources sources, JournalSink* journal, BacktestOutcome& outcome)
{
    backtest::RunSetup setup = outcome.setup;
    setup.journal = journal;
    const auto made = backtest::BacktestRun::make(std::move(sources), std::move(setup));
    if (!made)
        return refuse(made.error());
    const int status = followRun(**made, "events", kStep, outcome);
    outcome.progress = (*made)->progress();
    return status;
}

int runAndCheck(Sources sources, JournalSink* journal, const OpenSources& open, BacktestOutcome& outcome)
{
    RunTrace trace;
    trace.riskLimits = outcome.setup.riskLimits;
    for (auto& source : sources)
        source = std::make_unique<LatencyTap>(std::move(source), trace.latency);
    CheckedJournal both(journal, trace);
    const int status = runToEnd(std::move(sources), &both, outcome);
    return status == kGood && !both.lost() ? check(outcome, trace, open) : status;
}

int run(const Options& options)
{
    auto setup = backtestSetup(options.request);
    if (!setup)
        return refuse(setup.error());
    const OpenSources open = recordingsOf(options.request);
    auto sources = open({});
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
    }
    BacktestOutcome outcome;
    outcome.setup = std::move(*setup);
    outcome.checks = noChecks();
    const bool several = outcome.setup.strategies.size() > 1;
    if (several && !options.unchecked)
        outcome.checks = noChecks("the checks know runs of one strategy");
    const int status = options.unchecked || several ? runToEnd(std::move(*sources), journal.get(), outcome)
                                         : runAndCheck(std::move(*sources), journal.get(), open, outcome);
    if (status != kGood)
        return status;
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
    command->add_option("--symbol", request.symbol, "What a strategy quotes that names none; default: the first symbol of the recordings");
    command->add_option("--exchange-info", request.exchangeInfo, "Answer of exchangeInfo for a raw recording: its steps and limits");
    command->add_option("--strategy", request.strategies, "Name of the strategy, NAME or NAME@SYMBOL; several run side by side")->required();
    command->add_option("--set", request.settings, "Parameters of the strategy, key=value; of several strategies NUMBER.key=value, counted from 1");
    command->add_option("--models", request.models, "Models of venue, connection and account, key=value");
    command->add_option("--risk", request.limits, "Risk limits, key=value");
    command->add_option("--latency", request.latency, "ENTRY_MS,RESPONSE_MS or a file of measured latencies");
    command->add_option("--queue", request.queue, "risk_averse, power:N, power2:N, power3:N, log, log2, or exact for recordings that tell every order");
    command->add_option("--fees", request.fees, "MAKER_BP,TAKER_BP; a negative one is a rebate; ,TOKEN@PRICE behind: fees in that token at this price");
    command->add_option("--from", request.from, "The strategy starts then; what lies before builds the book");
    command->add_option("--to", request.to, "Nothing received later is read");
    command->add_option("--report", options->report, "Write journal, fills, equity and statistics into this folder");
    command->add_flag("--no-checks", options->unchecked, "Leave out the checks for look-ahead and for a start that matters for ever");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &status] { status = run(*options); });
}

} // namespace maker::cli
