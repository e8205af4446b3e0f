#include "search/plan.h"

#include "kernel/backtest/run_kinds.h"
#include "kernel/base/assert.h"
#include "kernel/params/param_json.h"
#include "kernel/sim/random.h"
#include "kernel/statistics/statistics.h"

#include <algorithm>
#include <limits>

namespace maker::search {

namespace {

constexpr std::uint64_t kMostCombinations = 10'000'000;

} // namespace

std::uint64_t combinations(const Plan& plan)
{
    std::uint64_t count = 1;
    for (const Axis& axis : plan.axes) {
        count *= axis.values.size();
        if (count > kMostCombinations)
            return std::numeric_limits<std::uint64_t>::max();
    }
    return count;
}

std::uint32_t windowCount(const Plan& plan)
{
    return plan.folds == 0 ? 1 : plan.folds + 1;
}

std::uint64_t itemCount(const Plan& plan)
{
    switch (plan.method) {
    case Method::Grid:
        return combinations(plan);
    case Method::Random:
        return plan.trials;
    case Method::Optimiser:
        return std::uint64_t{plan.starts} * std::max(plan.folds, 1U);
    }
    return 0;
}

bool overBars(const Plan& plan)
{
    const auto kind = backtest::findRunKind(plan.strategy);
    return kind && kind->overBars;
}

bool ofModels(const Axis& axis)
{
    return axis.key.starts_with(kModelAxis);
}

Result<Settings> settingsAt(const Plan& plan, const std::vector<std::size_t>& position)
{
    std::vector<std::string> params;
    std::vector<std::string> models;
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        const Axis& axis = plan.axes[i];
        if (ofModels(axis))
            models.push_back(axis.key.substr(kModelAxis.size()) + '=' + axis.values[position[i]]);
        else
            params.push_back(axis.key + '=' + axis.values[position[i]]);
    }
    const auto kind = backtest::findRunKind(plan.strategy);
    MAKER_ASSERT(kind.has_value());
    Settings settings;
    auto set = withSettings(*kind->params, plan.params, params);
    if (!set)
        return tl::unexpected(set.error());
    settings.params = *std::move(set);
    if (models.empty())
        return settings;
    set = withSettings(*kind->models, plan.models, models);
    if (!set)
        return tl::unexpected(set.error());
    settings.models = *std::move(set);
    return settings;
}

std::vector<std::size_t> positionOf(const Plan& plan, std::uint64_t item)
{
    std::vector<std::size_t> position(plan.axes.size());
    if (plan.method == Method::Grid) {
        for (std::size_t i = plan.axes.size(); i-- > 0;) {
            position[i] = item % plan.axes[i].values.size();
            item /= plan.axes[i].values.size();
        }
        return position;
    }
    // A stream of its own for each item: its draws do not depend on which items came before.
    sim::Random random(plan.seed * 0x9E3779B97F4A7C15ULL + item);
    for (std::size_t i = 0; i < plan.axes.size(); ++i)
        position[i] = random.below(plan.axes[i].values.size());
    return position;
}

std::string canonicalText(const Plan& plan)
{
    const auto number = [](std::uint64_t value) { return ParamValue(static_cast<std::int64_t>(value)); };
    std::vector<ParamMember> members{{"name", plan.name}, {"seed", number(plan.seed)}, {"strategy", plan.strategy},
        {"params", plan.params}, {"models", plan.models}, {"objective", plan.objective},
        {"method", number(static_cast<std::uint64_t>(plan.method))}, {"trials", number(plan.trials)},
        {"starts", number(plan.starts)}, {"folds", number(plan.folds)}, {"from", ParamValue(plan.from.ns)},
        {"to", ParamValue(plan.to.ns)}};
    if (!plan.symbol.empty())
        members.push_back({"symbol", plan.symbol});
    for (std::size_t i = 0; i < plan.data.size(); ++i)
        members.push_back({"data." + std::to_string(i), plan.data[i]});
    for (const Axis& axis : plan.axes) {
        for (std::size_t i = 0; i < axis.values.size(); ++i)
            members.push_back({"axis." + axis.key + '.' + std::to_string(i), axis.values[i]});
    }
    return writeMembers(members);
}

} // namespace maker::search
