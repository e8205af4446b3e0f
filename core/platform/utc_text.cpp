#include "platform/utc_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <ctime>

namespace maker {

namespace {

constexpr int kLastYear = 2261; // the last whole one whose nanoseconds fit

/// Takes exactly `digits` digits from the front.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits)
{
    int value = 0;
    if (text.size() < digits)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits || text.front() == '-')
        return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

std::string utcText(Timestamp time, const char* format)
{
    const std::time_t seconds = static_cast<std::time_t>(time.ns / 1'000'000'000);
    std::tm parts{};
#ifdef _WIN32
    gmtime_s(&parts, &seconds);
#else
    gmtime_r(&seconds, &parts);
#endif
    std::array<char, 64> text{};
    return std::string(text.data(), std::strftime(text.data(), text.size(), format, &parts));
}

std::optional<Timestamp> parseUtc(std::string_view text)
{
    const auto year = takeNumber(text, 4);
    const bool first = take(text, '-');
    const auto month = takeNumber(text, 2);
    const bool second = take(text, '-');
    const auto day = takeNumber(text, 2);
    if (!year || !month || !day || !first || !second)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *year < 1970 || *year > kLastYear)
        return std::nullopt;
    std::int64_t seconds = std::chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86'400};
    if (take(text, 'T') || take(text, ' ')) {
        const auto hour = takeNumber(text, 2);
        const bool colon = take(text, ':');
        const auto minute = takeNumber(text, 2);
        const auto second60 = take(text, ':') ? takeNumber(text, 2) : std::optional<int>(0);
        if (!hour || !colon || !minute || !second60 || *hour > 23 || *minute > 59 || *second60 > 59)
            return std::nullopt;
        seconds += *hour * 3600 + *minute * 60 + *second60;
    }
    std::int64_t nanos = 0;
    if (take(text, '.')) {
        std::int64_t unit = 1'000'000'000;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9' && unit > 1) {
            unit /= 10;
            nanos += (text.front() - '0') * unit;
            text.remove_prefix(1);
        }
    }
    take(text, 'Z');
    if (!text.empty())
        return std::nullopt;
    return Timestamp{seconds * 1'000'000'000 + nanos};
}

} // namespace maker
