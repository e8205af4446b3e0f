#include "ui/charts/ghost_ladder.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cstdlib>
#include <map>

namespace maker {

namespace {

constexpr int kRow = 18; // lengths times the size of the text
constexpr int kHead = 24;
constexpr int kPrice = 62;
constexpr int kWide = 206;
constexpr double kEdge = 3.0;

const WhatIfView::Side::Resting* best(const WhatIfView::Side& quotes, Side side)
{
    const WhatIfView::Side::Resting* found = nullptr;
    for (const auto& quote : quotes.resting) {
        if (quote.side == side && (found == nullptr || (side == Side::Buy) == (quote.price > found->price)))
            found = &quote;
    }
    return found;
}

} // namespace

GhostLadder::GhostLadder(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    setAccessibleName(tr("Quotes now and drafted"));
}

/// As wide as the widest price.
double GhostLadder::priceWidth() const
{
    const QFontMetricsF metrics(m_theme.numberFont(TypeRole::Small));
    double widest = m_theme.scaled(kPrice);
    for (const WhatIfView::Side* side : { &m_applied, &m_draft }) {
        for (const auto& quote : side->resting)
            widest = std::max(widest, metrics.horizontalAdvance(text::price(*m_instrument, quote.price)) + 8.0);
    }
    return widest;
}

double GhostLadder::rowHeight() const
{
    return m_theme.scaled(kRow);
}

QSize GhostLadder::sizeHint() const
{
    return { m_theme.scaled(kWide), minimumSizeHint().height() };
}

/// Every quote has its row, whatever the height.
QSize GhostLadder::minimumSizeHint() const
{
    const auto rows = static_cast<int>(quoted(Side::Sell).size() + quoted(Side::Buy).size()) + 1;
    return { m_theme.scaled(kWide), m_theme.scaled(kHead) + std::max(rows, 5) * m_theme.scaled(kRow) + 4 };
}

void GhostLadder::setQuotes(const WhatIfView& view, const Instrument& instrument)
{
    m_applied = view.applied;
    m_draft = view.draft;
    m_instrument = std::make_shared<const Instrument>(instrument);
    updateGeometry();
    arrange();
    QStringList lines;
    for (const Row& row : m_rows) {
        if (const QString words = textOf(row); !words.isEmpty())
            lines << words;
    }
    setAccessibleDescription(lines.join(QLatin1Char('\n')));
}

/// The prices of a side that have a quote, from the middle outwards.
std::vector<GhostLadder::Row> GhostLadder::quoted(Side side) const
{
    std::map<std::int64_t, Row> rows;
    for (const WhatIfView::Side* from : { &m_applied, &m_draft }) {
        for (const auto& quote : from->resting) {
            if (quote.side != side)
                continue;
            Row& row = rows[quote.price.count];
            row.price = quote.price;
            row.side = side;
            (from == &m_applied ? row.applied : row.draft) += quote.qty;
            (from == &m_applied ? row.appliedAhead : row.draftAhead) = quote.ahead;
        }
    }
    std::vector<Row> out;
    for (const auto& [price, row] : rows)
        out.push_back(row);
    if (side == Side::Buy)
        std::reverse(out.begin(), out.end());
    return out;
}

/// From the middle outwards: every tick where there is room for them.
void GhostLadder::addSide(Side side, std::size_t room, std::vector<Row>& rows) const
{
    const std::vector<Row> quotes = quoted(side);
    if (quotes.empty())
        return;
    const std::int64_t tick = std::max<std::int64_t>(1, m_instrument->tickSize().count);
    const std::int64_t span = std::abs(quotes.back().price.count - quotes.front().price.count) / tick + 1;
    const std::int64_t step = side == Side::Buy ? -tick : tick;
    if (span > static_cast<std::int64_t>(std::max(room, quotes.size()))) {
        for (std::size_t i = 0; i < quotes.size(); ++i) {
            rows.push_back(quotes[i]);
            rows.back().broken = i > 0 && quotes[i].price.count != quotes[i - 1].price.count + step;
        }
        return;
    }
    std::size_t next = 0;
    for (std::int64_t at = 0; at < span; ++at) {
        const Price price { quotes.front().price.count + at * step };
        Row row;
        row.price = price;
        row.side = side;
        if (next < quotes.size() && quotes[next].price == price)
            row = quotes[next++];
        rows.push_back(row);
    }
}

void GhostLadder::arrange()
{
    m_rows.clear();
    if (m_instrument == nullptr)
        return;
    const double free = height() - m_theme.scaled(kHead) - rowHeight();
    const auto room = static_cast<std::size_t>(std::max(0.0, free / rowHeight() / 2.0));
    addSide(Side::Sell, room, m_rows);
    std::reverse(m_rows.begin(), m_rows.end());
    // Seen from the middle the gap lay before its row; on the ask side that is below it, above the next one.
    for (std::size_t i = m_rows.size(); i-- > 1;)
        m_rows[i].broken = m_rows[i - 1].broken;
    if (!m_rows.empty())
        m_rows.front().broken = false;
    Row middle;
    middle.middle = true;
    m_rows.push_back(middle);
    addSide(Side::Buy, room, m_rows);
    update();
}

QString GhostLadder::textOf(const Row& row) const
{
    if (row.middle || m_instrument == nullptr)
        return {};
    QStringList lines;
    const auto add = [&](const QString& whose, Qty qty, Qty ahead) {
        if (qty.count <= 0)
            return;
        lines << tr("%1: %2 %3 at %4, %5 ahead of it")
                     .arg(whose, row.side == Side::Buy ? tr("buy") : tr("sell"), text::qty(*m_instrument, qty),
                         text::price(*m_instrument, row.price), text::qty(*m_instrument, ahead));
    };
    add(tr("Applied"), row.applied, row.appliedAhead);
    add(tr("Draft"), row.draft, row.draftAhead);
    return lines.join(QLatin1Char('\n'));
}

QString GhostLadder::spreadText(const WhatIfView::Side& side) const
{
    const auto* bid = best(side, Side::Buy);
    const auto* ask = best(side, Side::Sell);
    return bid == nullptr || ask == nullptr ? QString(text::kUnknown)
                                            : text::price(*m_instrument, Price { ask->price.count - bid->price.count });
}

void GhostLadder::paintRow(QPainter& painter, const Row& row, double y) const
{
    const double high = rowHeight();
    const double price = priceWidth();
    const double chip = (width() - price - 22.0) / 2.0;
    const QFont figures = m_theme.numberFont(TypeRole::Small);
    if (row.broken) {
        painter.setPen(QPen(m_theme.line.strong, 1, Qt::DotLine));
        painter.drawLine(QPointF(6, y + 0.5), QPointF(width() - 6, y + 0.5));
    }
    drawText(painter, QRectF(4, y, price - 2, high), text::price(*m_instrument, row.price), figures, m_theme.side(row.side).text,
        Qt::AlignRight | Qt::AlignVCenter);
    constexpr Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;
    if (row.applied.count > 0) {
        const QRectF box(price + 8, y + 1, chip, high - 2);
        painter.fillRect(box, m_theme.own.soft);
        painter.fillRect(QRectF(box.left(), box.top(), kEdge, box.height()), m_theme.own.fill);
        drawText(painter, box.adjusted(6, 0, -5, 0), text::qty(*m_instrument, row.applied), figures, m_theme.own.text, kRight);
    }
    if (row.draft.count > 0) {
        const QRectF box(price + chip + 14, y + 1, chip, high - 2);
        QPen pen(m_theme.accent.text, 1);
        pen.setDashPattern({ 3.0, 2.0 });
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        drawText(painter, box.adjusted(6, 0, -5, 0), text::qty(*m_instrument, row.draft), figures, m_theme.accent.text, kRight);
    }
}

void GhostLadder::paintMiddle(QPainter& painter, double y) const
{
    const double high = rowHeight();
    painter.fillRect(QRectF(0, y, width(), high), m_theme.bg.header);
    const QFont words = m_theme.font(TypeRole::Micro);
    const QFont figures = m_theme.numberFont(TypeRole::Micro);
    const double price = priceWidth();
    const double chip = (width() - price - 22.0) / 2.0;
    drawText(painter, QRectF(4, y, price - 2, high), tr("spread"), words, m_theme.text.muted, Qt::AlignRight | Qt::AlignVCenter);
    drawText(painter, QRectF(price + 8, y, chip - 5, high), spreadText(m_applied), figures, m_theme.text.secondary,
        Qt::AlignRight | Qt::AlignVCenter);
    drawText(painter, QRectF(price + chip + 14, y, chip - 5, high), spreadText(m_draft), figures, m_theme.accent.text,
        Qt::AlignRight | Qt::AlignVCenter);
}

void GhostLadder::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    painter.fillRect(QRectF(0, 0, 1, height()), m_theme.line.normal);
    const double price = priceWidth();
    const double chip = (width() - price - 22.0) / 2.0;
    const double head = m_theme.scaled(kHead);
    const QFont words = m_theme.font(TypeRole::Small);
    constexpr Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;
    drawText(painter, QRectF(4, 0, price - 2, head), tr("Quotes"), words, m_theme.text.secondary, kRight);
    drawText(painter, QRectF(price + 8, 0, chip - 5, head), tr("now"), words, m_theme.text.secondary, kRight);
    drawText(painter, QRectF(price + chip + 14, 0, chip - 5, head), tr("drafted"), words, m_theme.accent.text, kRight);
    if (m_instrument == nullptr || m_rows.size() < 2) {
        drawText(painter, QRectF(8, head, width() - 16, rowHeight()), tr("Neither quoted at the end."), words, m_theme.text.muted);
        return;
    }
    double y = head;
    for (const Row& row : m_rows) {
        if (row.middle)
            paintMiddle(painter, y);
        else
            paintRow(painter, row, y);
        y += rowHeight();
    }
}

void GhostLadder::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void GhostLadder::refreshTheme()
{
    updateGeometry();
    arrange();
}

bool GhostLadder::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const double row = (help->pos().y() - m_theme.scaled(kHead)) / rowHeight();
    const bool on = row >= 0.0 && row < static_cast<double>(m_rows.size());
    QToolTip::showText(help->globalPos(), on ? textOf(m_rows[static_cast<std::size_t>(row)]) : QString(), this);
    return true;
}

} // namespace maker
