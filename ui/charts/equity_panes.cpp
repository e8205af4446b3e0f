#include "ui/charts/equity_panes.h"

#include "ui/base/number_text.h"

#include <qcustomplot.h>

#include <algorithm>
#include <limits>

namespace maker {

namespace {

constexpr std::size_t kMostPoints = 3'000;
constexpr int kTimeLabelRoom = 110;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN(); // where a line breaks

int decimalsFor(double room)
{
    return room < 0.5 ? 3 : room < 5 ? 2 : room < 20 ? 1 : 0;
}

/// Figures of a legend: cents where there are few, whole units from a thousand up.
QString legendMoney(double value, double largest)
{
    return text::signedNumber(value, largest < 10'000 ? 2 : 0);
}

} // namespace

EquityChart::Panes::Panes(const Theme& look, QWidget* parent)
    : theme(look)
    , ticks(new QCPAxisTickerDateTime)
    , equity(look, ticks, false, parent)
    , drawdown(look, ticks, false, parent)
    , causes(look, ticks, false, parent)
    , inventory(look, ticks, true, parent)
    , all { &equity, &drawdown, &causes, &inventory }
{
    ticks->setDateTimeSpec(Qt::UTC);
    makeStack();
    deepest = new QCPItemText(drawdown.plot);
    deepest->setLayer(QStringLiteral("overlay")); // over the curve that it speaks of
    deepest->setPositionAlignment(Qt::AlignTop | Qt::AlignHCenter);
    deepest->setVisible(false);
    restyle();
}

void EquityChart::Panes::makeStack()
{
    QCustomPlot& plot = *causes.plot;
    zero = plot.addGraph(plot.xAxis, plot.yAxis2);
    for (auto* stack : { &above, &below }) {
        QCPGraph* under = zero;
        for (QCPGraph*& graph : *stack) {
            graph = plot.addGraph(plot.xAxis, plot.yAxis2);
            graph->setChannelFillGraph(under);
            graph->setPen(Qt::NoPen);
            graph->setAntialiasedFill(true);
            under = graph;
        }
    }
    total = plot.addGraph(plot.xAxis, plot.yAxis2);
    total->setAntialiased(true);
}

void EquityChart::Panes::restyle()
{
    for (ChartPane* pane : all)
        pane->restyle();
    const std::array<QColor, kPnlCauses> colors = causeColors(theme);
    for (std::size_t i = 0; i < kPnlCauses; ++i) {
        QColor fill = colors[i];
        fill.setAlphaF(0.72F);
        above[i]->setBrush(fill);
        below[i]->setBrush(fill);
    }
    zero->setPen(QPen(theme.chart.baseline, 1));
    total->setPen(QPen(theme.stack.total, 1.75));
    deepest->setFont(theme.numberFont(TypeRole::Micro));
    // It stands on the red of the curve and its area, so it brings its own ground.
    deepest->setColor(theme.text.primary);
    deepest->setBrush(theme.bg.panel);
    deepest->setPen(QPen(theme.line.normal, 1));
    deepest->setPadding(QMargins(4, 1, 4, 1));
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const QColor color = compareColor(theme, i);
        Curve& curve = curves[i];
        curve.equity->setPen(QPen(color, i == 0 ? 2.0 : 1.5));
        curve.inventory->setPen(QPen(color, 1.25));
        curve.drawdown->setPen(QPen(i == 0 ? theme.ask.text : color, i == 0 ? 1.25 : 1.0));
        QColor fill = theme.ask.fill;
        fill.setAlphaF(0.42F);
        curve.drawdown->setBrush(i == 0 ? QBrush(fill) : QBrush(Qt::NoBrush));
    }
}

void EquityChart::Panes::addCurve(const ComparedRun& run)
{
    Curve curve;
    curve.name = run.name;
    curve.result = run.result;
    curve.samples = decimated(equitySamples(*run.result), kMostPoints);
    const auto graph = [](ChartPane& pane) {
        QCPGraph* made = pane.plot->addGraph(pane.plot->xAxis, pane.plot->yAxis2);
        made->setAntialiased(true);
        return made;
    };
    curve.equity = graph(equity);
    curve.drawdown = graph(drawdown);
    curve.inventory = graph(inventory);
    QVector<QCPGraphData> totals;
    QVector<QCPGraphData> depths;
    QVector<QCPGraphData> positions;
    for (const EquitySample& sample : curve.samples) {
        if (sample.afterGap) {
            for (QVector<QCPGraphData>* line : { &totals, &depths, &positions })
                line->append({ sample.key, kNothing });
        }
        totals.append({ sample.key, sample.total });
        depths.append({ sample.key, sample.drawdown });
        positions.append({ sample.key, sample.position });
    }
    curve.equity->data()->set(totals, true);
    curve.drawdown->data()->set(depths, true);
    curve.inventory->data()->set(positions, true);
    curves.push_back(std::move(curve));
}

void EquityChart::Panes::load(const std::vector<ComparedRun>& runs)
{
    for (Curve& curve : curves) {
        equity.plot->removeGraph(curve.equity);
        drawdown.plot->removeGraph(curve.drawdown);
        inventory.plot->removeGraph(curve.inventory);
    }
    curves.clear();
    for (const ComparedRun& run : runs) {
        if (run.result && !run.result->record.equity.empty())
            addCurve(run);
    }
    first = std::numeric_limits<double>::max();
    last = 0.0;
    for (const Curve& curve : curves) {
        first = std::min(first, curve.samples.front().key);
        last = std::max(last, curve.samples.back().key);
    }
    if (curves.empty())
        first = 0.0;
    last = std::max(last, first + 60.0);
    from = first;
    to = last;
    for (ChartPane* pane : all) {
        pane->shades.clear();
        if (curves.empty() || runs.front().sample != Sample::All)
            continue; // all that is drawn is of one kind
        for (const auto& [begin, end] : curves.front().result->outOfSample)
            pane->shades.emplace_back(static_cast<double>(begin.ns) * 1e-9, static_cast<double>(end.ns) * 1e-9);
    }
    markCuts();
    fillStack();
    restyle();
}

void EquityChart::Panes::markCuts()
{
    cuts.clear();
    equity.marks.clear();
    if (curves.empty())
        return;
    for (const LookAheadCut& cut : curves.front().result->cuts) {
        const double key = static_cast<double>(cut.time.ns) * 1e-9;
        if (key < curves.front().samples.front().key || key > curves.front().samples.back().key)
            continue; // it lies in a part of the run that is not drawn
        cuts.push_back(cut);
        equity.marks.push_back({ key, cut.verdict.starts_with("ok") });
    }
}

void EquityChart::Panes::fillStack()
{
    for (int i = 0; i < causes.plot->graphCount(); ++i)
        causes.plot->graph(i)->data()->clear();
    if (curves.empty())
        return;
    for (const EquitySample& sample : curves.front().samples) {
        for (int i = 0; sample.afterGap && i < causes.plot->graphCount(); ++i)
            causes.plot->graph(i)->data()->add({ sample.key, kNothing });
        double up = 0.0;
        double down = 0.0;
        zero->data()->add({ sample.key, 0.0 });
        for (std::size_t i = 0; i < kPnlCauses; ++i) {
            up += std::max(0.0, sample.causes[i]);
            down += std::min(0.0, sample.causes[i]);
            above[i]->data()->add({ sample.key, up });
            below[i]->data()->add({ sample.key, down });
        }
        total->data()->add({ sample.key, sample.total });
    }
}

void EquityChart::Panes::fit()
{
    std::array<double, 4> low {};
    std::array<double, 4> high {};
    const auto widen = [&](std::size_t pane, double value) {
        low[pane] = std::min(low[pane], value);
        high[pane] = std::max(high[pane], value);
    };
    for (std::size_t i = 0; i < curves.size(); ++i) {
        for (const EquitySample& sample : curves[i].samples) {
            if (sample.key < from || sample.key > to)
                continue;
            widen(0, sample.total);
            widen(1, sample.drawdown);
            widen(3, sample.position);
            if (i > 0)
                continue;
            double up = 0.0;
            double down = 0.0;
            for (const double cause : sample.causes)
                (cause > 0 ? up : down) += cause;
            widen(2, up);
            widen(2, down);
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i]->setKeys(from, to + (to - from) * 0.005);
        all[i]->setValues(low[i], high[i], decimalsFor(high[i] - low[i]));
    }
    ticks->setDateTimeFormat(timeFormatFor(to - from));
    ticks->setTickCount(std::clamp(equity.plot->axisRect()->width() / theme.scaled(kTimeLabelRoom), 3, 9));
    placeDeepest();
}

void EquityChart::Panes::placeDeepest()
{
    deepest->setVisible(false);
    if (curves.empty())
        return;
    const std::vector<EquitySample>& samples = curves.front().samples;
    const auto at = std::min_element(samples.begin(), samples.end(),
        [](const EquitySample& a, const EquitySample& b) { return a.drawdown < b.drawdown; });
    if (at->drawdown >= 0.0 || at->key < from || at->key > to)
        return;
    deepest->setVisible(true);
    deepest->setText(QStringLiteral("\u25B2 ") + text::signedNumber(at->drawdown, at->drawdown > -1'000 ? 2 : 0));
    // The figure stands beside its point, inside the pane.
    const bool rightHalf = at->key > (from + to) / 2.0;
    deepest->setPositionAlignment(Qt::AlignVCenter | (rightHalf ? Qt::AlignRight : Qt::AlignLeft));
    deepest->position->setAxes(drawdown.plot->xAxis, drawdown.plot->yAxis2);
    deepest->position->setCoords(at->key, at->drawdown * 0.94);
}

QString EquityChart::Panes::currency() const
{
    return curves.empty() ? QString() : QStringLiteral(", ") + QString::fromStdString(curves.front().result->record.currency);
}

void EquityChart::Panes::composeLegends()
{
    equity.title(EquityChart::tr("Equity change") + currency());
    drawdown.title(EquityChart::tr("Drawdown") + currency());
    QString base;
    if (const auto quoted = curves.empty() ? nullptr : quotedInstrument(*curves.front().result))
        base = QStringLiteral(", ") + text::fromView(quoted->base().view());
    inventory.title(EquityChart::tr("Inventory") + base);
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const EquitySample* sample = crosshair ? sampleAt(curves[i].samples, *crosshair) : &curves[i].samples.back();
        const QColor color = compareColor(theme, i);
        const auto add = [&](ChartPane& pane, QString figure) {
            pane.legend(curves[i].name, sample == nullptr ? QString(text::kUnknown) : figure, color, theme.text.primary);
        };
        add(equity, sample == nullptr ? QString() : legendMoney(sample->total, 0.0));
        if (crosshair) {
            add(drawdown, sample == nullptr ? QString() : legendMoney(sample->drawdown, 0.0));
            add(inventory, sample == nullptr ? QString() : text::signedNumber(sample->position, 1));
        }
    }
    composeStackLegend();
    composeTags();
    for (ChartPane* pane : all)
        pane->setCrosshair(crosshair);
}

void EquityChart::Panes::composeStackLegend()
{
    causes.title(EquityChart::tr("PnL by cause") + currency());
    if (curves.empty())
        return;
    if (curves.size() > 1)
        causes.title(EquityChart::tr("PnL by cause, %1").arg(curves.front().name) + currency());
    // Of the points as they were, not of the curve: these figures add up to the cent.
    const std::vector<EquityPoint>& points = curves.front().result->record.equity;
    const EquityPoint* point = &points.back();
    if (crosshair) {
        const auto after = std::upper_bound(points.begin(), points.end(), *crosshair,
            [](double key, const EquityPoint& at) { return key < static_cast<double>(at.time.ns) * 1e-9; });
        point = after == points.begin() ? nullptr : &*(after - 1);
    }
    const PnlParts parts = point == nullptr ? PnlParts() : point->pnl;
    const std::array<Money, kPnlCauses> cents
        = centsThatAddUp(std::array { parts.spread, parts.rebates, parts.inventory, parts.fees });
    const std::array<QColor, kPnlCauses> colors = causeColors(theme);
    const std::array<QString, kPnlCauses> names = causeNames();
    for (std::size_t i = 0; i < kPnlCauses; ++i)
        causes.legend(names[i], text::signedMoney(cents[i]), colors[i], theme.text.primary);
}

void EquityChart::Panes::composeTags()
{
    equity.overlay.tags.clear();
    if (curves.empty() || to < last)
        return;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const double value = curves[i].samples.back().total;
        equity.overlay.tags.push_back({ value, legendMoney(value, std::abs(value)), {}, compareColor(theme, i), theme.text.inverse });
    }
}

void EquityChart::Panes::replot()
{
    for (ChartPane* pane : all)
        pane->replot();
}

} // namespace maker
