#pragma once

#include "search/trial_run.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maker::search {

/// One step of a walk-forward: the best of a training window, and what it came to in the window after.
struct Fold {
    const TrialRun* chosen = nullptr; ///< in the training window; null where no run had an objective
    const TrialRun* after = nullptr;  ///< out of sample; null where there is no later window
    std::optional<double> deflatedSharpe; ///< probability that the chosen Sharpe ratio is no luck of so many trials
};

/// Chooses per training window; ties go to the lower item and step. `runs` in the order of items and steps.
std::vector<Fold> walkForward(std::span<const TrialRun> runs, std::uint32_t windows);

/// Different combinations that were tried.
std::size_t trialCount(std::span<const TrialRun> runs);

/// The whole search as one JSON object, out-of-sample results first; equal searches, equal bytes.
std::string mergedJson(std::string_view plan, std::uint32_t windows, std::span<const TrialRun> runs);

} // namespace maker::search
