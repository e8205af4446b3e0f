#pragma once

#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maker::search {

/// How the values of the axes are chosen.
enum class Method : std::uint8_t {
    Grid,      ///< every combination
    Random,    ///< so many combinations, each drawn by the seed and its own number
    Optimiser, ///< simplex searches (NLopt's SBPLX, Rowan 1990) from random starts, in each training window
};

/// Before the key of an axis that is one of the models: "models.queue_model".
inline constexpr std::string_view kModelAxis = "models.";

/// One parameter of the strategy or of the models that is searched over, by the texts of its values in ascending order.
struct Axis {
    std::string key; ///< of a model: with kModelAxis before it
    std::vector<std::string> values;

    friend bool operator==(const Axis&, const Axis&) = default;
};

/// What to search: a pure description, so that the same plan gives the same result on any machine.
struct Plan {
    std::string name;
    std::uint64_t seed = 1;
    std::vector<std::string> data; ///< recordings; relative ones lie beside the plan. Over bars: one
    std::string strategy;          ///< over order books or over bars: backtest::runKinds()
    std::string symbol;            ///< what it quotes; empty: the first instrument of the recordings
    std::string params;            ///< JSON; what the axes do not set
    std::string models;            ///< JSON of the models of such a run
    std::string objective = "pnl"; ///< a key of statisticSpecs(); more is better, except where the table says otherwise
    Method method = Method::Grid;
    std::vector<Axis> axes;
    std::uint32_t trials = 50; ///< random: combinations; optimiser: evaluations of one search
    std::uint32_t starts = 4;  ///< optimiser: searches in each training window
    std::uint32_t folds = 3;   ///< walk-forward windows; 0: one window and no proof out of sample
    Timestamp from;
    Timestamp to; ///< over bars: none opens then or later
};

/// Reads a plan; the error is a sentence that names the member. Members: name, seed, data, strategy, symbol, params, models,
/// objective, method (grid, random, optimiser), axes ([{key, values} or {key, from, to, step}]), trials, starts, folds,
/// from, to (ISO 8601, UTC).
Result<Plan> parsePlan(std::string_view json);
/// The inverse: reading it gives the same plan. `params` and `models` are objects, or empty for the defaults.
std::string planJson(const Plan& plan);

/// The plan as one line of text; equal plans, equal texts.
std::string canonicalText(const Plan& plan);

/// How many independent pieces of work the plan has.
std::uint64_t itemCount(const Plan& plan);
/// Windows of time: folds + 1, or one.
std::uint32_t windowCount(const Plan& plan);
/// Number of combinations of the axes' values.
std::uint64_t combinations(const Plan& plan);
/// The strategy of the plan runs over bars.
bool overBars(const Plan& plan);
/// An axis is one of the models.
bool ofModels(const Axis& axis);

/// What one combination sets, complete, as JSON.
struct Settings {
    std::string params;
    std::string models; ///< empty where no axis is one of the models: those of the plan hold

    friend auto operator<=>(const Settings&, const Settings&) = default;
};

/// Of positions on the axes; fails where they break a rule between fields.
Result<Settings> settingsAt(const Plan& plan, const std::vector<std::size_t>& position);
/// Of an item of a grid or of random draws. Pure: the plan and the item's number decide.
std::vector<std::size_t> positionOf(const Plan& plan, std::uint64_t item);

} // namespace maker::search
