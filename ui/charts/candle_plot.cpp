#include "ui/charts/candle_plot.h"

#include "ui/base/number_text.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace maker {

namespace {
constexpr int kAxisWidth = 70;
constexpr double kVolumeHeight = 62.0;
constexpr double kTopRoom = 30.0;
constexpr int kTimeLabelRoom = 110;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr qsizetype kMaxBandPoints = 40'000;
} // namespace

double secondsOf(Timestamp time)
{
    return static_cast<double>(time.ns) * 1e-9;
}

CandlePlot::CandlePlot(const Theme& look, QWidget* parent)
    : theme(look)
    , plot(new QCustomPlot(parent))
    , timeTicks(new QCPAxisTickerDateTime)
{
    setUpPlot(*plot, kAxisWidth);
    volumeUp = new QCPBars(plot->xAxis, plot->yAxis);
    volumeDown = new QCPBars(plot->xAxis, plot->yAxis);
    bandLow = plot->addGraph(plot->xAxis, plot->yAxis2);
    bandHigh = plot->addGraph(plot->xAxis, plot->yAxis2);
    vwap = plot->addGraph(plot->xAxis, plot->yAxis2);
    bars = new QCPFinancial(plot->xAxis, plot->yAxis2);
    bars->setChartStyle(QCPFinancial::csCandlestick);
    bars->setTwoColored(true);
    bars->setAntialiased(false);
    volumeUp->setAntialiased(false);
    volumeDown->setAntialiased(false);
    for (QCPGraph* band : { bandLow, bandHigh }) {
        band->setLineStyle(QCPGraph::lsStepLeft);
        band->setAntialiased(false);
        band->setAntialiasedFill(false);
    }
    bandHigh->setChannelFillGraph(bandLow);
    vwap->setAntialiased(true);
    addFillMarks(*plot, theme, fills);
    addOverlay(*plot, theme, overlay);
    timeTicks->setDateTimeSpec(Qt::UTC);
    timeTicks->setTickCount(9);
    plot->xAxis->setTicker(timeTicks);
    plot->yAxis2->ticker()->setTickCount(9);
    restyle();
}

void CandlePlot::clear()
{
    bars->data()->clear();
    volumeUp->data()->clear();
    volumeDown->data()->clear();
    bandLow->data()->clear();
    bandHigh->data()->clear();
    vwap->data()->clear();
    fills.clear();
    closed.reset();
    live = {};
    market = {};
    overlay.tags.clear();
    overlay.legend.clear();
    overlay.dottedAt.reset();
    dirty = true;
}

void CandlePlot::restyle()
{
    stylePlot(*plot, theme);
    plot->axisRect()->setMargins(QMargins(0, 0, theme.scaled(kAxisWidth), theme.scaled(22)));
    bars->setBrushPositive(theme.hollowUpCandles ? QBrush(theme.bg.panel) : QBrush(theme.bid.fill));
    bars->setBrushNegative(theme.ask.fill);
    bars->setPenPositive(QPen(theme.bid.fill, 1));
    bars->setPenNegative(QPen(theme.ask.fill, 1));
    volumeUp->setPen(Qt::NoPen);
    volumeDown->setPen(Qt::NoPen);
    volumeUp->setBrush(theme.chart.volumeUp);
    volumeDown->setBrush(theme.chart.volumeDown);
    QColor edge = theme.own.fill;
    edge.setAlphaF(0.8F);
    QColor inside = theme.own.fill;
    inside.setAlphaF(0.15F);
    bandLow->setPen(QPen(edge, 1));
    bandHigh->setPen(QPen(edge, 1));
    bandHigh->setBrush(inside);
    vwap->setPen(QPen(theme.chart.vwap, 1.25));
    bars->setWidth(interval * 0.66);
    volumeUp->setWidth(interval * 0.66);
    volumeDown->setWidth(interval * 0.66);
    dirty = true;
}

void CandlePlot::loadClosed(const CandleSeries& series)
{
    closed = series.closed;
    QVector<QCPFinancialData> points;
    QVector<QCPBarsData> up;
    QVector<QCPBarsData> down;
    QVector<QCPGraphData> average;
    volumeOfVwap = 0.0;
    moneyOfVwap = 0.0;
    points.reserve(static_cast<qsizetype>(closed->size()));
    average.reserve(static_cast<qsizetype>(closed->size()));
    for (const Candle& candle : *closed) {
        const double key = secondsOf(candle.openTime);
        const double close = instrument->toDouble(candle.close);
        const double volume = instrument->toDouble(candle.volume);
        points.append({ key, instrument->toDouble(candle.open), instrument->toDouble(candle.high),
            instrument->toDouble(candle.low), close });
        (candle.close >= candle.open ? up : down).append({ key, volume });
        volumeOfVwap += volume;
        moneyOfVwap += volume * (instrument->toDouble(candle.high) + instrument->toDouble(candle.low) + close) / 3.0;
        if (volumeOfVwap > 0)
            average.append({ key, moneyOfVwap / volumeOfVwap });
    }
    bars->data()->set(points, true);
    volumeUp->data()->set(up, true);
    volumeDown->data()->set(down, true);
    vwap->data()->set(average, true);
}

