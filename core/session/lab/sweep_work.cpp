#include "session/lab/sweep_work.h"

#include "session/lab/bar_lab_run.h"
#include "session/lab/source_taps.h"
#include "session/lab/sweep_keep.h"
#include "session/lab/trust_checks.h"

#include <algorithm>

// The search of core/search on the threads of the lab: the same plan, items and trials as in a shard of the command line,
// and the runs that they leave behind kept for the window.

namespace maker {

namespace {

constexpr std::uint64_t kMostRuns = 400; // cells whose runs are kept at once; others are made when they are opened

search::Stopped stoppedBy(Job& job)
{
    return [&job] { return !job.mayGoOn(); };
}

search::Recordings recordingsOf(const LiveSweep& sweep)
{
    return {[open = sweep.open] { return open({}); }, sweep.bars};
}

/// What a search over bars reads, once for all who hold an answer; an error that nobody looks at where it is none.
Result<backtest::BarSequence> openBars(const LiveSweep& sweep)
{
    return sweep.bars ? sweep.bars() : fail(ErrorCode::NotFound, "There are no bars.");
}

/// A run of the request with its checks.
Result<LabResult> checkedRun(const LabRequest& request, const LiveSweep& sweep, const RunSteering& steering)
{
    if (search::overBars(sweep.record.plan()))
        return runBars(request, steering);
    RunTrace trace;
    auto result = runTraced(request, sweep.open, steering, trace);
    if (!result)
        return result;
    if (auto checked = addTrustChecks(*result, trace, sweep.open, steering); !checked)
        return tl::unexpected(checked.error());
    return result;
}

/// Takes what one item leaves behind, window by window.
class Records {
public:
    search::Keep keep()
    {
        return [this](const search::TrialRun& run, RunRecord&& record) { m_windows.emplace_back(run, std::move(record)); };
    }
    bool empty() const noexcept { return m_windows.empty(); }
    const search::Settings& settings() const { return m_windows.front().first.settings; }
    std::string currency() const { return m_windows.front().second.currency; }
    std::vector<RunRecord> take()
    {
        std::vector<RunRecord> records;
        for (auto& [run, record] : m_windows)
            records.push_back(std::move(record));
        return records;
    }

private:
    std::vector<std::pair<search::TrialRun, RunRecord>> m_windows;
};

/// The windows of a search over bars and, for the chart, what lies in them.
Result<std::vector<search::Window>> readBarWindows(LiveSweep& sweep)
{
    auto windows = search::windowsOf(sweep.record.plan(), recordingsOf(sweep));
    if (!windows)
        return windows;
    const auto bars = search::barsIn(sweep.bars, {windows->front().from, windows->back().to});
    if (!bars)
        return tl::unexpected(bars.error());
    const std::lock_guard lock(sweep.mutex);
    sweep.candles = chartOf(*bars->bars);
    return windows;
}

/// The windows and, on the way, the candles.
Result<std::vector<search::Window>> readWindows(Job& job, LiveSweep& sweep)
{
    const search::Plan& plan = sweep.record.plan();
    if (search::overBars(plan))
        return readBarWindows(sweep);
    std::vector<std::vector<Candle>> candles;
    const auto tapped = [&]() -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        auto sources = sweep.open({});
        if (!sources)
            return sources;
        candles.resize(sources->size());
        for (std::size_t i = 0; i < sources->size(); ++i) {
            auto stop = std::make_unique<StopTap>(std::move((*sources)[i]), stoppedBy(job));
            (*sources)[i] = std::make_unique<CandleTap>(std::move(stop), plan.symbol, candles[i]);
        }
        return sources;
    };
    auto windows = search::windowsOf(plan, {tapped, {}});
    if (!windows)
        return windows;
    const std::lock_guard lock(sweep.mutex);
    sweep.candles = joinCandles(candles, windows->front().from, windows->back().to);
    return windows;
}

/// True for one caller: it keeps the run of the combination.
bool claim(LiveSweep& sweep, const search::Settings& cell)
{
    const std::lock_guard lock(sweep.mutex);
    return sweep.record.kept.try_emplace(cell).second;
}

Result<void> workItem(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, std::uint64_t item)
{
    const search::Plan& plan = sweep->record.plan();
    const bool keeps = plan.method != search::Method::Optimiser && search::itemCount(plan) <= kMostRuns;
    Records records;
    auto runs = search::runItem(plan, recordingsOf(*sweep), sweep->record.windows, item, stoppedBy(job),
        keeps ? records.keep() : search::Keep{});
    if (!runs)
        return tl::unexpected(runs.error());
    const std::string text = itemText(*runs);
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(sweep->mutex);
        id = sweep->record.id;
        if (!records.empty())
            sweep->record.currency = records.currency();
        sweep->record.add(item, std::move(*runs));
    }
    keepRow(parts, sweep, [id, item, text](LabSweeps& sweeps) { return sweeps.putItem(id, item, text); });
    if (records.empty() || !claim(*sweep, records.settings()))
        return {};
    const search::Settings cell = records.settings();
    WindowRuns made;
    {
        const std::lock_guard lock(sweep->mutex);
        made.request = sweep->record.requestOf(cell);
    }
    made.windows = records.take();
    const auto run = keepRun(parts, sweep, std::move(made));
    if (!run)
        return tl::unexpected(run.error());
    keepCell(parts, sweep, cell, [&](SweepRecord::Kept& kept) { kept.run = *run; });
    return {};
}

