#include "session/lab/bar_lab_run.h"

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

Result<backtest::BarSequence> barsOf(const LabRequest& request)
{
    if (request.data.size() != 1)
        return fail(ErrorCode::InvalidArgument, "A strategy over bars runs on one recording of bars.");
    auto series = readBars(request.data.front(), request.symbol);
    if (!series)
        return tl::unexpected(series.error());
    std::erase_if(series->bars, [&](const Candle& bar) {
        return bar.openTime < request.from || (request.to.valid() && bar.openTime >= request.to);
    });
    if (series->bars.empty())
        return fail(ErrorCode::NotFound, "There are no bars in the time asked for.");
    return backtest::BarSequence{std::move(series->instrument), series->interval,
        std::make_shared<const std::vector<Candle>>(std::move(series->bars))};
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

Result<RunRecord> runOver(const backtest::BarSetup& setup, backtest::BarSequence sequence, const RunSteering& steering)
{
    auto run = backtest::BarRun::make(std::move(sequence), setup);
    if (!run)
        return tl::unexpected(run.error());
    if (const auto done = carryThrough(**run, kStep, steering, tellProgress(steering)); !done)
        return tl::unexpected(done.error());
    return (*run)->finish();
}

/// Some of the bars.
backtest::BarSequence part(const backtest::BarSequence& sequence, Bars bars)
{
    return {sequence.instrument, sequence.interval, std::make_shared<const std::vector<Candle>>(bars.begin(), bars.end())};
}

bool sameFill(const RunFill& a, const RunFill& b)
{
    return a.fill.localTime == b.fill.localTime && a.fill.side == b.fill.side && a.fill.price == b.fill.price
        && a.fill.qty == b.fill.qty;
}

Result<std::string> lookAhead(LabResult& result, const backtest::BarSetup& setup, const backtest::BarSequence& sequence,
    const RunSteering& steering)
{
    const std::vector<Candle>& bars = *sequence.bars;
    if (bars.size() < kFewestBars)
        return std::string("not checked: there are too few bars");
    std::string moments;
    std::size_t compared = 0;
    for (const double share : cutsOf(result.request)) {
        if (steering.checking)
            steering.checking(checkingCut(result.cuts.size()));
        const auto count = static_cast<std::size_t>(static_cast<double>(bars.size()) * share);
        const auto cut = runOver(setup, part(sequence, Bars(bars).first(count)), steering);
        if (!cut)
            return tl::unexpected(cut.error());
        const Timestamp last = bars[count - 1].openTime;
        const auto before = [last](const RunRecord& record) {
            return static_cast<std::size_t>(
                std::ranges::count_if(record.fills, [last](const RunFill& fill) { return fill.fill.localTime <= last; }));
        };
        const std::size_t fills = before(result.record);
        if (before(*cut) != fills || !std::equal(cut->fills.begin(), cut->fills.begin() + static_cast<std::ptrdiff_t>(fills),
                result.record.fills.begin(), sameFill)) {
            const std::string failed = "FAILED: with the recording cut off after " + std::to_string(count)
                + " bars the fills before the cut are different";
            result.cuts.push_back({last + sequence.interval, failed});
            return failed;
        }
        result.cuts.push_back({last + sequence.interval, "ok: cut off after " + std::to_string(count) + " bars, the "
                + std::to_string(fills) + " fills before the cut are the same"});
        compared += fills;
        moments += (moments.empty() ? "" : ", ") + std::to_string(count);
    }
    return "ok: the recording cut off after " + moments + " bars leads to the same fills before each cut, "
        + std::to_string(compared) + " compared";
}

Result<std::string> warmUp(const LabResult& result, const backtest::BarSetup& setup, const backtest::BarSequence& sequence,
    const RunSteering& steering)
{
    if (steering.checking)
        steering.checking(kCheckingWarmUp);
    const std::vector<Candle>& bars = *sequence.bars;
    if (bars.size() < kFewestBars)
        return std::string("not checked: there are too few bars");
    const std::size_t later = bars.size() / 5;
    const auto late = runOver(setup, part(sequence, Bars(bars).subspan(later)), steering);
    if (!late)
        return tl::unexpected(late.error());
    const Timestamp from = bars[bars.size() / 2].openTime;
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
    const auto sequence = barsOf(request);
    if (!sequence)
        return tl::unexpected(sequence.error());
    auto record = runOver(*setup, *sequence, steering);
    if (!record)
        return tl::unexpected(record.error());
    LabResult result;
    result.request = request;
    result.record = std::move(*record);
    result.statistics = statisticsOf(result.record);
    result.candles = chartOf(*sequence->bars);
    if (!request.checks) {
        result.checks = notChecked(kSwitchedOff);
        return result;
    }
    if (const auto checked = addBarChecks(result, *setup, *sequence, steering); !checked)
        return tl::unexpected(checked.error());
    return result;
}

Result<void> addBarChecks(LabResult& result, const backtest::BarSetup& setup, const backtest::BarSequence& sequence,
    const RunSteering& steering)
{
    RunSteering quiet;
    quiet.canceled = steering.canceled;
    quiet.checking = steering.checking;
    const auto ahead = orNotChecked(lookAhead(result, setup, sequence, quiet));
    if (!ahead)
        return tl::unexpected(ahead.error());
    result.checks.emplace_back(kLookAhead, *ahead);
    const auto warm = orNotChecked(warmUp(result, setup, sequence, quiet));
    if (!warm)
        return tl::unexpected(warm.error());
    result.checks.emplace_back(kWarmUp, *warm);
    return {};
}

} // namespace maker
