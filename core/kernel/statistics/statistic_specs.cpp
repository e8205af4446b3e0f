#include "kernel/params/param_spec.h"
#include "kernel/statistics/statistics.h"

#include <array>
#include <limits>

namespace maker {

namespace {

using Stats = const Statistics&;

StatisticValue number(const std::optional<double>& value)
{
    return value ? StatisticValue{*value} : StatisticValue{};
}

StatisticValue percent(const std::optional<double>& value)
{
    return value ? StatisticValue{*value * 100.0} : StatisticValue{};
}

StatisticValue moment(Timestamp time)
{
    return time.valid() ? StatisticValue{time} : StatisticValue{};
}

StatisticValue profitFactor(Stats s)
{
    return s.profitFactorInfinite ? StatisticValue{std::numeric_limits<double>::infinity()} : number(s.profitFactor);
}

StatisticValue recovery(Stats s)
{
    return s.drawdown.recovery ? StatisticValue{*s.drawdown.recovery} : StatisticValue{};
}

StatisticValue halfLife(Stats s)
{
    return s.inventoryHalfLife ? StatisticValue{*s.inventoryHalfLife} : StatisticValue{};
}

template <std::size_t Horizon>
StatisticValue markout(Stats s)
{
    return number(s.markouts.all[Horizon].mean);
}

constexpr auto kResult = MAKER_TEXT("Result");
constexpr auto kCauses = MAKER_TEXT("PnL by cause");
constexpr auto kRisk = MAKER_TEXT("Risk");
constexpr auto kTrading = MAKER_TEXT("Trading");
constexpr auto kQuoting = MAKER_TEXT("Quoting");
constexpr auto kInventory = MAKER_TEXT("Inventory");
constexpr auto kMarkouts = MAKER_TEXT("Markouts");

constexpr std::array kSpecs{
    StatisticSpec{"pnl", MAKER_TEXT("PnL"), "currency", kResult,
        MAKER_TEXT("Equity at the end minus deposits, marked to the mid; the sum of its causes."),
        [](Stats s) -> StatisticValue { return s.pnl; }, true},
    StatisticSpec{"return", MAKER_TEXT("Return"), "%", kResult, MAKER_TEXT("PnL over the capital at the begin."),
        [](Stats s) { return percent(s.totalReturn); }, true, 3},
    StatisticSpec{"cagr", MAKER_TEXT("CAGR"), "%", kResult,
        MAKER_TEXT("(1 + return)^(365 / days) - 1. Not given under 30 days."),
        [](Stats s) { return percent(s.cagr); }, true},
    StatisticSpec{"sharpe", MAKER_TEXT("Sharpe"), "", kResult,
        MAKER_TEXT("Mean of the day returns over their sample deviation (n - 1), times sqrt(365). Not given under 30 days."),
        [](Stats s) { return number(s.sharpe); }, true},
    StatisticSpec{"sharpe_error", MAKER_TEXT("Sharpe, standard error"), "", kResult,
        MAKER_TEXT("sqrt((1 + S^2 / 2) / n) * sqrt(365), where S is the Sharpe ratio per day and n the number of days."),
        [](Stats s) { return number(s.sharpeError); }, false},
    StatisticSpec{"sortino", MAKER_TEXT("Sortino"), "", kResult,
        MAKER_TEXT("Mean of the day returns over sqrt(mean(min(r, 0)^2)), times sqrt(365). Not given under 30 days."),
        [](Stats s) { return number(s.sortino); }, true},
    StatisticSpec{"calmar", MAKER_TEXT("Calmar"), "", kResult,
        MAKER_TEXT("CAGR over the depth of the deepest drawdown. Not given under 30 days."),
        [](Stats s) { return number(s.calmar); }, true},
    StatisticSpec{"return_days", MAKER_TEXT("Days"), "", kResult, MAKER_TEXT("UTC days whose returns the ratios are made of."),
        [](Stats s) -> StatisticValue { return s.returnDays; }, std::nullopt},

    StatisticSpec{"spread", MAKER_TEXT("Spread"), "currency", kCauses,
        MAKER_TEXT("Captured at the fills: distance of each price from the mid of its moment, times the quantity."),
        [](Stats s) -> StatisticValue { return s.spread; }, true},
    StatisticSpec{"inventory", MAKER_TEXT("Inventory"), "currency", kCauses,
        MAKER_TEXT("What holdings gained or lost while the mid moved."),
        [](Stats s) -> StatisticValue { return s.inventory; }, true},
    StatisticSpec{"fees", MAKER_TEXT("Fees"), "currency", kCauses, MAKER_TEXT("Fees paid, zero or negative."),
        [](Stats s) -> StatisticValue { return s.fees; }, true},
    StatisticSpec{"rebates", MAKER_TEXT("Rebates"), "currency", kCauses, MAKER_TEXT("Rebates received, zero or positive."),
        [](Stats s) -> StatisticValue { return s.rebates; }, true},

    StatisticSpec{"volatility", MAKER_TEXT("Volatility"), "%", kRisk,
        MAKER_TEXT("Sample deviation of the day returns times sqrt(365). Not given under 30 days."),
        [](Stats s) { return percent(s.volatility); }, false},
    StatisticSpec{"max_drawdown", MAKER_TEXT("Max drawdown"), "currency", kRisk,
        MAKER_TEXT("The deepest fall of the equity, marked to the mid within the day, from a former peak."),
        [](Stats s) -> StatisticValue { return s.drawdown.amount; }, false},
    StatisticSpec{"max_drawdown_share", MAKER_TEXT("Max drawdown, share"), "%", kRisk,
        MAKER_TEXT("The deepest fall of the equity over the peak before it."),
        [](Stats s) { return percent(s.drawdown.share); }, false, 3},
    StatisticSpec{"drawdown_start", MAKER_TEXT("Drawdown, start"), "", kRisk, MAKER_TEXT("Time of the peak before it, UTC."),
        [](Stats s) { return moment(s.drawdown.start); }, std::nullopt},
    StatisticSpec{"drawdown_trough", MAKER_TEXT("Drawdown, trough"), "", kRisk, MAKER_TEXT("Time of its deepest point, UTC."),
        [](Stats s) { return moment(s.drawdown.trough); }, std::nullopt},
    StatisticSpec{"drawdown_recovery", MAKER_TEXT("Drawdown, recovery"), "", kRisk,
        MAKER_TEXT("When the peak was reached again, UTC; none where it was not."), recovery, std::nullopt},
    StatisticSpec{"drawdown_under_water", MAKER_TEXT("Drawdown, under water"), "", kRisk,
        MAKER_TEXT("From its peak to its recovery, or to the end."),
        [](Stats s) -> StatisticValue { return s.drawdown.underWater; }, false},
    StatisticSpec{"longest_under_water", MAKER_TEXT("Longest under water"), "", kRisk,
        MAKER_TEXT("The longest time below any former peak."),
        [](Stats s) -> StatisticValue { return s.longestUnderWater; }, false},

    StatisticSpec{"fills", MAKER_TEXT("Fills"), "", kTrading, MAKER_TEXT("Trades of own orders."),
        [](Stats s) -> StatisticValue { return s.fills; }, std::nullopt},
    StatisticSpec{"fills_per_day", MAKER_TEXT("Fills a day"), "", kTrading, MAKER_TEXT("Fills over the length of the run in days."),
        [](Stats s) { return number(s.fillsPerDay); }, std::nullopt, 1},
    StatisticSpec{"volume", MAKER_TEXT("Traded notional"), "currency", kTrading, MAKER_TEXT("Price times quantity over all fills."),
        [](Stats s) -> StatisticValue { return s.volume; }, std::nullopt},
    StatisticSpec{"turnover", MAKER_TEXT("Turnover"), "x", kTrading, MAKER_TEXT("Traded notional over the mean equity."),
        [](Stats s) { return number(s.turnover); }, std::nullopt},
    StatisticSpec{"pnl_per_notional", MAKER_TEXT("PnL per notional"), "bp", kTrading,
        MAKER_TEXT("PnL over the traded notional, in basis points."), [](Stats s) { return number(s.pnlPerNotionalBps); }, true, 3},
    StatisticSpec{"maker_share", MAKER_TEXT("Maker share"), "%", kTrading,
        MAKER_TEXT("Notional of fills that provided liquidity over the whole."),
        [](Stats s) { return percent(s.makerShare); }, true, 1},
    StatisticSpec{"win_rate", MAKER_TEXT("Win rate"), "%", kTrading,
        MAKER_TEXT("Fills that reduced a position with a profit, by average cost and after fees, over all that reduced one."),
        [](Stats s) { return percent(s.winRate); }, true, 1},
    StatisticSpec{"profit_factor", MAKER_TEXT("Profit factor"), "", kTrading,
        MAKER_TEXT("Sum of the profits over the sum of the losses of fills that reduced a position, after fees; infinite "
                   "without a loss."),
        profitFactor, true},

    StatisticSpec{"quote_uptime", MAKER_TEXT("Quote uptime"), "%", kQuoting,
        MAKER_TEXT("Time with a resting bid and ask over the time in which the strategy ran and the book was good."),
        [](Stats s) { return percent(s.quoteUptime); }, true, 1},
    StatisticSpec{"time_at_touch", MAKER_TEXT("Time at the touch"), "%", kQuoting,
        MAKER_TEXT("Time with an own order at the best price of its side over the time in which the strategy ran and the book "
                   "was good."),
        [](Stats s) { return percent(s.timeAtTouch); }, std::nullopt, 1},
    StatisticSpec{"queue_ahead", MAKER_TEXT("Queue ahead"), "%", kQuoting,
        MAKER_TEXT("Mean share of the level that stood ahead of an order when it came to rest."),
        [](Stats s) { return percent(s.queueAhead); }, false, 1},
    StatisticSpec{"orders_placed", MAKER_TEXT("Orders"), "", kQuoting, MAKER_TEXT("Orders placed."),
        [](Stats s) -> StatisticValue { return s.placed; }, std::nullopt},
    StatisticSpec{"fill_ratio", MAKER_TEXT("Fill ratio"), "%", kQuoting,
        MAKER_TEXT("Orders with at least one fill over the orders placed."),
        [](Stats s) { return percent(s.fillRatio); }, std::nullopt},
    StatisticSpec{"cancel_to_fill", MAKER_TEXT("Cancel to fill"), "", kQuoting,
        MAKER_TEXT("Orders canceled over orders with at least one fill."),
        [](Stats s) { return number(s.cancelToFill); }, false},
    StatisticSpec{"rejected", MAKER_TEXT("Rejected"), "", kQuoting, MAKER_TEXT("Orders that the venue rejected."),
        [](Stats s) -> StatisticValue { return s.rejected; }, false},
    StatisticSpec{"refused", MAKER_TEXT("Refused"), "", kQuoting, MAKER_TEXT("Orders that the risk limits refused."),
        [](Stats s) -> StatisticValue { return s.refused; }, false},

    StatisticSpec{"inventory_half_life", MAKER_TEXT("Inventory half-life"), "", kInventory,
        MAKER_TEXT("-ln 2 / ln(rho) minutes, where rho is the regression of each minute's position on the one before. None "
                   "where positions do not fade."),
        halfLife, false},
    StatisticSpec{"largest_inventory", MAKER_TEXT("Largest inventory"), "currency", kInventory,
        MAKER_TEXT("The largest value of a position in one instrument, at the fill that made it."),
        [](Stats s) -> StatisticValue { return s.largestInventory; }, false},

    StatisticSpec{"edge", MAKER_TEXT("Edge at the fill"), "bp", kMarkouts,
        MAKER_TEXT("Mean distance of the fills' prices from the mid of their moment; positive is better than the mid."),
        [](Stats s) { return number(s.markouts.edge.mean); }, true},
    StatisticSpec{"markout_100ms", MAKER_TEXT("Markout 0.1 s"), "bp", kMarkouts,
        MAKER_TEXT("Mean move of the mid in favour of the fill within 0.1 s."), markout<0>, true},
    StatisticSpec{"markout_1s", MAKER_TEXT("Markout 1 s"), "bp", kMarkouts,
        MAKER_TEXT("Mean move of the mid in favour of the fill within 1 s."), markout<1>, true},
    StatisticSpec{"markout_5s", MAKER_TEXT("Markout 5 s"), "bp", kMarkouts,
        MAKER_TEXT("Mean move of the mid in favour of the fill within 5 s."), markout<2>, true},
    StatisticSpec{"markout_30s", MAKER_TEXT("Markout 30 s"), "bp", kMarkouts,
        MAKER_TEXT("Mean move of the mid in favour of the fill within 30 s."), markout<3>, true},
    StatisticSpec{"markout_60s", MAKER_TEXT("Markout 60 s"), "bp", kMarkouts,
        MAKER_TEXT("Mean move of the mid in favour of the fill within 60 s."), markout<4>, true},
    StatisticSpec{"markout_300s", MAKER_TEXT("Markout 300 s"), "bp", kMarkouts,
        MAKER_TEXT("Mean move of the mid in favour of the fill within 300 s."), markout<5>, true},
};

} // namespace

std::span<const StatisticSpec> statisticSpecs()
{
    return kSpecs;
}

const StatisticSpec* findStatistic(std::string_view key)
{
    for (const StatisticSpec& spec : kSpecs) {
        if (spec.key == key)
            return &spec;
    }
    return nullptr;
}

} // namespace maker
