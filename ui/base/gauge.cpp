#include "ui/base/gauge.h"

#include "ui/base/number_text.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {
constexpr double kBarWidth = 140.0;
constexpr double kBarHeight = 6.0;
constexpr double kPadding = 14.0;
constexpr double kGap = 10.0;
constexpr double kLeastBar = 24.0;
} // namespace

Gauge::Gauge(const Theme& theme, Style style, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_style(std::move(style))
{
    setMinimumWidth(200);
    setAccessibleName(m_style.label);
    m_valueText = text::kUnknown;
}

void Gauge::setSuffix(const QString& suffix)
{
    m_style.suffix = suffix;
}

void Gauge::setValue(const GaugeView& view, int decimals)
{
    m_view = view;
    QString value;
    QString limit;
    switch (m_style.unit) {
    case GaugeUnit::Qty:
        value = text::shownSign(view.value, decimals) == 0
            ? QStringLiteral("flat")
            : text::signedNumber(view.value, decimals) + QLatin1Char(' ') + m_style.suffix;
        limit = view.limit > 0
            ? QStringLiteral("/ ") + text::number(view.limit, view.limit == std::floor(view.limit) ? 0 : decimals)
            : QString();
        break;
    case GaugeUnit::Whole:
        value = text::number(view.value, decimals);
        limit = view.limit > 0 ? QStringLiteral("/ ") + text::number(view.limit, 0) + QLatin1Char(' ') + m_style.suffix
                               : QString();
        break;
    case GaugeUnit::PerSecond:
        value = text::number(view.value, 0) + QStringLiteral("/s");
        limit = view.limit > 0 ? QStringLiteral("/ ") + text::number(view.limit, 0) + QStringLiteral("/s") : QString();
        break;
    }
    if (value == m_valueText && limit == m_limitText)
        return;
    m_valueText = value;
    m_limitText = limit;
    m_bareLimit = m_style.unit == GaugeUnit::Whole && view.limit > 0
        ? QStringLiteral("/ ") + text::number(view.limit, 0)
        : limit;
    setAccessibleDescription(value + QLatin1Char(' ') + limit);
    setToolTip(QStringLiteral("%1 %2 %3").arg(m_style.label, value, limit));
    update();
}

QColor Gauge::barColor() const
{
    const double size = std::abs(m_view.value);
    if (m_view.limit > 0 && size >= 0.95 * m_view.limit)
        return m_theme.status.danger;
    if (m_view.pause > 0 && size >= m_view.pause)
        return m_theme.mode.live;
    if (m_view.warn > 0 && size >= m_view.warn)
        return m_theme.status.warn;
    return m_theme.text.secondary;
}

void Gauge::paintBar(QPainter& painter, const QRectF& rect) const
{
    const double y = rect.center().y() - kBarHeight / 2.0;
    painter.fillRect(QRectF(rect.left(), y, rect.width(), kBarHeight), m_theme.line.normal);
    const double span = m_style.symmetric ? rect.width() / 2.0 : rect.width();
    const double zero = m_style.symmetric ? rect.center().x() : rect.left();
    const auto share
        = [this](double value) { return m_view.limit > 0 ? std::clamp(value / m_view.limit, -1.0, 1.0) : 0.0; };
    const double end = zero + span * (m_style.symmetric ? share(m_view.value) : std::abs(share(m_view.value)));
    painter.fillRect(QRectF(std::min(zero, end), y, std::abs(end - zero), kBarHeight), barColor());
    if (m_style.symmetric)
        painter.fillRect(QRectF(std::round(zero), y - 4, 1, 14), m_theme.text.secondary);
    if (m_view.limit <= 0)
        return;
    const std::array<std::pair<double, QColor>, 3> rungs { { { m_view.warn, m_theme.status.warn },
        { m_view.pause, m_theme.mode.live }, { 0.95 * m_view.limit, m_theme.status.danger } } };
    for (const auto& [at, color] : rungs) {
        if (at <= 0)
            continue;
        painter.fillRect(QRectF(std::round(zero + span * share(at)) - 1, y - 3, 2, 12), color);
        if (m_style.symmetric)
            painter.fillRect(QRectF(std::round(zero - span * share(at)) - 1, y - 3, 2, 12), color);
    }
}

void Gauge::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    painter.fillRect(QRectF(width() - 1, 0, 1, height()), m_theme.line.subtle);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), m_theme.line.normal);
    QFont label = m_theme.font(TypeRole::Small);
    label.setWeight(QFont::Medium);
    QFont value = m_theme.numberFont(TypeRole::Body);
    value.setWeight(QFont::Medium);
    const QFont limit = m_theme.numberFont(TypeRole::Small);
    const auto widthOf
        = [](const QFont& font, const QString& text) { return std::ceil(QFontMetricsF(font).horizontalAdvance(text)); };
    const double all = height();
    double x = kPadding;
    drawText(
        painter, QRectF(x, 0, widthOf(label, m_style.label) + 1, all), m_style.label, label, m_theme.text.secondary);
    x += widthOf(label, m_style.label) + kGap;
    const bool over = m_view.warn > 0 && std::abs(m_view.value) >= m_view.warn;
    drawText(painter, QRectF(x, 0, widthOf(value, m_valueText) + 1, all), m_valueText, value,
        over ? barColor() : m_theme.text.primary);
    x += widthOf(value, m_valueText) + 6;
    // In a narrow cell the bar keeps its place first, then the limit, then its unit.
    const double end = width() - kPadding - 1;
    QString shown = m_limitText;
    for (const QString& shorter : { m_bareLimit, QString() }) {
        if (x + widthOf(limit, shown) + kGap + kLeastBar <= end)
            break;
        shown = shorter;
    }
    const double limitWidth = widthOf(limit, shown);
    const double barRoom = end - x - limitWidth - kGap;
    drawText(painter, QRectF(x, 0, limitWidth + 1, all), shown, limit, m_theme.text.muted);
    const double barWidth = std::min(kBarWidth, barRoom);
    if (barWidth >= kLeastBar)
        paintBar(painter, QRectF(width() - kPadding - 1 - barWidth, 0, barWidth, all));
}

} // namespace maker
