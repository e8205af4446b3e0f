#include "ui/charts/summary_charts.h"

#include "ui/base/number_text.h"
#include "ui/charts/nice_step.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLegendMarker>
#include <QPieSeries>
#include <QPieSlice>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace maker {

namespace {

QChartView* makeView(QWidget* parent)
{
    auto* chart = new QChart;
    chart->setMargins({ 4, 4, 4, 4 });
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->setBackgroundRoundness(0);
    auto* view = new QChartView(chart, parent);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFocusPolicy(Qt::NoFocus); // a picture: no key does anything there
    view->viewport()->setFocusPolicy(Qt::NoFocus);
    view->setFrameShape(QFrame::NoFrame);
    return view;
}

void dress(QChart& chart, const Theme& theme, const QString& title)
{
    chart.setBackgroundBrush(theme.bg.panel);
    chart.setBackgroundPen(Qt::NoPen);
    chart.setTitle(title);
    chart.setTitleFont(theme.font(TypeRole::Small));
    chart.setTitleBrush(theme.text.muted);
    chart.legend()->setLabelColor(theme.text.secondary);
    chart.legend()->setFont(theme.numberFont(TypeRole::Micro));
}

} // namespace

SummaryCharts::SummaryCharts(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_donut(makeView(this))
    , m_bars(makeView(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_donut, 2);
    layout->addWidget(m_bars, 3);
    refreshTheme();
}

void SummaryCharts::setInventory(std::vector<Slice> slices)
{
    m_slices = std::move(slices);
    drawInventory();
}

void SummaryCharts::setDays(std::vector<Day> days)
{
    m_days = std::move(days);
    drawDays();
}

void SummaryCharts::refreshTheme()
{
    drawInventory();
    drawDays();
}

void SummaryCharts::drawInventory()
{
    QChart& chart = *m_donut->chart();
    chart.removeAllSeries();
    dress(chart, m_theme, tr("Inventory by value"));
    chart.legend()->setAlignment(Qt::AlignRight);
    const double all = std::accumulate(
        m_slices.begin(), m_slices.end(), 0.0, [](double sum, const Slice& s) { return sum + std::max(0.0, s.value); });
    if (all <= 0)
        return;
    const std::array<QColor, 6> colors { m_theme.stack.spread, m_theme.stack.rebates, m_theme.stack.inventory,
        m_theme.stack.funding, m_theme.stack.hedge, m_theme.stack.fees };
    auto* series = new QPieSeries;
    series->setHoleSize(0.62);
    series->setPieSize(0.86);
    qsizetype widest = 0;
    for (const Slice& slice : m_slices)
        widest = std::max(widest, slice.asset.size());
    for (std::size_t i = 0; i < m_slices.size(); ++i) {
        if (m_slices[i].value <= 0)
            continue;
        const QString label
            = m_slices[i].asset.leftJustified(widest + 1) + text::percent(m_slices[i].value / all).rightJustified(5);
        QPieSlice* slice = series->append(label, m_slices[i].value);
        slice->setBrush(colors[i % colors.size()]);
        slice->setPen(QPen(m_theme.bg.panel, 2));
    }
    chart.addSeries(series);
}

void SummaryCharts::drawDays()
{
    QChart& chart = *m_bars->chart();
    chart.removeAllSeries();
    for (QAbstractAxis* axis : chart.axes()) {
        chart.removeAxis(axis); // and with it the chart is no longer its owner
        delete axis;
    }
    dress(chart, m_theme, tr("PnL by day"));
    chart.legend()->hide();
    if (m_days.empty())
        return;
    auto* gains = new QBarSet(tr("Gain"));
    auto* losses = new QBarSet(tr("Loss"));
    QStringList labels;
    double low = 0.0;
    double high = 0.0;
    for (const Day& day : m_days) {
        *gains << std::max(0.0, day.pnl);
        *losses << std::min(0.0, day.pnl);
        labels << day.label;
        low = std::min(low, day.pnl);
        high = std::max(high, day.pnl);
    }
    gains->setColor(m_theme.bid.fill);
    losses->setColor(m_theme.ask.fill);
    gains->setPen(Qt::NoPen);
    losses->setPen(Qt::NoPen);
    auto* series = new QStackedBarSeries;
    series->append(gains);
    series->append(losses);
    series->setBarWidth(m_days.size() < 4 ? 0.18 : 0.6);
    chart.addSeries(series);
    auto* days = new QBarCategoryAxis;
    days->append(labels);
    auto* money = new QValueAxis;
    // Whole steps from end to end, a little beyond the longest bar.
    const double step = std::max(niceStep((high - low) * 1.1), 0.01);
    const double from = std::floor(low * 1.05 / step);
    const double to = std::max(std::ceil(high * 1.05 / step), from + 1.0);
    money->setRange(from * step, to * step);
    money->setTickCount(static_cast<int>(to - from) + 1);
    money->setLabelFormat(QStringLiteral("%.%1f").arg(decimalsOfStep(step)));
    for (QAbstractAxis* axis : { static_cast<QAbstractAxis*>(days), static_cast<QAbstractAxis*>(money) }) {
        axis->setLabelsFont(m_theme.numberFont(TypeRole::Micro));
        axis->setLabelsColor(m_theme.chart.axisText);
        axis->setGridLineColor(m_theme.chart.grid);
        axis->setLinePen(QPen(m_theme.line.normal, 1));
    }
    days->setGridLineVisible(false);
    chart.addAxis(days, Qt::AlignBottom);
    chart.addAxis(money, Qt::AlignRight);
    series->attachAxis(days);
    series->attachAxis(money);
}

} // namespace maker
