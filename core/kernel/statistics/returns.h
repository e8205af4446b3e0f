#pragma once

#include <optional>
#include <span>
#include <vector>

namespace maker {

// Figures of a series of simple returns, one a period (a day, a week). A return that is not a number is a period without
// one: it counts as time and as no gain, and is left out of means and deviations. Nothing where a figure has no meaning;
// infinite where only the deviation is zero.

inline constexpr double kDaysPerYear = 365.0; ///< crypto trades every day

/// Compounded return after each period.
std::vector<double> cumulativeReturns(std::span<const double> returns);
/// prod(1 + r) - 1; nothing for no periods.
std::optional<double> totalReturn(std::span<const double> returns);
/// prod(1 + r)^(periodsPerYear / n) - 1.
std::optional<double> annualReturn(std::span<const double> returns, double periodsPerYear = kDaysPerYear);
/// Sample deviation (n - 1) times sqrt(periodsPerYear).
std::optional<double> annualVolatility(std::span<const double> returns, double periodsPerYear = kDaysPerYear);
/// Deepest fall from a former peak (the start counts as one) as a share of it, zero or negative.
std::optional<double> maxDrawdown(std::span<const double> returns);
/// mean(r - riskFree) / deviation (n - 1), times sqrt(periodsPerYear).
std::optional<double> sharpeRatio(
    std::span<const double> returns, double periodsPerYear = kDaysPerYear, double riskFree = 0.0);
/// Standard error of a Sharpe ratio that is not annualised, estimated from n returns: sqrt((1 + S^2 / 2) / n).
/// Source: A. Lo, The Statistics of Sharpe Ratios, Financial Analysts Journal 58(4), 2002.
double sharpeError(double sharpe, double n) noexcept;
/// sqrt(mean(min(r - required, 0)^2)) times sqrt(periodsPerYear); the mean is over all returns.
std::optional<double> downsideRisk(
    std::span<const double> returns, double periodsPerYear = kDaysPerYear, double required = 0.0);
/// mean(r - required) * periodsPerYear / downside risk.
std::optional<double> sortinoRatio(
    std::span<const double> returns, double periodsPerYear = kDaysPerYear, double required = 0.0);
/// Annual return over the depth of the deepest drawdown; nothing where there was none.
std::optional<double> calmarRatio(std::span<const double> returns, double periodsPerYear = kDaysPerYear);
/// Third and fourth standardised moments over n; a normal distribution has 0 and 3.
std::optional<double> skewness(std::span<const double> returns);
std::optional<double> kurtosis(std::span<const double> returns);
/// Element by element; both of one length.
std::vector<double> excessReturns(std::span<const double> returns, std::span<const double> riskFree);

} // namespace maker
