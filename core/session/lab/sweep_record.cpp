#include "session/lab/sweep_record.h"

#include "kernel/backtest/run_kinds.h"
#include "kernel/params/param_json.h"
#include "kernel/statistics/statistics.h"
#include "search/merged.h"

#include <algorithm>
#include <set>

namespace maker {

namespace {

using search::Settings;
using search::TrialRun;

/// True where a setting of the JSON is the value as typed.
bool holds(const ParamSpec& spec, const std::vector<ParamMember>& members, std::string_view key, const std::string& typed)
{
    const auto value = readValue(spec, typed);
    const auto at = std::ranges::find(members, key, &ParamMember::key);
    return value && at != members.end() && valueText(at->value) == valueText(*value);
}

bool keepsMore(const SweepView::Cell& cell, const std::optional<double>& shown)
{
    return cell.objective && (!shown || *cell.objective > *shown);
}

} // namespace

void SweepRecord::add(std::uint64_t item, std::vector<TrialRun> runs)
{
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto known = m_places.find(runs[i].settings);
        if (known == m_places.end())
            m_places.emplace(runs[i].settings, Place{item, i, positionOf(runs[i].settings)});
        else if (std::pair{item, i} < std::pair{known->second.item, known->second.run})
            known->second = {item, i, known->second.position};
    }
    m_items.insert_or_assign(item, std::move(runs));
}

std::vector<Settings> SweepRecord::cells() const
{
    std::vector<const std::pair<const Settings, Place>*> order;
    for (const auto& entry : m_places)
        order.push_back(&entry);
    std::ranges::sort(order, {}, [](const auto* entry) { return std::pair{entry->second.item, entry->second.run}; });
    std::vector<Settings> cells;
    for (const auto* entry : order)
        cells.push_back(entry->first);
    return cells;
}

