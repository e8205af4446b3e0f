#include "ui/charts/chart_overlay.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kTagHeight = 16;

/// Paints tags, legend and crosshair above everything else.
class ChartOverlay : public QCPLayerable {
public:
    ChartOverlay(QCustomPlot* plot, const Theme& theme, const OverlayPicture& picture)
        : QCPLayerable(plot, QStringLiteral("overlay"))
        , m_theme(theme)
        , m_picture(picture)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(false); }

    void draw(QCPPainter* painter) override
    {
        painter->save();
        drawDottedLine(*painter);
        drawAlerts(*painter);
        drawCrosshairLines(*painter);
        drawTags(*painter);
        drawCrosshairLabels(*painter);
        drawLegend(*painter);
        painter->restore();
    }

private:
    QRect area() const { return mParentPlot->axisRect()->rect(); }
    double yOf(double value) const { return mParentPlot->yAxis2->coordToPixel(value); }
    double xOf(double key) const { return mParentPlot->xAxis->coordToPixel(key); }
    double axisLeft() const { return area().right() + 1.0; }
    double axisWidth() const { return mParentPlot->width() - axisLeft(); }

    void drawDottedLine(QCPPainter& painter) const
    {
        if (!m_picture.dottedAt)
            return;
        const double y = std::round(yOf(*m_picture.dottedAt)) + 0.5;
        if (y < area().top() || y > area().bottom())
            return;
        QPen pen(m_picture.dottedColor, 1);
        pen.setDashPattern({ 1, 3 });
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(QPointF(area().left(), y), QPointF(area().right(), y));
    }

    void drawAlerts(QCPPainter& painter) const
    {
        const QFont font = m_theme.font(TypeRole::Small);
        for (const PriceLine& alert : m_picture.alerts) {
            const double y = std::round(yOf(alert.value)) + 0.5;
            if (y < area().top() || y > area().bottom())
                continue;
            QPen pen(m_theme.status.warn, 1);
            pen.setDashPattern({ 1, 3 });
            pen.setCapStyle(Qt::FlatCap);
            painter.setPen(pen);
            painter.drawLine(QPointF(area().left(), y), QPointF(area().right(), y));
            const QRectF place(area().right() - 130, y - 18, 124, 16);
            drawText(painter, place, alert.text, font, m_theme.status.warn, Qt::AlignRight | Qt::AlignVCenter);
        }
    }

    void drawCrosshairLines(QCPPainter& painter) const
    {
        QPen pen(m_theme.chart.crosshair, 1);
        pen.setDashPattern({ 3, 3 });
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        if (m_picture.crosshairKey) {
            const double x = std::round(xOf(*m_picture.crosshairKey)) + 0.5;
            if (x >= area().left() && x <= area().right())
                painter.drawLine(QPointF(x, area().top()), QPointF(x, area().bottom()));
        }
        if (m_picture.crosshairValue) {
            const double y = std::round(yOf(*m_picture.crosshairValue)) + 0.5;
            painter.drawLine(QPointF(area().left(), y), QPointF(area().right(), y));
        }
    }

    void drawTags(QCPPainter& painter) const
    {
        for (std::size_t i = m_picture.tagSpans.size(); i-- > 0;) {
            const auto& [top, bottom] = m_picture.tagSpans[i];
            if (i < m_picture.tags.size() && top >= area().top() && bottom <= area().bottom() + 2)
                drawTagFace(painter, m_picture.tags[i], top, bottom - top);
        }
    }

    void drawTagFace(QCPPainter& painter, const PriceTag& tag, double top, double height) const
    {
        const QRectF box(axisLeft(), std::round(top), axisWidth(), height);
        painter.fillRect(box, tag.fill);
        const QFont font = m_theme.numberFont(TypeRole::Micro);
        drawText(painter, QRectF(box.left() + 6, box.top(), box.width() - 8, m_picture.tagHeight), tag.text, font, tag.color);
        if (!tag.second.isEmpty())
            drawText(painter, QRectF(box.left() + 6, box.top() + m_picture.tagHeight - 4, box.width() - 8, m_picture.tagHeight - 2),
                tag.second, font, tag.color);
    }

    void drawCrosshairLabels(QCPPainter& painter) const
    {
        const QFont font = m_theme.numberFont(TypeRole::Micro);
        if (m_picture.crosshairKey && !m_picture.crosshairKeyText.isEmpty()) {
            const double x = xOf(*m_picture.crosshairKey);
            const double width = QFontMetricsF(font).horizontalAdvance(m_picture.crosshairKeyText) + 14;
            const QRectF box(std::clamp(std::round(x - width / 2), double(area().left()), area().right() - width),
                area().bottom() + 2.0, width, 17);
            if (x >= area().left() && x <= area().right()) {
                painter.fillRect(box, m_theme.chart.crosshairLabel);
                drawText(painter, box, m_picture.crosshairKeyText, font, Qt::white, Qt::AlignCenter);
            }
        }
        if (m_picture.crosshairValue)
            drawTagFace(painter,
                { *m_picture.crosshairValue, m_picture.crosshairValueText, {}, m_theme.chart.crosshairLabel,
                    Qt::white },
                yOf(*m_picture.crosshairValue) - m_picture.tagHeight / 2.0, m_picture.tagHeight);
    }

    QFont legendFont(const LegendPart& part) const
    {
        return part.number ? m_theme.numberFont(TypeRole::Small) : m_theme.font(TypeRole::Small);
    }

    double textWidth(const LegendPart& part) const
    {
        return std::ceil(QFontMetricsF(legendFont(part)).horizontalAdvance(part.text));
    }

    double entryWidth(std::size_t name) const
    {
        double width = textWidth(m_picture.legend[name]) + (m_picture.legend[name].square.isValid() ? 14 : 0);
        if (name + 1 < m_picture.legend.size() && m_picture.legend[name + 1].number)
            width += 5 + textWidth(m_picture.legend[name + 1]);
        return width;
    }

    void drawLegend(QCPPainter& painter) const
    {
        double x = area().left() + 10.0;
        double middle = area().top() + m_theme.scaled(15);
        for (std::size_t i = 0; i < m_picture.legend.size(); ++i) {
            const LegendPart& part = m_picture.legend[i];
            // A name and its figure stay together; what has no room begins a second line.
            if (!part.number && x > area().left() + 10.0 && x + entryWidth(i) > area().right()) {
                x = area().left() + 10.0;
                middle += m_theme.scaled(18);
            }
            if (part.square.isValid() && part.line) {
                painter.fillRect(QRectF(x, middle - 1, 10, 2), part.square);
                x += 14;
            } else if (part.square.isValid()) {
                painter.fillRect(QRectF(x, middle - 4, 8, 8), part.square);
                x += 13;
            }
            const double width = textWidth(part);
            if (x + width > area().right())
                return;
            const double high = m_theme.scaled(18);
            drawText(painter, QRectF(x, middle - high / 2, width + 2, high), part.text, legendFont(part), part.color);
            x += width + (part.number ? 12 : 5);
        }
    }

    const Theme& m_theme;
    const OverlayPicture& m_picture;
};

