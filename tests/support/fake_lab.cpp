#include "support/fake_lab.h"

#include "support/fake_lab_result.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr std::array<ParamChoice, 3> kQueues { { { "risk_averse", "Risk averse" }, { "log", "Log probability" },
    { "power", "Power probability" } } };
constexpr std::array<ParamSpec, 4> kModelSpecs { {
    { .key = "queue", .text = "Queue", .help = "Where an order of ours stands in its level.", .unit = "", .group = "Market models", .type = ParamType::Choice, .choices = kQueues },
    { .key = "latency", .text = "Latency", .help = "From a decision to the venue.", .unit = "ms", .group = "Market models", .type = ParamType::Real, .min = 0, .max = 1000, .step = 1, .decimals = 1 },
    { .key = "maker_fee", .text = "Maker fee", .help = "Negative is a rebate.", .unit = "bp", .group = "Market models", .type = ParamType::Real, .min = -5, .max = 50, .step = 0.1, .decimals = 2 },
    { .key = "partial_fills", .text = "Partial fills", .help = "A trade may fill part of an order.", .unit = "", .group = "Market models", .type = ParamType::Bool },
} };

std::string modelDefaults()
{
    return R"({"queue":"log","latency":9.4,"maker_fee":-0.5,"partial_fills":true})";
}

std::vector<Violation> noViolations(std::string_view)
{
    return {};
}

const ParamSchema kModels { "backtest_models", kModelSpecs, modelDefaults, noViolations };

Timestamp at(std::int64_t seconds)
{
    return Timestamp::fromMillis(seconds * 1000);
}

constexpr std::int64_t kNovember = 1'793'491'200;
constexpr std::int64_t kDay = 86'400;

} // namespace

FakeLab::FakeLab(Content content)
{
    if (content == Content::Empty)
        return;
    addData();
    const std::array<std::pair<const char*, const char*>, 9> runs { { { "first", "" }, { "", "half_spread 2 -> 2.5" },
        { "", "levels 3 -> 4" }, { "", "queue log" }, { "", "order_qty 12 -> 18" }, { "", "levels 4 -> 5, post_only off" },
        { "wide", "half_spread 2.5 -> 6" }, { "", "latency 9.4 -> 25" }, { "as live", "half_spread 6 -> 2" } } };
    for (const auto& [label, difference] : runs)
        addRun(label, difference);
    addSweep();
    JobView job;
    job.id = m_nextJob++;
    job.title = "Sweep 14, fold 4 of 6, 51 of 80 trials";
    job.state = JobState::Running;
    job.progress = 0.64;
    job.perSecond = 1'910'000;
    job.left = Duration::seconds(220);
    m_jobs.push_back(job);
}

const ParamSchema& FakeLab::modelSchema() const
{
    return kModels;
}

std::vector<std::string> FakeLab::importFormats() const
{
    return { "auto", "binance-stream", "binance-archive", "tardis", "candles", "trades" };
}

