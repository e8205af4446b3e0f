#include "kernel/backtest/run_kinds.h"

#include "kernel/backtest/bar_run.h"
#include "kernel/backtest/models.h"
#include "kernel/strategy/strategy.h"

namespace maker::backtest {

std::vector<RunKind> runKinds()
{
    std::vector<RunKind> kinds;
    for (const StrategyKind& kind : strategyKinds())
        kinds.push_back({kind.name, kind.title, kind.help, kind.schema, &schemaOf<BacktestModels>(), false});
    for (const BarStrategyKind& kind : barStrategyKinds())
        kinds.push_back({kind.name, kind.title, kind.help, kind.schema, &schemaOf<BarModels>(), true});
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

} // namespace maker::backtest
