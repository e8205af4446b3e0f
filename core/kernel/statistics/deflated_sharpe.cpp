#include "kernel/statistics/deflated_sharpe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace maker {

namespace {

constexpr double kTail = 0.02425;

double tailGuess(double q) noexcept
{
    constexpr std::array c{-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00};
    constexpr std::array d{7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5])
        / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1.0);
}

double centreGuess(double p) noexcept
{
    constexpr std::array a{-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
        -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr std::array b{-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
        -1.328068155288572e+01};
    const double q = p - 0.5;
    const double r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
        / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1.0);
}

} // namespace

double normalCdf(double x) noexcept
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double normalQuantile(double p) noexcept
{
    double x = 0.0;
    if (p < kTail)
        x = tailGuess(std::sqrt(-2.0 * std::log(p)));
    else if (p > 1.0 - kTail)
        x = -tailGuess(std::sqrt(-2.0 * std::log1p(-p)));
    else
        x = centreGuess(p);
    const double error = normalCdf(x) - p;
    const double step = error * std::sqrt(2.0 * std::numbers::pi) * std::exp(0.5 * x * x);
    return x - step / (1.0 + 0.5 * x * step);
}

std::optional<double> probabilisticSharpe(const SharpeSample& sample, double benchmark) noexcept
{
    const double s = sample.sharpe;
    const double variance = 1.0 - sample.skewness * s + 0.25 * (sample.kurtosis - 1.0) * s * s;
    if (sample.count < 2.0 || !(variance > 0.0))
        return std::nullopt;
    return normalCdf((s - benchmark) * std::sqrt(sample.count - 1.0) / std::sqrt(variance));
}

double expectedMaximumSharpe(double variance, std::uint64_t trials) noexcept
{
    if (trials < 2 || !(variance > 0.0))
        return 0.0;
    const double n = static_cast<double>(trials);
    constexpr double kGamma = std::numbers::egamma;
    return std::sqrt(variance)
        * ((1.0 - kGamma) * normalQuantile(1.0 - 1.0 / n) + kGamma * normalQuantile(1.0 - 1.0 / (n * std::numbers::e)));
}

std::optional<double> deflatedSharpe(const SharpeSample& sample, double variance, std::uint64_t trials) noexcept
{
    return probabilisticSharpe(sample, expectedMaximumSharpe(variance, trials));
}

double sampleVariance(std::span<const double> values) noexcept
{
    if (values.size() < 2)
        return 0.0;
    double mean = 0.0;
    for (const double value : values)
        mean += value;
    mean /= static_cast<double>(values.size());
    double sum = 0.0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum / static_cast<double>(values.size() - 1);
}

} // namespace maker