void CandlePlot::loadLive(const Candle& candle)
{
    if (!candle.openTime.valid())
        return;
    live = candle;
    liveKey = secondsOf(candle.openTime);
    const double from = liveKey - 0.001;
    for (QCPBars* side : { volumeUp, volumeDown })
        side->data()->removeAfter(from);
    bars->data()->removeAfter(from);
    bars->data()->add({ liveKey, instrument->toDouble(candle.open), instrument->toDouble(candle.high),
        instrument->toDouble(candle.low), instrument->toDouble(candle.close) });
    (candle.close >= candle.open ? volumeUp : volumeDown)
        ->data()
        ->add({ liveKey, instrument->toDouble(candle.volume) });
}

void CandlePlot::noteQuotes(const MarketSnapshot& now)
{
    const double key = secondsOf(now.time);
    const auto note = [key](QCPGraph* graph, double value) {
        if (!graph->data()->isEmpty()) {
            const auto last = graph->data()->constEnd() - 1;
            if (key <= last->key || last->value == value || (std::isnan(last->value) && std::isnan(value)))
                return;
        }
        graph->addData(key, value);
        if (graph->data()->size() > kMaxBandPoints)
            graph->data()->removeBefore((graph->data()->constBegin() + kMaxBandPoints / 4)->key);
    };
    // Both edges break together: a band needs two sides.
    const bool quoting = now.ownBid.count > 0 && now.ownAsk.count > 0;
    note(bandLow, quoting ? instrument->toDouble(now.ownBid) : kNothing);
    note(bandHigh, quoting ? instrument->toDouble(now.ownAsk) : kNothing);
}

void CandlePlot::widenForQuotes(double& low, double& high) const
{
    // Own quotes are seen with the market, unless they rest so far away that they would flatten it.
    const QCPRange keys = plot->xAxis->range();
    const double most = std::max(high - low, instrument->toDouble(instrument->tickSize()) * 8.0) * 0.5;
    double lowest = low;
    double highest = high;
    for (auto at = bandLow->data()->findBegin(keys.lower); at != bandLow->data()->findEnd(keys.upper); ++at) {
        if (!std::isnan(at->value))
            lowest = std::min(lowest, at->value);
    }
    for (auto at = bandHigh->data()->findBegin(keys.lower); at != bandHigh->data()->findEnd(keys.upper); ++at) {
        if (!std::isnan(at->value))
            highest = std::max(highest, at->value);
    }
    low = std::max(low - most, lowest);
    high = std::min(high + most, highest);
}

void CandlePlot::fitRanges()
{
    const double now = liveKey > 0 ? liveKey : bars->data()->isEmpty() ? 0.0 : (bars->data()->constEnd() - 1)->key;
    if (follow)
        plot->xAxis->setRange(now + rightRoom - span, now + rightRoom);
    const QCPRange keys = plot->xAxis->range();
    double low = std::numeric_limits<double>::max();
    double high = 0.0;
    for (auto at = bars->data()->findBegin(keys.lower, false); at != bars->data()->findEnd(keys.upper, false); ++at) {
        low = std::min(low, at->low);
        high = std::max(high, at->high);
    }
    if (high <= 0.0)
        return;
    if (const QCPFinancialData* first = barAt(std::max(keys.lower, bars->data()->constBegin()->key)))
        percentBase = first->open;
    widenForQuotes(low, high);
    double volume = 0.0;
    for (QCPBars* side : { volumeUp, volumeDown }) {
        for (auto at = side->data()->findBegin(keys.lower, false); at != side->data()->findEnd(keys.upper, false); ++at)
            volume = std::max(volume, at->value);
    }
    const double height = std::max(120.0, static_cast<double>(plot->axisRect()->height()));
    const double tick = instrument->toDouble(instrument->tickSize());
    const double room = std::max(high - low, tick * 8.0);
    const double perPixel = room / std::max(40.0, height - kVolumeHeight - kTopRoom - 22.0);
    plot->yAxis2->setRange(low - (kVolumeHeight + 14.0) * perPixel, high + kTopRoom * perPixel);
    plot->yAxis->setRange(0.0, std::max(volume, 1e-12) * height / kVolumeHeight);
    plot->yAxis2->setNumberFormat(QStringLiteral("f"));
    plot->yAxis2->setNumberPrecision(instrument->priceDecimals());
    timeTicks->setDateTimeFormat(timeFormatFor(keys.size()));
    timeTicks->setTickCount(std::clamp(plot->axisRect()->width() / kTimeLabelRoom, 3, 9));
}

