#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace maker::simex {

/// Appends JSON to a string the caller keeps and reuses; commas are put where they belong.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : m_out(out) {}

    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return shut('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return shut(']'); }

    JsonWriter& key(std::string_view name)
    {
        comma();
        m_out += '"';
        m_out += name;
        m_out += "\":";
        m_needComma = false;
        return *this;
    }

    JsonWriter& text(std::string_view value)
    {
        comma();
        quote(value);
        m_needComma = true;
        return *this;
    }

    JsonWriter& integer(std::int64_t value)
    {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value);
        return raw({digits, static_cast<std::size_t>(end.ptr - digits)});
    }

    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }

    /// Ready JSON: a number, null, or a nested document.
    JsonWriter& raw(std::string_view json)
    {
        comma();
        m_out += json;
        m_needComma = true;
        return *this;
    }

    JsonWriter& field(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& field(std::string_view name, const char* value) { return key(name).text(value); }
    JsonWriter& field(std::string_view name, std::int64_t value) { return key(name).integer(value); }
    JsonWriter& field(std::string_view name, int value) { return key(name).integer(value); }
    JsonWriter& field(std::string_view name, bool value) { return key(name).boolean(value); }

    std::string& out() noexcept { return m_out; }

private:
    JsonWriter& open(char bracket)
    {
        comma();
        m_out += bracket;
        m_needComma = false;
        return *this;
    }

    JsonWriter& shut(char bracket)
    {
        m_out += bracket;
        m_needComma = true;
        return *this;
    }

    void comma()
    {
        if (m_needComma)
            m_out += ',';
    }

    void quote(std::string_view value)
    {
        static constexpr char kHex[] = "0123456789abcdef";
        m_out += '"';
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                m_out += '\\';
                m_out += c;
            } else if (byte < 0x20) {
                m_out += "\\u00";
                m_out += kHex[byte >> 4U];
                m_out += kHex[byte & 0xFU];
            } else {
                m_out += c;
            }
        }
        m_out += '"';
    }

    std::string& m_out;
    bool m_needComma = false;
};

} // namespace maker::simex
