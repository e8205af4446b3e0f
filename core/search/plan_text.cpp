#include "search/plan.h"

#include "kernel/backtest/run_kinds.h"
#include "kernel/params/param_json.h"
#include "kernel/statistics/statistics.h"
#include "platform/utc_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <simdjson.h>

// A plan's JSON: strict, so that a misspelt member is found before hours of work and not after.

namespace maker::search {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kMostValues = 10'000;

tl::unexpected<Error> wrong(std::string_view member, std::string_view should)
{
    return fail(ErrorCode::InvalidArgument, "The plan's \"" + std::string(member) + "\" " + std::string(should) + ".");
}

Result<std::string> textOf(const element& value, std::string_view member)
{
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return wrong(member, "must be a text");
    return std::string(text);
}

Result<std::uint32_t> countOf(const element& value, std::string_view member, std::uint64_t least, std::uint64_t most)
{
    std::uint64_t count = 0;
    if (value.get_uint64().get(count) != simdjson::SUCCESS || count < least || count > most)
        return wrong(member, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return static_cast<std::uint32_t>(count);
}

Result<Timestamp> timeOf(const element& value, std::string_view member)
{
    auto text = textOf(value, member);
    if (!text)
        return tl::unexpected(text.error());
    const auto time = parseUtc(*text);
    if (!time)
        return wrong(member, "must be a time like 2026-11-22T18:30:00Z");
    return *time;
}

Result<Method> methodOf(const element& value)
{
    auto text = textOf(value, "method");
    if (!text)
        return tl::unexpected(text.error());
    if (*text == "grid")
        return Method::Grid;
    if (*text == "random")
        return Method::Random;
    if (*text == "optimiser")
        return Method::Optimiser;
    return wrong("method", "must be grid, random or optimiser");
}

Result<std::vector<std::string>> textsOf(const element& value, std::string_view member)
{
    array items;
    if (value.get_array().get(items) != simdjson::SUCCESS)
        return wrong(member, "must be a list of texts");
    std::vector<std::string> texts;
    for (const element item : items) {
        auto text = textOf(item, member);
        if (!text)
            return tl::unexpected(text.error());
        texts.push_back(*std::move(text));
    }
    return texts;
}

/// A value of an axis in the words of a setting, whatever JSON type it has.
Result<std::string> settingOf(const element& value, const std::string& key)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        return std::string(text);
    bool flag = false;
    if (value.get_bool().get(flag) == simdjson::SUCCESS)
        return std::string(flag ? "true" : "false");
    std::int64_t whole = 0;
    if (value.get_int64().get(whole) == simdjson::SUCCESS)
        return std::to_string(whole);
    double number = 0.0;
    if (value.get_double().get(number) == simdjson::SUCCESS)
        return numberText(number);
    return wrong("axes", "has a value of \"" + key + "\" that is no number, text, true or false");
}

Result<double> numberOf(const object& axis, std::string_view member, const std::string& key)
{
    double number = 0.0;
    if (axis[member].get_double().get(number) != simdjson::SUCCESS)
        return wrong("axes", "needs for \"" + key + "\" either values, or from, to and step");
    return number;
}

Result<std::vector<std::string>> rangeOf(const object& axis, const ParamSpec& spec)
{
    const std::string key(spec.key);
    const auto from = numberOf(axis, "from", key);
    const auto to = numberOf(axis, "to", key);
    const auto step = numberOf(axis, "step", key);
    for (const auto* number : {&from, &to, &step}) {
        if (!*number)
            return tl::unexpected(number->error());
    }
    const double count = std::floor((*to - *from) / *step + 1e-9) + 1.0;
    if (*step <= 0.0 || *to < *from || count > static_cast<double>(kMostValues))
        return wrong("axes", "must give \"" + key + "\" a rising range of at most " + std::to_string(kMostValues) + " values");
    // Values are rounded to what the parameter shows, so that 0.1 * 3 is the 0.3 a person would have typed.
    const double unit = std::pow(10.0, std::max(spec.decimals, 6));
    std::vector<std::string> values;
    for (int i = 0; i < static_cast<int>(count); ++i) {
        const double value = std::round((*from + *step * i) * unit) / unit;
        values.push_back(spec.type == ParamType::Int ? std::to_string(std::llround(value)) : numberText(value));
    }
    return values;
}

Result<Axis> axisOf(const element& value, const backtest::RunKind& kind)
{
    object axis;
    std::string_view key;
    if (value.get_object().get(axis) != simdjson::SUCCESS || axis["key"].get_string().get(key) != simdjson::SUCCESS)
        return wrong("axes", "must be a list of objects with a key");
    Axis made{std::string(key), {}};
    const bool model = ofModels(made);
    const ParamSpec* spec = model ? findSpec(*kind.models, key.substr(kModelAxis.size())) : findSpec(*kind.params, key);
    if (spec == nullptr)
        return wrong("axes", "names \"" + made.key + "\", which " + (model ? "is no model" : "the strategy does not have"));
    array values;
    if (axis["values"].get_array().get(values) != simdjson::SUCCESS) {
        auto range = rangeOf(axis, *spec);
        if (!range)
            return tl::unexpected(range.error());
        made.values = *std::move(range);
    } else {
        for (const element item : values) {
            auto setting = settingOf(item, made.key);
            if (!setting)
                return tl::unexpected(setting.error());
            made.values.push_back(*std::move(setting));
        }
    }
    for (const std::string& setting : made.values) {
        const auto read = readValue(*spec, setting);
        if (!read)
            return wrong("axes", "gives \"" + made.key + "\" the value " + setting + ": " + read.error().detail);
    }
    if (made.values.empty() || made.values.size() > kMostValues)
        return wrong("axes", "must give \"" + made.key + "\" 1 to " + std::to_string(kMostValues) + " values");
    return made;
}

Result<std::string> jsonOf(const element& value, const ParamSchema& schema, std::string_view member)
{
    const std::string json = simdjson::minify(value);
    const auto violations = schema.validate(json);
    if (!violations.empty())
        return wrong(member, "does not hold: " + joinSentences(violations));
    const auto members = readMembers(json);
    if (!members)
        return tl::unexpected(members.error());
    return withSettings(schema, json, {});
}

/// Members that stand for themselves; false: it is none of them.
Result<bool> readSimple(std::string_view key, const element& value, Plan& plan)
{
    const auto take = [](auto& target, auto result) -> Result<bool> {
        if (!result)
            return tl::unexpected(result.error());
        target = *std::move(result);
        return true;
    };
    if (key == "name")
        return take(plan.name, textOf(value, key));
    if (key == "objective")
        return take(plan.objective, textOf(value, key));
    if (key == "strategy")
        return take(plan.strategy, textOf(value, key));
    if (key == "symbol")
        return take(plan.symbol, textOf(value, key));
    if (key == "seed")
        return take(plan.seed, countOf(value, key, 0, 0xFFFFFFFFU));
    if (key == "data")
        return take(plan.data, textsOf(value, key));
    if (key == "method")
        return take(plan.method, methodOf(value));
    if (key == "trials")
        return take(plan.trials, countOf(value, key, 1, 1'000'000));
    if (key == "starts")
        return take(plan.starts, countOf(value, key, 1, 10'000));
    if (key == "folds")
        return take(plan.folds, countOf(value, key, 0, 100));
    if (key == "from")
        return take(plan.from, timeOf(value, key));
    if (key == "to")
        return take(plan.to, timeOf(value, key));
    return false;
}

Result<void> readAxes(const element& value, const backtest::RunKind& kind, Plan& plan)
{
    array axes;
    if (value.get_array().get(axes) != simdjson::SUCCESS)
        return wrong("axes", "must be a list");
    for (const element item : axes) {
        auto axis = axisOf(item, kind);
        if (!axis)
            return tl::unexpected(axis.error());
        for (const Axis& before : plan.axes) {
            if (before.key == axis->key)
                return wrong("axes", "names \"" + axis->key + "\" twice");
        }
        plan.axes.push_back(*std::move(axis));
    }
    return {};
}

Result<void> check(const Plan& plan)
{
    if (plan.data.empty())
        return wrong("data", "must name at least one recording");
    if (overBars(plan) && plan.data.size() != 1)
        return wrong("data", "must name one recording of bars, since its strategy runs over bars");
    for (auto path = plan.data.begin(); path != plan.data.end(); ++path) {
        if (std::find(plan.data.begin(), path, *path) != path)
            return wrong("data", "names \"" + *path + "\" twice; every trade in it would count twice");
    }
    if (plan.axes.empty())
        return wrong("axes", "must name at least one parameter");
    if (findStatistic(plan.objective) == nullptr)
        return wrong("objective", "is no figure of a run (try pnl, sharpe or pnl_per_notional)");
    if (plan.method == Method::Grid && itemCount(plan) > 1'000'000)
        return wrong("axes", "make more than a million combinations; search by random or optimiser");
    if (plan.from.valid() && plan.to.valid() && plan.from >= plan.to)
        return wrong("from", "must lie before to");
    return {};
}

} // namespace

Result<Plan> parsePlan(std::string_view json)
{
    simdjson::dom::parser parser;
    const simdjson::padded_string padded(json);
    object root;
    if (const auto error = parser.parse(padded).get_object().get(root); error != simdjson::SUCCESS) {
        return fail(ErrorCode::Parse, error == simdjson::INCORRECT_TYPE
                ? "A plan must be a JSON object."
                : "The plan is not valid JSON: " + std::string(simdjson::error_message(error)));
    }
    Plan plan;
    for (const auto member : root) {
        const auto simple = readSimple(member.key, member.value, plan);
        if (!simple)
            return tl::unexpected(simple.error());
        if (*simple)
            continue;
        constexpr std::array<std::string_view, 3> kNested{"params", "models", "axes"};
        if (std::ranges::find(kNested, member.key) == kNested.end())
            return wrong(member.key, "is not known");
    }
    const auto kind = backtest::findRunKind(plan.strategy);
    if (!kind)
        return wrong("strategy", "names no strategy of this build");
    element value;
    for (const auto& [key, schema, target] : {std::tuple{"params", kind->params, &plan.params}, std::tuple{"models", kind->models, &plan.models}}) {
        *target = schema->defaults();
        if (root[key].get(value) != simdjson::SUCCESS)
            continue;
        auto text = jsonOf(value, *schema, key);
        if (!text)
            return tl::unexpected(text.error());
        *target = *std::move(text);
    }
    if (root["axes"].get(value) == simdjson::SUCCESS) {
        if (auto read = readAxes(value, *kind, plan); !read)
            return tl::unexpected(read.error());
    }
    if (auto good = check(plan); !good)
        return tl::unexpected(good.error());
    return plan;
}

} // namespace maker::search
