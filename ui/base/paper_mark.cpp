#include "ui/base/paper_mark.h"

#include "ui/base/painters.h"

#include <QPainter>

#include <cmath>

namespace maker {

PaperMark::PaperMark(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("PAPER"));
    setToolTip(tr("Orders are filled by a simulated venue beside the live market. Nothing is sent to the venue."));
    hide();
}

void PaperMark::setMode(TradingMode mode)
{
    setVisible(mode == TradingMode::Paper);
}

QFont PaperMark::markFont() const
{
    QFont font = m_theme.font(TypeRole::Micro);
    font.setWeight(QFont::Bold);
    return font;
}

QSize PaperMark::sizeHint() const
{
    const QFontMetricsF metrics(markFont());
    return { static_cast<int>(std::ceil(metrics.horizontalAdvance(tr("PAPER")))) + 8,
        static_cast<int>(std::ceil(metrics.height())) + 2 };
}

void PaperMark::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.mode.paper);
    painter.drawRoundedRect(QRectF(rect()), 3, 3);
    drawText(painter, QRectF(rect()), tr("PAPER"), markFont(), m_theme.mode.paperOn, Qt::AlignCenter);
}

} // namespace maker
