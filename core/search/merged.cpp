#include "search/merged.h"

#include "kernel/params/param_json.h"
#include "kernel/statistics/deflated_sharpe.h"
#include "search/shard_text.h"

#include <algorithm>
#include <set>

namespace maker::search {

namespace {

bool better(const TrialRun& run, const TrialRun* best)
{
    return run.objective && (best == nullptr || *run.objective > *best->objective);
}

/// Of the chosen run among all of its window; nothing while runs are too short for it.
std::optional<double> deflated(const TrialRun& chosen, std::span<const TrialRun> runs)
{
    if (!chosen.sharpe || !chosen.skewness || !chosen.kurtosis)
        return std::nullopt;
    std::vector<double> sharpes;
    for (const TrialRun& run : runs) {
        if (run.window == chosen.window && run.sharpe)
            sharpes.push_back(*run.sharpe);
    }
    const SharpeSample sample{*chosen.sharpe, static_cast<double>(chosen.returns), *chosen.skewness, *chosen.kurtosis};
    return deflatedSharpe(sample, sampleVariance(sharpes), sharpes.size());
}

std::string foldJson(const Fold& fold)
{
    std::string json = "{\"out_of_sample\":" + (fold.after != nullptr ? runLine(*fold.after) : std::string("null"));
    json += ",\"in_sample\":" + (fold.chosen != nullptr ? runLine(*fold.chosen) : std::string("null"));
    json += ",\"deflated_sharpe\":" + (fold.deflatedSharpe ? numberText(*fold.deflatedSharpe) : std::string("null"));
    return json + '}';
}

template <typename Items, typename ToJson>
std::string listJson(const Items& items, const ToJson& toJson)
{
    std::string json = "[";
    for (const auto& item : items)
        json += (json.size() > 1 ? ",\n" : "\n") + toJson(item);
    return json + "\n]";
}

} // namespace

std::vector<Fold> walkForward(std::span<const TrialRun> runs, std::uint32_t windows)
{
    std::vector<Fold> folds(std::max(windows, 2U) - 1);
    for (std::uint32_t window = 0; window < folds.size(); ++window) {
        Fold& fold = folds[window];
        for (const TrialRun& run : runs) {
            if (run.window == window && better(run, fold.chosen))
                fold.chosen = &run;
        }
        if (fold.chosen == nullptr)
            continue;
        fold.deflatedSharpe = deflated(*fold.chosen, runs);
        const auto after = std::ranges::find_if(runs, [&](const TrialRun& run) {
            return run.window == window + 1 && run.settings == fold.chosen->settings;
        });
        fold.after = after == runs.end() ? nullptr : &*after;
    }
    return folds;
}

std::size_t trialCount(std::span<const TrialRun> runs)
{
    std::set<Settings> tried;
    for (const TrialRun& run : runs)
        tried.insert(run.settings);
    return tried.size();
}

std::string mergedJson(std::string_view plan, std::uint32_t windows, std::span<const TrialRun> runs)
{
    const std::vector<Fold> folds = walkForward(runs, windows);
    Money outOfSample;
    std::size_t proved = 0;
    for (const Fold& fold : folds) {
        if (fold.after == nullptr)
            continue;
        outOfSample = outOfSample + fold.after->pnl;
        ++proved;
    }
    std::string json = "{\"out_of_sample_pnl\":" + (proved > 0 ? '"' + outOfSample.toString() + '"' : std::string("null"));
    json += ",\n\"trials\":" + std::to_string(trialCount(runs)) + ",\n\"windows\":" + std::to_string(windows);
    json += ",\n\"folds\":" + listJson(folds, foldJson);
    json += ",\n\"plan\":" + std::string(plan);
    return json + ",\n\"runs\":" + listJson(runs, runLine) + "\n}\n";
}

} // namespace maker::search
