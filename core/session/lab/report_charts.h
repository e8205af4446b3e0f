#pragma once

#include "kernel/base/timestamp.h"

#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// Text as it may stand in HTML, in an element or in a quoted attribute.
std::string htmlText(std::string_view text);

/// One curve or one band of a stack, with a value for each time of its chart; not a number leaves a gap.
struct ChartSeries {
    std::string title;
    std::string style; ///< the CSS class of the report that gives it its colour
    std::vector<double> values;
};

/// A moment of a chart that something is said about, by pointing at it.
struct ChartNote {
    Timestamp time;
    std::string text;
    std::string style; ///< the CSS class that gives it its colour
};

/// A chart over time for the report.
struct TimeChart {
    std::string title;
    std::string unit;
    std::vector<Timestamp> times;
    std::vector<ChartSeries> lines;
    std::vector<ChartSeries> stack; ///< below the lines: positive values upwards from zero, negative ones downwards
    bool fillFirst = false;         ///< the area between the first line and zero
    int height = 220;
    std::vector<ChartNote> notes{}; ///< a thin line each, over the whole height
};

/// A curve over named points with an error bar each, for markouts.
struct PointChart {
    std::string title;
    std::string unit;
    std::vector<std::string> names;
    struct Curve {
        std::string title;
        std::string style;
        std::vector<double> values;
        std::vector<double> errors;
    };
    std::vector<Curve> curves;
    int height = 240;
};

/// Inline SVG with its heading and legend; no script, sizes itself to the page. Long series are thinned to the lowest and
/// highest value of each column.
std::string svgOf(const TimeChart& chart);
std::string svgOf(const PointChart& chart);

} // namespace maker
