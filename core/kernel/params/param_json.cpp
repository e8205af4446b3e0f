#include "kernel/params/param_json.h"

#include "kernel/base/assert.h"

#include <array>
#include <charconv>
#include <cmath>

#include <simdjson.h>

namespace maker {
namespace {

Result<ParamValue> toValue(std::string_view key, const simdjson::dom::element& element)
{
    using simdjson::dom::element_type;
    switch (element.type()) {
    case element_type::BOOL:
        return ParamValue(bool(element.get_bool().value_unsafe()));
    case element_type::INT64:
        return ParamValue(std::int64_t(element.get_int64().value_unsafe()));
    case element_type::UINT64: // only above the range of int64
        return ParamValue(static_cast<double>(element.get_uint64().value_unsafe()));
    case element_type::DOUBLE:
        return ParamValue(double(element.get_double().value_unsafe()));
    case element_type::STRING:
        return ParamValue(std::string(element.get_string().value_unsafe()));
    case element_type::ARRAY:
    case element_type::OBJECT:
    case element_type::NULL_VALUE:
        break;
    }
    return fail(ErrorCode::Parse, "The value of \"" + std::string(key) + "\" must be a number, a text, true or false.");
}

} // namespace

Result<std::vector<ParamMember>> readMembers(std::string_view json)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    const simdjson::padded_string padded(json);
    const simdjson::error_code error = parser.parse(padded).get_object().get(object);
    if (error == simdjson::INCORRECT_TYPE)
        return fail(ErrorCode::Parse, "Parameters must be a JSON object.");
    if (error != simdjson::SUCCESS)
        return fail(ErrorCode::Parse, "The parameters are not valid JSON: " + std::string(simdjson::error_message(error)));
    std::vector<ParamMember> members;
    for (const auto member : object) {
        auto value = toValue(member.key, member.value);
        if (!value)
            return tl::unexpected(value.error());
        for (const ParamMember& before : members) {
            if (before.key == member.key)
                return fail(ErrorCode::Parse, "The key \"" + before.key + "\" is given twice.");
        }
        members.push_back({std::string(member.key), *std::move(value)});
    }
    return members;
}

std::string jsonString(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15U];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string numberText(double value)
{
    MAKER_ASSERT(std::isfinite(value));
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value == 0.0 ? 0.0 : value).ptr;
    return {buffer.data(), end};
}

std::string valueText(const ParamValue& value)
{
    if (const bool* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&value))
        return std::to_string(*whole);
    if (const double* real = std::get_if<double>(&value))
        return numberText(*real);
    return std::get<std::string>(value);
}

std::string writeMembers(const std::vector<ParamMember>& members)
{
    std::string json = "{";
    for (const ParamMember& member : members) {
        if (json.size() > 1)
            json += ',';
        json += jsonString(member.key);
        json += ':';
        const std::string* text = std::get_if<std::string>(&member.value);
        json += text != nullptr ? jsonString(*text) : valueText(member.value);
    }
    return json + '}';
}

Result<std::string> withSettings(const ParamSchema& schema, std::string_view json, std::span<const std::string> settings)
{
    auto members = readMembers(json);
    if (!members)
        return tl::unexpected(members.error());
    for (const std::string& setting : settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos)
            return fail(ErrorCode::InvalidArgument, "A setting has the form key=value, not \"" + setting + "\".");
        const std::string key = setting.substr(0, equals);
        const ParamSpec* spec = findSpec(schema, key);
        if (spec == nullptr)
            return fail(ErrorCode::NotFound, "There is no parameter \"" + key + "\".");
        auto value = readValue(*spec, std::string_view(setting).substr(equals + 1));
        if (!value)
            return tl::unexpected(value.error());
        std::erase_if(*members, [&](const ParamMember& member) {
            return member.key == spec->key || (!spec->formerKey.empty() && member.key == spec->formerKey);
        });
        members->push_back({std::string(spec->key), *std::move(value)});
    }
    std::string changed = writeMembers(*members);
    const auto violations = schema.validate(changed);
    if (!violations.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(violations));
    return changed;
}

std::string describeChanges(std::string_view before, std::string_view after)
{
    const auto oldMembers = readMembers(before);
    const auto newMembers = readMembers(after);
    if (!oldMembers || !newMembers)
        return {};
    std::string changes;
    for (const ParamMember& now : *newMembers) {
        const ParamMember* was = nullptr;
        for (const ParamMember& member : *oldMembers)
            was = member.key == now.key ? &member : was;
        if (was != nullptr && valueText(was->value) == valueText(now.value))
            continue;
        changes += (changes.empty() ? "" : ", ") + now.key + ' ' + (was ? valueText(was->value) : "(none)") + " -> "
            + valueText(now.value);
    }
    return changes;
}

} // namespace maker
