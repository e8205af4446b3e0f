#include "session/lab/sweep_keep.h"

#include "session/lab/joined_run.h"
#include "session/lab/trust_checks.h"

// What of a search lies in the store and what the window sees.

namespace maker {

namespace {

constexpr std::chrono::milliseconds kShowEvery{200};
constexpr std::string_view kOnDemand = "a search checks what it chooses, and a cell when it is asked to";

} // namespace

void keepRow(Lab::Parts& parts, const LiveSweepPtr& sweep, std::function<Result<void>(LabSweeps&)> write)
{
    parts.store.post([&parts, sweep, write = std::move(write)](LabTables* tables) {
        {
            const std::lock_guard lock(sweep->mutex);
            if (sweep->removed)
                return;
        }
        const Result<void> done = tables != nullptr ? write(tables->sweeps) : fail(ErrorCode::Io, parts.store.why());
        if (done)
            return;
        {
            const std::lock_guard lock(sweep->mutex);
            sweep->record.message = done.error().detail;
        }
        showSweep(parts, sweep, true);
    });
}

void keepState(Lab::Parts& parts, const LiveSweepPtr& sweep)
{
    LabSweepRow row;
    {
        const std::lock_guard lock(sweep->mutex);
        row = sweep->record.row();
    }
    keepRow(parts, sweep, [row](LabSweeps& sweeps) { return sweeps.update(row); });
}

void keepCell(Lab::Parts& parts, const LiveSweepPtr& sweep, const search::Settings& cell,
    const std::function<void(SweepRecord::Kept&)>& change)
{
    LabSweepCell row;
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(sweep->mutex);
        change(sweep->record.kept[cell]);
        row = sweep->record.cellRow(cell);
        id = sweep->record.id;
    }
    keepRow(parts, sweep, [id, row](LabSweeps& sweeps) { return sweeps.putCell(id, row); });
}

Result<std::uint64_t> keepRun(Lab::Parts& parts, const LiveSweepPtr& sweep, WindowRuns made)
{
    LabResult result = joinWindows(std::move(made.request), std::move(made.windows));
    result.checks = std::move(made.known.checks);
    result.cuts = std::move(made.known.cuts);
    if (result.checks.empty())
        result.checks = notChecked(sweep->checks ? kOnDemand : kSwitchedOff);
    std::string name;
    {
        const std::lock_guard lock(sweep->mutex);
        name = sweep->record.name;
        result.candles = sweep->candles;
        if (sweep->record.plan().folds > 0) {
            for (const auto& span : result.windows) {
                if (span.first >= sweep->record.windows[1].from)
                    result.outOfSample.push_back(span);
            }
        }
    }
    return parts.shelf.keep(std::move(result), name);
}

void showSweep(Lab::Parts& parts, const LiveSweepPtr& sweep, bool now)
{
    SweepView view;
    {
        const std::lock_guard lock(sweep->mutex);
        const auto time = std::chrono::steady_clock::now();
        if (sweep->removed || (!now && time - sweep->viewed < kShowEvery))
            return;
        sweep->viewed = time;
        view = sweep->record.view();
    }
    {
        const std::lock_guard lock(parts.mutex);
        for (SweepView& listed : parts.sweeps) {
            if (listed.id == view.id)
                listed = std::move(view);
        }
    }
    parts.changed();
}

} // namespace maker
