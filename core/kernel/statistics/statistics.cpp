#include "kernel/statistics/statistics.h"

#include "kernel/statistics/closed_trades.h"
#include "kernel/statistics/equity_curve.h"
#include "kernel/statistics/markout_table.h"
#include "kernel/statistics/returns.h"

#include <cmath>

namespace maker {

namespace {

constexpr std::uint64_t kFewestDays = 30; ///< under these a ratio says nothing

std::optional<double> share(double part, double whole)
{
    if (!(whole > 0.0))
        return std::nullopt;
    return part / whole;
}

std::optional<double> share(std::uint64_t part, std::uint64_t whole)
{
    return share(static_cast<double>(part), static_cast<double>(whole));
}

void addResult(Statistics& out, const RunRecord& record)
{
    if (record.equity.empty())
        return;
    const PnlParts& result = record.equity.back().pnl;
    out.pnl = result.total;
    out.spread = result.spread;
    out.inventory = result.inventory;
    out.fees = result.fees;
    out.rebates = result.rebates;
    out.capital = capitalOf(record);
    out.totalReturn = share(out.pnl.toDouble(), out.capital.toDouble());
    out.drawdown = deepestDrawdown(record, out.capital);
    out.longestUnderWater = longestUnderWater(record);
    out.dayTable = dayTable(record, out.capital);
    out.hourOfWeek = hourOfWeek(record);
}

void addRatios(Statistics& out)
{
    std::vector<double> returns;
    for (const DayResult& day : out.dayTable) {
        if (day.dayReturn)
            returns.push_back(*day.dayReturn);
    }
    out.returnDays = returns.size();
    if (out.returnDays < kFewestDays)
        return;
    const double growth = 1.0 + out.totalReturn.value_or(0.0);
    if (growth > 0.0 && out.days > 0.0)
        out.cagr = std::pow(growth, kDaysPerYear / out.days) - 1.0;
    out.volatility = annualVolatility(returns);
    out.skewness = skewness(returns);
    out.kurtosis = kurtosis(returns);
    out.sortino = sortinoRatio(returns);
    out.daySharpe = sharpeRatio(returns, 1.0);
    if (out.daySharpe && std::isfinite(*out.daySharpe)) {
        out.sharpe = *out.daySharpe * std::sqrt(kDaysPerYear);
        out.sharpeError
            = sharpeError(*out.daySharpe, static_cast<double>(out.returnDays)) * std::sqrt(kDaysPerYear);
    }
    if (out.cagr && out.drawdown.share)
        out.calmar = *out.cagr / *out.drawdown.share;
}

void addTrades(Statistics& out, const RunRecord& record)
{
    const ClosedTrades closed = closedTrades(record);
    out.closes = closed.count;
    out.wins = closed.wins;
    out.winRate = share(closed.wins, closed.count);
    out.profitFactor = share(closed.profits.toDouble(), closed.losses.toDouble());
    out.profitFactorInfinite = closed.losses.isZero() && closed.profits.sign() > 0;

    out.fills = record.fills.size();
    Money made;
    for (const RunFill& each : record.fills) {
        out.volume += each.notional;
        if (each.fill.isMaker)
            made += each.notional;
    }
    out.makerShare = share(made.toDouble(), out.volume.toDouble());
    out.fillsPerDay = share(static_cast<double>(out.fills), out.days);
    if (const auto perNotional = share(out.pnl.toDouble(), out.volume.toDouble()))
        out.pnlPerNotionalBps = *perNotional * 1e4;
    if (out.capital.sign() <= 0)
        return;
    double equity = 0.0;
    for (const EquityPoint& point : record.equity)
        equity += (out.capital + point.pnl.total).toDouble();
    out.turnover = share(out.volume.toDouble(), equity / static_cast<double>(record.equity.size()));
}

void addActivity(Statistics& out, const RunRecord& record)
{
    double watched = 0.0;
    double bothSides = 0.0;
    double atTouch = 0.0;
    double ahead = 0.0;
    std::uint64_t aheadCount = 0;
    for (const QuoteActivity& each : record.activity) {
        watched += each.watched.toSeconds();
        bothSides += each.bothSides.toSeconds();
        atTouch += each.atTouch.toSeconds();
        ahead += each.queueAheadSum;
        aheadCount += each.queueAheadCount;
        out.placed += each.placed;
        out.canceled += each.canceled;
        out.filledOrders += each.filledOrders;
        out.rejected += each.rejected;
        out.refused += each.refused;
    }
    out.fillRatio = share(out.filledOrders, out.placed);
    out.cancelToFill = share(out.canceled, out.filledOrders);
    out.quoteUptime = share(bothSides, watched);
    out.timeAtTouch = share(atTouch, watched);
    out.queueAhead = share(ahead, static_cast<double>(aheadCount));
}

} // namespace

Statistics statisticsOf(const RunRecord& record)
{
    Statistics out;
    out.currency = record.currency;
    out.begin = record.begin;
    out.end = record.end;
    out.days = (record.end - record.begin).toSeconds() / 86'400.0;
    addResult(out, record);
    addRatios(out);
    addTrades(out, record);
    addActivity(out, record);
    out.inventoryHalfLife = inventoryHalfLife(record);
    out.largestInventory = largestInventory(record);
    out.largestPositions = largestPositions(record);
    out.markouts = markoutTable(record);
    return out;
}

} // namespace maker
