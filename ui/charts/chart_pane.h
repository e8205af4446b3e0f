#pragma once

#include "ui/base/theme.h"
#include "ui/charts/chart_overlay.h"

#include <QSharedPointer>
#include <QString>

#include <utility>
#include <vector>

class QCPAxisTickerDateTime;
class QCustomPlot;
class QWidget;

namespace maker {

/// The fixed colour of the run at this place of a comparison, in every chart and list; four, then again from the first.
QColor compareColor(const Theme& theme, std::size_t place);

/// A moment of the time axis that something is said about: a thin line, broken where all was well.
struct ChartMark {
    double key = 0.0;
    bool fine = true;
};

/// One of several panes over a shared time axis: its plot, what is shaded and marked behind it, what is painted over it.
/// Only the lowest pane carries the labels of the axis.
class ChartPane {
public:
    ChartPane(const Theme& theme, QSharedPointer<QCPAxisTickerDateTime> ticks, bool lowest, QWidget* parent);

    void restyle();
    void setKeys(double from, double to);
    /// Leaves room for the legend at the top; a range without height gets one.
    void setValues(double low, double high, int decimals);
    void setCrosshair(std::optional<double> key);
    void title(const QString& text);
    void legend(const QString& name, const QString& figure, const QColor& square, const QColor& figureColor);
    QString legendText() const;
    void replot();
    void replotOverlay();

    const Theme& theme;
    QCustomPlot* plot;
    OverlayPicture overlay;
    std::vector<std::pair<double, double>> shades; ///< key spans on a tinted ground
    std::vector<ChartMark> marks;

private:
    int legendLines() const;

    bool m_lowest;
};

} // namespace maker
