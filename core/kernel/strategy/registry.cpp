#include "kernel/strategy/join_touch/join_touch.h"
#include "kernel/strategy/pure_market_making/pure_market_making.h"
#include "kernel/strategy/strategy.h"

#include <array>

namespace maker {

namespace {

// One line a strategy.
const std::array kKinds{
    pure_market_making::kind(),
    join_touch::kind(),
};

} // namespace

std::span<const StrategyKind> strategyKinds() noexcept
{
    return kKinds;
}

const StrategyKind* findStrategyKind(std::string_view name) noexcept
{
    for (const StrategyKind& kind : kKinds) {
        if (kind.name == name)
            return &kind;
    }
    return nullptr;
}

} // namespace maker