/// The run that a person would have had who followed the choices of the folds.
Result<void> makeWalkForward(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep)
{
    std::vector<std::pair<std::uint32_t, search::Settings>> steps;
    LabRequest request;
    {
        const std::lock_guard lock(sweep->mutex);
        steps = sweep->record.walk();
        if (steps.empty())
            return {};
        request = sweep->record.requestOf(steps.back().second);
        request.label = sweep->record.name + ": walk-forward";
    }
    Records records;
    const SweepRecord& record = sweep->record;
    for (const auto& [window, cell] : steps) {
        const auto run = search::runTrial(record.plan(), recordingsOf(*sweep), record.windows[window], window, cell,
            stoppedBy(job), records.keep());
        if (!run)
            return tl::unexpected(run.error());
    }
    const std::string currency = records.currency();
    const auto run = keepRun(parts, sweep, {std::move(request), records.take()});
    if (!run)
        return tl::unexpected(run.error());
    const std::lock_guard lock(sweep->mutex);
    sweep->record.walkForwardRun = *run;
    sweep->record.currency = currency;
    return {};
}

/// After the last item: the walk-forward as a run, and the checks of what was chosen.
Result<void> conclude(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep)
{
    if (auto made = makeWalkForward(parts, job, sweep); !made)
        return made;
    if (!sweep->checks)
        return {};
    std::vector<search::Settings> chosen;
    {
        const std::lock_guard lock(sweep->mutex);
        chosen = sweep->record.chosen();
    }
    job.note("Checking what was chosen for look-ahead and warm-up.");
    for (const search::Settings& cell : chosen) {
        if (auto made = makeCellChecks(parts, job, sweep, cell); !made)
            return made;
    }
    job.note({});
    return {};
}

/// The job ends in this state, with what there is to say.
void finish(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, const Result<void>& outcome)
{
    Result<void> end = outcome;
    std::string message;
    {
        const std::lock_guard lock(sweep->mutex);
        sweep->held.reset();
        SweepRecord& record = sweep->record;
        if (end && record.items() == 0)
            end = fail(ErrorCode::InvalidArgument, sweep->trouble.empty() ? "No combination could be run." : sweep->trouble);
        if (job.canceled())
            end = fail(ErrorCode::Canceled, "The search was canceled.");
        record.state = end ? JobState::Done : job.canceled() ? JobState::Canceled : JobState::Failed;
        if (!end)
            record.message = end.error().detail;
        else if (!sweep->trouble.empty())
            record.message = "Some combinations failed: " + sweep->trouble;
        message = record.message;
    }
    keepState(parts, sweep);
    showSweep(parts, sweep, true);
    job.note(message);
    job.finish(end);
}

