#include "session/lab/lab.h"

#include "kernel/backtest/run_kinds.h"
#include "platform/durable_file.h"
#include "session/lab/bar_lab_run.h"
#include "session/lab/lab_parts.h"
#include "session/lab/open_sources.h"
#include "session/lab/report_html.h"
#include "session/lab/trust_checks.h"

#include <algorithm>
#include <thread>

namespace maker {

namespace {

constexpr Duration kMemorySpan = Duration::seconds(600);

unsigned threadsOf(const LabConfig& config)
{
    return config.threads > 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency() / 2);
}

std::string titleOf(const LabRequest& request)
{
    if (!request.label.empty())
        return request.label;
    const auto kind = backtest::findRunKind(request.strategy);
    return kind ? std::string(kind->title) : request.strategy;
}

} // namespace

Lab::Parts::Parts(LabConfig given)
    : config(std::move(given))
    , store(config.profile + "/makerdesk.db", {})
    , shelf(store, [this] { changed(); })
    , board(threadsOf(config), [this] { changed(); })
{
    store.post([this](LabTables* tables) {
        readSweeps(tables); // behind the list of runs
        readLibrary();
    });
}

Lab::Lab(LabConfig config) : m_parts(std::make_unique<Parts>(std::move(config))) {}

Lab::~Lab() = default;

std::uint64_t Lab::version() const
{
    return m_parts->version.load();
}

const ParamSchema& Lab::modelSchema() const
{
    return schemaOf<backtest::BacktestModels>();
}

std::vector<LabStrategy> Lab::strategies() const
{
    std::vector<LabStrategy> kinds;
    for (const backtest::RunKind& kind : backtest::runKinds())
        kinds.push_back({std::string(kind.name), std::string(kind.title), std::string(kind.help), kind.params, kind.overBars,
            kind.models});
    return kinds;
}

std::vector<JobView> Lab::jobs() const
{
    return m_parts->board.jobs();
}

void Lab::cancel(std::uint64_t job)
{
    m_parts->board.cancel(job);
}

Result<OpenSources> Lab::Parts::sourcesOf(const LabRequest& request) const
{
    if (!request.data.empty())
        return openPaths(request.data);
    if (!config.memory)
        return fail(ErrorCode::NotFound, "Choose a recording: no running market is at hand.");
    const MarketMemory::Window window = config.memory->window(kMemorySpan);
    if (window.empty())
        return fail(ErrorCode::NotFound, "The running market has sent nothing yet.");
    return OpenSources([window](Timestamp until) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        sources.push_back(cutOff(window.source(), until));
        return sources;
    });
}

RunSteering Lab::Parts::steeringOf(Job& job, double work)
{
    RunSteering steering;
    steering.canceled = [&job] { return !job.mayGoOn(); };
    steering.progress = [&job, work](const backtest::RunProgress& progress) {
        job.progress(progress.events, static_cast<std::uint64_t>(static_cast<double>(progress.expected) * work));
    };
    steering.checking = [&job](std::string_view sentence) { job.note(std::string(sentence)); };
    return steering;
}

Result<void> Lab::Parts::keepResult(Job& job, LabResult result)
{
    const auto id = shelf.keep(std::move(result), {});
    if (!id)
        return tl::unexpected(id.error());
    job.madeRun(*id);
    return {};
}

Result<void> Lab::Parts::runJob(Job& job, const LabRequest& request, const OpenSources& open)
{
    const RunSteering steering = steeringOf(job, request.checks ? 1.0 + checkWork(request) : 1.0);
    RunTrace trace;
    auto result = request.checks ? runTraced(request, open, steering, trace) : runOnce(request, open, steering);
    if (!result)
        return tl::unexpected(result.error());
    if (request.checks) {
        if (auto checked = addTrustChecks(*result, trace, open, steering); !checked)
            return checked;
        job.note({});
    } else {
        result->checks = notChecked(kSwitchedOff);
    }
    return keepResult(job, std::move(*result));
}

void Lab::pause(std::uint64_t job)
{
    m_parts->board.pause(job);
}

void Lab::resume(std::uint64_t job)
{
    m_parts->board.resume(job);
}

std::uint64_t Lab::run(const LabRequest& request)
{
    if (const auto kind = backtest::findRunKind(request.strategy); kind && kind->overBars) {
        return m_parts->board.add(titleOf(request), [this, request](Job& job) -> Result<void> {
            auto result = runBars(request, Parts::steeringOf(job, 1.0));
            if (!result)
                return tl::unexpected(result.error());
            job.note({});
            return m_parts->keepResult(job, std::move(*result));
        });
    }
    const auto open = m_parts->sourcesOf(request);
    return m_parts->board.add(titleOf(request), [this, request, open](Job& job) -> Result<void> {
        if (!open)
            return tl::unexpected(open.error());
        return m_parts->runJob(job, request, *open);
    });
}

std::vector<RunSummary> Lab::runs() const
{
    return m_parts->shelf.runs();
}

std::shared_ptr<const LabResult> Lab::result(std::uint64_t run)
{
    return m_parts->shelf.find(run);
}

std::shared_ptr<const LabResult> Lab::result(std::uint64_t run, Sample sample)
{
    return m_parts->shelf.find(run, sample);
}

void Lab::removeRun(std::uint64_t run)
{
    m_parts->shelf.remove(run);
}

Result<void> Lab::exportReport(std::uint64_t run, const std::string& path)
{
    const auto result = m_parts->shelf.find(run);
    if (!result)
        return fail(ErrorCode::Busy, "The run is being loaded; try again in a moment.");
    return replaceFileDurably(path, reportHtml(*result));
}

} // namespace maker
