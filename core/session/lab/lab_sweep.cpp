#include "session/lab/open_sources.h"
#include "session/lab/shared_bars.h"
#include "session/lab/sweep_work.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <charconv>

// Searches as the window asks for them and sees them.

namespace maker {

namespace {

constexpr std::uint64_t kMostItems = 2000;

Result<search::Plan> checkedPlan(const SearchRequest& request)
{
    auto plan = planOf(request);
    if (plan && search::overBars(*plan) && request.base.data.empty())
        return fail(ErrorCode::InvalidArgument, "A strategy over bars runs on one recording of bars.");
    if (plan && search::itemCount(*plan) > kMostItems) {
        return fail(ErrorCode::OutOfRange, "A search in the lab has at most " + std::to_string(kMostItems)
                + " combinations; the command line takes more.");
    }
    return plan;
}

/// The number at the end of "Sweep 12"; zero where there is none.
std::uint64_t numberOf(const std::string& name)
{
    const std::size_t at = name.find_last_not_of("0123456789") + 1;
    std::uint64_t number = 0;
    std::from_chars(name.data() + at, name.data() + name.size(), number);
    return number;
}

/// Of a combination the window names by its place in SweepView::cells.
std::optional<search::Settings> cellOf(LiveSweep& sweep, std::size_t cell)
{
    const std::lock_guard lock(sweep.mutex);
    const auto cells = sweep.record.cells();
    return cell < cells.size() ? std::optional(cells[cell]) : std::nullopt;
}

OpenSources keptSources(const search::Plan& plan)
{
    if (plan.data != std::vector<std::string>{kMemoryData})
        return openPaths(plan.data);
    return [](Timestamp) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        return fail(ErrorCode::NotFound, "The market of this search was not recorded.");
    };
}

/// Over bars: where they come from.
search::OpenBars keptBars(const search::Plan& plan)
{
    return search::overBars(plan) ? sharedBars(plan.data.front(), plan.symbol) : search::OpenBars();
}

} // namespace

LiveSweepPtr Lab::Parts::sweepOf(std::uint64_t id) const
{
    const std::lock_guard lock(mutex);
    const auto at = searches.find(id);
    return at == searches.end() ? nullptr : at->second;
}

void Lab::Parts::readSweeps(LabTables* tables)
{
    auto kept = tables != nullptr ? tables->sweeps.list() : Result<std::vector<LabSweepContent>>{};
    if (!kept)
        return;
    for (const LabSweepContent& content : *kept) {
        auto record = SweepRecord::restore(content);
        if (!record)
            continue; // of another version of the program, or damaged: it cannot be shown
        for (auto& [settings, cell] : record->kept) {
            if (!shelf.has(cell.run))
                cell.run = 0; // made room for newer ones
        }
        if (!shelf.has(record->walkForwardRun))
            record->walkForwardRun = 0;
        auto sweep = std::make_shared<LiveSweep>(std::move(*record));
        sweep->open = keptSources(sweep->record.plan());
        sweep->bars = keptBars(sweep->record.plan());
        SweepView view = sweep->record.view();
        const std::lock_guard lock(mutex);
        lastSweep = std::max(lastSweep, numberOf(view.name));
        searches.emplace(view.id, std::move(sweep));
        sweeps.push_back(std::move(view)); // behind those asked for since
    }
    changed();
}

Result<std::string> Lab::sweepPlan(const SearchRequest& request) const
{
    const auto plan = checkedPlan(request);
    if (!plan)
        return tl::unexpected(plan.error());
    return search::planJson(*plan);
}

