#pragma once

#include "search/trial_run.h"

namespace maker::search {

/// One item of an optimiser's plan: a simplex search (NLopt's LN_SBPLX) in one training window from a random start, and
/// the best it found run once more in the window after. Every evaluation is a run of the result; positions between the
/// axes' values are rounded to the nearest, and a position seen before costs nothing.
Result<std::vector<TrialRun>> searchWindow(const Plan& plan, const Recordings& recordings, const std::vector<Window>& windows,
    std::uint64_t item, const Stopped& stopped, const Keep& keep = {});

} // namespace maker::search
