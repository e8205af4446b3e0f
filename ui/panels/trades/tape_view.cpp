#include "ui/panels/trades/tape_view.h"

#include "ui/base/number_text.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kLeft = 6;
constexpr int kRight = 5;
constexpr int kArrowLane = 12;
constexpr double kGap = 9.0; // at least, between price and quantity
constexpr double kWheelStep = 40.0; // an eighth of a degree per row, so that a notch moves three rows

QFont semibold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

TapeView::TapeView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_numbers(theme.numberFont(TypeRole::Small))
    , m_bold(semibold(theme.numberFont(TypeRole::Small)))
    , m_time(theme.numberFont(TypeRole::Micro))
{
    installPaintedRowsAccessibility();
    setAccessibleName(tr("Trades of the market, newest first"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void TapeView::setRows(const Instrument* instrument, const std::deque<TapeRow>* rows)
{
    if (instrument != m_instrument) {
        m_first = 0;
        m_least = {};
    }
    m_instrument = instrument;
    m_rows = rows;
    collect();
    update();
}

void TapeView::refresh(std::size_t added)
{
    // Who has scrolled back reads; the rows stay where they are.
    if (m_first > 0)
        m_first += added;
    collect();
    update();
}

void TapeView::setLeast(Qty least)
{
    m_least = least;
    m_first = 0;
    collect();
    update();
}

void TapeView::refreshTheme()
{
    m_numbers.setFont(m_theme.numberFont(TypeRole::Small));
    m_bold.setFont(semibold(m_theme.numberFont(TypeRole::Small)));
    m_time.setFont(m_theme.numberFont(TypeRole::Micro));
    update();
}

int TapeView::visibleRows() const
{
    return std::max(0, (height() - m_theme.scaled(rows::kTableHead)) / rowHeight() + 1);
}

void TapeView::collect()
{
    m_shown.clear();
    m_large = {};
    if (m_rows == nullptr)
        return;
    std::vector<std::int64_t> sizes;
    sizes.reserve(m_rows->size());
    const auto wanted = static_cast<std::size_t>(visibleRows());
    std::size_t passed = 0;
    for (const TapeRow& row : *m_rows) {
        sizes.push_back(row.qty.count);
        if (row.qty < m_least)
            continue;
        if (passed++ >= m_first && m_shown.size() < wanted)
            m_shown.push_back(row);
    }
    if (sizes.empty())
        return;
    const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 95 / 100);
    std::nth_element(sizes.begin(), at, sizes.end());
    m_large = { *at };
}

TapeView::Lanes TapeView::lanes() const
{
    // Price and quantity get what their decimals need; what is left stands between them.
    const qsizetype priceChars
        = m_shown.empty() || m_instrument == nullptr ? 6 : text::price(*m_instrument, m_shown.front().price).size();
    const qsizetype qtyChars = m_instrument == nullptr ? 5 : std::max<qsizetype>(5, m_instrument->qtyDecimals() + 2);
    const double right = width() - kRight;
    const double needed = m_numbers.width(priceChars) + m_numbers.width(qtyChars);
    // In a column too narrow for all, the time goes first: the arrow and the figures say what happened.
    const double arrow = m_theme.scaled(kArrowLane);
    const bool timed = kLeft + m_time.width(5) + arrow + needed <= right;
    const double start = (timed ? kLeft + m_time.width(5) : 2.0) + arrow;
    const double spare = std::max(0.0, right - start - needed);
    return { start - arrow / 2.0, start + m_numbers.width(priceChars) + std::min(spare / 2.0, std::max(0.0, spare - kGap)), right, timed };
}

void TapeView::paintHead(QPainter& painter, const Lanes& lanes) const
{
    const int height = m_theme.scaled(rows::kTableHead);
    const QFont font = m_theme.font(TypeRole::Micro);
    const Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;
    if (lanes.timed)
        drawText(painter, QRectF(kLeft, 0, lanes.arrow - kLeft, height), tr("Time"), font, m_theme.text.muted);
    drawText(painter, QRectF(0, 0, lanes.priceRight, height), tr("Price"), font, m_theme.text.muted, right);
    drawText(painter, QRectF(lanes.priceRight, 0, lanes.qtyRight - lanes.priceRight, height), tr("Qty"), font,
        m_theme.text.muted, right);
    drawHairline(painter, 0, width(), height - 1, m_theme.line.normal);
}

void TapeView::paintRow(QPainter& painter, const TapeRow& row, double y, const Lanes& lanes)
{
    const double height = rowHeight();
    const Theme::Hue& hue = m_theme.side(row.side);
    if (row.own) {
        painter.fillRect(QRectF(0, y, width(), height), m_theme.own.soft);
        painter.fillRect(QRectF(0, y, 3, height), m_theme.own.fill);
    }
    if (m_large.count > 0) {
        const double share
            = std::sqrt(std::min(1.0, static_cast<double>(row.qty.count) / static_cast<double>(m_large.count)));
        drawShareBar(painter, QRectF(lanes.priceRight + 6, y + 1, width() - lanes.priceRight - 6, height - 2), share,
            true, hue.soft);
    }
    const double middle = y + height / 2;
    if (lanes.timed)
        m_time.draw(painter, QRectF(kLeft, y, lanes.arrow - kLeft, height), text::clockSeconds(row.time), m_theme.text.muted,
        Qt::AlignLeft | Qt::AlignVCenter, false);
    drawSideArrow(painter, { lanes.arrow, middle }, row.side, m_theme.scaled(6), hue.text);
    m_numbers.draw(painter, QRectF(0, y, lanes.priceRight, height), text::price(*m_instrument, row.price), hue.text);
    const bool large = row.qty >= m_large;
    (large ? m_bold : m_numbers)
        .draw(painter, QRectF(lanes.priceRight, y, lanes.qtyRight - lanes.priceRight, height),
            text::qty(*m_instrument, row.qty), large ? m_theme.text.primary : m_theme.text.secondary);
}

void TapeView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    const Lanes at = lanes();
    paintHead(painter, at);
    if (m_instrument == nullptr)
        return;
    if (static_cast<int>(m_shown.size()) < visibleRows())
        collect();
    double y = m_theme.scaled(rows::kTableHead);
    painter.setClipRect(QRectF(0, y, width(), height() - y));
    for (const TapeRow& row : m_shown) {
        paintRow(painter, row, y, at);
        y += rowHeight();
    }
    if (m_first > 0)
        drawBadge(painter, { width() / 2.0 - 34, m_theme.scaled(rows::kTableHead) + 12.0 }, tr("%1 newer").arg(m_first),
            m_theme.font(TypeRole::Micro), m_theme.accent.soft, m_theme.accent.text);
}

void TapeView::scrollTo(std::size_t first)
{
    m_first = m_rows == nullptr ? 0 : std::min(first, m_rows->size() > 10 ? m_rows->size() - 10 : 0);
    collect();
    update();
}

void TapeView::wheelEvent(QWheelEvent* event)
{
    m_wheel -= event->angleDelta().y();
    const int step = static_cast<int>(m_wheel / kWheelStep);
    m_wheel -= step * kWheelStep;
    const auto first = static_cast<std::int64_t>(m_first) + step;
    scrollTo(static_cast<std::size_t>(std::max<std::int64_t>(0, first)));
    event->accept();
}

void TapeView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Down:
        scrollTo(m_first + 1);
        break;
    case Qt::Key_Up:
        scrollTo(m_first > 0 ? m_first - 1 : 0);
        break;
    case Qt::Key_PageDown:
        scrollTo(m_first + static_cast<std::size_t>(visibleRows()));
        break;
    case Qt::Key_PageUp: {
        const auto page = static_cast<std::size_t>(visibleRows());
        scrollTo(m_first > page ? m_first - page : 0);
        break;
    }
    case Qt::Key_Space:
        scrollTo(0);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

int TapeView::rowCount() const
{
    return static_cast<int>(m_shown.size());
}

QString TapeView::rowText(int row) const
{
    const TapeRow& at = m_shown[static_cast<std::size_t>(row)];
    QString sentence = tr("%1 %2 %3 at %4")
                           .arg(text::clock(at.time), at.side == Side::Buy ? tr("bought") : tr("sold"),
                               text::qty(*m_instrument, at.qty), text::price(*m_instrument, at.price));
    if (at.own)
        sentence += tr(", ours");
    return sentence;
}

} // namespace maker
