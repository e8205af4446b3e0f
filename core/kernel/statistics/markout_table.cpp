#include "kernel/statistics/markout_table.h"

#include "kernel/statistics/closed_trades.h"
#include "kernel/statistics/equity_curve.h"

#include <cmath>

namespace maker {

namespace {

/// Mean and deviation in one pass. Source: B. Welford, Technometrics 4(3), 1962.
class RunningMean {
public:
    void add(double value) noexcept
    {
        m_count += 1.0;
        const double before = value - m_mean;
        m_mean += before / m_count;
        m_squares += before * (value - m_mean);
    }
    SampleMean result() const
    {
        SampleMean out;
        out.count = static_cast<std::uint64_t>(m_count);
        if (m_count > 0.0)
            out.mean = m_mean;
        if (m_count > 1.0)
            out.standardError = std::sqrt(m_squares / (m_count - 1.0) / m_count);
        return out;
    }

private:
    double m_count = 0.0;
    double m_mean = 0.0;
    double m_squares = 0.0;
};

struct RunningCurve {
    std::array<RunningMean, kMarkoutHorizons.size()> means;

    void add(const Markouts& markouts) noexcept
    {
        for (std::size_t i = 0; i < means.size(); ++i) {
            if (!std::isnan(markouts.bps[i]))
                means[i].add(markouts.bps[i]);
        }
    }
    MarkoutCurve result() const
    {
        MarkoutCurve out;
        for (std::size_t i = 0; i < means.size(); ++i)
            out[i] = means[i].result();
        return out;
    }
};

} // namespace

std::optional<double> edgeOf(const Fill& fill, const Instrument& instrument)
{
    const double mid = fill.mid.toDouble();
    if (mid <= 0.0)
        return std::nullopt;
    return (mid - instrument.toDouble(fill.price)) * sign(fill.side) / mid * 1e4;
}

MarkoutTable markoutTable(const RunRecord& record)
{
    RunningMean edge;
    RunningCurve all;
    std::array<RunningCurve, 2> bySide;
    std::vector<RunningCurve> byLevel;
    std::array<RunningCurve, 24> byHour;
    for (const RunFill& each : record.fills) {
        const Fill& fill = each.fill;
        const Instrument* instrument = instrumentOf(record, fill.instrument);
        if (const auto bps = instrument != nullptr ? edgeOf(fill, *instrument) : std::nullopt)
            edge.add(*bps);
        if (byLevel.size() <= each.level)
            byLevel.resize(each.level + std::size_t{1});
        all.add(each.markouts);
        bySide[indexOf(fill.side)].add(each.markouts);
        byLevel[each.level].add(each.markouts);
        byHour[static_cast<std::size_t>(timeOf(fill).ns / Duration::seconds(3600).ns % 24)].add(each.markouts);
    }
    MarkoutTable table;
    table.edge = edge.result();
    table.all = all.result();
    for (std::size_t i = 0; i < bySide.size(); ++i)
        table.bySide[i] = bySide[i].result();
    for (const RunningCurve& curve : byLevel)
        table.byLevel.push_back(curve.result());
    for (std::size_t i = 0; i < byHour.size(); ++i)
        table.byHour[i] = byHour[i].result();
    return table;
}

} // namespace maker
