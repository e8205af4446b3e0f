#include "session/lab/sweep_record.h"

#include "kernel/params/param_json.h"
#include "search/shard_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

// A search as texts for the store, and what was asked for as a plan.

namespace maker {

namespace {

constexpr std::array<std::string_view, 6> kStates{"queued", "running", "paused", "done", "failed", "canceled"};

JobState stateOf(std::string_view text)
{
    const auto at = std::ranges::find(kStates, text);
    const JobState state = at == kStates.end() ? JobState::Failed : static_cast<JobState>(at - kStates.begin());
    return state < JobState::Done ? JobState::Canceled : state; // the program ended before it did
}

constexpr std::string_view kCut = "cut "; // before the moment of a cut among the checks

std::string checksText(const SweepRecord::Kept& kept)
{
    std::vector<ParamMember> members;
    for (const auto& [name, sentence] : kept.checks)
        members.push_back({name, sentence});
    for (const LookAheadCut& cut : kept.cuts)
        members.push_back({std::string(kCut) + std::to_string(cut.time.ns), cut.verdict});
    return writeMembers(members);
}

SweepRecord::Kept readKept(const LabSweepCell& cell)
{
    SweepRecord::Kept kept;
    kept.run = cell.run;
    const auto members = readMembers(cell.checks);
    for (const ParamMember& member : members ? *members : std::vector<ParamMember>{}) {
        Timestamp time;
        const std::string_view moment = std::string_view(member.key).substr(std::min(kCut.size(), member.key.size()));
        if (member.key.starts_with(kCut) && std::from_chars(moment.data(), moment.data() + moment.size(), time.ns).ec == std::errc{})
            kept.cuts.push_back({time, valueText(member.value)});
        else
            kept.checks.emplace_back(member.key, valueText(member.value));
    }
    return kept;
}

} // namespace

Result<search::Plan> planOf(const SearchRequest& request)
{
    search::Plan plan;
    const LabRequest& base = request.base;
    plan.name = base.label.empty() ? base.strategy : base.label;
    plan.seed = request.seed;
    plan.data = base.data.empty() ? std::vector<std::string>{kMemoryData} : base.data;
    plan.strategy = base.strategy;
    plan.symbol = base.symbol;
    plan.params = base.params;
    plan.models = base.models;
    plan.objective = request.objective;
    plan.method = static_cast<search::Method>(request.method);
    plan.trials = request.trials;
    plan.starts = request.starts;
    plan.folds = request.folds;
    plan.from = base.from;
    plan.to = base.to;
    for (const SearchAxis& axis : request.axes)
        plan.axes.push_back({axis.key, axis.values});
    return search::parsePlan(search::planJson(plan));
}

std::string itemText(const std::vector<search::TrialRun>& runs)
{
    std::string text;
    for (const search::TrialRun& run : runs)
        text += search::runLine(run) + '\n';
    return text;
}

Result<std::vector<search::TrialRun>> readItem(const std::string& text)
{
    std::vector<search::TrialRun> runs;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        auto run = search::parseRun(line);
        if (!run)
            return tl::unexpected(run.error());
        runs.push_back(std::move(*run));
    }
    return runs;
}

LabSweepRow SweepRecord::row() const
{
    LabSweepRow row;
    row.id = id;
    row.created = created;
    row.name = name;
    row.plan = search::planJson(m_plan);
    row.currency = currency;
    row.state = kStates[static_cast<std::size_t>(state)];
    row.message = message;
    row.walkForwardRun = walkForwardRun;
    for (const search::Window& window : windows)
        row.windows.emplace_back(window.from, window.to);
    return row;
}

LabSweepCell SweepRecord::cellRow(const search::Settings& cell) const
{
    LabSweepCell row{cell.params, cell.models, 0, "{}"};
    if (const auto known = kept.find(cell); known != kept.end()) {
        row.run = known->second.run;
        row.checks = checksText(known->second);
    }
    return row;
}

Result<SweepRecord> SweepRecord::restore(const LabSweepContent& content)
{
    auto plan = search::parsePlan(content.row.plan);
    if (!plan)
        return tl::unexpected(plan.error());
    SweepRecord record(std::move(*plan));
    record.id = content.row.id;
    record.created = content.row.created;
    record.name = content.row.name;
    record.currency = content.row.currency;
    record.state = stateOf(content.row.state);
    record.message = content.row.message;
    if (record.state == JobState::Canceled && record.message.empty())
        record.message = "The program ended before the search did.";
    record.walkForwardRun = content.row.walkForwardRun;
    for (const auto& [from, to] : content.row.windows)
        record.windows.push_back({from, to});
    for (const auto& [item, text] : content.items) {
        auto runs = readItem(text);
        if (!runs)
            return tl::unexpected(runs.error());
        record.add(item, std::move(*runs));
    }
    for (const LabSweepCell& cell : content.cells)
        record.kept[{cell.params, cell.models}] = readKept(cell);
    return record;
}

} // namespace maker
