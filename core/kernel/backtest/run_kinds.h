#pragma once

#include "kernel/params/param_spec.h"

#include <optional>
#include <string_view>
#include <vector>

namespace maker::backtest {

/// A strategy that can be run over recordings, over order books or over bars, with the models of such a run.
struct RunKind {
    std::string_view name;
    std::string_view title;
    std::string_view help;
    const ParamSchema* params = nullptr;
    const ParamSchema* models = nullptr;
    bool overBars = false;
};

/// Those over order books and trades first, in display order.
std::vector<RunKind> runKinds();
std::optional<RunKind> findRunKind(std::string_view name);

} // namespace maker::backtest