void onItem(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, std::uint64_t item)
{
    const Result<void> done = job.mayGoOn() ? workItem(parts, job, sweep, item)
                                            : fail(ErrorCode::Canceled, "The search was canceled.");
    const std::uint64_t items = search::itemCount(sweep->record.plan());
    bool last = false;
    {
        const std::lock_guard lock(sweep->mutex);
        if (!done && sweep->trouble.empty())
            sweep->trouble = done.error().detail;
        last = ++sweep->over == items;
        job.progress(sweep->over, items + 1);
    }
    showSweep(parts, sweep, last);
    if (last)
        finish(parts, job, sweep, job.canceled() ? Result<void>{} : conclude(parts, job, sweep));
}

} // namespace

void beginSweep(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep)
{
    if (auto bars = openBars(*sweep)) {
        const std::lock_guard lock(sweep->mutex);
        sweep->held = bars->bars;
    }
    auto windows = readWindows(job, *sweep);
    if (!windows) {
        finish(parts, job, sweep, tl::unexpected(windows.error()));
        return;
    }
    LabSweepRow row;
    {
        const std::lock_guard lock(sweep->mutex);
        sweep->record.windows = std::move(*windows);
        row = sweep->record.row();
    }
    keepRow(parts, sweep, [row](LabSweeps& sweeps) { return sweeps.add(row); });
    showSweep(parts, sweep, true);
    const std::uint64_t items = search::itemCount(sweep->record.plan());
    const std::shared_ptr<Job> whole = parts.board.shared(job.id());
    for (std::uint64_t item = 0; item < items; ++item)
        parts.board.addPart(whole, [&parts, sweep, item](Job& part) { onItem(parts, part, sweep, item); });
}

Result<std::uint64_t> makeCellRun(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, const search::Settings& cell)
{
    std::vector<std::uint32_t> tried;
    std::vector<search::Window> spans;
    WindowRuns made;
    bool candles = false;
    {
        const std::lock_guard lock(sweep->mutex);
        tried = sweep->record.windowsOfCell(cell);
        spans = sweep->record.windows;
        made.request = sweep->record.requestOf(cell);
        if (const auto known = sweep->record.kept.find(cell); known != sweep->record.kept.end())
            made.known = known->second;
        candles = !sweep->candles.empty();
    }
    if (!candles) {
        const auto read = readWindows(job, *sweep);
        if (!read)
            return tl::unexpected(read.error());
        if (read->size() != spans.size() || read->back().to != spans.back().to)
            return fail(ErrorCode::Corrupt, "The recordings are not those of the search any more.");
    }
    const auto bars = openBars(*sweep); // held over all windows
    Records records;
    for (const std::uint32_t window : tried) {
        job.progress(window, spans.size());
        const auto run = search::runTrial(sweep->record.plan(), recordingsOf(*sweep), spans[window], window, cell,
            stoppedBy(job), records.keep());
        if (!run)
            return tl::unexpected(run.error());
    }
    if (records.empty())
        return fail(ErrorCode::NotFound, "This combination was not tried.");
    made.windows = records.take();
    const auto run = keepRun(parts, sweep, std::move(made));
    if (!run)
        return run;
    keepCell(parts, sweep, cell, [&](SweepRecord::Kept& kept) { kept.run = *run; });
    showSweep(parts, sweep, true);
    return run;
}

Result<void> makeCellChecks(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, const search::Settings& cell)
{
    LabRequest request;
    {
        const std::lock_guard lock(sweep->mutex);
        request = sweep->record.requestOf(cell);
    }
    RunSteering steering;
    steering.canceled = stoppedBy(job);
    const auto result = checkedRun(request, *sweep, steering);
    if (!result)
        return tl::unexpected(result.error());
    std::uint64_t run = 0;
    keepCell(parts, sweep, cell, [&](SweepRecord::Kept& kept) {
        kept.checks = result->checks;
        kept.cuts = result->cuts;
        run = kept.run;
    });
    if (run != 0)
        parts.shelf.setChecks(run, result->checks, result->cuts);
    showSweep(parts, sweep, true);
    return {};
}

} // namespace maker
