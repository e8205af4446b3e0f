#include "search/plan.h"

#include "kernel/params/param_json.h"
#include "platform/utc_text.h"

#include <array>
#include <cstdio>

// A plan written in the words in which it is read.

namespace maker::search {

namespace {

/// `"key":value` with its quotes.
std::string member(std::string_view key, const ParamValue& value)
{
    const std::string object = writeMembers({{std::string(key), value}});
    return object.substr(1, object.size() - 2);
}

std::string listOf(const std::vector<std::string>& texts)
{
    std::string json = "[";
    for (const std::string& text : texts)
        json += (json.size() > 1 ? ", " : "") + jsonString(text);
    return json + ']';
}

std::string momentOf(Timestamp time)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    std::array<char, 16> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%09lld", static_cast<long long>(time.ns % kSecond));
    return utcText(time, "%Y-%m-%dT%H:%M:%S") + fraction.data() + 'Z';
}

std::string_view nameOf(Method method)
{
    constexpr std::array<std::string_view, 3> kNames{"grid", "random", "optimiser"};
    return kNames[static_cast<std::size_t>(method)];
}

} // namespace

std::string planJson(const Plan& plan)
{
    const auto number = [](std::uint64_t value) { return ParamValue(static_cast<std::int64_t>(value)); };
    std::vector<std::string> lines{member("name", plan.name), member("seed", number(plan.seed)),
        "\"data\":" + listOf(plan.data), member("strategy", plan.strategy)};
    if (!plan.symbol.empty())
        lines.push_back(member("symbol", plan.symbol));
    if (!plan.params.empty())
        lines.push_back("\"params\":" + plan.params);
    if (!plan.models.empty())
        lines.push_back("\"models\":" + plan.models);
    lines.push_back(member("objective", plan.objective));
    lines.push_back(member("method", std::string(nameOf(plan.method))));
    lines.push_back(member("trials", number(plan.trials)));
    lines.push_back(member("starts", number(plan.starts)));
    lines.push_back(member("folds", number(plan.folds)));
    if (plan.from.valid())
        lines.push_back(member("from", momentOf(plan.from)));
    if (plan.to.valid())
        lines.push_back(member("to", momentOf(plan.to)));
    std::string axes = "\"axes\":[";
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        axes += (i > 0 ? ",\n    " : "\n    ") + ('{' + member("key", plan.axes[i].key)) + ", \"values\":"
            + listOf(plan.axes[i].values) + '}';
    }
    lines.push_back(axes + ']');
    std::string json = "{";
    for (const std::string& line : lines)
        json += (json.size() > 1 ? ",\n  " : "\n  ") + line;
    return json + "\n}\n";
}

} // namespace maker::search
