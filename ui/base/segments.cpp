#include "ui/base/segments.h"

#include "ui/base/painters.h"

#include <QMouseEvent>
#include <QPainter>

#include <numeric>

namespace maker {

namespace {
constexpr int kHeight = 20;
constexpr int kPadding = 7;
} // namespace

Segments::Segments(const Theme& theme, QStringList texts, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_texts(std::move(texts))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(m_texts.join(QStringLiteral(", ")));
}

int Segments::widthOf(int index) const
{
    QFont font = m_theme.font(TypeRole::Small);
    font.setWeight(QFont::Medium);
    return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(m_texts.at(index)))) + 2 * kPadding;
}

QSize Segments::sizeHint() const
{
    int width = 2;
    for (int i = 0; i < m_texts.size(); ++i)
        width += widthOf(i);
    return {width, m_theme.scaled(kHeight)};
}

void Segments::setTexts(const QStringList& texts)
{
    if (texts == m_texts)
        return;
    m_texts = texts;
    setAccessibleName(m_texts.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

void Segments::setCurrent(int index)
{
    m_current = index;
    setAccessibleDescription(m_texts.value(index));
    update();
}

void Segments::choose(int index)
{
    if (index == m_current || index < 0 || index >= m_texts.size())
        return;
    setCurrent(index);
    Q_EMIT chosen(index);
}

void Segments::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(hasFocus() ? m_theme.accent.text : m_theme.line.normal, 1));
    painter.setBrush(m_theme.bg.sunken);
    painter.drawRoundedRect(frame, 4, 4);
    QFont font = m_theme.font(TypeRole::Small);
    font.setWeight(QFont::Medium);
    double x = 1.0;
    for (int i = 0; i < m_texts.size(); ++i) {
        const QRectF cell(x, 1, widthOf(i), height() - 2);
        if (i == m_current)
            painter.fillRect(cell, m_theme.bg.hover);
        drawText(painter, cell, m_texts.at(i), font, i == m_current ? m_theme.text.primary : m_theme.text.secondary,
                 Qt::AlignCenter);
        if (i + 1 < m_texts.size())
            painter.fillRect(QRectF(cell.right() - 1, 1, 1, height() - 2), m_theme.line.normal);
        x += cell.width();
    }
}

void Segments::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const int next = m_current + step;
    if (step == 0 || next < 0 || next >= m_texts.size()) {
        QWidget::keyPressEvent(event);
        return;
    }
    choose(next);
}

void Segments::mousePressEvent(QMouseEvent* event)
{
    double x = 1.0;
    for (int i = 0; i < m_texts.size(); ++i) {
        x += widthOf(i);
        if (event->position().x() < x) {
            choose(i);
            return;
        }
    }
}

} // namespace maker
