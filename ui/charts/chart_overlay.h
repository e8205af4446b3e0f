#pragma once

#include "ui/base/theme.h"

#include <QPointF>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

class QCustomPlot;
class QCPAxis;
class QCPLayerable;

namespace maker {

/// A filled label on the value axis; the first one given keeps its place, others stack above or below it.
struct PriceTag {
    double value = 0.0;
    QString text;
    QString second; ///< a second line: the countdown
    QColor fill;
    QColor color;
};

/// A piece of the legend line: an optional square or line sample, then text.
struct LegendPart {
    QString text;
    QColor color;
    bool number = false;
    QColor square; ///< invalid: none
    bool line = false;
};

/// An own fill: a triangle outside the wick of its bar.
struct FillMark {
    double key = 0.0;
    double value = 0.0;
    Side side = Side::Buy;
};

/// A dotted line across the chart with its word at the right end.
struct PriceLine {
    double value = 0.0;
    QString text;
};

/// All that is painted over a chart; plain values, so that moving the pointer repaints one buffered layer only.
struct OverlayPicture {
    std::vector<PriceTag> tags;
    std::vector<std::pair<double, double>> tagSpans; ///< top and bottom pixel of each tag, from placeTags
    double tagHeight = 16.0; ///< follows the size of the text
    std::vector<LegendPart> legend;
    std::optional<double> dottedAt; ///< value of the dotted line of the last price
    QColor dottedColor;
    std::vector<PriceLine> alerts;
    std::optional<double> crosshairKey;
    std::optional<double> crosshairValue; ///< absent: the crosshair came from another chart
    QString crosshairKeyText;
    QString crosshairValueText;
};

/// The axes of a chart: time below, values on a strip at the right, thin grid, fonts and colours of the theme.
void setUpPlot(QCustomPlot& plot, int axisWidth);
void stylePlot(QCustomPlot& plot, const Theme& theme);
/// A layer "overlay" in buffered mode that paints `picture`; both must outlive the plot.
void addOverlay(QCustomPlot& plot, const Theme& theme, OverlayPicture& picture);
/// Where the tags go: none over another. After the ranges are set, before a replot.
void placeTags(const QCustomPlot& plot, OverlayPicture& picture);
void replotOverlay(QCustomPlot& plot);
/// Triangles of own fills on their own layer.
void addFillMarks(QCustomPlot& plot, const Theme& theme, const std::vector<FillMark>& marks);
/// Time labels that fit the visible span: HH:MM, HH:MM:SS or a date.
QString timeFormatFor(double spanSeconds);

} // namespace maker
