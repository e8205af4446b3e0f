#pragma once

#include "ui/charts/chart_pane.h"
#include "ui/charts/equity_chart.h"
#include "ui/charts/equity_series.h"
#include "ui/charts/pnl_causes.h"

#include <array>

class QCPGraph;
class QCPItemText;

namespace maker {

/// The four panes behind EquityChart: what they hold and how it becomes graphs.
class EquityChart::Panes {
public:
    Panes(const Theme& theme, QWidget* parent);

    void load(const std::vector<ComparedRun>& runs);
    void restyle();
    /// Ranges of all panes for the span [from, to].
    void fit();
    void composeLegends();
    void replot();

    struct Curve {
        QString name;
        std::shared_ptr<const LabResult> result;
        std::vector<EquitySample> samples;
        QCPGraph* equity = nullptr;
        QCPGraph* drawdown = nullptr;
        QCPGraph* inventory = nullptr;
    };

    const Theme& theme;
    QSharedPointer<QCPAxisTickerDateTime> ticks;
    ChartPane equity;
    ChartPane drawdown;
    ChartPane causes;
    ChartPane inventory;
    std::array<ChartPane*, 4> all;
    std::vector<Curve> curves;
    std::array<QCPGraph*, kPnlCauses> above {};
    std::array<QCPGraph*, kPnlCauses> below {};
    QCPGraph* zero = nullptr;
    QCPGraph* total = nullptr;
    QCPItemText* deepest = nullptr;
    double first = 0.0;
    double last = 1.0;
    double from = 0.0;
    double to = 1.0;
    std::optional<double> crosshair;
    std::optional<double> dragKey;
    std::vector<LookAheadCut> cuts; ///< of the first run, those in sight of its curve; a mark of the equity each

private:
    void makeStack();
    void fillStack();
    void markCuts();
    void addCurve(const ComparedRun& run);
    void placeDeepest();
    void composeStackLegend();
    void composeTags();
    QString currency() const;
};

} // namespace maker
