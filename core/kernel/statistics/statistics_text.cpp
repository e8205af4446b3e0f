#include "kernel/params/param_json.h"
#include "kernel/statistics/statistics.h"

#include "kernel/model/cents.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace maker {

namespace {

constexpr std::string_view kNone = "n/a";

std::string fixed(double value, int decimals)
{
    if (std::isinf(value))
        return value > 0 ? "\u221e" : "-\u221e";
    std::array<char, 400> buffer;
    const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    std::string text(buffer.data(), done.ptr);
    // What rounds to nothing has no sign.
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos)
        text.erase(0, 1);
    return text;
}

/// A cause of the PnL in cents that add up with those of the others; nothing where the figure is none.
std::optional<Money> causeInCents(std::string_view key, const Statistics& s)
{
    constexpr std::array<std::string_view, 4> kCauses{"spread", "rebates", "inventory", "fees"};
    const auto found = std::find(kCauses.begin(), kCauses.end(), key);
    if (found == kCauses.end())
        return std::nullopt;
    return centsThatAddUp(std::array{s.spread, s.rebates, s.inventory, s.fees})[static_cast<std::size_t>(found - kCauses.begin())];
}

std::string twoDigits(std::int64_t value)
{
    return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string durationText(Duration duration)
{
    const std::int64_t seconds = duration.ns / 1'000'000'000;
    const std::string clock = twoDigits(seconds / 3600 % 24) + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
    return seconds >= 86'400 ? std::to_string(seconds / 86'400) + " d " + clock : clock;
}

/// Year, month and day of a number of days since 1970-01-01, by eras of 400 years that begin in March.
/// Source: H. Hinnant, chrono-Compatible Low-Level Date Algorithms, 2013.
std::string dateText(std::int64_t days)
{
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t dayOfEra = shifted - era * 146'097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t fromMarch = (5 * dayOfYear + 2) / 153;
    const std::int64_t day = dayOfYear - (153 * fromMarch + 2) / 5 + 1;
    const std::int64_t month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return std::to_string(year) + "-" + twoDigits(month) + "-" + twoDigits(day);
}

std::string timeText(Timestamp time)
{
    constexpr std::int64_t kDay = 86'400'000'000'000;
    const std::int64_t days = time.ns / kDay - (time.ns % kDay < 0 ? 1 : 0);
    const std::int64_t second = (time.ns - days * kDay) / 1'000'000'000;
    return dateText(days) + " " + twoDigits(second / 3600) + ":" + twoDigits(second / 60 % 60) + ":" + twoDigits(second % 60);
}

/// Writes one JSON object or array after the other.
class JsonText {
public:
    void open(char bracket)
    {
        comma();
        m_text += bracket;
        m_fresh = true;
    }
    void close(char bracket)
    {
        m_text += bracket;
        m_fresh = false;
    }
    JsonText& key(std::string_view name)
    {
        quoted(name);
        m_text += ':';
        m_fresh = true;
        return *this;
    }
    void quoted(std::string_view text)
    {
        comma();
        m_text += jsonString(text);
    }
    void plain(std::string_view text)
    {
        comma();
        m_text += text;
    }
    void number(double value)
    {
        std::array<char, 40> buffer;
        const auto done = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
        plain(std::isfinite(value) ? std::string_view(buffer.data(), done.ptr) : "null");
    }
    void number(const std::optional<double>& value) { number(value.value_or(std::nan(""))); }
    void number(std::uint64_t value) { plain(std::to_string(value)); }
    void money(Money value) { quoted(value.toString()); }
    std::string take() { return std::move(m_text); }

private:
    void comma()
    {
        if (!m_fresh)
            m_text += ',';
        m_fresh = false;
    }

    std::string m_text;
    bool m_fresh = true;
};

void addValue(JsonText& json, const StatisticValue& value)
{
    if (const auto* number = std::get_if<double>(&value))
        json.number(*number);
    else if (const auto* count = std::get_if<std::uint64_t>(&value))
        json.number(*count);
    else if (const auto* money = std::get_if<Money>(&value))
        json.money(*money);
    else if (const auto* duration = std::get_if<Duration>(&value))
        json.number(duration->toSeconds());
    else if (const auto* time = std::get_if<Timestamp>(&value))
        json.quoted(timeText(*time));
    else
        json.plain("null");
}

