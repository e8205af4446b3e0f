#include "ui/shell/mode_stripe.h"

#include "ui/base/painters.h"

#include <QCoreApplication>
#include <QPainter>

#include <cmath>

namespace maker {

namespace {

QFont tagFont(const Theme& theme)
{
    QFont font = theme.font(TypeRole::Small);
    font.setWeight(QFont::Bold);
    font.setLetterSpacing(QFont::PercentageSpacing, 106);
    return font;
}

} // namespace

DeskMode deskMode(const DeskSnapshot& desk)
{
    if (desk.risk.killed)
        return DeskMode::Killed;
    return desk.mode == TradingMode::Live ? DeskMode::Live
        : desk.mode == TradingMode::Paper ? DeskMode::Paper
                                          : DeskMode::Demo;
}

QString modeText(DeskMode mode)
{
    switch (mode) {
    case DeskMode::Demo:
        return QCoreApplication::translate("ModeStripe", "DEMO");
    case DeskMode::Paper:
        return QCoreApplication::translate("ModeStripe", "PAPER");
    case DeskMode::Live:
        return QCoreApplication::translate("ModeStripe", "LIVE");
    case DeskMode::Killed:
        return QCoreApplication::translate("ModeStripe", "KILLED");
    }
    return {};
}

QColor modeColor(DeskMode mode, const Theme& theme)
{
    switch (mode) {
    case DeskMode::Demo:
        return theme.mode.demo;
    case DeskMode::Paper:
        return theme.mode.paper;
    case DeskMode::Live:
        return theme.mode.live;
    case DeskMode::Killed:
        return theme.mode.killed;
    }
    return theme.mode.demo;
}

QColor modeOnColor(DeskMode mode, const Theme& theme)
{
    switch (mode) {
    case DeskMode::Demo:
        return theme.mode.demo; // an outline, so the tag's own colour writes on the bar's ground
    case DeskMode::Paper:
        return theme.mode.paperOn;
    case DeskMode::Live:
        return theme.mode.liveOn;
    case DeskMode::Killed:
        return theme.mode.killedOn;
    }
    return theme.mode.demoOn;
}

ModeStripe::ModeStripe(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(3);
}

void ModeStripe::setMode(DeskMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    update();
}

void ModeStripe::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.window);
    const QColor color = modeColor(m_mode, m_theme);
    if (m_mode != DeskMode::Demo) {
        painter.fillRect(rect(), color);
        return;
    }
    for (int x = 0; x < width(); x += 18)
        painter.fillRect(x, 0, 12, height(), color);
}

ModeTag::ModeTag(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ModeTag::setMode(DeskMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    setAccessibleName(modeText(mode));
    updateGeometry();
    update();
}

QSize ModeTag::sizeHint() const
{
    return { static_cast<int>(std::ceil(QFontMetricsF(tagFont(m_theme)).horizontalAdvance(modeText(m_mode)))) + 20,
        24 };
}

void ModeTag::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = modeColor(m_mode, m_theme);
    if (m_mode == DeskMode::Demo) {
        painter.setPen(QPen(color, 1));
        painter.setBrush(Qt::NoBrush);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
    }
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    drawText(
        painter, QRectF(rect()), modeText(m_mode), tagFont(m_theme), modeOnColor(m_mode, m_theme), Qt::AlignCenter);
}

} // namespace maker
