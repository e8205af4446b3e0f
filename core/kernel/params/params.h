#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/base/timestamp.h"
#include "kernel/params/param_json.h"
#include "kernel/params/param_spec.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// One declaration of a parameters type. The type is a plain struct with its defaults and
///
///     static constexpr std::string_view kName = "pure_market_making";
///     static constexpr auto fields()
///     {
///         return std::tuple{
///             field(&Params::bidSpread, {.key = "bid_spread", .text = MAKER_TEXT("Bid spread"), .unit = "bp", .max = 1000}),
///             field(&Params::mode, {.key = "mode", .text = MAKER_TEXT("Mode"), .choices = kModes}),
///         };
///     }
///     std::vector<Violation> validate() const; // optional: rules between fields
///
/// Members may be bool, an integer, double, Duration (seconds in JSON), an enum numbered 0, 1, 2 ... like its choices,
/// std::string or FixedText. min == max means no range; for texts max is the most bytes.
namespace maker {

template <typename T, typename Member>
struct ParamField {
    Member T::*member = nullptr;
    ParamSpec spec;
};

namespace detail {

template <typename M>
struct IsFixedText : std::false_type {};
template <std::size_t N>
struct IsFixedText<FixedText<N>> : std::true_type {};

template <typename M>
constexpr ParamType paramType(ParamType stated)
{
    if constexpr (std::is_same_v<M, bool>)
        return ParamType::Bool;
    else if constexpr (std::is_enum_v<M>)
        return ParamType::Choice;
    else if constexpr (std::is_integral_v<M>)
        return ParamType::Int;
    else if constexpr (std::is_same_v<M, Duration>)
        return ParamType::Seconds;
    else if constexpr (std::is_same_v<M, double>)
        return stated == ParamType::Seconds ? ParamType::Seconds : ParamType::Real;
    else {
        static_assert(std::is_same_v<M, std::string> || IsFixedText<M>::value, "no parameter can have this type");
        return ParamType::Text;
    }
}

Duration secondsToDuration(double seconds) noexcept;

inline std::string_view textOf(const std::string& text) noexcept
{
    return text;
}

template <std::size_t N>
std::string_view textOf(const FixedText<N>& text) noexcept
{
    return text.view();
}

template <typename M>
ParamValue toValue(const M& member, const ParamSpec& spec)
{
    if constexpr (std::is_same_v<M, bool>)
        return member;
    else if constexpr (std::is_enum_v<M>)
        return std::string(spec.choices[static_cast<std::size_t>(member)].key);
    else if constexpr (std::is_integral_v<M>)
        return static_cast<std::int64_t>(member);
    else if constexpr (std::is_same_v<M, Duration>)
        return static_cast<double>(member.ns) / 1e9;
    else if constexpr (std::is_same_v<M, double>)
        return member;
    else
        return std::string(textOf(member));
}

/// `value` has passed checkValue, so it has the parameter's own type and lies in its range.
template <typename M>
void fromValue(M& member, const ParamSpec& spec, const ParamValue& value)
{
    if constexpr (std::is_same_v<M, bool>)
        member = std::get<bool>(value);
    else if constexpr (std::is_enum_v<M>)
        member = static_cast<M>(choiceIndex(spec, std::get<std::string>(value)).value_or(0));
    else if constexpr (std::is_integral_v<M>)
        member = static_cast<M>(std::get<std::int64_t>(value));
    else if constexpr (std::is_same_v<M, Duration>)
        member = secondsToDuration(std::get<double>(value));
    else if constexpr (std::is_same_v<M, double>)
        member = std::get<double>(value);
    else
        member = M(std::get<std::string>(value));
}

} // namespace detail

/// Describes one member; the type comes from the member (double: Real, or Seconds where the spec says so).
template <typename T, typename Member>
constexpr ParamField<T, Member> field(Member T::*member, ParamSpec spec)
{
    spec.type = detail::paramType<Member>(spec.type);
    if constexpr (detail::IsFixedText<Member>::value) {
        if (spec.max == 0.0 || spec.max > static_cast<double>(Member::capacity()))
            spec.max = static_cast<double>(Member::capacity());
    } else if constexpr (std::is_integral_v<Member> && !std::is_same_v<Member, bool>) {
        if (spec.min == spec.max && sizeof(Member) < sizeof(std::int64_t)) {
            spec.min = static_cast<double>(std::numeric_limits<Member>::min());
            spec.max = static_cast<double>(std::numeric_limits<Member>::max());
        }
    }
    return {member, spec};
}

namespace detail {

template <typename T>
constexpr auto makeSpecs()
{
    return std::apply([](const auto&... fields) { return std::array<ParamSpec, sizeof...(fields)>{fields.spec...}; },
                      T::fields());
}

template <typename T>
inline constexpr auto kSpecs = makeSpecs<T>();

template <std::size_t N>
constexpr bool wellFormed(const std::array<ParamSpec, N>& specs)
{
    for (std::size_t i = 0; i < N; ++i) {
        const ParamSpec& spec = specs[i];
        if (spec.key.empty() || spec.text.empty() || spec.min > spec.max)
            return false;
        if ((spec.type == ParamType::Choice) == spec.choices.empty())
            return false;
        for (std::size_t j = 0; j < i; ++j) {
            const ParamSpec& other = specs[j];
            const bool renamed = !spec.formerKey.empty() && (spec.formerKey == other.key || spec.formerKey == other.formerKey);
            if (spec.key == other.key || spec.key == other.formerKey || renamed)
                return false;
        }
    }
    return true;
}

template <typename T>
std::vector<Violation> crossFieldViolations(const T& params)
{
    if constexpr (requires { params.validate(); })
        return params.validate();
    else
        return {};
}

/// The members on top of `params`; returns every violation, and leaves `params` alone if there is one.
template <typename T>
std::vector<Violation> overlay(T& params, const std::vector<ParamMember>& members);

} // namespace detail

template <typename T>
const ParamSchema& schemaOf();

/// JSON of every member in declared order.
template <typename T>
std::string writeParams(const T& params)
{
    std::vector<ParamMember> members;
    std::apply(
        [&](const auto&... fields) {
            (members.push_back({std::string(fields.spec.key), detail::toValue(params.*(fields.member), fields.spec)}), ...);
        },
        T::fields());
    return writeMembers(members);
}

/// Applies a complete or partial JSON object to `params`. Returns every violation; where there is one nothing changed.
template <typename T>
std::vector<Violation> applyParams(T& params, std::string_view json)
{
    const auto members = readMembers(json);
    if (!members)
        return {{std::string(), members.error().detail}};
    return detail::overlay(params, *members);
}

/// Reads a complete or partial JSON object on top of the defaults; the error holds one sentence per violation.
template <typename T>
Result<T> readParams(std::string_view json)
{
    T params{};
    const auto violations = applyParams(params, json);
    if (!violations.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(violations));
    return params;
}

/// Sets one parameter from text as typed on a command line; on an error nothing changed.
template <typename T>
Result<void> setFromText(T& params, std::string_view key, std::string_view text)
{
    const ParamSpec* spec = findSpec(schemaOf<T>(), key);
    if (spec == nullptr)
        return fail(ErrorCode::NotFound, "There is no parameter \"" + std::string(key) + "\".");
    const auto value = readValue(*spec, text);
    if (!value)
        return tl::unexpected(value.error());
    const auto violations = detail::overlay(params, {{std::string(spec->key), *value}});
    if (!violations.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(violations));
    return {};
}

namespace detail {

template <typename T>
std::vector<Violation> overlay(T& params, const std::vector<ParamMember>& members)
{
    T draft = params;
    std::vector<Violation> violations;
    std::vector<std::string_view> seen;
    for (const ParamMember& member : members) {
        bool known = false;
        const auto take = [&](const auto& candidate) {
            const ParamSpec& spec = candidate.spec;
            if (known || (member.key != spec.key && (spec.formerKey.empty() || member.key != spec.formerKey)))
                return;
            known = true;
            for (const std::string_view key : seen) {
                if (key == spec.key)
                    violations.push_back({std::string(spec.key), std::string(spec.text) + " is given twice."});
            }
            seen.push_back(spec.key);
            if (const auto value = checkValue(spec, member.value))
                fromValue(draft.*(candidate.member), spec, *value);
            else
                violations.push_back({std::string(spec.key), value.error().detail});
        };
        std::apply([&](const auto&... fields) { (take(fields), ...); }, T::fields());
        if (!known)
            violations.push_back({member.key, "There is no parameter \"" + member.key + "\"."});
    }
    if (violations.empty())
        violations = crossFieldViolations(draft);
    if (violations.empty())
        params = std::move(draft);
    return violations;
}

} // namespace detail

/// The type seen from outside: forms, command lines, help and optimisers need nothing else.
template <typename T>
const ParamSchema& schemaOf()
{
    static_assert(detail::wellFormed(detail::kSpecs<T>), "keys unique and not empty, texts given, enums have choices");
    static constexpr std::string_view kSchemaName = [] {
        if constexpr (requires { T::kName; })
            return std::string_view(T::kName);
        else
            return std::string_view();
    }();
    static constexpr ParamSchema kSchema{
        .name = kSchemaName,
        .specs = detail::kSpecs<T>,
        .defaults = +[]() -> std::string { return writeParams(T{}); },
        .validate = +[](std::string_view json) -> std::vector<Violation> {
            T draft{};
            return applyParams(draft, json);
        },
    };
    return kSchema;
}

} // namespace maker
