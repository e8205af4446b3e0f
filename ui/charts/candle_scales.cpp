#include "ui/charts/candle_chart.h"
#include "ui/charts/candle_plot.h"
#include "ui/charts/quote_band.h"

#include "ui/base/number_text.h"

#include <qcustomplot.h>

#include <limits>

// The scales of the price axis and what they start with; what is drawn over the candles beside the live market.

namespace maker {

namespace {

/// Round per cents of change from a base price.
class PercentTicker : public QCPAxisTicker {
public:
    explicit PercentTicker(const double& base)
        : m_base(base)
    {
    }

protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override
    {
        if (m_base <= 0.0)
            return QCPAxisTicker::createTickVector(step, range);
        // The step is chosen in per cent, so that the labels are round.
        const QCPRange shares((range.lower / m_base - 1.0) * 100.0, (range.upper / m_base - 1.0) * 100.0);
        QVector<double> ticks = QCPAxisTicker::createTickVector(cleanMantissa(step / m_base * 100.0), shares);
        for (double& tick : ticks)
            tick = m_base * (1.0 + tick / 100.0);
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return m_base > 0.0 ? text::signedNumber((tick / m_base - 1.0) * 100.0, 2) + QStringLiteral(" %") : QString();
    }

private:
    const double& m_base;
};

} // namespace

void CandlePlot::chooseScale()
{
    if (!priceTicks) {
        priceTicks = plot->yAxis2->ticker();
        percentTicks.reset(new PercentTicker(percentBase));
        percentTicks->setTickCount(9);
    }
    plot->yAxis2->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    plot->yAxis2->setTicker(percent ? percentTicks : priceTicks);
    dirty = true;
}

void CandleChart::resetView()
{
    m_plot->span = kVisibleBars * m_plot->interval;
    setLogScale(false);
    setPercentScale(false);
    jumpToNow();
    refresh();
}

void CandleChart::setLogScale(bool on)
{
    m_plot->logarithmic = on;
    m_plot->chooseScale();
    refresh();
}

bool CandleChart::logScale() const
{
    return m_plot->logarithmic;
}

void CandleChart::setPercentScale(bool on)
{
    m_plot->percent = on;
    m_plot->chooseScale();
    refresh();
}

bool CandleChart::percentScale() const
{
    return m_plot->percent;
}

std::optional<double> CandleChart::pointedPrice() const
{
    const CandlePlot& p = *m_plot;
    if (!p.instrument)
        return std::nullopt;
    if (p.crosshair && p.crosshairIsOurs)
        return p.plot->yAxis2->pixelToCoord(p.crosshairY);
    if (p.market.lastPrice.count > 0)
        return p.instrument->toDouble(p.market.lastPrice);
    return std::nullopt;
}

void CandleChart::setPastQuotes(std::span<const RestedSpan> rested)
{
    CandlePlot& p = *m_plot;
    if (!p.instrument)
        return;
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    for (const BandStep& step : quoteBand(rested)) {
        const double key = secondsOf(step.from);
        p.bandLow->addData(key, step.edges ? p.instrument->toDouble(step.edges->first) : nothing);
        p.bandHigh->addData(key, step.edges ? p.instrument->toDouble(step.edges->second) : nothing);
    }
    p.dirty = true;
}

void CandleChart::setAlerts(std::vector<PriceLine> alerts)
{
    m_plot->overlay.alerts = std::move(alerts);
    m_plot->overlayDirty = true;
    refresh();
}

} // namespace maker
