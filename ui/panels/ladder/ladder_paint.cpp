#include "ui/base/number_text.h"
#include "ui/panels/ladder/ladder_view.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace maker {

namespace {
constexpr double kPadding = 6.0;
constexpr Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;
constexpr Qt::Alignment kLeft = Qt::AlignLeft | Qt::AlignVCenter;
} // namespace

LadderView::Columns LadderView::columns() const
{
    qsizetype priceChars = 6;
    qsizetype qtyChars = 6;
    if (m_instrument != nullptr && m_rows.ready()) {
        priceChars = text::price(*m_instrument, m_rows.at(1).price).size();
        qtyChars = std::max<qsizetype>(qtyChars, m_instrument->qtyDecimals() + 2);
    }
    const double price = std::max(62.0, m_numbers.width(priceChars) + 12.0);
    const double qty = std::max(58.0, m_numbers.width(qtyChars) + 10.0);
    const double mine = std::max(36.0, std::floor((width() - price - 2 * qty) / 2.0));
    Columns at { 0, mine, mine + qty, mine + qty + price, mine + 2 * qty + price, static_cast<double>(width()) };
    return at;
}

void LadderView::paintHead(QPainter& painter, const Columns& at) const
{
    const double height = headHeight();
    painter.fillRect(QRectF(0, 0, width(), height), m_theme.bg.panel);
    const std::array<std::pair<QString, double>, 5> heads { { { tr("Mine"), at.bid }, { tr("Bid"), at.price },
        { tr("Price"), at.ask }, { tr("Ask"), at.mineRight }, { tr("Mine"), at.end } } };
    for (const auto& [title, right] : heads)
        drawText(painter, QRectF(0, 0, right - kPadding, height), title, m_theme.font(TypeRole::Micro),
            m_theme.text.muted, kRight);
    drawHairline(painter, 0, width(), height - 1, m_theme.line.normal);
}

void LadderView::paintRow(QPainter& painter, int index, double cap, const Columns& at)
{
    const QRectF rect = rowRect(index);
    const LadderRow row = m_rows.at(index);
    if (row.price.count <= 0)
        return;
    const Theme::Hue& hue = m_theme.side(row.side);
    if (index == m_hovered)
        painter.fillRect(rect, m_theme.bg.hover);
    else if (row.price.count / m_rows.group() % 10 == 0)
        painter.fillRect(rect, m_theme.bg.stripe);
    painter.fillRect(QRectF(at.price, rect.top(), at.ask - at.price, rect.height()), m_theme.bg.header);
    m_numbers.draw(painter, QRectF(at.price, rect.top(), at.ask - at.price - kPadding, rect.height()),
        text::price(*m_instrument, row.price), shade(hue.text));
    if (row.qty.count > 0) {
        const bool bid = row.side == Side::Buy;
        const double left = bid ? at.bid : at.ask;
        const double right = bid ? at.price : at.mineRight;
        drawShareBar(painter, QRectF(left, rect.top() + 1, right - left, rect.height() - 2),
            static_cast<double>(row.qty.count) / cap, bid, hue.soft);
        m_numbers.draw(painter, QRectF(left, rect.top(), right - left - kPadding, rect.height()),
            text::qty(*m_instrument, row.qty), shade(m_theme.text.primary));
    }
    if (row.own.count > 0)
        paintChip(painter, row, index, at);
    if (row.draft.count > 0)
        paintDraft(painter, row, chipRect(row, index, at));
}

