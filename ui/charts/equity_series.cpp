#include "ui/charts/equity_series.h"

#include <algorithm>

namespace maker {

std::vector<EquitySample> equitySamples(const std::vector<EquityPoint>& points, const Instrument* instrument)
{
    std::vector<EquitySample> samples;
    samples.reserve(points.size());
    double peak = 0.0;
    for (const EquityPoint& point : points) {
        EquitySample sample;
        sample.key = static_cast<double>(point.time.ns) * 1e-9;
        sample.total = point.pnl.total.toDouble();
        peak = std::max(peak, sample.total);
        sample.drawdown = sample.total - peak;
        sample.causes = { point.pnl.spread.toDouble(), point.pnl.rebates.toDouble(), point.pnl.inventory.toDouble(),
            point.pnl.fees.toDouble() };
        if (instrument != nullptr && !point.positions.empty())
            sample.position = instrument->toDouble(point.positions.front());
        samples.push_back(sample);
    }
    return samples;
}

std::vector<EquitySample> equitySamples(const RunRecord& record)
{
    return equitySamples(record.equity, record.instruments.empty() ? nullptr : record.instruments.front().get());
}

std::vector<EquitySample> decimated(const std::vector<EquitySample>& samples, std::size_t most)
{
    if (samples.size() <= most || most < 4)
        return samples;
    std::vector<EquitySample> kept;
    kept.reserve(most + 2);
    const std::size_t stretch = (samples.size() * 2 + most - 1) / most;
    kept.push_back(samples.front());
    for (std::size_t from = 1; from + 1 < samples.size(); from += stretch) {
        const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end = samples.begin() + static_cast<std::ptrdiff_t>(std::min(from + stretch, samples.size() - 1));
        const auto [low, high] = std::minmax_element(
            begin, end, [](const EquitySample& a, const EquitySample& b) { return a.total < b.total; });
        const auto& [first, second] = std::minmax(low, high);
        kept.push_back(*first);
        if (second != first)
            kept.push_back(*second);
    }
    kept.push_back(samples.back());
    return kept;
}

const EquitySample* sampleAt(const std::vector<EquitySample>& samples, double key)
{
    const auto after = std::upper_bound(
        samples.begin(), samples.end(), key, [](double wanted, const EquitySample& sample) { return wanted < sample.key; });
    return after == samples.begin() ? nullptr : &*(after - 1);
}

} // namespace maker
