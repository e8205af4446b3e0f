#include "kernel/statistics/returns.h"

#include "kernel/base/assert.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace maker {

namespace {

struct Moments {
    double n = 0.0;
    double mean = 0.0;
    double m2 = 0.0; ///< sums of powers of the distance from the mean
    double m3 = 0.0;
    double m4 = 0.0;
};

/// Around the first return, so that a constant series deviates by exactly nothing.
Moments momentsOf(std::span<const double> returns, double offset = 0.0)
{
    Moments moments;
    double first = 0.0;
    double sum = 0.0;
    for (const double r : returns) {
        if (std::isnan(r))
            continue;
        if (moments.n == 0.0)
            first = r;
        moments.n += 1.0;
        sum += r - first;
    }
    if (moments.n == 0.0)
        return moments;
    const double shift = sum / moments.n;
    moments.mean = first - offset + shift;
    for (const double r : returns) {
        if (std::isnan(r))
            continue;
        const double d = r - first - shift;
        moments.m2 += d * d;
        moments.m3 += d * d * d;
        moments.m4 += d * d * d * d;
    }
    return moments;
}

std::optional<double> ratio(double above, double below)
{
    if (below != 0.0)
        return above / below;
    if (above == 0.0)
        return std::nullopt;
    return std::copysign(std::numeric_limits<double>::infinity(), above);
}

double growth(double r) noexcept
{
    return std::isnan(r) ? 1.0 : 1.0 + r;
}

} // namespace

std::vector<double> cumulativeReturns(std::span<const double> returns)
{
    std::vector<double> out;
    out.reserve(returns.size());
    double value = 1.0;
    for (const double r : returns) {
        value *= growth(r);
        out.push_back(value - 1.0);
    }
    return out;
}

std::optional<double> totalReturn(std::span<const double> returns)
{
    if (returns.empty())
        return std::nullopt;
    double value = 1.0;
    for (const double r : returns)
        value *= growth(r);
    return value - 1.0;
}

std::optional<double> annualReturn(std::span<const double> returns, double periodsPerYear)
{
    const auto total = totalReturn(returns);
    if (!total || *total <= -1.0)
        return total;
    return std::pow(1.0 + *total, periodsPerYear / static_cast<double>(returns.size())) - 1.0;
}

std::optional<double> annualVolatility(std::span<const double> returns, double periodsPerYear)
{
    const Moments moments = momentsOf(returns);
    if (moments.n < 2.0)
        return std::nullopt;
    return std::sqrt(moments.m2 / (moments.n - 1.0) * periodsPerYear);
}

std::optional<double> maxDrawdown(std::span<const double> returns)
{
    if (returns.empty())
        return std::nullopt;
    double value = 1.0;
    double peak = 1.0;
    double deepest = 0.0;
    for (const double r : returns) {
        value *= growth(r);
        peak = std::max(peak, value);
        deepest = std::min(deepest, value / peak - 1.0);
    }
    return deepest;
}

std::optional<double> sharpeRatio(std::span<const double> returns, double periodsPerYear, double riskFree)
{
    const Moments moments = momentsOf(returns, riskFree);
    if (moments.n < 2.0)
        return std::nullopt;
    return ratio(moments.mean * std::sqrt(periodsPerYear), std::sqrt(moments.m2 / (moments.n - 1.0)));
}

double sharpeError(double sharpe, double n) noexcept
{
    return std::sqrt((1.0 + 0.5 * sharpe * sharpe) / n);
}

std::optional<double> downsideRisk(std::span<const double> returns, double periodsPerYear, double required)
{
    double n = 0.0;
    double sum = 0.0;
    for (const double r : returns) {
        if (std::isnan(r))
            continue;
        const double below = std::min(r - required, 0.0);
        sum += below * below;
        n += 1.0;
    }
    if (n == 0.0)
        return std::nullopt;
    return std::sqrt(sum / n * periodsPerYear);
}

std::optional<double> sortinoRatio(std::span<const double> returns, double periodsPerYear, double required)
{
    const Moments moments = momentsOf(returns, required);
    if (moments.n < 2.0)
        return std::nullopt;
    return ratio(moments.mean * periodsPerYear, *downsideRisk(returns, periodsPerYear, required));
}

std::optional<double> calmarRatio(std::span<const double> returns, double periodsPerYear)
{
    const auto annual = annualReturn(returns, periodsPerYear);
    const auto deepest = maxDrawdown(returns);
    if (!annual || !deepest || *deepest == 0.0)
        return std::nullopt;
    return *annual / -*deepest;
}

std::optional<double> skewness(std::span<const double> returns)
{
    const Moments moments = momentsOf(returns);
    if (moments.n < 2.0 || moments.m2 == 0.0)
        return std::nullopt;
    const double variance = moments.m2 / moments.n;
    return moments.m3 / moments.n / (variance * std::sqrt(variance));
}

std::optional<double> kurtosis(std::span<const double> returns)
{
    const Moments moments = momentsOf(returns);
    if (moments.n < 2.0 || moments.m2 == 0.0)
        return std::nullopt;
    const double variance = moments.m2 / moments.n;
    return moments.m4 / moments.n / (variance * variance);
}

std::vector<double> excessReturns(std::span<const double> returns, std::span<const double> riskFree)
{
    MAKER_ASSERT(returns.size() == riskFree.size());
    std::vector<double> out(returns.begin(), returns.end());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] -= riskFree[i];
    return out;
}

} // namespace maker
