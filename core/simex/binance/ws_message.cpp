#include "simex/binance/ws_message.h"

#include <simdjson.h>

namespace maker::simex::binance {

namespace {

namespace ondemand = simdjson::ondemand;

std::string_view trimmed(std::string_view text)
{
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

/// The value as the text it stands for; false where the JSON is broken.
bool readValue(ondemand::value value, std::string& out)
{
    ondemand::json_type type{};
    if (value.type().get(type))
        return false;
    std::string_view text;
    switch (type) {
    case ondemand::json_type::string:
        if (value.get_string().get(text))
            return false;
        break;
    case ondemand::json_type::array:
    case ondemand::json_type::object:
        // raw_json() does not exist for values in every release: a nested value is walked by its own view.
        if (type == ondemand::json_type::array) {
            ondemand::array array;
            if (value.get_array().get(array) || array.raw_json().get(text))
                return false;
        } else {
            ondemand::object object;
            if (value.get_object().get(object) || object.raw_json().get(text))
                return false;
        }
        break;
    case ondemand::json_type::null:
        break;
    default:
        text = trimmed(value.raw_json_token());
    }
    out.assign(text);
    return true;
}

bool readObject(ondemand::object object, Params& params)
{
    for (auto field : object) {
        std::string_view name;
        ondemand::value value;
        if (field.unescaped_key().get(name))
            return false;
        std::string key(name);
        std::string text;
        if (field.value().get(value) || !readValue(value, text))
            return false;
        params.add(std::move(key), std::move(text));
    }
    return true;
}

bool readList(ondemand::array array, std::vector<std::string>& list)
{
    for (auto element : array) {
        ondemand::value value;
        ondemand::json_type type{};
        std::string text;
        if (element.get(value) || value.type().get(type) || !readValue(value, text))
            return false;
        if (type == ondemand::json_type::string || type == ondemand::json_type::boolean)
            list.push_back(std::move(text));
    }
    return true;
}

bool readParams(ondemand::value value, WsMessage& message)
{
    ondemand::json_type type{};
    if (value.type().get(type))
        return false;
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        return !value.get_object().get(object) && readObject(object, message.named);
    }
    message.listed = type == ondemand::json_type::array;
    ondemand::array array;
    return message.listed && !value.get_array().get(array) && readList(array, message.list);
}

bool readId(ondemand::value value, std::string& id)
{
    ondemand::json_type type{};
    if (value.type().get(type))
        return false;
    if (type == ondemand::json_type::array || type == ondemand::json_type::object)
        return false;
    id.assign(trimmed(value.raw_json_token()));
    return id.size() <= 64 && id.find('\n') == std::string::npos;
}

bool readFields(ondemand::object object, WsMessage& message)
{
    for (auto field : object) {
        std::string_view name;
        ondemand::value value;
        if (field.unescaped_key().get(name))
            return false;
        const std::string key(name);
        if (field.value().get(value))
            return false;
        if (key == "id" && !readId(value, message.id))
            return false;
        if (key == "method" && !readValue(value, message.method))
            return false;
        if (key == "params" && !readParams(value, message))
            return false;
    }
    return true;
}

} // namespace

std::optional<WsMessage> readWsMessage(std::string_view text)
{
    const simdjson::padded_string padded(text);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object object;
    WsMessage message;
    if (parser.iterate(padded).get(document) || document.get_object().get(object) || !readFields(object, message))
        return std::nullopt;
    // Nothing may follow the object.
    const char* rest = nullptr;
    const simdjson::error_code end = document.current_location().get(rest);
    if (end != simdjson::OUT_OF_BOUNDS || message.method.empty())
        return std::nullopt;
    return message;
}

} // namespace maker::simex::binance
