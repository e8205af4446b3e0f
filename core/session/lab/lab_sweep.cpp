#include "kernel/strategy/strategy.h"
#include "session/lab/lab_parts.h"
#include "session/lab/sweep_figures.h"

#include <algorithm>

// A grid of runs, one a cell, each by itself on the threads of the board. The last one that ends says what the grid says.

namespace maker {

namespace {

constexpr std::size_t kMostCells = 400;
constexpr std::size_t kMostFolds = 24;
constexpr std::size_t kMostSweeps = 20;

/// One grid while it is being worked on; shared by its cells.
struct Grid {
    LabRequest request;
    OpenSources open;
    std::string name;
    std::vector<std::string> params; ///< by cell
    std::size_t parts = 1;           ///< one more than there are folds
    std::mutex mutex;
    std::vector<std::optional<CellFigures>> figures;
    std::size_t over = 0;
    std::string trouble; ///< of the first cell that failed
    Timestamp begin;
    Timestamp end;
};

double sumFrom(const std::vector<double>& values, std::size_t first)
{
    double sum = 0.0;
    for (std::size_t i = first; i < values.size(); ++i)
        sum += values[i];
    return sum;
}

Result<std::shared_ptr<Grid>> gridOf(const LabRequest& request, const std::string& xKey,
    const std::vector<std::string>& xValues, const std::string& yKey, const std::vector<std::string>& yValues, int folds)
{
    const StrategyKind* kind = findStrategyKind(request.strategy);
    if (kind == nullptr)
        return fail(ErrorCode::NotFound, "There is no strategy named " + request.strategy + ".");
    const std::size_t cells = xValues.size() * yValues.size();
    if (cells == 0 || cells > kMostCells) {
        return fail(ErrorCode::OutOfRange, "A sweep has 1 to " + std::to_string(kMostCells) + " cells, this one would have "
                + std::to_string(cells) + ".");
    }
    if (folds < 0 || folds > static_cast<int>(kMostFolds))
        return fail(ErrorCode::OutOfRange, "A walk-forward has 0 to " + std::to_string(kMostFolds) + " folds.");
    auto grid = std::make_shared<Grid>();
    grid->request = request;
    grid->parts = static_cast<std::size_t>(folds) + 1;
    for (const std::string& y : yValues) {
        for (const std::string& x : xValues) {
            auto params = cellParams(*kind->schema, request.params, xKey, x, yKey, y);
            if (!params)
                return tl::unexpected(params.error());
            grid->params.push_back(std::move(*params));
        }
    }
    grid->figures.resize(cells);
    return grid;
}

/// Runs one cell and keeps it; what is out of sample is marked.
Result<std::uint64_t> runCell(RunShelf& shelf, Job& job, Grid& grid, std::size_t cell)
{
    LabRequest request = grid.request;
    request.params = grid.params[cell];
    auto result = runOnce(request, grid.open, {[&job] { return job.canceled(); }, nullptr});
    if (!result)
        return tl::unexpected(result.error());
    const RunRecord& record = result->record;
    if (grid.parts > 1)
        result->outOfSample = {{partsOf(record.begin, record.end, grid.parts)[1], record.end}};
    {
        const std::lock_guard lock(grid.mutex);
        grid.figures[cell] = figuresOf(record, grid.parts);
        grid.begin = record.begin;
        grid.end = record.end;
    }
    return shelf.keep(std::move(*result), grid.name);
}

SweepView* find(std::vector<SweepView>& sweeps, const std::string& name)
{
    const auto at = std::find_if(sweeps.begin(), sweeps.end(), [&](const SweepView& view) { return view.name == name; });
    return at == sweeps.end() ? nullptr : &*at;
}

/// The grid says what it says; the lab's mutex is held.
void conclude(SweepView& view, const Grid& grid, JobState state)
{
    view.state = state;
    view.deflatedSharpe = deflatedOf(grid.figures);
    if (grid.parts > 1 && grid.end.valid())
        view.folds = walkForward(grid.figures, partsOf(grid.begin, grid.end, grid.parts));
}

void onCell(Lab::Parts& parts, Job& job, const std::shared_ptr<Grid>& grid, std::size_t cell)
{
    const Result<std::uint64_t> run = job.canceled() ? fail(ErrorCode::Canceled, "The sweep was canceled.")
                                                     : runCell(parts.shelf, job, *grid, cell);
    const std::scoped_lock lock(parts.mutex, grid->mutex);
    const std::size_t cells = grid->params.size();
    SweepView* view = find(parts.sweeps, grid->name);
    if (run && view != nullptr) {
        view->runs[cell] = *run;
        view->values[cell] = sumFrom(grid->figures[cell]->pnl, grid->parts > 1 ? 1 : 0);
        ++view->trials;
    } else if (!run && grid->trouble.empty()) {
        grid->trouble = run.error().detail;
    }
    job.progress(++grid->over, cells);
    if (grid->over < cells)
        return;
    const bool nothing = view == nullptr || view->trials == 0;
    const JobState state = job.canceled() ? JobState::Canceled : nothing ? JobState::Failed : JobState::Done;
    if (view != nullptr)
        conclude(*view, *grid, state);
    if (state == JobState::Done && !grid->trouble.empty())
        job.note("Some cells failed: " + grid->trouble);
    job.finish(state == JobState::Done ? Result<void>{}
                                       : fail(state == JobState::Canceled ? ErrorCode::Canceled : ErrorCode::InvalidArgument,
                                           grid->trouble));
}

} // namespace

std::uint64_t Lab::sweep(const LabRequest& request, const std::string& xKey, const std::vector<std::string>& xValues,
    const std::string& yKey, const std::vector<std::string>& yValues, int folds)
{
    Parts& parts = *m_parts;
    const std::vector<std::string> rows = yKey.empty() ? std::vector<std::string>{""} : yValues;
    auto grid = gridOf(request, xKey, xValues, yKey, rows, folds);
    auto open = parts.sourcesOf(request);
    std::string name;
    {
        const std::lock_guard lock(parts.mutex);
        name = (request.label.empty() ? std::string("Sweep ") : request.label + ' ') + std::to_string(++parts.lastSweep);
    }
    const auto job = parts.board.open(name);
    if (!grid || !open) {
        job->finish(tl::unexpected(!grid ? grid.error() : open.error()));
        return job->id();
    }
    (*grid)->open = *open;
    (*grid)->name = name;
    SweepView view;
    view.name = name;
    view.state = JobState::Running;
    view.xKey = xKey;
    view.yKey = yKey;
    view.xValues = xValues;
    view.yValues = rows;
    view.objective = folds > 0 ? "PnL out of sample" : "PnL";
    view.values.resize((*grid)->params.size());
    view.runs.resize((*grid)->params.size());
    view.job = job->id();
    {
        const std::lock_guard lock(parts.mutex);
        parts.sweeps.insert(parts.sweeps.begin(), std::move(view));
        if (parts.sweeps.size() > kMostSweeps)
            parts.sweeps.pop_back();
    }
    for (std::size_t cell = 0; cell < (*grid)->params.size(); ++cell)
        parts.board.addPart(job, [&parts, grid = *grid, cell](Job& whole) { onCell(parts, whole, grid, cell); });
    return job->id();
}

std::vector<SweepView> Lab::sweeps() const
{
    const std::lock_guard lock(m_parts->mutex);
    return m_parts->sweeps;
}

} // namespace maker
