#include "ui/charts/what_if_chart.h"

#include "ui/base/number_text.h"
#include "ui/charts/chart_pane.h"
#include "ui/charts/equity_series.h"

#include <qcustomplot.h>

#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace maker {

/// Two panes, each with the two sides.
class WhatIfChart::Panes {
public:
    Panes(const Theme& look, QWidget* parent)
        : theme(look)
        , ticks(new QCPAxisTickerDateTime)
        , pnl(look, ticks, false, parent)
        , inventory(look, ticks, true, parent)
    {
        ticks->setDateTimeSpec(Qt::UTC);
        ticks->setDateTimeFormat(QStringLiteral("HH:mm"));
        ticks->setTickCount(4);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            totals[i] = pnl.plot->addGraph(pnl.plot->xAxis, pnl.plot->yAxis2);
            positions[i] = inventory.plot->addGraph(inventory.plot->xAxis, inventory.plot->yAxis2);
            totals[i]->setAntialiased(true);
            positions[i]->setAntialiased(true);
        }
    }
    QColor color(std::size_t side) const { return side == 0 ? theme.text.muted : theme.accent.text; }

    const Theme& theme;
    QSharedPointer<QCPAxisTickerDateTime> ticks;
    ChartPane pnl;
    ChartPane inventory;
    std::array<std::vector<EquitySample>, 2> samples; ///< applied, draft
    std::array<QCPGraph*, 2> totals {};
    std::array<QCPGraph*, 2> positions {};
    QString currency;
    QString base;
};

WhatIfChart::WhatIfChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_panes(std::make_unique<Panes>(theme, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_panes->pnl.plot, 3);
    layout->addWidget(m_panes->inventory.plot, 3);
    setAccessibleName(tr("PnL and inventory, applied and with the draft"));
    refreshTheme();
}

WhatIfChart::~WhatIfChart() = default;

void WhatIfChart::setSides(const WhatIfView& view, const Instrument* instrument, const QString& currency)
{
    Panes& p = *m_panes;
    p.samples = { equitySamples(view.applied.equity, instrument, view.applied.place),
        equitySamples(view.draft.equity, instrument, view.draft.place) };
    p.currency = currency;
    p.base = instrument == nullptr ? QString() : text::fromView(instrument->base().view());
    for (std::size_t side = 0; side < p.samples.size(); ++side) {
        QVector<QCPGraphData> totals;
        QVector<QCPGraphData> positions;
        for (const EquitySample& sample : p.samples[side]) {
            totals.append({ sample.key, sample.total });
            positions.append({ sample.key, sample.position });
        }
        p.totals[side]->data()->set(totals, true);
        p.positions[side]->data()->set(positions, true);
    }
    refresh();
}

void WhatIfChart::refresh()
{
    Panes& p = *m_panes;
    double from = 0.0;
    double to = 60.0;
    double low = 0.0;
    double high = 0.0;
    double least = 0.0;
    double most = 0.0;
    for (const auto& side : p.samples) {
        for (const EquitySample& sample : side) {
            from = from == 0.0 ? sample.key : std::min(from, sample.key);
            to = std::max(to, sample.key);
            low = std::min(low, sample.total);
            high = std::max(high, sample.total);
            least = std::min(least, sample.position);
            most = std::max(most, sample.position);
        }
    }
    p.pnl.setKeys(from, to);
    p.inventory.setKeys(from, to);
    p.pnl.setValues(low, high, high - low < 5 ? 2 : high - low < 50 ? 1 : 0);
    p.inventory.setValues(least, most, most - least < 0.5 ? 4 : most - least < 5 ? 2 : most - least < 50 ? 1 : 0);
    p.pnl.title(p.currency.isEmpty() ? tr("PnL") : tr("PnL, %1").arg(p.currency));
    p.inventory.title(p.base.isEmpty() ? tr("Inventory") : tr("Inventory, %1").arg(p.base));
    const std::array<QString, 2> names { tr("applied"), tr("draft") };
    for (std::size_t side = 0; side < p.samples.size(); ++side) {
        const QString figure = p.samples[side].empty() ? QString(text::kUnknown) : text::signedNumber(p.samples[side].back().total, 2);
        p.pnl.legend(names[side], figure, p.color(side), p.theme.text.primary);
    }
    p.pnl.replot();
    p.inventory.replot();
}

void WhatIfChart::refreshTheme()
{
    Panes& p = *m_panes;
    p.pnl.restyle();
    p.inventory.restyle();
    for (std::size_t side = 0; side < p.samples.size(); ++side) {
        p.totals[side]->setPen(QPen(p.color(side), side == 0 ? 1.5 : 2.0));
        p.positions[side]->setPen(QPen(p.color(side), side == 0 ? 1.25 : 1.5));
    }
    refresh();
}

QStringList WhatIfChart::legendTexts() const
{
    return { m_panes->pnl.legendText(), m_panes->inventory.legendText() };
}

void WhatIfChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

} // namespace maker
