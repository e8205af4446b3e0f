#include "ui/base/number_text.h"
#include "ui/panels/ladder/ladder_view.h"

#include <QPainter>

// The chips of our own orders and of drafts, in the outer columns of the ladder.

namespace maker {

namespace {
constexpr double kEdge = 3.0;
constexpr double kBar = 2.0;
constexpr Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;
constexpr Qt::Alignment kLeft = Qt::AlignLeft | Qt::AlignVCenter;

QString chanceText(double chance)
{
    return QString::number(std::lround(chance * 100.0)) + QLatin1Char('%');
}
} // namespace

QRectF LadderView::chipRect(const LadderRow& row, int index, const Columns& at) const
{
    const QRectF rect = rowRect(index);
    const bool bid = row.side == Side::Buy;
    const double left = bid ? at.mineLeft + 2 : at.mineRight + 2;
    const double right = bid ? at.bid - 2 : at.end - 2;
    return { left, rect.top() + 1, right - left, rect.height() - 2 };
}

void LadderView::paintChip(QPainter& painter, const LadderRow& row, int index, const Columns& at)
{
    const QRectF chip = chipRect(row, index, at);
    const bool bid = row.side == Side::Buy;
    painter.fillRect(chip, m_theme.own.soft);
    painter.fillRect(QRectF(bid ? chip.right() - kEdge : chip.left(), chip.top(), kEdge, chip.height()), m_theme.own.fill);
    const QString qty = text::qty(*m_instrument, row.own);
    const bool hovered = index == m_hovered;
    const QString chance
        = !hovered && row.queue && row.queue->chance >= 0.0 ? chanceText(row.queue->chance) : QString();
    const QRectF roomy = chip.adjusted(bid ? 4 : kEdge + 5, 0, bid ? -kEdge - 5 : -4, row.queue ? -kBar - 1 : 0);
    // Both figures in the size of the rows, or both small; where even that is too much the chance stays in the tip.
    const bool large = chance.isEmpty()
        || m_numbers.width(qty.size()) + m_small.width(chance.size()) + 6 <= roomy.width();
    NumberPainter& figures = large ? m_numbers : m_tiny;
    const QRectF inner = large ? roomy : roomy.adjusted(-2, 0, 2, 0);
    figures.draw(painter, inner, qty, m_theme.own.text, bid ? kRight : kLeft);
    NumberPainter& beside = large ? m_small : m_tiny;
    if (figures.width(qty.size()) + beside.width(chance.size()) + 5 <= inner.width())
        beside.draw(painter, inner, chance, m_theme.own.text, bid ? kLeft : kRight, false);
    if (row.queue)
        paintQueue(painter, *row.queue, chip, bid);
    if (hovered) {
        const QRectF cross(bid ? chip.left() + 3 : chip.right() - 15, chip.center().y() - 6, 12, 12);
        drawIcon(painter, m_locked ? QStringLiteral("lock") : QStringLiteral("close"), cross,
            m_locked ? m_theme.text.muted : m_theme.text.primary);
    }
}

void LadderView::paintQueue(QPainter& painter, const QueuePlace& queue, const QRectF& chip, bool bid)
{
    const double left = bid ? chip.left() + 4 : chip.left() + kEdge + 5;
    const double right = bid ? chip.right() - kEdge - 5 : chip.right() - 4;
    drawQueueBar(
        painter, QRectF(left, chip.bottom() - kBar - 1, right - left, kBar), queue.ahead, queue.ours, m_theme);
}

/// Dashes: it rests nowhere. Where an order of ours already stands only the frame is drawn.
void LadderView::paintDraft(QPainter& painter, const LadderRow& row, const QRectF& chip)
{
    const bool bid = row.side == Side::Buy;
    painter.setPen(QPen(m_theme.own.text, 1.0, Qt::CustomDashLine));
    QPen pen = painter.pen();
    pen.setDashPattern({ 3.0, 2.0 });
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(chip.adjusted(0.5, 0.5, -0.5, -0.5));
    if (row.own.count > 0)
        return;
    const QRectF inner = chip.adjusted(bid ? 4 : kEdge + 5, 0, bid ? -kEdge - 5 : -4, 0);
    const QString qty = text::qty(*m_instrument, row.draft);
    m_numbers.draw(painter, inner, qty, m_theme.own.text, bid ? kRight : kLeft);
    const QFont small = m_theme.font(TypeRole::Micro);
    const QString word = tr("draft");
    if (m_numbers.width(qty.size()) + QFontMetricsF(small).horizontalAdvance(word) + 6 <= inner.width())
        drawText(painter, inner, word, small, m_theme.own.text, bid ? kLeft : kRight);
}

QString LadderView::chipTip(const LadderRow& row) const
{
    const QString lock = m_locked ? tr("One-click is locked: press L to cancel own orders by click")
                                  : tr("A click cancels it");
    if (!row.queue)
        return lock;
    const QString unit = QLatin1Char(' ') + text::fromView(m_instrument->base().view());
    QString tip = tr("Ahead of us %1, %2").arg(text::qty(*m_instrument, row.queue->aheadQty) + unit, text::percent(row.queue->ahead));
    tip += QLatin1Char('\n') + tr("Ours %1").arg(text::qty(*m_instrument, row.own) + unit);
    tip += QLatin1Char('\n') + tr("Behind us %1").arg(text::qty(*m_instrument, row.queue->behindQty) + unit);
    if (row.queue->chance >= 0.0)
        tip += QLatin1Char('\n') + tr("Fill within 60 s: %1, if prices stay").arg(text::percent(row.queue->chance));
    return tip + QLatin1Char('\n') + tr("Moving the price loses this place.") + QLatin1Char('\n') + lock;
}

void LadderView::reach(int index)
{
    const LadderRow row = m_rows.ready() && index != 0 ? m_rows.at(index) : LadderRow {};
    setToolTip(row.own.count > 0 ? chipTip(row) : QString());
    if (row.own.count > 0)
        Q_EMIT ownRowReached(row);
}

} // namespace maker