std::vector<TrialRun> SweepRecord::runs() const
{
    std::vector<TrialRun> all;
    for (const auto& [number, some] : m_items)
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

std::vector<std::uint32_t> SweepRecord::windowsOfCell(const Settings& cell) const
{
    std::set<std::uint32_t> found;
    for (const auto& [number, some] : m_items) {
        for (const TrialRun& run : some) {
            if (run.settings == cell)
                found.insert(run.window);
        }
    }
    return {found.begin(), found.end()};
}

std::vector<std::size_t> SweepRecord::positionOf(const Settings& cell) const
{
    const auto params = readMembers(cell.params);
    const auto models = readMembers(cell.models.empty() ? "{}" : cell.models);
    const auto kind = backtest::findRunKind(m_plan.strategy);
    std::vector<std::size_t> position;
    for (const search::Axis& axis : m_plan.axes) {
        const bool model = search::ofModels(axis);
        const std::string key = model ? axis.key.substr(search::kModelAxis.size()) : axis.key;
        const ParamSpec* spec = findSpec(model ? *kind->models : *kind->params, key);
        const auto& members = model ? models : params;
        const auto at = std::ranges::find_if(axis.values, [&](const std::string& typed) {
            return spec != nullptr && members && holds(*spec, *members, key, typed);
        });
        position.push_back(at == axis.values.end() ? 0 : static_cast<std::size_t>(at - axis.values.begin()));
    }
    return position;
}

std::vector<std::string> SweepRecord::valuesOf(const Settings& cell) const
{
    const auto known = m_places.find(cell);
    const std::vector<std::size_t> position = known != m_places.end() ? known->second.position : positionOf(cell);
    std::vector<std::string> values;
    for (std::size_t i = 0; i < position.size(); ++i)
        values.push_back(m_plan.axes[i].values[position[i]]);
    return values;
}

LabRequest SweepRecord::requestOf(const Settings& cell) const
{
    LabRequest request;
    request.label = name + ':';
    const std::vector<std::string> values = valuesOf(cell);
    for (std::size_t i = 0; i < values.size(); ++i)
        request.label += (i > 0 ? ", " : " ") + m_plan.axes[i].key + ' ' + values[i];
    if (m_plan.data != std::vector<std::string>{kMemoryData})
        request.data = m_plan.data;
    request.strategy = m_plan.strategy;
    request.params = cell.params;
    request.models = cell.models.empty() ? m_plan.models : cell.models;
    request.from = m_plan.from;
    request.to = m_plan.to;
    request.symbol = m_plan.symbol;
    return request;
}

std::vector<Settings> SweepRecord::chosen() const
{
    std::vector<Settings> out;
    const auto take = [&out](const Settings& cell) {
        if (std::ranges::find(out, cell) == out.end())
            out.push_back(cell);
    };
    const std::vector<TrialRun> all = runs();
    for (const search::Fold& fold : search::walkForward(all, static_cast<std::uint32_t>(windows.size()))) {
        if (fold.chosen != nullptr)
            take(fold.chosen->settings);
    }
    const SweepView seen = view();
    const SweepView::Cell* best = nullptr;
    std::size_t at = 0;
    for (std::size_t i = 0; i < seen.cells.size(); ++i) {
        if (keepsMore(seen.cells[i], best == nullptr ? std::nullopt : best->objective)) {
            best = &seen.cells[i];
            at = i;
        }
    }
    if (best != nullptr)
        take(cells()[at]);
    return out;
}

std::vector<std::pair<std::uint32_t, Settings>> SweepRecord::walk() const
{
    std::vector<std::pair<std::uint32_t, Settings>> steps;
    if (windows.size() < 2)
        return steps;
    const std::vector<TrialRun> all = runs();
    const auto folds = search::walkForward(all, static_cast<std::uint32_t>(windows.size()));
    for (std::uint32_t window = 0; window < windows.size(); ++window) {
        const search::Fold& fold = folds[window == 0 ? 0 : window - 1];
        if (fold.chosen != nullptr)
            steps.emplace_back(window, fold.chosen->settings);
    }
    return steps;
}

SweepView::Cell SweepRecord::cellView(
    const Settings& cell, const std::map<Settings, std::vector<SweepView::Score>>& scores) const
{
    SweepView::Cell out;
    out.values = valuesOf(cell);
    const std::vector<std::size_t>& position = m_places.at(cell).position;
    out.place = position[0] + (position.size() > 1 ? position[1] * m_plan.axes[0].values.size() : 0);
    out.scores = scores.at(cell);
    std::ranges::sort(out.scores, {}, &SweepView::Score::window);
    const auto [first, last] = std::ranges::unique(out.scores, {}, &SweepView::Score::window);
    out.scores.erase(first, last);
    const std::uint32_t from = m_plan.folds > 0 ? 1 : 0;
    double sum = 0.0;
    std::size_t count = 0;
    for (const SweepView::Score& score : out.scores) {
        if (score.window < from)
            continue;
        out.pnl = out.pnl.value_or(Money{}) + score.pnl;
        if (!score.objective)
            continue;
        sum += *score.objective;
        ++count;
    }
    if (count > 0)
        out.objective = m_plan.objective == "pnl" ? sum : sum / static_cast<double>(count);
    if (const auto known = kept.find(cell); known != kept.end()) {
        out.run = known->second.run;
        out.checks = known->second.checks;
    }
    return out;
}

std::string SweepRecord::objectiveText() const
{
    const StatisticSpec& spec = *findStatistic(m_plan.objective);
    std::string text(spec.title);
    const std::string unit = spec.unit == "currency" ? currency : std::string(spec.unit);
    if (!unit.empty())
        text += ", " + unit;
    if (!spec.higherIsBetter.value_or(true))
        text += ", negative";
    return m_plan.folds > 0 ? text + ", out of sample" : text;
}

void SweepRecord::addFolds(SweepView& seen, const std::vector<Settings>& order, const std::vector<TrialRun>& all) const
{
    const auto count = static_cast<std::uint32_t>(windows.size());
    const auto folds = search::walkForward(all, count);
    seen.deflatedSharpe = folds.back().deflatedSharpe;
    if (count < 2 || state == JobState::Queued || state == JobState::Running || state == JobState::Paused)
        return;
    for (std::uint32_t i = 0; i < folds.size(); ++i) {
        const search::Fold& fold = folds[i];
        if (fold.chosen == nullptr || fold.after == nullptr)
            continue;
        seen.outOfSamplePnl = seen.outOfSamplePnl.value_or(Money{}) + fold.after->pnl;
        if (!fold.chosen->objective || !fold.after->objective)
            continue;
        const auto cell = std::ranges::find(order, fold.chosen->settings);
        seen.folds.push_back({windows[i + 1].from, windows[i + 1].to, static_cast<std::size_t>(cell - order.begin()),
            *fold.chosen->objective, *fold.after->objective, fold.deflatedSharpe, fold.after->pnl});
    }
}

SweepView SweepRecord::view() const
{
    SweepView seen;
    seen.id = id;
    seen.name = name;
    seen.state = state;
    seen.created = created;
    seen.strategy = m_plan.strategy;
    for (const std::string& path : m_plan.data)
        seen.data += (seen.data.empty() ? "" : ", ") + path.substr(path.find_last_of('/') + 1);
    seen.method = static_cast<SearchMethod>(m_plan.method);
    seen.message = message;
    seen.job = job;
    seen.objective = objectiveText();
    seen.walkForwardRun = walkForwardRun;
    for (const search::Axis& axis : m_plan.axes)
        seen.axes.push_back({axis.key, axis.values});
    seen.xKey = seen.axes[0].key;
    seen.xValues = seen.axes[0].values;
    seen.yKey = seen.axes.size() > 1 ? seen.axes[1].key : "";
    seen.yValues = seen.axes.size() > 1 ? seen.axes[1].values : std::vector<std::string>{""};
    for (const search::Window& window : windows)
        seen.windows.emplace_back(window.from, window.to);
    const std::vector<TrialRun> all = runs();
    std::map<Settings, std::vector<SweepView::Score>> scores;
    for (const TrialRun& run : all)
        scores[run.settings].push_back({run.window, run.objective, run.pnl, run.fills});
    const std::vector<Settings> order = cells();
    for (const Settings& cell : order)
        seen.cells.push_back(cellView(cell, scores));
    seen.trials = static_cast<std::uint32_t>(order.size());
    addMap(seen);
    if (!windows.empty())
        addFolds(seen, order, all);
    return seen;
}

/// The best combination of each place.
void SweepRecord::addMap(SweepView& seen) const
{
    const std::size_t places = seen.xValues.size() * seen.yValues.size();
    seen.values.resize(places);
    seen.runs.resize(places);
    seen.cellAt.assign(places, seen.cells.size());
    for (std::size_t i = 0; i < seen.cells.size(); ++i) {
        const SweepView::Cell& cell = seen.cells[i];
        if (seen.cellAt[cell.place] != seen.cells.size() && !keepsMore(cell, seen.values[cell.place]))
            continue;
        seen.values[cell.place] = cell.objective;
        seen.runs[cell.place] = cell.run;
        seen.cellAt[cell.place] = i;
    }
}

} // namespace maker
