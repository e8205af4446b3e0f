#include "search/trial_run.h"

#include "kernel/backtest/backtest_run.h"
#include "kernel/params/params.h"
#include "kernel/statistics/deflated_sharpe.h"
#include "kernel/statistics/statistics.h"
#include "search/latency_file.h"
#include "search/optimiser.h"

#include <algorithm>
#include <cmath>

namespace maker::search {

namespace {

constexpr std::uint64_t kStep = 50'000; // events or bars between two looks at whether to stop

const std::string& modelsOf(const Plan& plan, const Settings& settings)
{
    return settings.models.empty() ? plan.models : settings.models;
}

/// More is better, whatever the figure is; nothing where it has no meaning or no bound.
std::optional<double> objectiveOf(const Plan& plan, const Statistics& statistics)
{
    const StatisticSpec& spec = *findStatistic(plan.objective);
    auto value = toNumber(spec.value(statistics));
    if (value && !std::isfinite(*value))
        return std::nullopt;
    if (value && !spec.higherIsBetter.value_or(true))
        value = -*value;
    return value;
}

/// Of the changes between two points of the equity curve; nothing under two of them or where they do not differ.
std::optional<SharpeSample> sampleOf(const RunRecord& record)
{
    std::vector<double> changes;
    for (std::size_t i = 1; i < record.equity.size(); ++i)
        changes.push_back((record.equity[i].pnl.total - record.equity[i - 1].pnl.total).toDouble());
    if (changes.size() < 2)
        return std::nullopt;
    const auto count = static_cast<double>(changes.size());
    double mean = 0.0;
    for (const double change : changes)
        mean += change / count;
    double square = 0.0;
    double cube = 0.0;
    double fourth = 0.0;
    for (const double change : changes) {
        const double d = change - mean;
        square += d * d;
        cube += d * d * d;
        fourth += d * d * d * d;
    }
    if (square <= 0.0)
        return std::nullopt;
    const double variance = square / count;
    return SharpeSample{mean / std::sqrt(square / (count - 1.0)), count, cube / count / (variance * std::sqrt(variance)),
        fourth / count / (variance * variance)};
}

void addSample(TrialRun& trial, const Statistics& statistics, const RunRecord& record)
{
    if (statistics.daySharpe) {
        trial.sharpe = statistics.daySharpe;
        trial.returns = statistics.returnDays;
        trial.skewness = statistics.skewness;
        trial.kurtosis = statistics.kurtosis;
    } else if (const auto sample = sampleOf(record)) {
        trial.sharpe = sample->sharpe;
        trial.returns = static_cast<std::uint64_t>(sample->count);
        trial.skewness = sample->skewness;
        trial.kurtosis = sample->kurtosis;
    }
}

Result<std::unique_ptr<backtest::BacktestRun>> prepareBooks(
    const Plan& plan, const OpenMarkets& open, const Window& span, const Settings& settings)
{
    auto sources = open();
    if (!sources)
        return tl::unexpected(sources.error());
    backtest::RunSetup setup;
    setup.strategies.push_back({plan.strategy, settings.params, plan.symbol});
    auto models = readParams<backtest::BacktestModels>(modelsOf(plan, settings));
    if (!models)
        return tl::unexpected(models.error());
    setup.models = *std::move(models);
    setup.from = span.from;
    setup.to = span.to;
    if (auto read = readLatencyFile(setup); !read)
        return tl::unexpected(read.error());
    return backtest::BacktestRun::make(*std::move(sources), std::move(setup));
}

Result<std::unique_ptr<backtest::BarRun>> prepareBars(
    const Plan& plan, const OpenBars& open, const Window& span, const Settings& settings)
{
    auto sequence = barsIn(open, span);
    if (!sequence)
        return tl::unexpected(sequence.error());
    const auto models = readParams<backtest::BarModels>(modelsOf(plan, settings));
    if (!models)
        return tl::unexpected(models.error());
    return backtest::BarRun::make(*std::move(sequence), {plan.strategy, settings.params, *models});
}

/// A run of either kind to its end.
template <typename Run>
Result<RunRecord> carryThrough(Result<std::unique_ptr<Run>> run, const Stopped& stopped)
{
    if (!run)
        return tl::unexpected(run.error());
    for (bool more = true; more;) {
        if (stopped())
            return fail(ErrorCode::Canceled, "The search was interrupted.");
        const auto stepped = (*run)->step(kStep);
        if (!stepped)
            return tl::unexpected(stepped.error());
        more = *stepped;
    }
    return (*run)->finish();
}

} // namespace

Result<TrialRun> runTrial(const Plan& plan, const Recordings& recordings, const Window& span, std::uint32_t window,
    const Settings& settings, const Stopped& stopped, const Keep& keep)
{
    auto record = overBars(plan) ? carryThrough(prepareBars(plan, recordings.bars, span, settings), stopped)
                                 : carryThrough(prepareBooks(plan, recordings.markets, span, settings), stopped);
    if (!record)
        return tl::unexpected(record.error());
    const Statistics statistics = statisticsOf(*record);
    TrialRun trial;
    trial.window = window;
    trial.settings = settings;
    trial.objective = objectiveOf(plan, statistics);
    trial.pnl = statistics.pnl;
    trial.fills = statistics.fills;
    addSample(trial, statistics, *record);
    trial.digest = record->digest;
    if (keep)
        keep(trial, *std::move(record));
    return trial;
}

Result<std::vector<TrialRun>> runItem(const Plan& plan, const Recordings& recordings, const std::vector<Window>& windows,
    std::uint64_t item, const Stopped& stopped, const Keep& keep)
{
    std::vector<TrialRun> runs;
    if (plan.method == Method::Optimiser) {
        auto searched = searchWindow(plan, recordings, windows, item, stopped, keep);
        if (!searched)
            return tl::unexpected(searched.error());
        runs = *std::move(searched);
    } else {
        const auto settings = settingsAt(plan, positionOf(plan, item));
        if (!settings) // a combination that a rule between fields forbids is no failure of the search
            return runs;
        for (std::uint32_t window = 0; window < windows.size(); ++window) {
            auto run = runTrial(plan, recordings, windows[window], window, *settings, stopped, keep);
            if (!run)
                return tl::unexpected(run.error());
            runs.push_back(*std::move(run));
        }
    }
    for (TrialRun& run : runs)
        run.item = item;
    return runs;
}

} // namespace maker::search
