#include "kernel/statistics/equity_curve.h"

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr std::int64_t kHour = Duration::seconds(3600).ns;
constexpr std::int64_t kDay = 24 * kHour;

std::optional<double> shareOf(Money part, Money whole)
{
    if (whole.sign() <= 0)
        return std::nullopt;
    return part.toDouble() / whole.toDouble();
}

std::int64_t dayOf(Timestamp time) noexcept
{
    return time.ns / kDay;
}

/// The last moment before `time`, to which a change that is seen at `time` belongs.
Timestamp before(Timestamp time) noexcept
{
    return time - Duration{1};
}

Timestamp startOf(const RunRecord& record) noexcept
{
    if (record.begin.valid() || record.equity.empty())
        return record.begin;
    return record.equity.front().time;
}

/// Deeper by share of the peak where both have one, else by amount.
bool deeper(const Drawdown& a, const Drawdown& b) noexcept
{
    if (a.share && b.share)
        return *a.share > *b.share;
    return a.amount > b.amount;
}

} // namespace

Timestamp timeOf(const Fill& fill) noexcept
{
    return fill.localTime.valid() ? fill.localTime : fill.venueTime;
}

Money capitalOf(const RunRecord& record) noexcept
{
    for (const EquityPoint& point : record.equity) {
        if (point.pnl.capital.sign() > 0)
            return point.pnl.capital;
    }
    return {};
}

Drawdown deepestDrawdown(const RunRecord& record, Money capital)
{
    Drawdown deepest;
    Money peak = capital;
    Timestamp peakTime = startOf(record);
    Drawdown open; // since the last peak
    const auto close = [&](std::optional<Timestamp> recovery, Timestamp end) {
        open.recovery = recovery;
        open.underWater = end - open.start;
        if (open.amount.sign() > 0 && deeper(open, deepest))
            deepest = open;
        open = {};
    };
    for (const EquityPoint& point : record.equity) {
        const Money value = capital + point.pnl.total;
        if (value >= peak) {
            if (open.amount.sign() > 0)
                close(point.time, point.time);
            peak = value;
            peakTime = point.time;
            continue;
        }
        const Money fall = peak - value;
        if (fall > open.amount) {
            open.amount = fall;
            open.share = shareOf(fall, peak);
            open.start = peakTime;
            open.trough = point.time;
        }
    }
    if (open.amount.sign() > 0)
        close(std::nullopt, record.equity.back().time);
    return deepest;
}

Duration longestUnderWater(const RunRecord& record)
{
    Duration longest;
    Money peak;
    Timestamp peakTime = startOf(record);
    bool below = false;
    for (const EquityPoint& point : record.equity) {
        const bool wasBelow = below;
        below = point.pnl.total < peak;
        if (below || wasBelow)
            longest = std::max(longest, point.time - peakTime);
        if (!below) {
            peak = point.pnl.total;
            peakTime = point.time;
        }
    }
    return longest;
}

std::vector<DayResult> dayTable(const RunRecord& record, Money capital)
{
    if (record.equity.empty())
        return {};
    std::int64_t first = dayOf(std::min(startOf(record), record.equity.front().time));
    std::int64_t last = std::max(first, dayOf(before(record.equity.back().time)));
    for (const RunFill& each : record.fills) {
        first = std::min(first, dayOf(timeOf(each.fill)));
        last = std::max(last, dayOf(timeOf(each.fill)));
    }
    std::vector<DayResult> days(static_cast<std::size_t>(last - first + 1));
    for (std::size_t i = 0; i < days.size(); ++i)
        days[i].day = Timestamp{(first + static_cast<std::int64_t>(i)) * kDay};
    Money total;
    Money peak; // of the day
    std::int64_t today = first;
    for (const EquityPoint& point : record.equity) {
        const std::int64_t day = std::max(first, dayOf(before(point.time)));
        if (day != today) {
            today = day;
            peak = total;
        }
        DayResult& row = days[static_cast<std::size_t>(day - first)];
        row.pnl += point.pnl.total - total;
        total = point.pnl.total;
        peak = std::max(peak, total);
        row.maxDrawdown = std::max(row.maxDrawdown, peak - total);
    }
    for (const RunFill& each : record.fills) {
        DayResult& row = days[static_cast<std::size_t>(dayOf(timeOf(each.fill)) - first)];
        ++row.fills;
        row.volume += each.notional;
    }
    Money equity = capital;
    for (DayResult& row : days) {
        if (capital.sign() > 0)
            row.dayReturn = shareOf(row.pnl, equity);
        equity += row.pnl;
    }
    return days;
}

std::array<Money, 168> hourOfWeek(const RunRecord& record)
{
    std::array<Money, 168> hours{};
    Money total;
    for (const EquityPoint& point : record.equity) {
        // 1970-01-01 was a Thursday: three days after a Monday.
        const std::int64_t hour = (before(point.time).ns / kHour + 3 * 24) % 168;
        hours[static_cast<std::size_t>(hour)] += point.pnl.total - total;
        total = point.pnl.total;
    }
    return hours;
}

std::optional<Duration> inventoryHalfLife(const RunRecord& record)
{
    std::vector<std::int64_t> steps;
    for (std::size_t i = 1; i < record.equity.size(); ++i)
        steps.push_back((record.equity[i].time - record.equity[i - 1].time).ns);
    if (steps.empty())
        return std::nullopt;
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
    const std::int64_t usual = steps[steps.size() / 2];
    double products = 0.0;
    double squares = 0.0;
    for (std::size_t k = 0; k < record.instruments.size(); ++k) {
        const auto at = [&](std::size_t i) {
            const auto& positions = record.equity[i].positions;
            return k < positions.size() ? static_cast<double>(positions[k].count) : 0.0;
        };
        double largest = 0.0;
        for (std::size_t i = 0; i < record.equity.size(); ++i)
            largest = std::max(largest, std::abs(at(i)));
        for (std::size_t i = 1; i < record.equity.size() && largest > 0.0; ++i) {
            const std::int64_t step = (record.equity[i].time - record.equity[i - 1].time).ns;
            if (step <= usual / 2 || step >= usual + usual / 2)
                continue;
            products += at(i - 1) / largest * (at(i) / largest);
            squares += at(i - 1) / largest * (at(i - 1) / largest);
        }
    }
    const double rho = squares > 0.0 ? products / squares : 0.0;
    if (rho <= 0.0 || rho >= 1.0)
        return std::nullopt;
    return Duration{std::llround(-std::log(2.0) / std::log(rho) * static_cast<double>(usual))};
}

} // namespace maker
