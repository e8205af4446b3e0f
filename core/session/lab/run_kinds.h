#pragma once

#include "kernel/params/param_spec.h"

#include <optional>
#include <string_view>
#include <vector>

namespace maker {

/// A strategy that the lab can run, whatever it runs over.
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

} // namespace maker
