#include "session/lab/report_charts.h"

#include "platform/utc_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace maker {

namespace {

constexpr double kWidth = 960.0;
constexpr double kLeft = 8.0;
constexpr double kRight = 92.0; // the value axis
constexpr double kTop = 8.0;
constexpr double kBottom = 22.0;
constexpr std::size_t kColumns = 480;
constexpr int kTicks = 4;

std::string number(double value, int decimals)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals).ptr;
    return std::string(text.data(), end);
}

std::string point(double value)
{
    return number(value, 1);
}

std::string timeText(Timestamp time, bool withDay)
{
    return utcText(time, withDay ? "%m-%d %H:%M" : "%H:%M:%S");
}

/// A value axis with round ticks around what is shown, zero included where it is near.
struct Scale {
    double low = 0.0;
    double high = 1.0;
    double step = 1.0;
    double top = 0.0;
    double bottom = 1.0;

    Scale(double least, double most, double topAt, double bottomAt) : top(topAt), bottom(bottomAt)
    {
        if (!(least <= most))
            least = most = 0.0;
        double span = most - least;
        if (span <= 0.0)
            span = std::max(1e-9, std::abs(most) * 0.1);
        const double raw = span / kTicks;
        const double power = std::pow(10.0, std::floor(std::log10(raw)));
        for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
            step = factor * power;
            if (step >= raw)
                break;
        }
        low = std::floor(least / step) * step;
        high = std::ceil(most / step) * step;
        if (high <= low)
            high = low + step;
    }
    double y(double value) const { return bottom - (value - low) / (high - low) * (bottom - top); }
    int decimals() const { return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 8); }
};

void addValueAxis(std::string& svg, const Scale& scale, double right)
{
    for (double value = scale.low; value <= scale.high + scale.step / 2; value += scale.step) {
        const double shown = std::abs(value) < scale.step / 2 ? 0.0 : value;
        const std::string y = point(scale.y(shown));
        svg += "<line class=\"" + std::string(shown == 0.0 ? "base" : "grid") + "\" x1=\"" + point(kLeft) + "\" x2=\""
            + point(right) + "\" y1=\"" + y + "\" y2=\"" + y + "\"/>";
        svg += "<text class=\"axis\" x=\"" + point(right + 6) + "\" y=\"" + point(scale.y(shown) + 4) + "\">"
            + number(shown, scale.decimals()) + "</text>";
    }
}

std::string heading(const std::string& title, const std::string& unit,
    const std::vector<std::pair<std::string, std::string>>& legend)
{
    std::string html = "<figcaption><b>" + htmlText(title) + "</b>";
    if (!unit.empty())
        html += " <span class=\"muted\">" + htmlText(unit) + "</span>";
    if (legend.size() > 1) {
        for (const auto& [name, style] : legend)
            html += "<span class=\"key\"><i class=\"" + style + "\"></i>" + htmlText(name) + "</span>";
    }
    return html + "</figcaption>";
}

std::string openSvg(const std::string& title, int height)
{
    return "<svg role=\"img\" aria-label=\"" + htmlText(title) + "\" viewBox=\"0 0 " + point(kWidth) + ' '
        + std::to_string(height) + "\">";
}

/// Indices worth drawing: all, or for each column those of the lowest and the highest value of any series.
std::vector<std::size_t> thinned(const TimeChart& chart)
{
    const std::size_t size = chart.times.size();
    std::vector<std::size_t> out;
    if (size <= 2 * kColumns) {
        for (std::size_t i = 0; i < size; ++i)
            out.push_back(i);
        return out;
    }
    const std::vector<double>& lead = chart.lines.empty() ? chart.stack.front().values : chart.lines.front().values;
    for (std::size_t column = 0; column < kColumns; ++column) {
        const std::size_t from = size * column / kColumns;
        const std::size_t to = size * (column + 1) / kColumns;
        const auto [low, high] = std::minmax_element(lead.begin() + static_cast<std::ptrdiff_t>(from),
            lead.begin() + static_cast<std::ptrdiff_t>(to));
        std::array<std::size_t, 2> both{static_cast<std::size_t>(low - lead.begin()), static_cast<std::size_t>(high - lead.begin())};
        std::sort(both.begin(), both.end());
        out.push_back(both[0]);
        if (both[1] != both[0])
            out.push_back(both[1]);
    }
    if (out.back() != size - 1)
        out.push_back(size - 1);
    return out;
}

