#include "session/lab/bar_lab_run.h"

#include "kernel/backtest/bar_run.h"
#include "kernel/params/param_json.h"
#include "kernel/pricing/candle_builder.h"
#include "session/lab/carry_through.h"
#include "session/lab/trust_checks.h"
#include "tape/import/read_bars.h"

#include <algorithm>

namespace maker {

namespace {

constexpr std::uint64_t kStep = 50'000;         // bars between two looks at progress and cancel
constexpr std::size_t kMostCandles = 20'000;    // of a chart; more are joined
constexpr std::size_t kFewestBars = 20;         // that say anything about the future

using Bars = std::span<const Candle>;

Result<BarSeries> barsOf(const LabRequest& request)
{
    if (request.data.size() != 1)
        return fail(ErrorCode::InvalidArgument, "A strategy over bars runs on one recording of bars.");
    auto series = readBars(request.data.front(), request.symbol);
    if (!series)
        return series;
    std::erase_if(series->bars, [&](const Candle& bar) {
        return bar.openTime < request.from || (request.to.valid() && bar.openTime >= request.to);
    });
    if (series->bars.empty())
        return fail(ErrorCode::NotFound, "There are no bars in the time asked for.");
    return series;
}

Result<backtest::BarSetup> setupOfBars(const LabRequest& request)
{
    backtest::BarSetup setup;
    setup.strategy = request.strategy;
    setup.params = request.params;
    const auto models = readParams<backtest::BarModels>(request.models.empty() ? "{}" : request.models);
    if (!models)
        return tl::unexpected(models.error());
    setup.models = *models;
    return setup;
}

/// A run over some of the bars.
Result<RunRecord> runOver(const backtest::BarSetup& setup, const BarSeries& series, Bars bars, const RunSteering& steering)
{
    auto shared = std::make_shared<const std::vector<Candle>>(bars.begin(), bars.end());
    auto run = backtest::BarRun::make({series.instrument, series.interval, std::move(shared)}, setup);
    if (!run)
        return tl::unexpected(run.error());
    if (const auto done = carryThrough(**run, kStep, steering, tellProgress(steering)); !done)
        return tl::unexpected(done.error());
    return (*run)->finish();
}

bool sameFill(const RunFill& a, const RunFill& b)
{
    return a.fill.localTime == b.fill.localTime && a.fill.side == b.fill.side && a.fill.price == b.fill.price
        && a.fill.qty == b.fill.qty;
}

Result<std::string> lookAhead(LabResult& result, const backtest::BarSetup& setup, const BarSeries& series,
    const RunSteering& steering)
{
    if (series.bars.size() < kFewestBars)
        return std::string("not checked: there are too few bars");
    std::string moments;
    std::size_t compared = 0;
    for (const double share : cutsOf(result.request)) {
        const auto count = static_cast<std::size_t>(static_cast<double>(series.bars.size()) * share);
        const auto cut = runOver(setup, series, Bars(series.bars).first(count), steering);
        if (!cut)
            return tl::unexpected(cut.error());
        const Timestamp last = series.bars[count - 1].openTime;
        const auto before = [last](const RunRecord& record) {
            return static_cast<std::size_t>(
                std::ranges::count_if(record.fills, [last](const RunFill& fill) { return fill.fill.localTime <= last; }));
        };
        const std::size_t fills = before(result.record);
        if (before(*cut) != fills || !std::equal(cut->fills.begin(), cut->fills.begin() + static_cast<std::ptrdiff_t>(fills),
                result.record.fills.begin(), sameFill)) {
            const std::string failed = "FAILED: with the recording cut off after " + std::to_string(count)
                + " bars the fills before the cut are different";
            result.cuts.push_back({last + series.interval, failed});
            return failed;
        }
        result.cuts.push_back({last + series.interval, "ok: cut off after " + std::to_string(count) + " bars, the "
                + std::to_string(fills) + " fills before the cut are the same"});
        compared += fills;
        moments += (moments.empty() ? "" : ", ") + std::to_string(count);
    }
    return "ok: the recording cut off after " + moments + " bars leads to the same fills before each cut, "
        + std::to_string(compared) + " compared";
}

Result<std::string> warmUp(const LabResult& result, const backtest::BarSetup& setup, const BarSeries& series,
    const RunSteering& steering)
{
    if (series.bars.size() < kFewestBars)
        return std::string("not checked: there are too few bars");
    const std::size_t later = series.bars.size() / 5;
    const auto late = runOver(setup, series, Bars(series.bars).subspan(later), steering);
    if (!late)
        return tl::unexpected(late.error());
    const Timestamp from = series.bars[series.bars.size() / 2].openTime;
    std::size_t compared = 0;
    std::size_t equal = 0;
    auto early = result.record.equity.begin();
    for (const EquityPoint& point : late->equity) {
        while (early != result.record.equity.end() && early->time < point.time)
            ++early;
        if (early == result.record.equity.end())
            break;
        if (point.time < from || early->time != point.time)
            continue;
        ++compared;
        equal += early->positions == point.positions ? 1 : 0;
    }
    const std::string counts = std::to_string(equal) + " of " + std::to_string(compared) + " moments";
    const std::string start = "a start " + std::to_string(later) + " bars later ";
    return equal == compared ? "ok: " + start + "holds the same in " + counts + " of the second half"
                             : "FAILED: " + start + "holds the same in only " + counts + " of the second half";
}

} // namespace

std::vector<Candle> chartOf(const std::vector<Candle>& bars)
{
    const std::size_t each = (bars.size() + kMostCandles - 1) / kMostCandles;
    std::vector<Candle> candles;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (i % each == 0)
            candles.push_back(bars[i]);
        else
            extend(candles.back(), bars[i]);
    }
    return candles;
}

Result<LabResult> runBars(const LabRequest& request, const RunSteering& steering)
{
    const auto setup = setupOfBars(request);
    if (!setup)
        return tl::unexpected(setup.error());
    const auto series = barsOf(request);
    if (!series)
        return tl::unexpected(series.error());
    auto record = runOver(*setup, *series, series->bars, steering);
    if (!record)
        return tl::unexpected(record.error());
    LabResult result;
    result.request = request;
    result.record = std::move(*record);
    result.statistics = statisticsOf(result.record);
    result.candles = chartOf(series->bars);
    if (!request.checks) {
        result.checks = notChecked(kSwitchedOff);
        return result;
    }
    const RunSteering quiet{steering.canceled, {}, nullptr, nullptr, {}};
    const auto ahead = lookAhead(result, *setup, *series, quiet);
    if (!ahead)
        return tl::unexpected(ahead.error());
    result.checks.emplace_back("Look-ahead", *ahead);
    const auto warm = warmUp(result, *setup, *series, quiet);
    if (!warm)
        return tl::unexpected(warm.error());
    result.checks.emplace_back("Warm-up", *warm);
    return result;
}

} // namespace maker
