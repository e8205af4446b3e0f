#include "ui/charts/markout_chart.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"
#include "ui/charts/nice_step.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kAxisWidth = 52; // these three times the size of the text
constexpr int kFoot = 22;
constexpr int kHead = 26;
constexpr double kSide = 14.0;
constexpr double kMargin = 0.18; // of the values' room, free of curves above and below
constexpr double kLeastForWords = 16.0 * (1.0 + 2.0 * kMargin) / kMargin; // px of height where a margin holds a line
constexpr double kBandFactor = 1.645; // two-sided 90 % of a normal distribution
constexpr std::size_t kPoints = kMarkoutHorizons.size() + 1;

QString horizonText(std::size_t point)
{
    if (point == 0)
        return QStringLiteral("0 s");
    const double seconds = kMarkoutHorizons[point - 1].toSeconds();
    return text::number(seconds, seconds < 1 ? 1 : 0) + QStringLiteral("\u2009s");
}

const SampleMean* meanAt(const MarkoutChart::Curve& curve, std::size_t point)
{
    if (point == 0 && !curve.withEdge)
        return nullptr;
    const SampleMean& mean = point == 0 ? curve.edge : curve.after[point - 1];
    return mean.mean ? &mean : nullptr;
}

double bandOf(const SampleMean& mean)
{
    return kBandFactor * mean.standardError.value_or(0.0);
}

} // namespace

/// Where points and values lie.
struct MarkoutChart::Frame {
    QRectF area;
    double low = -1.0;
    double high = 1.0;

    double x(std::size_t point) const
    {
        return area.left() + area.width() * static_cast<double>(point) / static_cast<double>(kPoints - 1);
    }
    double y(double value) const { return area.bottom() - (value - low) / (high - low) * area.height(); }
};

MarkoutChart::MarkoutChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("Markout after a fill"));
}

void MarkoutChart::setCurves(std::vector<Curve> curves)
{
    m_curves = std::move(curves);
    setAccessibleDescription(description());
    update();
}

