#include "ui/charts/pnl_chart.h"

#include "ui/base/number_text.h"
#include "ui/charts/chart_overlay.h"
#include "ui/charts/pnl_causes.h"

#include <qcustomplot.h>

#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr int kAxisWidth = 70;
constexpr int kTimeLabelRoom = 110;
constexpr qsizetype kMaxPoints = 20'000;
constexpr std::size_t kCauses = kPnlCauses;

struct Sample {
    double key = 0.0;
    std::array<double, kCauses> causes {}; ///< spread, rebates, inventory, fees
    double total = 0.0;
};

} // namespace

/// Pre-summed graphs with channel fills: one above and one below zero for each cause.
class PnlChart::Plot {
public:
    Plot(const Theme& theme, QWidget* parent);
    void restyle();
    void append(const Sample& sample);
    void rebuild();
    void thin();
    void fitRanges();
    void composeOverlay();

    const Theme& theme;
    QCustomPlot* plot;
    QCPGraph* zero;
    std::array<QCPGraph*, kCauses> above {};
    std::array<QCPGraph*, kCauses> below {};
    QCPGraph* casing;
    QCPGraph* total;
    QSharedPointer<QCPAxisTickerDateTime> timeTicks { new QCPAxisTickerDateTime };
    OverlayPicture overlay;
    std::vector<Sample> samples;
    PnlView newest;
    std::optional<double> span;
    std::optional<double> crosshair;
    bool dirty = true;
    bool overlayDirty = true;
};

PnlChart::Plot::Plot(const Theme& look, QWidget* parent)
    : theme(look)
    , plot(new QCustomPlot(parent))
{
    setUpPlot(*plot, kAxisWidth);
    zero = plot->addGraph(plot->xAxis, plot->yAxis2);
    for (auto* stack : { &above, &below }) {
        QCPGraph* under = zero;
        for (QCPGraph*& graph : *stack) {
            graph = plot->addGraph(plot->xAxis, plot->yAxis2);
            graph->setChannelFillGraph(under);
            graph->setPen(Qt::NoPen);
            graph->setAntialiasedFill(true);
            under = graph;
        }
    }
    casing = plot->addGraph(plot->xAxis, plot->yAxis2);
    total = plot->addGraph(plot->xAxis, plot->yAxis2);
    casing->setAntialiased(true);
    total->setAntialiased(true);
    addOverlay(*plot, theme, overlay);
    timeTicks->setDateTimeSpec(Qt::UTC);
    timeTicks->setTickCount(8);
    plot->xAxis->setTicker(timeTicks);
    plot->yAxis2->ticker()->setTickCount(4);
    plot->yAxis2->setNumberFormat(QStringLiteral("f"));
    restyle();
}

void PnlChart::Plot::restyle()
{
    stylePlot(*plot, theme);
    plot->axisRect()->setMargins(QMargins(0, 0, theme.scaled(kAxisWidth), theme.scaled(22)));
    const std::array<QColor, kCauses> colors = causeColors(theme);
    for (std::size_t i = 0; i < kCauses; ++i) {
        QColor fill = colors[i];
        fill.setAlphaF(0.72F);
        above[i]->setBrush(fill);
        below[i]->setBrush(fill);
    }
    zero->setPen(QPen(theme.chart.baseline, 1));
    casing->setPen(QPen(theme.bg.panel, 4.0));
    total->setPen(QPen(theme.stack.total, 1.75));
    dirty = true;
}

void PnlChart::Plot::append(const Sample& sample)
{
    double up = 0.0;
    double down = 0.0;
    zero->data()->add({ sample.key, 0.0 });
    for (std::size_t i = 0; i < kCauses; ++i) {
        up += std::max(0.0, sample.causes[i]);
        down += std::min(0.0, sample.causes[i]);
        above[i]->data()->add({ sample.key, up });
        below[i]->data()->add({ sample.key, down });
    }
    casing->data()->add({ sample.key, sample.total });
    total->data()->add({ sample.key, sample.total });
}

void PnlChart::Plot::rebuild()
{
    for (int i = 0; i < plot->graphCount(); ++i)
        plot->graph(i)->data()->clear();
    for (const Sample& sample : samples)
        append(sample);
}

void PnlChart::Plot::thin()
{
    // A long day keeps its shape with every second of its older points.
    std::vector<Sample> kept;
    kept.reserve(samples.size() / 2 + 1);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i % 2 == 0 || i + 1 == samples.size())
            kept.push_back(samples[i]);
    }
    samples = std::move(kept);
    rebuild();
}