void FakeLab::addData()
{
    DataSetView november { "/data/solusdt-2026-11.tape", "binance", "SOLUSDT", "order book", at(kNovember),
        at(kNovember + 24 * kDay), 68'400'000, 1'840'000'000, {}, {} };
    november.gaps = { { at(kNovember + 6 * kDay), at(kNovember + 6 * kDay + 14'000) },
        { at(kNovember + 15 * kDay), at(kNovember + 16 * kDay) } };
    m_data.push_back(november);
    m_data.push_back({ "/data/btcusdt-trades.tape", "binance", "BTCUSDT", "trades", at(kNovember + 9 * kDay),
        at(kNovember + 12 * kDay), 4'812'773, 61'200'000, {}, {} });
    m_data.push_back({ "/data/ethusdt-bars.tape", "binance", "ETHUSDT", "bars", at(kNovember - 9 * kDay),
        at(kNovember + 20 * kDay), 41'760, 912'000, {}, {} });
    m_data.push_back({ "/data/xrpusdt.tape", "okx", "XRPUSDT", "order book", at(kNovember + 20 * kDay),
        at(kNovember + 22 * kDay), 912'004, 18'100'000, {}, "Block 218 fails its checksum; 4,100 events after it are not read." });
    for (DataSetView& set : m_data)
        set.bases = set.symbol.substr(0, 3);
}

std::uint64_t FakeLab::addRun(const std::string& label, const std::string& difference)
{
    const std::uint64_t id = m_nextRun++;
    const std::shared_ptr<const LabResult> made = fakeResult(id, kRunDays);
    m_results[id] = made;
    RunSummary summary;
    summary.id = id;
    summary.label = label;
    summary.created = at(kNovember + 25 * kDay + static_cast<std::int64_t>(id));
    summary.strategy = "pure_market_making";
    summary.data = "SOLUSDT";
    summary.difference = difference;
    summary.pnl = made->record.equity.back().pnl.total;
    summary.currency = "USDT";
    summary.sharpe = id % 4 == 0 ? std::nullopt : std::optional<double>(0.4 + 0.41 * static_cast<double>(id % 7));
    summary.fills = made->record.fills.size();
    m_runs.insert(m_runs.begin(), summary);
    touch();
    return id;
}

std::uint64_t FakeLab::addJob(const std::string& title, JobState state, double progress)
{
    JobView job;
    job.id = m_nextJob++;
    job.title = title;
    job.state = state;
    job.progress = progress;
    m_jobs.push_back(job);
    touch();
    return job.id;
}

std::uint64_t FakeLab::importFile(const std::string& path, const std::string& format, const std::string& symbol)
{
    asked.push_back("import " + path + " " + format + (symbol.empty() ? "" : " " + symbol));
    return addJob("Import " + path, JobState::Running, 0.3);
}

std::uint64_t FakeLab::verify(const std::string& path)
{
    asked.push_back("verify " + path);
    const std::uint64_t job = addJob("Verify " + path, JobState::Running, 0.5);
    m_jobs.back().dataSet = path;
    return job;
}

Result<void> FakeLab::remove(const std::string& path)
{
    asked.push_back("remove " + path);
    if (refuseRemoval)
        return fail(ErrorCode::Io, "The recording is in use by run 104.");
    std::erase_if(m_data, [&path](const DataSetView& set) { return set.path == path; });
    touch();
    return {};
}

std::uint64_t FakeLab::makeSample()
{
    asked.push_back("sample");
    return addJob("Demo market, one hour, seed 7", JobState::Running, 0.1);
}

std::uint64_t FakeLab::keepLastMinutes()
{
    asked.push_back("keep");
    return addJob("The last 10 minutes", JobState::Running, 0.1);
}

void FakeLab::cancel(std::uint64_t job)
{
    asked.push_back("cancel " + std::to_string(job));
    setJobState(job, JobState::Canceled);
}

void FakeLab::pause(std::uint64_t job)
{
    asked.push_back("pause " + std::to_string(job));
    setJobState(job, JobState::Paused);
}

void FakeLab::resume(std::uint64_t job)
{
    asked.push_back("resume " + std::to_string(job));
    setJobState(job, JobState::Running);
}

void FakeLab::setJobState(std::uint64_t job, JobState state)
{
    for (JobView& view : m_jobs) {
        if (view.id == job)
            view.state = state;
    }
    touch();
}

std::uint64_t FakeLab::run(const LabRequest& request)
{
    asked.push_back("run " + request.strategy);
    lastRequest = request;
    const std::uint64_t job = addJob("Run of " + request.strategy, JobState::Running, 0.02);
    m_jobs.back().run = m_nextRun;
    return job;
}

std::shared_ptr<const LabResult> FakeLab::result(std::uint64_t run)
{
    const auto found = m_results.find(run);
    return found == m_results.end() ? nullptr : found->second;
}

std::shared_ptr<const LabResult> FakeLab::result(std::uint64_t run, Sample sample)
{
    const std::shared_ptr<const LabResult> whole = result(run);
    if (sample == Sample::All || whole == nullptr)
        return whole;
    if (whole->outOfSample.empty())
        return nullptr;
    std::shared_ptr<const LabResult>& part = m_parts[{ run, sample }];
    if (part == nullptr)
        part = fakePart(*whole, sample);
    return part;
}

void FakeLab::removeRun(std::uint64_t run)
{
    asked.push_back("remove run " + std::to_string(run));
    std::erase_if(m_runs, [run](const RunSummary& summary) { return summary.id == run; });
    touch();
}

Result<void> FakeLab::exportReport(std::uint64_t run, const std::string& path)
{
    asked.push_back("report " + std::to_string(run) + " " + path);
    return {};
}

std::uint64_t FakeLab::whatIf(StrategyId strategy, const std::string& draft, int minutes)
{
    asked.push_back("whatif " + std::to_string(strategy.value) + " " + std::to_string(minutes) + " " + draft);
    const std::uint64_t id = m_whatIfs.size() + 1;
    m_whatIfs[id].id = id;
    m_whatIfs[id].state = JobState::Running;
    touch();
    return id;
}

std::optional<WhatIfView> FakeLab::whatIf(std::uint64_t id) const
{
    const auto found = m_whatIfs.find(id);
    return found == m_whatIfs.end() ? std::nullopt : std::optional<WhatIfView>(found->second);
}

} // namespace maker