QString MarkoutChart::description() const
{
    QStringList lines;
    for (const Curve& curve : m_curves) {
        for (std::size_t i = 0; i < kPoints; ++i) {
            if (const SampleMean* mean = meanAt(curve, i))
                lines << tr("%1 at %2: %3 bp").arg(curve.name, horizonText(i), text::signedNumber(*mean->mean, 2));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void MarkoutChart::paintAxes(QPainter& painter, const Frame& frame) const
{
    const QFont font = m_theme.numberFont(TypeRole::Micro);
    const double axis = m_theme.scaled(kAxisWidth);
    const double foot = m_theme.scaled(kFoot);
    const double high = m_theme.scaled(16);
    const double step = niceStep(frame.high - frame.low);
    for (double value = std::ceil(frame.low / step) * step; value <= frame.high; value += step) {
        const double y = frame.y(value);
        const bool zero = std::abs(value) < step / 2.0;
        drawHairline(painter, frame.area.left() - kSide, frame.area.right() + kSide, y,
            zero ? m_theme.chart.baseline : m_theme.chart.grid);
        drawText(painter, QRectF(frame.area.right() + kSide, y - high / 2, axis - 6, high),
            text::signedNumber(zero ? 0.0 : value, step < 0.1 ? 2 : 1), font, m_theme.chart.axisText,
            Qt::AlignRight | Qt::AlignVCenter);
    }
    const double room = frame.area.width() / static_cast<double>(kPoints - 1);
    for (std::size_t i = 0; i < kPoints; ++i)
        drawText(painter, QRectF(frame.x(i) - room / 2, height() - foot, room, foot - 2),
            room < m_theme.scaled(44) ? horizonText(i).chopped(2) : horizonText(i), font, m_theme.chart.axisText, Qt::AlignCenter);
}

/// What the two sides of zero mean, in the margins where no curve comes.
void MarkoutChart::paintSides(QPainter& painter, const Frame& frame) const
{
    const double tall = m_theme.scaled(15);
    if (frame.area.height() < kLeastForWords * m_theme.textScale)
        return;
    const QFont words = m_theme.font(TypeRole::Micro);
    const auto write = [&](double y, const QString& text) {
        const double wide = QFontMetricsF(words).horizontalAdvance(text) + 4;
        painter.fillRect(QRectF(frame.area.left() - 2, y, wide + 2, tall), m_theme.bg.panel); // over a line of the grid
        drawText(painter, QRectF(frame.area.left(), y, wide, tall), text, words, m_theme.text.muted);
    };
    write(frame.area.top(), tr("\u25B2 paid for by the spread"));
    write(frame.area.bottom() - tall, tr("\u25BC adverse selection"));
}

void MarkoutChart::paintBand(QPainter& painter, const Frame& frame, const Curve& curve) const
{
    QPolygonF upper;
    QPolygonF lower;
    for (std::size_t i = 0; i < kPoints; ++i) {
        const SampleMean* mean = meanAt(curve, i);
        if (mean == nullptr)
            continue;
        upper << QPointF(frame.x(i), frame.y(*mean->mean + bandOf(*mean)));
        lower.prepend(QPointF(frame.x(i), frame.y(*mean->mean - bandOf(*mean))));
    }
    QColor fill = curve.color;
    fill.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(upper + lower);
}

void MarkoutChart::paintCurve(QPainter& painter, const Frame& frame, const Curve& curve) const
{
    QPolygonF line;
    for (std::size_t i = 0; i < kPoints; ++i) {
        if (const SampleMean* mean = meanAt(curve, i))
            line << QPointF(frame.x(i), frame.y(*mean->mean));
    }
    painter.setPen(QPen(curve.color, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setBrush(m_theme.bg.panel);
    for (const QPointF& point : line)
        painter.drawEllipse(point, 2.5, 2.5);
}

void MarkoutChart::paintLegend(QPainter& painter, const Frame& frame) const
{
    const QFont words = m_theme.font(TypeRole::Small);
    const QFont figures = m_theme.numberFont(TypeRole::Small);
    const double high = m_theme.scaled(18);
    const double middle = m_theme.scaled(15);
    double x = frame.area.left() - kSide + 10;
    for (const Curve& curve : m_curves) {
        const SampleMean* last = meanAt(curve, kPoints - 1);
        const QString figure = last == nullptr ? QString(text::kUnknown) : text::signedNumber(*last->mean, 2);
        const double nameWidth = QFontMetricsF(words).horizontalAdvance(curve.name);
        const double figureWidth = QFontMetricsF(figures).horizontalAdvance(figure);
        if (x + nameWidth + figureWidth + 30 > width())
            return;
        painter.fillRect(QRectF(x, middle - 4, 8, 8), curve.color);
        drawText(painter, QRectF(x + 13, middle - high / 2, nameWidth + 2, high), curve.name, words, m_theme.text.secondary);
        drawText(painter, QRectF(x + 18 + nameWidth, middle - high / 2, figureWidth + 2, high), figure, figures, m_theme.text.primary);
        x += nameWidth + figureWidth + 34;
    }
}

void MarkoutChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    Frame frame;
    frame.area = QRectF(kSide, m_theme.scaled(kHead), width() - m_theme.scaled(kAxisWidth) - 2 * kSide,
        height() - m_theme.scaled(kHead + kFoot) - 4);
    double low = 0.0;
    double high = 0.0;
    for (const Curve& curve : m_curves) {
        for (std::size_t i = 0; i < kPoints; ++i) {
            if (const SampleMean* mean = meanAt(curve, i)) {
                low = std::min(low, *mean->mean - bandOf(*mean));
                high = std::max(high, *mean->mean + bandOf(*mean));
            }
        }
    }
    const double room = std::max(high - low, 0.2);
    frame.low = low - room * kMargin;
    frame.high = high + room * kMargin;
    paintAxes(painter, frame);
    paintSides(painter, frame);
    for (const Curve& curve : m_curves)
        paintBand(painter, frame, curve);
    for (auto at = m_curves.rbegin(); at != m_curves.rend(); ++at)
        paintCurve(painter, frame, *at);
    paintLegend(painter, frame);
}

} // namespace maker
