#include "ui/panels/ladder/ladder_view.h"

#include "ui/base/key_map.h"
#include "ui/base/number_text.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {
constexpr double kWheelStep = 40.0; // a notch moves three rows
} // namespace

LadderView::LadderView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_numbers(theme.numberFont(TypeRole::Body))
    , m_small(theme.numberFont(TypeRole::Small))
    , m_tiny(theme.numberFont(TypeRole::Micro))
{
    installPaintedRowsAccessibility();
    setAccessibleName(tr("Order book ladder"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void LadderView::show(const Instrument* instrument, const MarketSnapshot& market, const OpenOrders& orders,
    std::span<const DraftQuote> drafts)
{
    if (instrument != m_instrument) {
        m_rows.clear();
        m_cursor.reset();
        m_scroll = 0;
    }
    m_instrument = instrument;
    m_market = market;
    if (instrument != nullptr && market.version != 0)
        m_rows.update(*instrument, market, orders, drafts);
    update();
}

void LadderView::setMuted(bool muted)
{
    if (m_muted != muted)
        update();
    m_muted = muted;
}

void LadderView::setLocked(bool locked)
{
    m_locked = locked;
    update();
}

void LadderView::centre()
{
    m_scroll = 0;
    m_rows.recentre();
    update();
}

void LadderView::refreshTheme()
{
    m_numbers.setFont(m_theme.numberFont(TypeRole::Body));
    m_small.setFont(m_theme.numberFont(TypeRole::Small));
    m_tiny.setFont(m_theme.numberFont(TypeRole::Micro));
    update();
}

QRectF LadderView::rowRect(int row) const
{
    const double body = height() - headHeight();
    const double middle = std::round(headHeight() + (body - middleHeight()) / 2.0) + m_scroll * rowHeight();
    if (row == 0)
        return { 0, middle, static_cast<double>(width()), middleHeight() };
    const double top = row > 0 ? middle - row * rowHeight() : middle + middleHeight() + (-row - 1) * rowHeight();
    return { 0, top, static_cast<double>(width()), rowHeight() };
}

int LadderView::rowAt(double y) const
{
    const QRectF middle = rowRect(0);
    if (y < middle.top())
        return static_cast<int>(std::floor((middle.top() - y) / rowHeight())) + 1;
    if (y < middle.bottom())
        return 0;
    return -static_cast<int>(std::floor((y - middle.bottom()) / rowHeight())) - 1;
}

std::pair<int, int> LadderView::visible() const
{
    return { rowAt(height() - 1), rowAt(headHeight()) };
}

std::optional<LadderRow> LadderView::cursor() const
{
    if (!m_cursor || !m_rows.ready())
        return std::nullopt;
    return m_rows.at(m_rows.rowOf(m_cursor->first, m_cursor->second));
}

void LadderView::moveCursor(int rows)
{
    if (!m_rows.ready())
        return;
    int row = 1;
    if (m_cursor) {
        const int from = m_rows.rowOf(m_cursor->first, m_cursor->second);
        row = from + rows;
        if (row == 0 || (row > 0) != (from > 0))
            row += rows > 0 ? (from < 0 ? 1 : 0) : (from > 0 ? -1 : 0);
        if (row == 0)
            row = rows > 0 ? 1 : -1;
    }
    row = std::clamp(row, -kFarthest, kFarthest);
    const LadderRow at = m_rows.at(row);
    m_cursor = std::pair { at.side, at.price };
    reach(row);
    // Keep the row in sight.
    const QRectF rect = rowRect(row);
    if (rect.top() < headHeight())
        m_scroll += static_cast<int>(std::ceil((headHeight() - rect.top()) / rowHeight()));
    else if (rect.bottom() > height())
        m_scroll -= static_cast<int>(std::ceil((rect.bottom() - height()) / rowHeight()));
    update();
}

void LadderView::mouseMoveEvent(QMouseEvent* event)
{
    const int row = rowAt(event->position().y());
    if (row != m_hovered) {
        m_hovered = row;
        reach(row);
        update();
    }
    const bool own = m_rows.ready() && row != 0 && m_rows.at(row).own.count > 0;
    setCursor(own && !m_locked ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LadderView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    const int row = rowAt(event->position().y());
    if (event->button() != Qt::LeftButton || row == 0 || !m_rows.ready() || event->position().y() < headHeight())
        return;
    const LadderRow at = m_rows.at(row);
    m_cursor = std::pair { at.side, at.price };
    if (at.own.count > 0 && chipRect(at, row, columns()).contains(event->position())) {
        if (m_locked)
            Q_EMIT lockedClick();
        else
            Q_EMIT cancelAsked(at);
    }
    update();
}

void LadderView::leaveEvent(QEvent*)
{
    m_hovered = 0;
    update();
}

void LadderView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        event->angleDelta().y() > 0 ? m_rows.finer() : m_rows.coarser();
        update();
        return;
    }
    m_wheel += event->angleDelta().y();
    const int step = static_cast<int>(m_wheel / kWheelStep);
    m_wheel -= step * kWheelStep;
    m_scroll = std::clamp(m_scroll + step, -kFarthest, kFarthest);
    update();
}

void LadderView::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (!m_cursor)
        moveCursor(0);
    Q_EMIT keyboardCame(true);
    update();
}

void LadderView::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    Q_EMIT keyboardCame(false);
    update();
}

void LadderView::keyPressEvent(QKeyEvent* event)
{
    const KeyMap& keys = KeyMap::instance();
    if (keys.is("ladder.centre", *event))
        return centre();
    if (keys.is("ladder.cancel", *event)) {
        if (const std::optional<LadderRow> row = cursor())
            Q_EMIT cancelAsked(*row);
        return;
    }
    const int page = std::max(1, static_cast<int>((height() - headHeight()) / rowHeight()) / 2);
    switch (event->key()) {
    case Qt::Key_Up:
        moveCursor(1);
        break;
    case Qt::Key_Down:
        moveCursor(-1);
        break;
    case Qt::Key_PageUp:
        moveCursor(page);
        break;
    case Qt::Key_PageDown:
        moveCursor(-page);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

int LadderView::rowCount() const
{
    if (!m_rows.ready() || m_instrument == nullptr)
        return 0;
    const auto [low, high] = visible();
    return high - low + 1;
}

QString LadderView::rowText(int row) const
{
    const int index = visible().second - row;
    if (index == 0) {
        return tr("spread, last %1, fair %2")
            .arg(text::price(*m_instrument, m_market.lastPrice),
                m_market.fair > 0 ? text::number(m_market.fair, m_instrument->priceDecimals() + 1)
                                  : QString(text::kUnknown));
    }
    const LadderRow at = m_rows.at(index);
    QString sentence = QStringLiteral("%1 %2").arg(
        at.side == Side::Buy ? tr("bid") : tr("ask"), text::price(*m_instrument, at.price));
    if (at.qty.count > 0)
        sentence += QStringLiteral(", ") + text::qty(*m_instrument, at.qty);
    if (at.own.count > 0)
        sentence += tr(", ours %1").arg(text::qty(*m_instrument, at.own));
    if (at.own.count > 0 && at.queue && at.queue->chance >= 0.0)
        sentence += tr(", %1 per cent").arg(std::lround(at.queue->chance * 100.0));
    if (at.draft.count > 0)
        sentence += tr(", draft %1").arg(text::qty(*m_instrument, at.draft));
    return sentence;
}

} // namespace maker
