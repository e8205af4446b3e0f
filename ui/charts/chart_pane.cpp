#include "ui/charts/chart_pane.h"

#include "ui/base/number_text.h"

#include <qcustomplot.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr int kAxisWidth = 70;
constexpr int kTimeAxisHeight = 22;
constexpr int kLeastHeight = 40;
constexpr int kLegendRoom = 26; // of the first line
constexpr int kLegendLine = 18; // of each further one

/// Tints spans of the time axis, behind everything.
class Shades : public QCPLayerable {
public:
    Shades(QCustomPlot* plot, const Theme& theme, const std::vector<std::pair<double, double>>& spans)
        : QCPLayerable(plot, QStringLiteral("background"))
        , m_theme(theme)
        , m_spans(spans)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }

    void draw(QCPPainter* painter) override
    {
        const QRect area = mParentPlot->axisRect()->rect();
        QColor tint = m_theme.accent.soft;
        tint.setAlphaF(0.75F);
        for (const auto& [from, to] : m_spans) {
            const double left = mParentPlot->xAxis->coordToPixel(from);
            const double right = mParentPlot->xAxis->coordToPixel(to);
            painter->fillRect(QRectF(left, area.top(), right - left, area.height() + 1), tint);
        }
    }

private:
    const Theme& m_theme;
    const std::vector<std::pair<double, double>>& m_spans;
};

/// Draws marks over the grid and under the curves.
class Marks : public QCPLayerable {
public:
    Marks(QCustomPlot* plot, const Theme& theme, const std::vector<ChartMark>& marks)
        : QCPLayerable(plot, QStringLiteral("grid"))
        , m_theme(theme)
        , m_marks(marks)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }

    void draw(QCPPainter* painter) override
    {
        const QRect area = mParentPlot->axisRect()->rect();
        for (const ChartMark& mark : m_marks) {
            QPen pen(mark.fine ? m_theme.text.muted : m_theme.status.warn, 1);
            pen.setCosmetic(true);
            if (mark.fine)
                pen.setDashPattern({ 2, 3 });
            painter->setPen(pen);
            const double x = std::round(mParentPlot->xAxis->coordToPixel(mark.key)) + 0.5;
            painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        }
    }

private:
    const Theme& m_theme;
    const std::vector<ChartMark>& m_marks;
};

} // namespace

QColor compareColor(const Theme& theme, std::size_t place)
{
    const std::array<QColor, 4> colors { theme.accent.text, theme.status.warn, theme.stack.rebates, theme.stack.hedge };
    return colors[place % colors.size()];
}

ChartPane::ChartPane(const Theme& look, QSharedPointer<QCPAxisTickerDateTime> ticks, bool lowest, QWidget* parent)
    : theme(look)
    , plot(new QCustomPlot(parent))
    , m_lowest(lowest)
{
    setUpPlot(*plot, kAxisWidth);
    plot->xAxis->setTicker(ticks);
    plot->xAxis->setTickLabels(lowest);
    plot->yAxis2->ticker()->setTickCount(4);
    plot->yAxis2->setNumberFormat(QStringLiteral("f"));
    plot->setFocusPolicy(Qt::NoFocus);
    new Shades(plot, theme, shades); // owned by the plot, as the marks are
    new Marks(plot, theme, marks);
    addOverlay(*plot, theme, overlay);
    restyle();
}

void ChartPane::restyle()
{
    stylePlot(*plot, theme);
    plot->axisRect()->setMargins(QMargins(0, 0, theme.scaled(kAxisWidth), m_lowest ? theme.scaled(kTimeAxisHeight) : 0));
    plot->setMinimumHeight(theme.scaled(kLeastHeight));
}

void ChartPane::setKeys(double from, double to)
{
    plot->xAxis->setRange(from, to);
}

void ChartPane::setValues(double low, double high, int decimals)
{
    const double height = std::max(60.0, static_cast<double>(plot->height() - (m_lowest ? theme.scaled(kTimeAxisHeight) : 0)));
    const double room = std::max(high - low, 1e-6);
    const double legend = std::min(height * 0.45, static_cast<double>(theme.scaled(kLegendRoom + (legendLines() - 1) * kLegendLine)));
    const double perPixel = room / std::max(20.0, height - legend - 10.0);
    plot->yAxis2->setRange(low - 6.0 * perPixel, high + legend * perPixel);
    plot->yAxis2->setNumberPrecision(decimals);
    plot->yAxis2->ticker()->setTickCount(std::clamp(static_cast<int>(height / theme.scaled(48)), 2, 6));
}

int ChartPane::legendLines() const
{
    const QFontMetricsF words(theme.font(TypeRole::Small));
    const QFontMetricsF figures(theme.numberFont(TypeRole::Small));
    const double room = plot->width() - theme.scaled(kAxisWidth) - 10.0;
    double x = 0.0;
    int lines = 1;
    for (std::size_t i = 0; i < overlay.legend.size(); ++i) {
        const LegendPart& part = overlay.legend[i];
        double entry = words.horizontalAdvance(part.text) + (part.square.isValid() ? 13.0 : 0.0) + 5.0;
        if (i + 1 < overlay.legend.size() && overlay.legend[i + 1].number)
            entry += figures.horizontalAdvance(overlay.legend[++i].text) + 12.0;
        if (x > 0.0 && x + entry > room) {
            x = 0.0;
            ++lines;
        }
        x += entry;
    }
    return lines;
}

void ChartPane::setCrosshair(std::optional<double> key)
{
    overlay.crosshairKey = key;
    if (key && m_lowest)
        overlay.crosshairKeyText
            = text::dateClock(Timestamp { static_cast<std::int64_t>(*key * 1e9) }).mid(5).chopped(3);
}

void ChartPane::title(const QString& words)
{
    overlay.legend.clear();
    overlay.legend.push_back({ words, theme.text.secondary, false, {}, false });
}

void ChartPane::legend(const QString& name, const QString& figure, const QColor& square, const QColor& figureColor)
{
    overlay.legend.push_back({ name, theme.text.secondary, false, square, false });
    overlay.legend.push_back({ figure, figureColor, true, {}, false });
}

QString ChartPane::legendText() const
{
    QStringList words;
    for (const LegendPart& part : overlay.legend)
        words << part.text;
    return words.join(QLatin1Char(' '));
}

void ChartPane::replot()
{
    placeTags(*plot, overlay);
    plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartPane::replotOverlay()
{
    maker::replotOverlay(*plot);
}

} // namespace maker
