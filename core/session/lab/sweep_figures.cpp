#include "session/lab/sweep_figures.h"

#include "kernel/params/param_json.h"

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

/// What the run had made by `time`: the last point at or before it.
double totalAt(const RunRecord& record, Timestamp time)
{
    double total = 0.0;
    for (const EquityPoint& point : record.equity) {
        if (point.time > time)
            break;
        total = point.pnl.total.toDouble();
    }
    return total;
}

SharpeSample sampleOf(const RunRecord& record)
{
    std::vector<double> changes;
    for (std::size_t i = 1; i < record.equity.size(); ++i)
        changes.push_back((record.equity[i].pnl.total - record.equity[i - 1].pnl.total).toDouble());
    SharpeSample sample;
    sample.count = static_cast<double>(changes.size());
    if (changes.size() < 2)
        return sample;
    double mean = 0.0;
    for (const double change : changes)
        mean += change / sample.count;
    double square = 0.0;
    double cube = 0.0;
    double fourth = 0.0;
    for (const double change : changes) {
        const double d = change - mean;
        square += d * d;
        cube += d * d * d;
        fourth += d * d * d * d;
    }
    if (square <= 0.0)
        return sample;
    const double deviation = std::sqrt(square / sample.count);
    sample.sharpe = mean / std::sqrt(square / (sample.count - 1.0));
    sample.skewness = cube / sample.count / (deviation * deviation * deviation);
    sample.kurtosis = fourth / sample.count / (deviation * deviation * deviation * deviation);
    return sample;
}

} // namespace

std::vector<Timestamp> partsOf(Timestamp begin, Timestamp end, std::size_t parts)
{
    std::vector<Timestamp> at;
    const std::int64_t step = (end - begin).ns / static_cast<std::int64_t>(parts);
    for (std::size_t i = 0; i < parts; ++i)
        at.push_back(begin + Duration{step * static_cast<std::int64_t>(i)});
    at.push_back(end);
    return at;
}

CellFigures figuresOf(const RunRecord& record, std::size_t parts)
{
    CellFigures figures;
    const std::vector<Timestamp> at = partsOf(record.begin, record.end, parts);
    for (std::size_t i = 0; i < parts; ++i)
        figures.pnl.push_back(totalAt(record, at[i + 1]) - totalAt(record, at[i]));
    figures.sharpe = sampleOf(record);
    return figures;
}

std::vector<SweepView::Fold> walkForward(std::span<const std::optional<CellFigures>> cells, const std::vector<Timestamp>& parts)
{
    std::vector<SweepView::Fold> folds;
    for (std::size_t part = 1; part + 1 < parts.size(); ++part) {
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i] && (!best || cells[i]->pnl[part - 1] > cells[*best]->pnl[part - 1]))
                best = i;
        }
        if (best)
            folds.push_back({parts[part], parts[part + 1], *best, cells[*best]->pnl[part - 1], cells[*best]->pnl[part]});
    }
    return folds;
}

std::optional<double> deflatedOf(std::span<const std::optional<CellFigures>> cells)
{
    std::vector<double> ratios;
    const SharpeSample* best = nullptr;
    for (const auto& cell : cells) {
        if (!cell)
            continue;
        ratios.push_back(cell->sharpe.sharpe);
        if (best == nullptr || cell->sharpe.sharpe > best->sharpe)
            best = &cell->sharpe;
    }
    if (ratios.size() < 2)
        return std::nullopt;
    return deflatedSharpe(*best, sampleVariance(ratios), ratios.size());
}

Result<std::string> cellParams(const ParamSchema& schema, const std::string& params, const std::string& xKey,
    const std::string& xValue, const std::string& yKey, const std::string& yValue)
{
    std::vector<std::string> settings{xKey + '=' + xValue};
    if (!yKey.empty())
        settings.push_back(yKey + '=' + yValue);
    return withSettings(schema, params.empty() ? "{}" : params, settings);
}

} // namespace maker
