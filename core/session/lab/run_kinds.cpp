#include "session/lab/run_kinds.h"

#include "kernel/backtest/bar_run.h"
#include "kernel/backtest/models.h"
#include "kernel/strategy/strategy.h"

namespace maker {

std::vector<RunKind> runKinds()
{
    std::vector<RunKind> kinds;
    for (const StrategyKind& kind : strategyKinds())
        kinds.push_back({kind.name, kind.title, kind.help, kind.schema, &schemaOf<backtest::BacktestModels>(), false});
    for (const backtest::BarStrategyKind& kind : backtest::barStrategyKinds())
        kinds.push_back({kind.name, kind.title, kind.help, kind.schema, &schemaOf<backtest::BarModels>(), true});
    return kinds;
}

std::optional<RunKind> findRunKind(std::string_view name)
{
    for (const RunKind& kind : runKinds()) {
        if (kind.name == name)
            return kind;
    }
    return std::nullopt;
}

} // namespace maker