void LadderView::paintLastAndSpread(QPainter& painter, const QRectF& left)
{
    const QFont label = m_theme.font(TypeRole::Small);
    const QRectF top(left.left(), left.top(), left.width(), left.height() / 2);
    const QRectF bottom = top.translated(0, top.height());
    const double labelWidth = QFontMetricsF(label).horizontalAdvance(tr("Spread")) + 6;
    drawText(painter, top, tr("Last"), label, m_theme.text.muted);
    if (m_market.lastPrice.count > 0) {
        const QColor color = shade(m_theme.side(m_market.lastSide).text);
        const double arrow = m_theme.scaled(8);
        drawSideArrow(painter, { top.left() + labelWidth + arrow / 2.0, top.center().y() }, m_market.lastSide, arrow, color);
        m_numbers.draw(painter, top.adjusted(labelWidth + arrow + 5, 0, 0, 0), text::price(*m_instrument, m_market.lastPrice),
            color, kLeft);
    }
    drawText(painter, bottom, tr("Spread"), label, m_theme.text.muted);
    if (m_market.bidCount == 0 || m_market.askCount == 0)
        return;
    const Price spread { m_market.asks[0].price.count - m_market.bids[0].price.count };
    const double mid = 0.5 * static_cast<double>(m_market.asks[0].price.count + m_market.bids[0].price.count);
    const QString counted = text::price(*m_instrument, spread);
    const QString bps = text::number(static_cast<double>(spread.count) / mid * 1e4, 1) + QStringLiteral(" bp");
    m_small.draw(painter, bottom.adjusted(labelWidth, 0, 0, 0), counted, shade(m_theme.text.primary), kLeft);
    m_small.draw(painter, bottom.adjusted(labelWidth + m_small.width(counted.size() + 1), 0, 0, 0), bps,
        shade(m_theme.text.secondary), kLeft, false);
}

void LadderView::paintFairAndOwn(QPainter& painter, const QRectF& right)
{
    const QFont label = m_theme.font(TypeRole::Small);
    const QRectF top(right.left(), right.top(), right.width(), right.height() / 2);
    const QRectF bottom = top.translated(0, top.height());
    drawText(painter, top, tr("Fair"), label, m_theme.text.muted);
    drawText(painter, bottom, tr("Own"), label, m_theme.text.muted);
    const QString fair
        = m_market.fair > 0 ? text::number(m_market.fair, m_instrument->priceDecimals() + 1) : QString(text::kUnknown);
    m_small.draw(painter, top, fair, m_market.fair > 0 ? shade(m_theme.chart.fair) : m_theme.text.muted, kRight);
    if (m_market.ownBid.count == 0 || m_market.ownAsk.count == 0) {
        m_small.draw(painter, bottom, text::kUnknown, m_theme.text.muted, kRight);
        return;
    }
    const Price spread { m_market.ownAsk.count - m_market.ownBid.count };
    const double mid = 0.5 * static_cast<double>(m_market.ownAsk.count + m_market.ownBid.count);
    const QString bps = text::number(static_cast<double>(spread.count) / mid * 1e4, 1) + QStringLiteral(" bp");
    m_small.draw(painter, bottom, bps, m_theme.own.text, kRight, false);
    m_small.draw(painter, bottom.adjusted(0, 0, -m_small.width(bps.size() + 1), 0), text::price(*m_instrument, spread),
        m_theme.own.text, kRight);
}

void LadderView::paintMiddle(QPainter& painter, const Columns& at)
{
    const QRectF rect = rowRect(0);
    painter.fillRect(rect, m_theme.bg.header);
    drawHairline(painter, 0, width(), rect.top(), m_theme.line.normal);
    drawHairline(painter, 0, width(), rect.bottom() - 1, m_theme.line.normal);
    const double half = (at.price + at.ask) / 2.0;
    paintLastAndSpread(painter, QRectF(10, rect.top() + 3, half - 14, rect.height() - 6));
    paintFairAndOwn(painter, QRectF(half + 14, rect.top() + 3, width() - half - 24, rect.height() - 6));
}

void LadderView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    const Columns at = columns();
    if (m_instrument == nullptr || !m_rows.ready()) {
        paintHead(painter, at);
        return;
    }
    const auto [low, high] = visible();
    const double cap = m_rows.cap(low, high);
    for (int row = low; row <= high; ++row) {
        if (row != 0)
            paintRow(painter, row, cap, at);
    }
    for (const double x : { at.bid, at.price, at.ask, at.mineRight })
        painter.fillRect(QRectF(x, headHeight(), hairline(painter), height() - headHeight()), m_theme.line.subtle);
    paintMiddle(painter, at);
    if (m_cursor && hasFocus()) {
        const QRectF frame = rowRect(m_rows.rowOf(m_cursor->first, m_cursor->second));
        painter.setPen(QPen(m_theme.accent.text, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    paintHead(painter, at);
}

} // namespace maker
