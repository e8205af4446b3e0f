#include "kernel/backtest/bar_strategy.h"
#include "kernel/backtest/sma_cross.h"

#include <array>

namespace maker::backtest {

namespace {

// One line a strategy.
const std::array kKinds{
    sma_cross::kind(),
};

} // namespace

std::span<const BarStrategyKind> barStrategyKinds() noexcept
{
    return kKinds;
}

const BarStrategyKind* findBarStrategyKind(std::string_view name) noexcept
{
    for (const BarStrategyKind& kind : kKinds) {
        if (kind.name == name)
            return &kind;
    }
    return nullptr;
}

} // namespace maker::backtest
