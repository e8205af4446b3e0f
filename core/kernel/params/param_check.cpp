#include "kernel/params/param_json.h"
#include "kernel/params/params.h"

#include <charconv>
#include <cmath>

namespace maker {
namespace {

constexpr double kMaxExactInt = 9007199254740992.0; // 2^53: every whole double up to here is an exact integer
constexpr double kMaxSeconds = 9.2e9;               // what nanoseconds in 63 bits hold

bool hasRange(const ParamSpec& spec) noexcept
{
    return spec.min != spec.max;
}

std::string withUnit(const ParamSpec& spec, std::string text)
{
    if (spec.unit.empty())
        return text;
    return text + (spec.unit == "%" ? "" : " ") + std::string(spec.unit);
}

std::string shown(const ParamValue& value)
{
    const bool isText = std::holds_alternative<std::string>(value);
    const std::string text = valueText(value);
    return isText ? '"' + text.substr(0, 64) + '"' : text;
}

tl::unexpected<Error> wrong(const ParamSpec& spec, const ParamValue& value, std::string_view must)
{
    return fail(ErrorCode::InvalidArgument,
                std::string(spec.text) + " is " + shown(value) + "; it must be " + std::string(must) + '.');
}

Result<ParamValue> inRange(const ParamSpec& spec, double number, ParamValue value)
{
    if (!hasRange(spec) || (number >= spec.min && number <= spec.max))
        return value;
    const std::string is = withUnit(spec, valueText(value));
    return fail(ErrorCode::OutOfRange, std::string(spec.text) + " is " + is + "; it must be between "
                    + numberText(spec.min) + " and " + withUnit(spec, numberText(spec.max)) + '.');
}

Result<ParamValue> checkInt(const ParamSpec& spec, const ParamValue& value)
{
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value))
        return inRange(spec, static_cast<double>(*whole), value);
    const double* real = std::get_if<double>(&value);
    if (real == nullptr || std::fabs(*real) > kMaxExactInt || std::trunc(*real) != *real)
        return wrong(spec, value, "a whole number");
    return inRange(spec, *real, static_cast<std::int64_t>(*real));
}

Result<ParamValue> checkReal(const ParamSpec& spec, const ParamValue& value)
{
    double number = 0.0;
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value))
        number = static_cast<double>(*whole);
    else if (const double* real = std::get_if<double>(&value))
        number = *real;
    else
        return wrong(spec, value, "a number");
    if (!std::isfinite(number))
        return fail(ErrorCode::InvalidArgument, std::string(spec.text) + " must be a finite number.");
    if (spec.type == ParamType::Seconds && std::fabs(number) > kMaxSeconds)
        return wrong(spec, value, "at most 292 years");
    return inRange(spec, number, number);
}

Result<ParamValue> checkChoice(const ParamSpec& spec, const ParamValue& value)
{
    const std::string* key = std::get_if<std::string>(&value);
    if (key != nullptr && choiceIndex(spec, *key))
        return value;
    std::string keys;
    for (const ParamChoice& choice : spec.choices)
        keys += (keys.empty() ? "" : ", ") + std::string(choice.key);
    return wrong(spec, value, "one of " + keys);
}

Result<ParamValue> checkText(const ParamSpec& spec, const ParamValue& value)
{
    const std::string* text = std::get_if<std::string>(&value);
    if (text == nullptr)
        return wrong(spec, value, "a text");
    const auto size = static_cast<double>(text->size());
    if (!hasRange(spec) || (size >= spec.min && size <= spec.max))
        return value;
    return fail(ErrorCode::OutOfRange, std::string(spec.text) + " has " + std::to_string(text->size())
                    + " bytes; it must have between " + numberText(spec.min) + " and " + numberText(spec.max) + '.');
}

template <typename Number>
std::optional<Number> readNumber(std::string_view text) noexcept
{
    Number number{};
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end)
        return std::nullopt;
    return number;
}

ParamValue readLoosely(const ParamSpec& spec, std::string_view text)
{
    switch (spec.type) {
    case ParamType::Bool:
        if (text == "true" || text == "on" || text == "yes" || text == "1")
            return true;
        if (text == "false" || text == "off" || text == "no" || text == "0")
            return false;
        break;
    case ParamType::Int:
        if (const auto whole = readNumber<std::int64_t>(text))
            return *whole;
        break;
    case ParamType::Real:
    case ParamType::Seconds:
        if (const auto real = readNumber<double>(text))
            return *real;
        break;
    case ParamType::Choice:
    case ParamType::Text:
        break;
    }
    return std::string(text);
}

} // namespace

Result<ParamValue> checkValue(const ParamSpec& spec, const ParamValue& value)
{
    switch (spec.type) {
    case ParamType::Bool:
        if (std::holds_alternative<bool>(value))
            return value;
        return wrong(spec, value, "true or false");
    case ParamType::Int:
        return checkInt(spec, value);
    case ParamType::Real:
    case ParamType::Seconds:
        return checkReal(spec, value);
    case ParamType::Choice:
        return checkChoice(spec, value);
    case ParamType::Text:
        break;
    }
    return checkText(spec, value);
}

Result<ParamValue> readValue(const ParamSpec& spec, std::string_view text)
{
    return checkValue(spec, readLoosely(spec, text));
}

std::optional<std::size_t> choiceIndex(const ParamSpec& spec, std::string_view key) noexcept
{
    for (std::size_t i = 0; i < spec.choices.size(); ++i) {
        if (spec.choices[i].key == key)
            return i;
    }
    return std::nullopt;
}

const ParamSpec* findSpec(const ParamSchema& schema, std::string_view key) noexcept
{
    for (const ParamSpec& spec : schema.specs) {
        if (spec.key == key || (!spec.formerKey.empty() && spec.formerKey == key))
            return &spec;
    }
    return nullptr;
}

std::string joinSentences(const std::vector<Violation>& violations)
{
    std::string sentences;
    for (const Violation& violation : violations)
        sentences += (sentences.empty() ? "" : " ") + violation.sentence;
    return sentences;
}

std::vector<ParamSpec> searchSpace(const ParamSchema& schema)
{
    std::vector<ParamSpec> axes;
    for (const ParamSpec& spec : schema.specs) {
        if (spec.searchable)
            axes.push_back(spec);
    }
    return axes;
}

namespace detail {

Duration secondsToDuration(double seconds) noexcept
{
    return {static_cast<std::int64_t>(std::llround(seconds * 1e9))};
}

} // namespace detail
} // namespace maker