class TimeDrawing {
public:
    explicit TimeDrawing(const TimeChart& chart)
        : m_chart(chart), m_points(thinned(chart)), m_scale(scaleOf(chart, m_points))
    {
    }

    std::string svg() const
    {
        std::string out = openSvg(m_chart.title, m_chart.height);
        addValueAxis(out, m_scale, kWidth - kRight);
        addStack(out, 1);
        addStack(out, -1);
        for (std::size_t i = 0; i < m_chart.lines.size(); ++i) {
            if (i == 0 && m_chart.fillFirst)
                addArea(out, m_chart.lines[i]);
            addLine(out, m_chart.lines[i]);
        }
        addNotes(out);
        addTimes(out);
        return out + "</svg>";
    }

private:
    static Scale scaleOf(const TimeChart& chart, const std::vector<std::size_t>& points)
    {
        double least = std::numeric_limits<double>::max();
        double most = std::numeric_limits<double>::lowest();
        const auto take = [&](double value) {
            if (std::isnan(value))
                return;
            least = std::min(least, value);
            most = std::max(most, value);
        };
        for (const std::size_t i : points) {
            double up = 0.0;
            double down = 0.0;
            for (const ChartSeries& part : chart.stack)
                (part.values[i] > 0.0 ? up : down) += std::isnan(part.values[i]) ? 0.0 : part.values[i];
            if (!chart.stack.empty()) {
                take(up);
                take(down);
            }
            for (const ChartSeries& line : chart.lines)
                take(line.values[i]);
        }
        return Scale(least, most, kTop, chart.height - kBottom);
    }
    double x(std::size_t i) const { return x(m_chart.times[i]); }
    double x(Timestamp time) const
    {
        const double span = static_cast<double>((m_chart.times.back() - m_chart.times.front()).ns);
        const double at = static_cast<double>((time - m_chart.times.front()).ns);
        return kLeft + (span > 0.0 ? at / span : 0.5) * (kWidth - kRight - kLeft);
    }
    std::string at(std::size_t i, double value) const { return point(x(i)) + ',' + point(m_scale.y(value)); }

    void addLine(std::string& out, const ChartSeries& line) const
    {
        std::string path;
        bool pen = false;
        for (const std::size_t i : m_points) {
            if (std::isnan(line.values[i])) {
                pen = false;
                continue;
            }
            path += (pen ? 'L' : 'M') + at(i, line.values[i]);
            pen = true;
        }
        out += "<path class=\"line " + line.style + "\" d=\"" + path + "\"/>";
    }
    void addArea(std::string& out, const ChartSeries& line) const
    {
        std::string path = "M" + at(m_points.front(), 0.0);
        for (const std::size_t i : m_points)
            path += 'L' + at(i, std::isnan(line.values[i]) ? 0.0 : line.values[i]);
        path += 'L' + at(m_points.back(), 0.0) + 'Z';
        out += "<path class=\"area " + line.style + "\" d=\"" + path + "\"/>";
    }
    void addStack(std::string& out, int direction) const
    {
        std::vector<double> base(m_points.size(), 0.0);
        for (const ChartSeries& part : m_chart.stack) {
            std::string path;
            std::string back;
            for (std::size_t p = 0; p < m_points.size(); ++p) {
                const double value = part.values[m_points[p]];
                const double add = value * direction > 0.0 ? value : 0.0;
                back = 'L' + at(m_points[p], base[p]) + back;
                base[p] += add;
                path += (p == 0 ? 'M' : 'L') + at(m_points[p], base[p]);
            }
            out += "<path class=\"band " + part.style + "\" d=\"" + path + back + "Z\"/>";
        }
    }
    /// The wide line that nobody sees is what a pointer finds.
    void addNotes(std::string& out) const
    {
        for (const ChartNote& note : m_chart.notes) {
            if (note.time < m_chart.times.front() || note.time > m_chart.times.back())
                continue;
            const std::string where = "\" d=\"M" + point(x(note.time)) + ',' + point(kTop) + 'V' + point(m_chart.height - kBottom) + "\"/>";
            out += "<g class=\"" + note.style + "\"><title>" + htmlText(note.text) + "</title><path class=\"reach" + where
                + "<path class=\"note" + where + "</g>";
        }
    }
    void addTimes(std::string& out) const
    {
        constexpr int kMarks = 6;
        const Duration span = m_chart.times.back() - m_chart.times.front();
        const bool withDay = span > Duration::seconds(3600);
        for (int i = 0; i <= kMarks; ++i) {
            const Timestamp time = m_chart.times.front() + Duration{span.ns / kMarks * i};
            const double where = kLeft + (kWidth - kRight - kLeft) * i / kMarks;
            const char* anchor = i == 0 ? "start" : i == kMarks ? "end" : "middle";
            out += "<text class=\"axis\" text-anchor=\"" + std::string(anchor) + "\" x=\"" + point(where) + "\" y=\""
                + point(m_chart.height - 6.0) + "\">" + timeText(time, withDay) + "</text>";
        }
    }

