#include "ui/charts/equity_series.h"

#include <algorithm>

namespace maker {

namespace {

constexpr double kGapFactor = 10.0; // so many times the usual distance of two points

void markGaps(std::vector<EquitySample>& samples)
{
    if (samples.size() < 3)
        return;
    std::vector<double> distances;
    distances.reserve(samples.size());
    for (std::size_t i = 1; i < samples.size(); ++i)
        distances.push_back(samples[i].key - samples[i - 1].key);
    std::vector<double> sorted = distances;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    for (std::size_t i = 1; i < samples.size(); ++i)
        samples[i].afterGap = *middle > 0.0 && distances[i - 1] > kGapFactor * *middle;
}

/// Of [from, to): the first, of each stretch its lowest and its highest total, the last.
void decimate(const std::vector<EquitySample>& samples, std::size_t from, std::size_t to, std::size_t stretch, std::vector<EquitySample>& kept)
{
    kept.push_back(samples[from]);
    for (std::size_t at = from + 1; at + 1 < to; at += stretch) {
        const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = samples.begin() + static_cast<std::ptrdiff_t>(std::min(at + stretch, to - 1));
        const auto [low, high] = std::minmax_element(
            begin, end, [](const EquitySample& a, const EquitySample& b) { return a.total < b.total; });
        const auto& [first, second] = std::minmax(low, high);
        kept.push_back(*first);
        if (second != first)
            kept.push_back(*second);
    }
    if (to - from > 1)
        kept.push_back(samples[to - 1]);
}

} // namespace

std::size_t quotedPlace(const LabResult& result)
{
    const auto& instruments = result.record.instruments;
    const auto found = std::find_if(instruments.begin(), instruments.end(),
        [&](const auto& instrument) { return instrument->symbol().view() == result.request.symbol; });
    return found == instruments.end() ? 0 : static_cast<std::size_t>(found - instruments.begin());
}

std::shared_ptr<const Instrument> quotedInstrument(const LabResult& result)
{
    return result.record.instruments.empty() ? nullptr : result.record.instruments[quotedPlace(result)];
}

std::vector<EquitySample> equitySamples(const std::vector<EquityPoint>& points, const Instrument* instrument, std::size_t place)
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
        if (instrument != nullptr && place < point.positions.size())
            sample.position = instrument->toDouble(point.positions[place]);
        samples.push_back(sample);
    }
    markGaps(samples);
    return samples;
}

std::vector<EquitySample> equitySamples(const LabResult& result)
{
    return equitySamples(result.record.equity, quotedInstrument(result).get(), quotedPlace(result));
}

std::vector<EquitySample> decimated(const std::vector<EquitySample>& samples, std::size_t most)
{
    if (samples.size() <= most || most < 4)
        return samples;
    std::vector<EquitySample> kept;
    kept.reserve(most + 2);
    const std::size_t stretch = (samples.size() * 2 + most - 1) / most;
    for (std::size_t from = 0; from < samples.size();) {
        std::size_t to = from + 1;
        while (to < samples.size() && !samples[to].afterGap)
            ++to;
        decimate(samples, from, to, stretch, kept);
        from = to;
    }
    return kept;
}

const EquitySample* sampleAt(const std::vector<EquitySample>& samples, double key)
{
    const auto after = std::upper_bound(
        samples.begin(), samples.end(), key, [](double wanted, const EquitySample& sample) { return wanted < sample.key; });
    return after == samples.begin() ? nullptr : &*(after - 1);
}

} // namespace maker