std::uint64_t Lab::search(const SearchRequest& request)
{
    Parts& parts = *m_parts;
    auto plan = checkedPlan(request);
    auto open = parts.sourcesOf(request.base);
    std::string name;
    std::uint64_t id = 0;
    const Timestamp now = localNow();
    {
        const std::lock_guard lock(parts.mutex);
        name = (request.base.label.empty() ? std::string("Sweep ") : request.base.label + ' ')
            + std::to_string(++parts.lastSweep);
        id = parts.lastSearch = std::max(parts.lastSearch + 1, static_cast<std::uint64_t>(now.ns));
    }
    const auto job = parts.board.open(name);
    if (!plan || !open) {
        job->finish(tl::unexpected(!plan ? plan.error() : open.error()));
        return job->id();
    }
    auto sweep = std::make_shared<LiveSweep>(SweepRecord(std::move(*plan)));
    sweep->open = *open;
    sweep->bars = keptBars(sweep->record.plan());
    sweep->checks = request.base.checks;
    SweepRecord& record = sweep->record;
    record.id = id;
    record.name = name;
    record.created = now;
    record.state = JobState::Running;
    record.job = job->id();
    {
        const std::lock_guard lock(parts.mutex);
        parts.sweeps.insert(parts.sweeps.begin(), record.view());
        parts.searches.emplace(id, sweep);
    }
    parts.changed();
    parts.board.addPart(job, [&parts, sweep](Job& whole) { beginSweep(parts, whole, sweep); });
    return job->id();
}

std::vector<SweepView> Lab::sweeps() const
{
    std::vector<SweepView> views;
    {
        const std::lock_guard lock(m_parts->mutex);
        views = m_parts->sweeps;
    }
    for (SweepView& view : views) {
        if (view.state != JobState::Running)
            continue;
        const auto job = m_parts->board.shared(view.job);
        if (job && job->paused())
            view.state = JobState::Paused;
    }
    return views;
}

std::uint64_t Lab::openCell(std::uint64_t id, std::size_t cell)
{
    Parts& parts = *m_parts;
    const LiveSweepPtr sweep = parts.sweepOf(id);
    const auto settings = sweep ? cellOf(*sweep, cell) : std::nullopt;
    if (!settings)
        return 0;
    std::string title;
    {
        const std::lock_guard lock(sweep->mutex);
        const auto kept = sweep->record.kept.find(*settings);
        if (kept != sweep->record.kept.end() && parts.shelf.has(kept->second.run))
            return 0;
        title = sweep->record.requestOf(*settings).label;
    }
    return parts.board.add(title, [&parts, sweep, settings](Job& job) -> Result<void> {
        const auto run = makeCellRun(parts, job, sweep, *settings);
        if (!run)
            return tl::unexpected(run.error());
        job.madeRun(*run);
        return {};
    });
}

std::uint64_t Lab::checkCell(std::uint64_t id, std::size_t cell)
{
    Parts& parts = *m_parts;
    const LiveSweepPtr sweep = parts.sweepOf(id);
    const auto settings = sweep ? cellOf(*sweep, cell) : std::nullopt;
    if (!settings)
        return 0;
    std::string title;
    {
        const std::lock_guard lock(sweep->mutex);
        title = "Check " + sweep->record.requestOf(*settings).label;
    }
    return parts.board.add(
        title, [&parts, sweep, settings](Job& job) { return makeCellChecks(parts, job, sweep, *settings); });
}

void Lab::removeSweep(std::uint64_t id)
{
    Parts& parts = *m_parts;
    const LiveSweepPtr sweep = parts.sweepOf(id);
    if (!sweep)
        return;
    {
        const std::lock_guard lock(sweep->mutex);
        sweep->removed = true;
        parts.board.cancel(sweep->record.job);
    }
    {
        const std::lock_guard lock(parts.mutex);
        parts.searches.erase(id);
        std::erase_if(parts.sweeps, [id](const SweepView& view) { return view.id == id; });
    }
    parts.store.post([id](LabTables* tables) {
        if (tables != nullptr)
            static_cast<void>(tables->sweeps.remove(id)); // one that stays is listed again after a restart
    });
    parts.changed();
}

} // namespace maker
