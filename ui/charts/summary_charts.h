#pragma once

#include "ui/base/theme.h"

#include <QWidget>

#include <vector>

class QChartView;

namespace maker {

/// Two Qt Charts side by side: what the desk holds as a donut, PnL of each day as bars.
class SummaryCharts : public QWidget {
    Q_OBJECT
public:
    struct Slice {
        QString asset;
        double value = 0.0;
    };
    struct Day {
        QString label;
        double pnl = 0.0;
    };

    explicit SummaryCharts(const Theme& theme, QWidget* parent = nullptr);
    void setInventory(std::vector<Slice> slices);
    void setDays(std::vector<Day> days);
    void refreshTheme();

private:
    void drawInventory();
    void drawDays();

    const Theme& m_theme;
    QChartView* m_donut;
    QChartView* m_bars;
    std::vector<Slice> m_slices;
    std::vector<Day> m_days;
};

} // namespace maker