/// Value labels as every other number of the terminal: commas and the true minus.
/// A label that would lie under a tag is not drawn: half a number reads as another one.
class NumberTicker : public QCPAxisTicker {
public:
    NumberTicker(const QCPAxis& axis, const OverlayPicture& picture)
        : m_axis(axis)
        , m_picture(picture)
    {
    }

protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int precision) override
    {
        const double y = m_axis.coordToPixel(tick);
        for (const auto& [top, bottom] : m_picture.tagSpans) {
            if (y > top - 7 && y < bottom + 7)
                return {};
        }
        return text::number(tick, precision);
    }

private:
    const QCPAxis& m_axis;
    const OverlayPicture& m_picture;
};

/// Paints the triangles of own fills with a casing of the panel's colour.
class FillMarks : public QCPLayerable {
public:
    FillMarks(QCustomPlot* plot, const Theme& theme, const std::vector<FillMark>& marks)
        : QCPLayerable(plot, QStringLiteral("main"))
        , m_theme(theme)
        , m_marks(marks)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }

    void draw(QCPPainter* painter) override
    {
        const QCPRange visible = mParentPlot->xAxis->range();
        for (const FillMark& mark : m_marks) {
            if (!visible.contains(mark.key))
                continue;
            const double away = mark.side == Side::Buy ? 9.0 : -9.0;
            const QPointF centre(
                mParentPlot->xAxis->coordToPixel(mark.key), mParentPlot->yAxis2->coordToPixel(mark.value) + away);
            drawSideArrow(*painter, centre, mark.side, 12, m_theme.bg.panel);
            drawSideArrow(*painter, centre, mark.side, 9, m_theme.side(mark.side).text);
        }
    }

