#pragma once

#include "kernel/statistics/run_record.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace maker {

/// Mean of a sample in basis points with the standard error of the mean; the error needs two observations.
struct SampleMean {
    std::uint64_t count = 0;
    std::optional<double> mean;
    std::optional<double> standardError;
};

/// One mean per horizon of kMarkoutHorizons.
using MarkoutCurve = std::array<SampleMean, kMarkoutHorizons.size()>;

/// What became of fills after each horizon, overall and apart.
struct MarkoutTable {
    SampleMean edge; ///< at the fill itself: price against the mid, positive where it was better than the mid
    MarkoutCurve all;
    std::array<MarkoutCurve, 2> bySide;  ///< buys, sells
    std::vector<MarkoutCurve> byLevel;   ///< by the level of the quote that was filled
    std::array<MarkoutCurve, 24> byHour; ///< UTC
};

/// The deepest fall of the equity from a former peak, by share of the peak (by amount where the capital is not known).
struct Drawdown {
    Money amount;                ///< zero or positive
    std::optional<double> share; ///< of the peak, 0..1; nothing where the peak is not positive
    Timestamp start;             ///< of the peak
    Timestamp trough;
    std::optional<Timestamp> recovery; ///< the peak was reached again; nothing: not until the end
    Duration underWater;               ///< from the peak to the recovery, or to the end
};

/// One UTC day of a run.
struct DayResult {
    Timestamp day; ///< its midnight
    Money pnl;
    std::uint64_t fills = 0;
    Money volume;
    Money maxDrawdown;                ///< within the day, from the highest equity of the day so far
    std::optional<double> dayReturn;  ///< pnl over the equity at its begin
};

/// The largest position held in one instrument, either direction.
struct LargestPosition {
    InstrumentId instrument;
    Qty qty; ///< signed
    Timestamp time;
};

/// Everything a run is judged by. Nothing where a figure has no meaning: no fills, no capital, fewer than 30 days.
/// Amounts in the currency of the run; days and hours are UTC; the formulas are in statisticSpecs().
struct Statistics {
    std::string currency;
    Timestamp begin;
    Timestamp end;
    double days = 0.0; ///< length of the run

    Money pnl; ///< == spread + inventory + fees + rebates, to the last digit
    Money spread;
    Money inventory;
    Money fees;
    Money rebates;
    Money capital; ///< what the run began with

    std::uint64_t returnDays = 0; ///< day returns behind the ratios
    std::optional<double> totalReturn;
    std::optional<double> cagr;
    std::optional<double> volatility;
    std::optional<double> sharpe;
    std::optional<double> sharpeError;
    std::optional<double> sortino;
    std::optional<double> calmar;
    /// Day returns' moments for the deflated Sharpe: per day, not annualised.
    std::optional<double> daySharpe;
    std::optional<double> skewness;
    std::optional<double> kurtosis; ///< 3 for a normal distribution

    Drawdown drawdown;
    Duration longestUnderWater;

    std::uint64_t closes = 0; ///< fills that reduced a position
    std::uint64_t wins = 0;   ///< of them with a profit after fees
    std::optional<double> profitFactor;
    bool profitFactorInfinite = false; ///< profits and no loss
    std::optional<double> winRate;

    std::uint64_t fills = 0;
    Money volume; ///< traded notional
    std::optional<double> turnover;
    std::optional<double> fillsPerDay;
    std::optional<double> pnlPerNotionalBps;
    std::optional<double> makerShare;

    std::uint64_t placed = 0;
    std::uint64_t canceled = 0;
    std::uint64_t filledOrders = 0;
    std::uint64_t rejected = 0;
    std::uint64_t refused = 0;
    std::optional<double> fillRatio;
    std::optional<double> cancelToFill;
    std::optional<double> quoteUptime;
    std::optional<double> timeAtTouch;
    std::optional<double> queueAhead;

    std::optional<Duration> inventoryHalfLife;
    Money largestInventory; ///< by value at the fill that made it
    std::vector<LargestPosition> largestPositions; ///< in the order of RunRecord::instruments

    MarkoutTable markouts;
    std::vector<DayResult> dayTable;
    std::array<Money, 168> hourOfWeek{}; ///< PnL; Monday 00:00 UTC is the first
};

/// Pure: the same record gives the same figures.
Statistics statisticsOf(const RunRecord& record);

/// A figure as it is; monostate: it has no meaning here. A double may be infinite.
using StatisticValue = std::variant<std::monostate, double, std::uint64_t, Money, Duration, Timestamp>;

/// The figure as one number that can be compared, spans in seconds; nothing for moments and where it has no meaning.
std::optional<double> toNumber(const StatisticValue& value);

/// One figure as every view prints it: window, command line, report and JSON go through this one table.
struct StatisticSpec {
    std::string_view key;   ///< stable, in JSON
    std::string_view title; ///< marked for translation
    std::string_view unit;  ///< "%", "bp", "" ...; "currency": that of the run
    std::string_view group; ///< marked for translation
    std::string_view help;  ///< the formula; marked for translation
    StatisticValue (*value)(const Statistics& statistics) = nullptr; ///< shares are given in percent already
    std::optional<bool> higherIsBetter; ///< nothing: neither is
    int decimals = 2;
};

std::span<const StatisticSpec> statisticSpecs();
const StatisticSpec* findStatistic(std::string_view key);

/// Without the unit, locale-free, the causes of the PnL in cents that add up to it: "12.34", "-0.5", "1 d 02:03:04", "2026-11-22 19:30:00", "n/a", an infinity sign.
std::string statisticText(const StatisticSpec& spec, const Statistics& statistics);
/// The unit to print; the currency of the run for amounts.
std::string statisticUnit(const StatisticSpec& spec, const Statistics& statistics);
/// All figures by key, the markouts, the days and the hours of the week as one JSON object; null where a figure has no
/// meaning; amounts are exact decimal texts.
std::string statisticsJson(const Statistics& statistics);

} // namespace maker
