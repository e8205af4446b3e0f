#include "ui/base/hold_button.h"

#include "ui/base/key_map.h"
#include "ui/base/painters.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace maker {

HoldButton::HoldButton(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setText(tr("KILL"));
    setAccessibleName(tr("Kill switch"));
    setAccessibleDescription(tr("Hold for 0.6 seconds to cancel every order and stop"));
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    m_detail = tr("hold, or %1 key").arg(KeyMap::instance().text("kill"));
    m_timer.setInterval(16);
    connect(&m_timer, &QTimer::timeout, this, &HoldButton::step);
}

void HoldButton::setPhase(KillPhase phase, const QString& detail)
{
    if (phase == m_phase && detail == m_detail)
        return;
    m_phase = phase;
    m_detail = detail;
    setText(phase == KillPhase::Ready ? tr("KILL") : phase == KillPhase::Working ? tr("KILLING") : tr("KILLED"));
    update();
}

void HoldButton::begin()
{
    if (m_phase == KillPhase::Working)
        return;
    m_holding = true;
    m_since.start();
    m_timer.start();
    update();
}

void HoldButton::stop()
{
    m_holding = false;
    m_timer.stop();
    update();
}

void HoldButton::step()
{
    if (m_since.elapsed() >= kHoldMillis) {
        stop();
        Q_EMIT held();
        return;
    }
    update();
}

void HoldButton::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        begin();
}

void HoldButton::mouseReleaseEvent(QMouseEvent*)
{
    stop();
}

void HoldButton::mouseMoveEvent(QMouseEvent* event)
{
    if (m_holding && !rect().contains(event->position().toPoint()))
        stop();
}

void HoldButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space && event->key() != Qt::Key_Return) {
        QAbstractButton::keyPressEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        begin();
}

void HoldButton::keyReleaseEvent(QKeyEvent* event)
{
    if (!event->isAutoRepeat())
        stop();
}

void HoldButton::enterEvent(QEnterEvent* event)
{
    m_hovered = true;
    update();
    QAbstractButton::enterEvent(event);
}

void HoldButton::leaveEvent(QEvent* event)
{
    m_hovered = false;
    stop();
    QAbstractButton::leaveEvent(event);
}

void HoldButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const bool killed = m_phase == KillPhase::Killed;
    painter.fillRect(rect(),
        killed                       ? m_theme.bg.header
            : m_hovered || m_holding ? m_theme.kill.hover
                                     : m_theme.kill.fill);
    const QColor color = killed ? m_theme.status.danger : m_theme.kill.on;
    if (killed) {
        painter.setPen(QPen(m_theme.status.danger, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
    QFont title = m_theme.font(TypeRole::Title);
    title.setPointSizeF(9.75 * m_theme.textScale);
    title.setWeight(QFont::Bold);
    title.setLetterSpacing(QFont::PercentageSpacing, 108);
    const double middle = height() / 2.0;
    drawText(painter, QRectF(0, middle - m_theme.scaled(16), width(), m_theme.scaled(16)), text(), title, color, Qt::AlignHCenter | Qt::AlignVCenter);
    const QString detail = m_holding ? tr("keep holding") : m_hovered && !killed ? tr("pull every quote") : m_detail;
    drawText(painter, QRectF(2, middle, width() - 4, m_theme.scaled(14)), detail, m_theme.font(TypeRole::Micro), color,
        Qt::AlignHCenter | Qt::AlignVCenter);
    if (m_holding) {
        const double share = std::clamp(static_cast<double>(m_since.elapsed()) / kHoldMillis, 0.0, 1.0);
        painter.fillRect(QRectF(0, height() - 4, width() * share, 4), m_theme.kill.progress);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.kill.on, 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(2.5, 2.5, -3.5, -3.5));
    }
}

} // namespace maker
