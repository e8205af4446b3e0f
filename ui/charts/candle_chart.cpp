#include "ui/charts/candle_chart.h"

#include "ui/charts/candle_plot.h"

#include <qcustomplot.h>

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {
constexpr std::size_t kMaxFills = 5'000;
} // namespace

CandleChart::CandleChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_plot(std::make_unique<CandlePlot>(theme, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot->plot);
    m_plot->plot->installEventFilter(this);
    setAccessibleName(tr("Candle chart"));
}

CandleChart::~CandleChart() = default;

bool CandleChart::eventFilter(QObject* watched, QEvent* event)
{
    CandlePlot& p = *m_plot;
    if (event->type() == QEvent::MouseMove) {
        const QPointF at = static_cast<QMouseEvent*>(event)->position();
        if (p.dragKey) {
            const double shift = *p.dragKey - p.plot->xAxis->pixelToCoord(at.x());
            p.plot->xAxis->moveRange(shift);
            if (std::abs(shift) > 0 && p.follow) {
                p.follow = false;
                Q_EMIT followChanged(false);
            }
            p.dirty = true;
        }
        p.crosshair = p.plot->xAxis->pixelToCoord(at.x());
        p.crosshairY = at.y();
        p.crosshairIsOurs = p.plot->axisRect()->rect().contains(at.toPoint());
        p.overlayDirty = true;
        Q_EMIT crosshairMoved(p.crosshair);
        refresh();
    } else if (event->type() == QEvent::Leave) {
        p.crosshair.reset();
        p.crosshairIsOurs = false;
        p.overlayDirty = true;
        Q_EMIT crosshairMoved(std::nullopt);
        refresh();
    } else if (event->type() == QEvent::MouseButtonPress
        && static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
        p.dragKey = p.plot->xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
    } else if (event->type() == QEvent::MouseButtonRelease) {
        p.dragKey.reset();
    } else if (event->type() == QEvent::Resize) {
        p.dirty = true;
    } else if (event->type() == QEvent::Wheel) {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        const double factor = std::pow(0.85, wheel->angleDelta().y() / 120.0);
        zoomAt(p.plot->xAxis->pixelToCoord(wheel->position().x()), factor);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CandleChart::zoomAt(double seconds, double factor)
{
    CandlePlot& p = *m_plot;
    const double wanted = std::clamp(p.span * factor, 12.0 * p.interval, 5'000.0 * p.interval);
    p.plot->xAxis->scaleRange(wanted / p.span, seconds);
    p.span = wanted;
    // While the newest bar can be seen the chart goes on following it, at the distance the zoom left it.
    p.rightRoom = p.plot->xAxis->range().upper - p.liveKey;
    if (p.follow && p.rightRoom < 0.0) {
        p.follow = false;
        Q_EMIT followChanged(false);
    }
    p.rightRoom = std::min(p.rightRoom, std::max(kBarsRightOfNow * p.interval, 0.2 * p.span));
    p.dirty = true;
    refresh();
}

void CandleChart::setInstrument(std::shared_ptr<const Instrument> instrument)
{
    m_plot->clear();
    m_plot->instrument = std::move(instrument);
    jumpToNow();
}

void CandleChart::setInterval(std::int32_t seconds)
{
    m_plot->interval = seconds;
    m_plot->span = kVisibleBars * seconds;
    m_plot->closed.reset();
    m_plot->liveKey = 0;
    m_plot->bars->data()->clear();
    m_plot->volumeUp->data()->clear();
    m_plot->volumeDown->data()->clear();
    m_plot->vwap->data()->clear();
    m_plot->restyle();
    jumpToNow();
}

void CandleChart::setCandles(const CandleSeries& series)
{
    if (!m_plot->instrument || !series.closed)
        return;
    if (series.closed != m_plot->closed)
        m_plot->loadClosed(series);
    m_plot->loadLive(series.live);
    m_plot->dirty = true;
}

void CandleChart::setMarket(const MarketSnapshot& market)
{
    if (!m_plot->instrument || market.instrument != m_plot->instrument->id())
        return;
    m_plot->market = market;
    m_plot->noteQuotes(market);
    m_plot->overlayDirty = true;
}

void CandleChart::addFill(const Fill& fill)
{
    if (!m_plot->instrument || fill.instrument != m_plot->instrument->id())
        return;
    if (m_plot->fills.size() >= kMaxFills)
        m_plot->fills.erase(m_plot->fills.begin(), m_plot->fills.begin() + kMaxFills / 4);
    m_plot->fills.push_back({ secondsOf(fill.localTime), m_plot->instrument->toDouble(fill.price), fill.side });
    m_plot->dirty = true;
}

void CandleChart::setCrosshair(std::optional<double> seconds)
{
    if (m_plot->crosshairIsOurs || m_plot->crosshair == seconds)
        return;
    m_plot->crosshair = seconds;
    m_plot->overlayDirty = true;
}

bool CandleChart::follows() const
{
    return m_plot->follow;
}

void CandleChart::jumpToNow()
{
    const bool changed = !m_plot->follow;
    m_plot->follow = true;
    m_plot->rightRoom = kBarsRightOfNow * m_plot->interval;
    m_plot->dirty = true;
    if (changed)
        Q_EMIT followChanged(true);
}

void CandleChart::jumpTo(double seconds)
{
    CandlePlot& p = *m_plot;
    if (p.follow) {
        p.follow = false;
        Q_EMIT followChanged(false);
    }
    p.plot->xAxis->setRange(seconds - p.span / 2.0, seconds + p.span / 2.0);
    p.crosshair = seconds;
    p.crosshairIsOurs = false;
    p.dirty = true;
    p.overlayDirty = true;
    refresh();
}

void CandleChart::refreshTheme()
{
    m_plot->restyle();
    refresh();
}

void CandleChart::refresh()
{
    CandlePlot& p = *m_plot;
    if (!p.dirty && !p.overlayDirty)
        return;
    if (p.dirty && p.instrument)
        p.fitRanges();
    p.composeTags();
    p.composeLegend();
    if (p.dirty)
        p.plot->replot(QCustomPlot::rpQueuedReplot);
    else
        replotOverlay(*p.plot);
    p.dirty = false;
    p.overlayDirty = false;
}

double CandleChart::visibleSeconds() const
{
    return m_plot->plot->xAxis->range().size();
}

double CandleChart::firstVisible() const
{
    return m_plot->plot->xAxis->range().lower;
}

QString CandleChart::legendText() const
{
    QStringList words;
    for (const LegendPart& part : m_plot->overlay.legend)
        words << part.text;
    return words.join(QLatin1Char(' '));
}

QStringList CandleChart::tagTexts() const
{
    QStringList words;
    for (const PriceTag& tag : m_plot->overlay.tags)
        words << tag.text;
    return words;
}

} // namespace maker