    const TimeChart& m_chart;
    std::vector<std::size_t> m_points;
    Scale m_scale;
};

} // namespace

std::string htmlText(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return out;
}

std::string svgOf(const TimeChart& chart)
{
    std::vector<std::pair<std::string, std::string>> legend;
    for (const auto* list : {&chart.stack, &chart.lines}) {
        for (const ChartSeries& series : *list)
            legend.emplace_back(series.title, series.style);
    }
    std::string html = "<figure>" + heading(chart.title, chart.unit, legend);
    html += chart.times.empty() ? "<p class=\"muted\">Nothing to draw.</p>" : TimeDrawing(chart).svg();
    return html + "</figure>";
}

std::string svgOf(const PointChart& chart)
{
    std::vector<std::pair<std::string, std::string>> legend;
    double least = 0.0;
    double most = 0.0;
    for (const PointChart::Curve& curve : chart.curves) {
        legend.emplace_back(curve.title, curve.style);
        for (std::size_t i = 0; i < curve.values.size(); ++i) {
            if (std::isnan(curve.values[i]))
                continue;
            least = std::min(least, curve.values[i] - curve.errors[i]);
            most = std::max(most, curve.values[i] + curve.errors[i]);
        }
    }
    const Scale scale(least, most, kTop, chart.height - kBottom);
    std::string svg = openSvg(chart.title, chart.height);
    addValueAxis(svg, scale, kWidth - kRight);
    const double gap = (kWidth - kRight - kLeft) / static_cast<double>(std::max<std::size_t>(1, chart.names.size()));
    const auto x = [&](std::size_t i) { return kLeft + gap * (static_cast<double>(i) + 0.5); };
    for (std::size_t i = 0; i < chart.names.size(); ++i)
        svg += "<text class=\"axis\" text-anchor=\"middle\" x=\"" + point(x(i)) + "\" y=\"" + point(chart.height - 6.0)
            + "\">" + htmlText(chart.names[i]) + "</text>";
    for (std::size_t c = 0; c < chart.curves.size(); ++c) {
        const PointChart::Curve& curve = chart.curves[c];
        const double shift = 6.0 * (static_cast<double>(c) - static_cast<double>(chart.curves.size() - 1) / 2.0);
        std::string path;
        for (std::size_t i = 0; i < curve.values.size(); ++i) {
            if (std::isnan(curve.values[i]))
                continue;
            const std::string at = point(x(i) + shift);
            const double y = scale.y(curve.values[i]);
            path += (path.empty() ? 'M' : 'L') + at + ',' + point(y);
            svg += "<line class=\"line thin " + curve.style + "\" x1=\"" + at + "\" x2=\"" + at + "\" y1=\""
                + point(scale.y(curve.values[i] - curve.errors[i])) + "\" y2=\""
                + point(scale.y(curve.values[i] + curve.errors[i])) + "\"/>";
            svg += "<circle class=\"dot " + curve.style + "\" cx=\"" + at + "\" cy=\"" + point(y) + "\" r=\"3.5\"/>";
        }
        svg += "<path class=\"line " + curve.style + "\" d=\"" + path + "\"/>";
    }
    return "<figure>" + heading(chart.title, chart.unit, legend) + svg + "</svg></figure>";
}

} // namespace maker