void PnlChart::Plot::fitRanges()
{
    if (samples.empty())
        return;
    const double last = samples.back().key;
    double first = samples.front().key;
    if (span)
        first = std::max(first, last - *span);
    const double wide = std::max(60.0, last - first);
    plot->xAxis->setRange(last - wide, last + wide * 0.02);
    double low = 0.0;
    double high = 0.0;
    for (auto at = std::lower_bound(
             samples.begin(), samples.end(), first, [](const Sample&s, double key) { return s.key < key; });
         at != samples.end(); ++at) {
        double up = 0.0;
        double down = 0.0;
        for (const double cause : at->causes)
            (cause > 0 ? up : down) += cause;
        low = std::min({ low, down, at->total });
        high = std::max({ high, up, at->total });
    }
    const double room = std::max(high - low, 0.01);
    plot->yAxis2->setRange(low - room * 0.06, high + room * 0.26);
    plot->yAxis2->setNumberPrecision(room < 1 ? 3 : room < 20 ? 1 : 0);
    timeTicks->setDateTimeFormat(timeFormatFor(plot->xAxis->range().size()));
    timeTicks->setTickCount(std::clamp(plot->axisRect()->width() / kTimeLabelRoom, 3, 8));
}

void PnlChart::Plot::composeOverlay()
{
    overlay.legend.clear();
    overlay.tags.clear();
    overlay.tagSpans.clear();
    overlay.crosshairKey = crosshair;
    if (crosshair)
        overlay.crosshairKeyText = text::clock(Timestamp { static_cast<std::int64_t>(*crosshair * 1e9) });
    if (samples.empty())
        return;
    const std::array<QColor, kCauses> colors = causeColors(theme);
    const std::array<QString, kCauses> names = causeNames();
    const std::array<Money, kCauses> causes
        = centsThatAddUp(std::array { newest.spread, newest.rebates, newest.inventory, newest.fees });
    Money sum;
    for (std::size_t i = 0; i < kCauses; ++i) {
        sum += causes[i];
        overlay.legend.push_back({ names[i], theme.text.secondary, false, colors[i], false });
        overlay.legend.push_back({ text::signedMoney(causes[i]), theme.text.primary, true, {}, false });
    }
    const int sign = text::shownSign(sum);
    overlay.legend.push_back({ PnlChart::tr("Total"), theme.text.secondary, false, theme.stack.total, true });
    overlay.legend.push_back({ text::signedMoney(sum), theme.signColor(sign), true, {}, false });
    overlay.tags.push_back({ sum.toDouble(), text::signedMoney(sum), {},
        sign >= 0 ? theme.bid.text : theme.ask.text, theme.text.inverse });
    placeTags(*plot, overlay);
}

PnlChart::PnlChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_plot(std::make_unique<Plot>(theme, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot->plot);
    m_plot->plot->installEventFilter(this);
    setAccessibleName(tr("PnL by cause"));
}

PnlChart::~PnlChart() = default;

void PnlChart::add(Timestamp time, const PnlView& pnl)
{
    Plot& p = *m_plot;
    const double key = static_cast<double>(time.ns) * 1e-9;
    if (!p.samples.empty() && key <= p.samples.back().key)
        return;
    const Sample sample { key,
        { pnl.spread.toDouble(), pnl.rebates.toDouble(), pnl.inventory.toDouble(), pnl.fees.toDouble() },
        pnl.dayPnl.toDouble() };
    p.samples.push_back(sample);
    p.newest = pnl;
    p.append(sample);
    if (static_cast<qsizetype>(p.samples.size()) > kMaxPoints)
        p.thin();
    p.dirty = true;
}

void PnlChart::setNow(const PnlView& pnl)
{
    m_plot->newest = pnl;
    m_plot->overlayDirty = true;
}

void PnlChart::setSpan(std::optional<double> seconds)
{
    m_plot->span = seconds;
    m_plot->dirty = true;
    refresh();
}

void PnlChart::setCrosshair(std::optional<double> seconds)
{
    if (m_plot->crosshair == seconds)
        return;
    m_plot->crosshair = seconds;
    m_plot->overlayDirty = true;
}

void PnlChart::refreshTheme()
{
    m_plot->restyle();
    refresh();
}

void PnlChart::refresh()
{
    Plot& p = *m_plot;
    if (!p.dirty && !p.overlayDirty)
        return;
    if (p.dirty)
        p.fitRanges();
    p.composeOverlay();
    if (p.dirty)
        p.plot->replot(QCustomPlot::rpQueuedReplot);
    else
        replotOverlay(*p.plot);
    p.dirty = false;
    p.overlayDirty = false;
}

std::size_t PnlChart::points() const
{
    return m_plot->samples.size();
}

QString PnlChart::legendText() const
{
    QStringList words;
    for (const LegendPart& part : m_plot->overlay.legend)
        words << part.text;
    return words.join(QLatin1Char(' '));
}

bool PnlChart::eventFilter(QObject* watched, QEvent* event)
{
    std::optional<double> at = m_plot->crosshair;
    if (event->type() == QEvent::MouseMove)
        at = m_plot->plot->xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
    else if (event->type() == QEvent::Leave)
        at.reset();
    else
        return QWidget::eventFilter(watched, event);
    if (at != m_plot->crosshair) {
        setCrosshair(at);
        Q_EMIT crosshairMoved(at);
        refresh();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace maker
