#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace maker {

/// Distribution function of the standard normal distribution.
double normalCdf(double x) noexcept;
/// Its inverse for 0 < p < 1, to about 1e-15: a rational first guess, then one Halley step.
/// Source of the guess: P. Acklam, An algorithm for computing the inverse normal cumulative distribution function, 2003.
double normalQuantile(double p) noexcept;

/// A Sharpe ratio per period (not annualised) with what its error depends on.
struct SharpeSample {
    double sharpe = 0.0;
    double count = 0.0;    ///< returns behind it
    double skewness = 0.0;
    double kurtosis = 3.0; ///< 3 for a normal distribution
};

/// Probability that the true Sharpe ratio exceeds `benchmark` (per period too); nothing under two returns or where the
/// moments cannot be. Source: Bailey, Lopez de Prado, The Sharpe Ratio Efficient Frontier, Journal of Risk 15(2), 2012.
std::optional<double> probabilisticSharpe(const SharpeSample& sample, double benchmark) noexcept;

/// Greatest Sharpe ratio to expect of `trials` strategies without any skill whose ratios have this variance:
/// sqrt(variance) * ((1 - g) * z(1 - 1 / N) + g * z(1 - 1 / (N e))), g the Euler-Mascheroni constant; zero for one trial.
double expectedMaximumSharpe(double variance, std::uint64_t trials) noexcept;

/// Probability that the chosen Sharpe ratio is more than the luck of the best of many trials; `variance`: of the trials'
/// ratios per period. Source: Bailey, Lopez de Prado, The Deflated Sharpe Ratio, Journal of Portfolio Management 40(5), 2014.
std::optional<double> deflatedSharpe(const SharpeSample& sample, double variance, std::uint64_t trials) noexcept;

/// Sample variance (n - 1); zero under two.
double sampleVariance(std::span<const double> values) noexcept;

} // namespace maker
