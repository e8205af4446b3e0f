#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/money.h"
#include "kernel/model/numbers.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <type_traits>

// A struct as one line of key=value, exact in both directions; the words of recordings.

namespace maker {

/// Text that may hold spaces: those, '%' and line ends are written as %XX.
inline std::string escaped(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || c == '%') {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    return out;
}

inline bool unescape(std::string_view text, std::string& out)
{
    out.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned value = 0;
        if (i + 2 >= text.size()
            || std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr != text.data() + i + 3)
            return false;
        out += static_cast<char>(value);
        i += 2;
    }
    return true;
}

/// Appends " key=value" for the fields that differ from their default.
class FieldWriter {
public:
    explicit FieldWriter(std::string& out) : m_out(out) {}

    void operator()(std::string_view key, bool value, bool standard = false)
    {
        if (value != standard)
            put(key, value ? "1" : "0");
    }
    template <typename T>
        requires std::is_integral_v<T>
    void operator()(std::string_view key, T value)
    {
        if (value != 0)
            put(key, std::to_string(value));
    }
    template <typename T>
        requires std::is_enum_v<T>
    void operator()(std::string_view key, T value, T standard = T{})
    {
        if (value != standard)
            put(key, std::to_string(static_cast<int>(value)));
    }
    template <typename Tag, typename Int>
    void operator()(std::string_view key, Id<Tag, Int> id)
    {
        (*this)(key, id.value);
    }
    void operator()(std::string_view key, Price price) { (*this)(key, price.count); }
    void operator()(std::string_view key, Qty qty) { (*this)(key, qty.count); }
    void operator()(std::string_view key, Timestamp time) { (*this)(key, time.ns); }
    void operator()(std::string_view key, Duration time) { (*this)(key, time.ns); }
    void operator()(std::string_view key, Money money)
    {
        if (!money.isZero())
            put(key, money.toString());
    }
    template <std::size_t N>
    void operator()(std::string_view key, const FixedText<N>& text)
    {
        if (!text.empty())
            put(key, escaped(text.view()));
    }
    void operator()(std::string_view key, const std::string& text)
    {
        if (!text.empty())
            put(key, escaped(text));
    }

private:
    void put(std::string_view key, std::string_view value)
    {
        m_out += ' ';
        m_out += key;
        m_out += '=';
        m_out += value;
    }

    std::string& m_out;
};

/// Offers one key=value to each field; the one that has this key takes it.
class FieldReader {
public:
    FieldReader(std::string_view key, std::string_view value) : m_key(key), m_value(value) {}

    bool taken() const noexcept { return m_taken; }

    void operator()(std::string_view key, bool& value, bool = false)
    {
        if (key == m_key && (m_value == "0" || m_value == "1")) {
            value = m_value == "1";
            m_taken = true;
        }
    }
    template <typename T>
        requires std::is_integral_v<T>
    void operator()(std::string_view key, T& value)
    {
        if (key == m_key)
            m_taken = number(value);
    }
    template <typename T>
        requires std::is_enum_v<T>
    void operator()(std::string_view key, T& value, T = T{})
    {
        unsigned raw = 0;
        if (key != m_key || !number(raw) || raw > 31)
            return;
        value = static_cast<T>(raw);
        m_taken = true;
    }
    template <typename Tag, typename Int>
    void operator()(std::string_view key, Id<Tag, Int>& id)
    {
        (*this)(key, id.value);
    }
    void operator()(std::string_view key, Price& price) { (*this)(key, price.count); }
    void operator()(std::string_view key, Qty& qty) { (*this)(key, qty.count); }
    void operator()(std::string_view key, Timestamp& time) { (*this)(key, time.ns); }
    void operator()(std::string_view key, Duration& time) { (*this)(key, time.ns); }
    void operator()(std::string_view key, Money& money)
    {
        if (key != m_key)
            return;
        if (const auto parsed = Money::parse(m_value)) {
            money = *parsed;
            m_taken = true;
        }
    }
    template <std::size_t N>
    void operator()(std::string_view key, FixedText<N>& text)
    {
        std::string plain;
        if (key == m_key)
            m_taken = unescape(m_value, plain) && text.assign(plain);
    }
    void operator()(std::string_view key, std::string& text)
    {
        if (key == m_key)
            m_taken = unescape(m_value, text);
    }

private:
    template <typename T>
    bool number(T& value)
    {
        const auto [end, error] = std::from_chars(m_value.data(), m_value.data() + m_value.size(), value);
        return error == std::errc{} && end == m_value.data() + m_value.size();
    }

    std::string_view m_key;
    std::string_view m_value;
    bool m_taken = false;
};

/// The next word of the line, empty at its end.
inline std::string_view nextWord(std::string_view& rest)
{
    const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
    const std::size_t end = std::min(rest.find(' ', begin), rest.size());
    const std::string_view word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    return word;
}

} // namespace maker