void addCurve(JsonText& json, const MarkoutCurve& curve)
{
    json.open('[');
    for (std::size_t i = 0; i < curve.size(); ++i) {
        json.open('{');
        json.key("seconds").number(kMarkoutHorizons[i].toSeconds());
        json.key("bps").number(curve[i].mean);
        json.key("error").number(curve[i].standardError);
        json.key("fills").number(curve[i].count);
        json.close('}');
    }
    json.close(']');
}

template <typename Curves>
void addCurves(JsonText& json, std::string_view key, const Curves& curves)
{
    json.key(key).open('[');
    for (const MarkoutCurve& curve : curves)
        addCurve(json, curve);
    json.close(']');
}

void addMarkouts(JsonText& json, const MarkoutTable& table)
{
    json.key("markouts").open('{');
    json.key("all");
    addCurve(json, table.all);
    json.key("buys");
    addCurve(json, table.bySide[0]);
    json.key("sells");
    addCurve(json, table.bySide[1]);
    addCurves(json, "levels", table.byLevel);
    addCurves(json, "hours", table.byHour);
    json.close('}');
}

void addDays(JsonText& json, const Statistics& statistics)
{
    json.key("days").open('[');
    for (const DayResult& day : statistics.dayTable) {
        json.open('{');
        json.key("day").quoted(timeText(day.day).substr(0, 10));
        json.key("pnl").money(day.pnl);
        json.key("return").number(day.dayReturn);
        json.key("fills").number(day.fills);
        json.key("volume").money(day.volume);
        json.key("max_drawdown").money(day.maxDrawdown);
        json.close('}');
    }
    json.close(']');
    json.key("hours_of_week").open('[');
    for (const Money hour : statistics.hourOfWeek)
        json.money(hour);
    json.close(']');
}

} // namespace

std::optional<double> toNumber(const StatisticValue& value)
{
    if (const auto* real = std::get_if<double>(&value))
        return *real;
    if (const auto* count = std::get_if<std::uint64_t>(&value))
        return static_cast<double>(*count);
    if (const auto* money = std::get_if<Money>(&value))
        return money->toDouble();
    if (const auto* span = std::get_if<Duration>(&value))
        return span->toSeconds();
    return std::nullopt;
}

std::string statisticText(const StatisticSpec& spec, const Statistics& statistics)
{
    if (const auto cents = causeInCents(spec.key, statistics))
        return cents->toString(2);
    const StatisticValue value = spec.value(statistics);
    if (const auto* number = std::get_if<double>(&value))
        return fixed(*number, spec.decimals);
    if (const auto* count = std::get_if<std::uint64_t>(&value))
        return std::to_string(*count);
    if (const auto* money = std::get_if<Money>(&value))
        return money->toString(spec.decimals);
    if (const auto* duration = std::get_if<Duration>(&value))
        return durationText(*duration);
    if (const auto* time = std::get_if<Timestamp>(&value))
        return timeText(*time);
    return std::string(kNone);
}

std::string statisticUnit(const StatisticSpec& spec, const Statistics& statistics)
{
    return spec.unit == "currency" ? statistics.currency : std::string(spec.unit);
}

std::string statisticsJson(const Statistics& statistics)
{
    JsonText json;
    json.open('{');
    json.key("currency").quoted(statistics.currency);
    json.key("begin").quoted(timeText(statistics.begin));
    json.key("end").quoted(timeText(statistics.end));
    for (const StatisticSpec& spec : statisticSpecs()) {
        json.key(spec.key);
        addValue(json, spec.value(statistics));
    }
    json.key("profit_factor_infinite").plain(statistics.profitFactorInfinite ? "true" : "false");
    addMarkouts(json, statistics.markouts);
    addDays(json, statistics);
    json.close('}');
    return json.take();
}

} // namespace maker