private:
    const Theme& m_theme;
    const std::vector<FillMark>& m_marks;
};

} // namespace

void placeTags(const QCustomPlot& plot, OverlayPicture& picture)
{
    const double high = picture.tagHeight;
    const auto heightOf = [high](const PriceTag& tag) { return tag.second.isEmpty() ? high : 2 * high - 4; };
    picture.tagSpans.clear();
    if (picture.tags.empty())
        return;
    const QRect area = plot.axisRect()->rect();
    const auto topOf = [&plot, high](const PriceTag& tag) { return plot.yAxis2->coordToPixel(tag.value) - high / 2.0; };
    const PriceTag& first = picture.tags.front();
    const double firstTop = std::round(
        std::clamp(topOf(first), double(area.top()), std::max(double(area.top()), area.bottom() - heightOf(first))));
    double above = firstTop;
    double below = firstTop + heightOf(first);
    picture.tagSpans.emplace_back(above, below);
    for (std::size_t i = 1; i < picture.tags.size(); ++i) {
        const PriceTag& tag = picture.tags[i];
        double top = std::round(topOf(tag));
        if (tag.value > first.value) {
            top = std::min(top, above - high - 1);
            above = top;
        } else {
            top = std::max(top, below + 1);
            below = top + high;
        }
        picture.tagSpans.emplace_back(top, top + high);
    }
}

void setUpPlot(QCustomPlot& plot, int axisWidth)
{
    plot.setNoAntialiasingOnDrag(true);
    plot.setPlottingHint(QCP::phFastPolylines, true);
    plot.setNotAntialiasedElements(QCP::aeGrid | QCP::aeAxes);
    plot.axisRect()->setAutoMargins(QCP::msNone);
    plot.axisRect()->setMargins(QMargins(0, 0, axisWidth, 22));
    plot.axisRect()->setMinimumMargins(QMargins(0, 0, 0, 0));
    plot.plotLayout()->setAutoMargins(QCP::msNone);
    plot.plotLayout()->setMargins(QMargins(0, 0, 0, 0));
    plot.yAxis->setVisible(false);
    plot.yAxis->grid()->setVisible(false);
    plot.yAxis2->setVisible(true);
    plot.yAxis2->setTickLabels(true);
    plot.yAxis2->grid()->setVisible(true);
    plot.legend->setVisible(false);
    plot.setMouseTracking(true);
}

void stylePlot(QCustomPlot& plot, const Theme& theme)
{
    plot.setBackground(QBrush(theme.bg.panel));
    for (QCPAxis* axis : { plot.xAxis, plot.yAxis2 }) {
        axis->setBasePen(QPen(theme.line.normal, 1));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.chart.axisText);
        axis->setTickLabelFont(theme.numberFont(TypeRole::Micro));
        axis->grid()->setPen(QPen(theme.chart.grid, 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setSubGridVisible(false);
        axis->grid()->setAntialiased(false);
        axis->setTickLabelPadding(axis == plot.xAxis ? 4 : 7);
        axis->setTickLength(0, 0);
    }
}

void addOverlay(QCustomPlot& plot, const Theme& theme, OverlayPicture& picture)
{
    plot.layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);
    plot.yAxis2->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicker(*plot.yAxis2, picture)));
    // A resize lays the axes out anew, and the tags move with them.
    const auto place = [&plot, &theme, &picture] {
        picture.tagHeight = theme.scaled(kTagHeight);
        placeTags(plot, picture);
    };
    QObject::connect(&plot, &QCustomPlot::afterLayout, &plot, place);
    new ChartOverlay(&plot, theme, picture); // owned by the plot
}

void replotOverlay(QCustomPlot& plot)
{
    plot.layer(QStringLiteral("overlay"))->replot();
}

void addFillMarks(QCustomPlot& plot, const Theme& theme, const std::vector<FillMark>& marks)
{
    new FillMarks(&plot, theme, marks); // owned by the plot
}

QString timeFormatFor(double spanSeconds)
{
    return spanSeconds < 900         ? QStringLiteral("HH:mm:ss")
        : spanSeconds < 2.5 * 86'400 ? QStringLiteral("HH:mm")
                                     : QStringLiteral("MM-dd");
}

} // namespace maker