void CandlePlot::composeTags()
{
    overlay.tags.clear();
    overlay.tagSpans.clear();
    overlay.dottedAt.reset();
    if (!instrument || market.lastPrice.count == 0)
        return;
    const bool up = live.openTime.valid() ? live.close >= live.open : market.lastSide == Side::Buy;
    const Theme::Hue& hue = up ? theme.bid : theme.ask;
    const double last = instrument->toDouble(market.lastPrice);
    const double left = std::max(0.0, liveKey + interval - secondsOf(market.time));
    const int whole = static_cast<int>(left);
    QString countdown
        = QStringLiteral("%1:%2").arg(whole / 60, 2, 10, QLatin1Char('0')).arg(whole % 60, 2, 10, QLatin1Char('0'));
    overlay.dottedAt = last;
    overlay.dottedColor = hue.text;
    overlay.tags.push_back({ last, text::price(*instrument, market.lastPrice), liveKey > 0 ? countdown : QString(),
        hue.text, theme.text.inverse });
    if (market.ownAsk.count > 0)
        overlay.tags.push_back({ instrument->toDouble(market.ownAsk), text::price(*instrument, market.ownAsk), {},
            theme.own.fill, Qt::white });
    if (market.ownBid.count > 0)
        overlay.tags.push_back({ instrument->toDouble(market.ownBid), text::price(*instrument, market.ownBid), {},
            theme.own.fill, Qt::white });
    if (theme.hollowUpCandles) {
        for (std::size_t i = 1; i < overlay.tags.size(); ++i)
            overlay.tags[i].color = theme.text.inverse;
    }
    placeTags(*plot, overlay);
}

const QCPFinancialData* CandlePlot::barAt(double seconds) const
{
    if (bars->data()->isEmpty())
        return nullptr;
    auto at = bars->data()->findEnd(seconds, false);
    if (at == bars->data()->constBegin())
        return nullptr;
    return &*(at - 1);
}

void CandlePlot::composeLegend()
{
    overlay.legend.clear();
    overlay.crosshairKey = crosshair;
    overlay.crosshairValue.reset();
    if (!instrument || bars->data()->isEmpty())
        return;
    const QCPFinancialData* bar = crosshair ? barAt(*crosshair) : &*(bars->data()->constEnd() - 1);
    const int decimals = instrument->priceDecimals();
    if (bar != nullptr) {
        const QColor color = bar->close >= bar->open ? theme.bid.text : theme.ask.text;
        const auto figure = [&](const QString& label, double value) {
            overlay.legend.push_back({ label, theme.text.muted, false, {}, false });
            overlay.legend.push_back({ text::number(value, decimals), color, true, {}, false });
        };
        overlay.legend.push_back({ text::clock(Timestamp { static_cast<std::int64_t>(bar->key * 1e9) }),
            theme.text.secondary, true, {}, false });
        figure(QStringLiteral("O"), bar->open);
        figure(QStringLiteral("H"), bar->high);
        figure(QStringLiteral("L"), bar->low);
        figure(QStringLiteral("C"), bar->close);
        overlay.legend.push_back({ text::signedNumber(bar->close - bar->open, decimals), color, true, {}, false });
    }
    if (!vwap->data()->isEmpty()) {
        overlay.legend.push_back({ QStringLiteral("VWAP"), theme.text.muted, false, {}, false });
        overlay.legend.push_back(
            { text::number((vwap->data()->constEnd() - 1)->value, decimals), theme.chart.vwap, true, {}, false });
    }
    if (crosshair)
        overlay.crosshairKeyText = text::clock(Timestamp { static_cast<std::int64_t>(*crosshair * 1e9) });
    if (crosshair && crosshairIsOurs) {
        overlay.crosshairValue = plot->yAxis2->pixelToCoord(crosshairY);
        overlay.crosshairValueText = text::number(*overlay.crosshairValue, decimals);
    }
}

} // namespace maker
