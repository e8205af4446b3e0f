#include "ui/charts/heat_grids.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kDays = 7;
constexpr int kHours = 24;
constexpr int kLeft = 40; // these two times the size of the text
constexpr int kFoot = 44;
constexpr int kLine = 16;
constexpr double kTop = 10.0;
constexpr double kRight = 12.0;

QString dayName(int day)
{
    const std::array<QString, kDays> names { HourGrid::tr("Mon"), HourGrid::tr("Tue"), HourGrid::tr("Wed"),
        HourGrid::tr("Thu"), HourGrid::tr("Fri"), HourGrid::tr("Sat"), HourGrid::tr("Sun") };
    return names[static_cast<std::size_t>(day)];
}

} // namespace

HourGrid::HourGrid(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("PnL by hour and weekday"));
}

void HourGrid::setHours(const std::array<Money, 168>& hours, const QString& currency)
{
    m_hours = hours;
    m_currency = currency;
    m_largest = 0.0;
    for (const Money& hour : hours)
        m_largest = std::max(m_largest, std::abs(hour.toDouble()));
    update();
}

QRectF HourGrid::area() const
{
    const double left = m_theme.scaled(kLeft);
    const double foot = m_theme.scaled(kFoot);
    return QRectF(left, kTop, std::max(60.0, width() - left - kRight), std::max(40.0, height() - kTop - foot));
}

QString HourGrid::textAt(const QPointF& point) const
{
    const QRectF grid = area();
    if (!grid.contains(point))
        return {};
    const int hour = std::min(kHours - 1, static_cast<int>((point.x() - grid.left()) / grid.width() * kHours));
    const int day = std::min(kDays - 1, static_cast<int>((point.y() - grid.top()) / grid.height() * kDays));
    return QStringLiteral("%1 %2:00 %3 %4")
        .arg(dayName(day), QString::number(hour).rightJustified(2, QLatin1Char('0')),
            text::signedMoney(m_hours[static_cast<std::size_t>(day * kHours + hour)]), m_currency);
}

void HourGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    const QRectF grid = area();
    const double wide = grid.width() / kHours;
    const double high = grid.height() / kDays;
    const QFont small = m_theme.font(TypeRole::Small);
    const QFont micro = m_theme.numberFont(TypeRole::Micro);
    const double line = m_theme.scaled(kLine);
    for (int day = 0; day < kDays; ++day) {
        drawText(painter, QRectF(10, grid.top() + day * high, grid.left() - 12, high), dayName(day), small, m_theme.text.secondary);
        for (int hour = 0; hour < kHours; ++hour) {
            const double value = m_hours[static_cast<std::size_t>(day * kHours + hour)].toDouble();
            const QRectF cell(grid.left() + hour * wide, grid.top() + day * high, wide - 1.0, high - 1.0);
            painter.fillRect(cell, m_theme.divergingAt(m_largest > 0 ? value / m_largest : 0.0));
        }
    }
    for (int hour = 0; hour < kHours; hour += 4)
        drawText(painter, QRectF(grid.left() + hour * wide, grid.bottom() + 3, 2.5 * line, line),
            QString::number(hour).rightJustified(2, QLatin1Char('0')), micro, m_theme.chart.axisText);
    if (m_largest <= 0.0)
        return;
    const double y = height() - line - 4.0;
    const QRectF bar(grid.center().x() - 60, y + line / 2 - 4, 120, 8);
    for (int i = 0; i < 60; ++i)
        painter.fillRect(QRectF(bar.left() + i * 2, bar.top(), 2, bar.height()), m_theme.divergingAt(i / 29.5 - 1.0));
    const int decimals = m_largest < 10 ? 2 : 0;
    drawText(painter, QRectF(bar.left() - 6 * line, y, 6 * line - 6, line), text::signedNumber(-m_largest, decimals), micro,
        m_theme.chart.axisText, Qt::AlignRight | Qt::AlignVCenter);
    drawText(painter, QRectF(bar.right() + 6, y, 6 * line, line), text::signedNumber(m_largest, decimals), micro, m_theme.chart.axisText);
}

bool HourGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace maker
