#include "ui/panels/lab/lab_strategies.h"

#include "ui/base/number_text.h"
#include "ui/forms/param_form.h"

#include <algorithm>

namespace maker {

std::vector<LabStrategy> offeredStrategies(const PanelContext& context)
{
    std::vector<LabStrategy> strategies = context.lab->strategies();
    if (!strategies.empty())
        return strategies;
    for (const Catalog::StrategyEntry& entry : context.session.catalog().strategies) {
        const bool known = std::any_of(strategies.begin(), strategies.end(),
            [&entry](const LabStrategy& other) { return other.schema == entry.schema; });
        if (!known && entry.schema != nullptr)
            strategies.push_back({ entry.name, entry.title, entry.help, entry.schema });
    }
    return strategies;
}

std::string startingParams(const PanelContext& context, const LabStrategy& strategy)
{
    for (const Catalog::StrategyEntry& entry : context.session.catalog().strategies) {
        if (entry.schema == strategy.schema) {
            if (std::string applied = context.session.params(entry.id); !applied.empty())
                return applied;
        }
    }
    return strategy.schema->defaults();
}

std::string valueJson(const ParamDraft& draft, const std::string& key, const std::string& value)
{
    for (std::size_t field = 0; field < draft.size(); ++field) {
        const ParamType type = draft.spec(field).type;
        const bool quoted = type == ParamType::Choice || type == ParamType::Text;
        if (draft.spec(field).key == key)
            return "{\"" + key + "\":" + (quoted ? "\"" + value + "\"" : value) + "}";
    }
    return "{}";
}

QString firstProblem(const ParamForm& form)
{
    const ParamDraft& draft = form.draft();
    for (std::size_t field = 0; field < draft.size(); ++field) {
        if (!draft.problem(field).empty())
            return paramText(draft.spec(field).text) + QStringLiteral(": ") + QString::fromStdString(draft.problem(field));
    }
    return QString::fromStdString(draft.wholeProblem());
}

bool runsOverBars(const LabPort& lab, const std::string& strategy)
{
    const std::vector<LabStrategy> known = lab.strategies();
    return std::any_of(
        known.begin(), known.end(), [&strategy](const LabStrategy& kind) { return kind.overBars && kind.name == strategy; });
}

} // namespace maker
