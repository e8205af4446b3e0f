#include "tape/import/csv_fields.h"

#include "kernel/model/decimal_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace maker {
namespace {

constexpr double kMaxCount = 9.2e18;

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

std::optional<int> digits(std::string_view& text, std::size_t count)
{
    if (text.size() < count || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(count), isDigit))
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value * 10 + (text[i] - '0');
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, std::string_view any)
{
    if (text.empty() || any.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Timestamp> readClock(std::string_view text, std::int64_t dayNs)
{
    const auto hour = digits(text, 2);
    if (!hour || *hour > 23 || !skip(text, ":"))
        return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || *minute > 59)
        return std::nullopt;
    std::int64_t ns = (*hour * 60 + *minute) * std::int64_t{60'000'000'000};
    if (skip(text, ":")) {
        const auto second = digits(text, 2);
        if (!second || *second > 60)
            return std::nullopt;
        ns += *second * std::int64_t{1'000'000'000};
        if (skip(text, ".")) {
            for (std::int64_t unit = 100'000'000; !text.empty() && isDigit(text.front()); unit /= 10) {
                ns += (text.front() - '0') * unit;
                text.remove_prefix(1);
            }
        }
    }
    if (!text.empty() && text != "Z" && text != " UTC" && text != "+00:00" && text != "+0000")
        return std::nullopt;
    return Timestamp{dayNs + ns};
}

std::optional<Timestamp> readDate(std::string_view text)
{
    const auto year = digits(text, 4);
    if (!year || !skip(text, "-/"))
        return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !skip(text, "-/"))
        return std::nullopt;
    const auto day = digits(text, 2);
    if (!day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *year < 1971 || *year > 2200)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t dayNs = days * 86'400 * std::int64_t{1'000'000'000};
    if (text.empty())
        return Timestamp{dayNs};
    return skip(text, "T ") ? readClock(text, dayNs) : std::nullopt;
}

} // namespace

void splitCsv(std::string_view line, char separator, std::vector<std::string_view>& fields)
{
    fields.clear();
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    for (;;) {
        const std::size_t end = line.find(separator);
        std::string_view field = line.substr(0, end);
        if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
            field = field.substr(1, field.size() - 2);
        fields.push_back(field);
        if (end == std::string_view::npos)
            return;
        line.remove_prefix(end + 1);
    }
}

char separatorOf(std::string_view line) noexcept
{
    for (const char separator : {',', ';', '\t'}) {
        if (line.find(separator) != std::string_view::npos)
            return separator;
    }
    return ',';
}

std::string columnName(std::string_view text)
{
    std::string name;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z')
            name += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || isDigit(c) || c == '[' || c == ']' || c == '.')
            name += c;
    }
    return name;
}

std::optional<RoundedCount> readCount(std::string_view text, int decimals)
{
    const auto read = readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros);
    if (read.fault == DecimalFault::None)
        return RoundedCount{read.count, false};
    if (read.fault == DecimalFault::TooFine) {
        const std::size_t end = text.find('.') + 1 + static_cast<std::size_t>(decimals);
        const auto cut = readDecimal<std::int64_t>(decimals == 0 ? text.substr(0, end - 1) : text.substr(0, end), decimals,
            ExtraDigits::Zeros);
        if (cut.fault == DecimalFault::None)
            return RoundedCount{cut.count + (text[end] >= '5' ? 1 : 0), true};
    }
    if (text.find_first_of("eE") == std::string_view::npos)
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const double scaled = value * static_cast<double>(pow10(decimals));
    if (error != std::errc() || end != text.data() + text.size() || !(scaled >= 0) || !(scaled < kMaxCount))
        return std::nullopt;
    const double whole = std::nearbyint(scaled);
    return RoundedCount{static_cast<std::int64_t>(whole), std::abs(whole - scaled) > 1e-6 * std::max(1.0, scaled)};
}

std::optional<Timestamp> readTime(std::string_view text)
{
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || (at != end && *at != '.'))
        return readDate(text);
    if (number <= 0)
        return std::nullopt;
    std::int64_t unit = 1;
    for (const std::int64_t limit : {std::int64_t{100'000'000'000'000'000}, std::int64_t{100'000'000'000'000}, std::int64_t{100'000'000'000}})
        unit *= number < limit ? 1000 : 1;
    number *= unit;
    if (at == end)
        return Timestamp{number};
    // A fraction of the unit, as pandas writes seconds.
    for (const char* digit = at + 1; digit != end; ++digit) {
        if (!isDigit(*digit))
            return std::nullopt;
        unit /= 10;
        number += (*digit - '0') * unit;
    }
    return Timestamp{number};
}

} // namespace maker
