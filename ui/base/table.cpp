#include "ui/base/table.h"

#include "ui/base/number_text.h"

#include <QPainter>

namespace maker {

namespace {

constexpr qint64 kFlashMillis = 150;

bool isRightAligned(ColumnKind kind)
{
    return kind == ColumnKind::Number || kind == ColumnKind::Tint || kind == ColumnKind::Share || kind == ColumnKind::Queue;
}

} // namespace

QColor toneColor(Tone tone, const Theme& theme)
{
    switch (tone) {
    case Tone::Primary:
        return theme.text.primary;
    case Tone::Secondary:
        return theme.text.secondary;
    case Tone::Muted:
        return theme.text.muted;
    case Tone::Gain:
        return theme.bid.text;
    case Tone::Loss:
        return theme.ask.text;
    case Tone::Ours:
        return theme.own.text;
    case Tone::Info:
        return theme.status.info;
    case Tone::Warn:
        return theme.status.warn;
    case Tone::Danger:
        return theme.status.danger;
    }
    return theme.text.primary;
}

Tone signTone(int sign)
{
    return sign > 0 ? Tone::Gain : sign < 0 ? Tone::Loss : Tone::Muted;
}

TableModel::TableModel(std::vector<Column> columns, QObject* parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((isRightAligned(column.kind) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

CellDelegate::CellDelegate(const Theme& theme, const FrameClock& clock, std::vector<Column> columns, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_columns(std::move(columns))
    , m_numbers(theme.numberFont(TypeRole::Small))
    , m_textFont(theme.font(TypeRole::Small))
{
}

void CellDelegate::refresh()
{
    m_numbers.setFont(m_theme.numberFont(TypeRole::Small));
    m_textFont = m_theme.font(TypeRole::Small);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return { 40, m_theme.scaled(rows::kTable) };
}

void CellDelegate::paintGround(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* view = static_cast<const TableView*>(option.widget);
    const bool own = index.data(OwnRole).toBool();
    QColor ground = own ? m_theme.own.soft : index.data(GroupRole).toBool() ? m_theme.bg.header : m_theme.bg.panel;
    if (option.state.testFlag(QStyle::State_Selected))
        ground = m_theme.bg.selected;
    else if (view != nullptr && view->hoveredRow() == index.row())
        ground = m_theme.bg.hover;
    painter.fillRect(option.rect, ground);
    const QVariant tint = index.data(TintRole);
    if (tint.isValid())
        painter.fillRect(option.rect, m_theme.divergingAt(tint.toDouble()));
    const QVariant flash = index.data(FlashRole);
    if (flash.isValid() && m_clock.millis() - flash.toLongLong() < kFlashMillis)
        painter.fillRect(option.rect, m_theme.side(static_cast<Side>(index.data(SideRole).toInt())).soft);
    drawHairline(painter, option.rect.left(), option.rect.right() + 1.0, option.rect.bottom(), m_theme.line.subtle);
    if (own && index.column() == 0)
        painter.fillRect(QRectF(option.rect.left(), option.rect.top(), 3, option.rect.height()), m_theme.own.fill);
}

void CellDelegate::paintContent(QPainter& painter, const QRectF& rect, const QModelIndex& index, ColumnKind kind) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const QVariant toneValue = index.data(ToneRole);
    const Tone tone = toneValue.isValid() ? static_cast<Tone>(toneValue.toInt())
                                          : (kind == ColumnKind::Time ? Tone::Secondary : Tone::Primary);
    const QColor color = toneColor(tone, m_theme);
    const Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
    switch (kind) {
    case ColumnKind::Text:
        drawText(painter, rect, text, index.data(GroupRole).toBool() ? m_theme.font(TypeRole::Strong) : m_textFont, color, left);
        break;
    case ColumnKind::Check:
        drawCheckBox(painter, QRectF(rect.left(), rect.center().y() - 5.5, 12, 12), index.data(CheckRole).value<QColor>(), m_theme);
        break;
    case ColumnKind::Number:
    case ColumnKind::Tint:
        m_numbers.draw(painter, rect, text, color);
        break;
    case ColumnKind::Time:
        m_numbers.draw(painter, rect, text, color, left, false);
        break;
    case ColumnKind::Side: {
        const Side side = static_cast<Side>(index.data(SideRole).toInt());
        const double size = m_theme.scaled(8);
        drawSideArrow(painter, { rect.left() + size / 2.0, rect.center().y() }, side, size, m_theme.side(side).text);
        const QRectF word = rect.adjusted(size + 5, 0, 0, 0);
        if (QFontMetricsF(m_textFont).horizontalAdvance(text) <= word.width() + 1) // the arrow says it all
            drawText(painter, word, text, m_textFont, m_theme.side(side).text, left);
        break;
    }
    case ColumnKind::Lamp: {
        const QVariant lamp = index.data(LampRole);
        const double size = m_theme.scaled(9);
        if (lamp.isValid())
            drawLamp(painter, QRectF(rect.left(), rect.center().y() - size / 2.0, size, size),
                static_cast<LampShape>(lamp.toInt()), m_theme);
        drawText(painter, rect.adjusted(size + 6, 0, 0, 0), text, m_textFont, color, left);
        break;
    }
    case ColumnKind::Queue: {
        const QVariant ahead = index.data(ShareRole);
        if (ahead.isValid()) {
            const double bar = rect.width() - m_numbers.width(5) - 6;
            drawQueueBar(painter, QRectF(rect.left(), rect.center().y() - 1, bar, 3), ahead.toDouble(),
                index.data(OursRole).toDouble(), m_theme);
        }
        m_numbers.draw(painter, rect, index.data(Qt::DisplayRole).toString(), m_theme.text.primary,
            Qt::AlignRight | Qt::AlignVCenter, false);
        break;
    }
    case ColumnKind::Share: {
        const QVariant share = index.data(ShareRole);
        if (!share.isValid()) {
            m_numbers.draw(painter, rect, text::kUnknown, m_theme.text.muted);
            break;
        }
        const double figures = m_numbers.width(5) + 4;
        drawQueueBar(painter, QRectF(rect.left(), rect.center().y() - 2, std::max(10.0, rect.width() - figures), 4),
            share.toDouble(), 0.08, m_theme);
        m_numbers.draw(painter, rect, text::percent(share.toDouble()), m_theme.text.secondary, Qt::AlignRight, false);
        break;
    }
    }
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setClipRect(option.rect);
    paintGround(*painter, option, index);
    if (index.data(FadedRole).toBool())
        painter->setOpacity(0.5);
    const int last = static_cast<int>(m_columns.size()) - 1;
    const QRectF inner
        = QRectF(option.rect).adjusted(index.column() == 0 ? 10 : 6, 0, index.column() == last ? -10 : -6, -1);
    paintContent(*painter, inner, index, m_columns[static_cast<std::size_t>(index.column())].kind);
    painter->restore();
}

} // namespace maker
