#pragma once

#include "ui/base/painters.h"
#include "ui/base/panel.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>
#include <QTableView>

#include <deque>
#include <vector>

namespace maker {

enum class ColumnKind : std::uint8_t {
    Text,
    Number, ///< right aligned, JetBrains Mono, dimmed zeros, flash
    Time, ///< left aligned, JetBrains Mono
    Side, ///< arrow and word; SideRole
    Lamp, ///< LampRole, text after it if there is any
    Tint, ///< a number on the diverging ramp; TintRole
    Share, ///< a bar and per cent; ShareRole
    Check, ///< a box; CheckRole
    Queue, ///< a queue bar and its text; ShareRole ahead, OursRole ours
};

struct Column {
    QString title;
    int width = 80; ///< logical pixels; fixed. 0: takes what is left
    ColumnKind kind = ColumnKind::Text;
    int spare = 0; ///< where the table is too narrow the highest goes first, from 5 on before others shrink; 0: stays
    int least = 0; ///< as narrow as it may get before any column goes; 0: its width, or 60 where that is 0
};

/// Typed roles of a cell; Qt::DisplayRole is its final text.
enum CellRole {
    ToneRole = Qt::UserRole + 1, ///< int of Tone
    SideRole, ///< int of Side
    LampRole, ///< int of LampShape
    TintRole, ///< double -1 .. 1; absent: no tint
    ShareRole, ///< double 0 .. 1; absent: a dash
    OursRole, ///< double 0 .. 1
    FlashRole, ///< qint64 frame millis of the last change, with SideRole of its direction
    OwnRole, ///< bool of the row: ours, violet edge and ground
    FadedRole, ///< bool of the row: stale or foreign, at 50 %
    CheckRole, ///< QColor of a ticked box; invalid: an empty one
    GroupRole, ///< bool of the row: the title of the rows below it
};

enum class Tone : std::uint8_t { Primary, Secondary, Muted, Gain, Loss, Ours, Info, Warn, Danger };

QColor toneColor(Tone tone, const Theme& theme);
/// Gain, Loss or Muted.
Tone signTone(int sign);

/// A table of fixed columns; rows are what the subclasses below hold. Text of columns comes from `cell`.
class TableModel : public QAbstractTableModel {
public:
    TableModel(std::vector<Column> columns, QObject* parent);
    const std::vector<Column>& columns() const { return m_columns; }
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::vector<Column> m_columns;
};

/// The newest `capacity` rows, newest first; rows wait in `append` until `flush` shows them all at once, one change a
/// frame.
template <typename Row> class RingTableModel : public TableModel {
public:
    RingTableModel(std::vector<Column> columns, std::size_t capacity, QObject* parent)
        : TableModel(std::move(columns), parent)
        , m_capacity(capacity)
    {
    }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    QVariant data(const QModelIndex& index, int role) const override
    {
        return index.isValid() ? cell(m_rows[static_cast<std::size_t>(index.row())], index.column(), role) : QVariant();
    }
    const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    Row& editRow(int index) { return m_rows[static_cast<std::size_t>(index)]; }
    /// After editRow: repaints one row.
    void rowChanged(int index) { Q_EMIT dataChanged(this->index(index, 0), this->index(index, columnCount() - 1)); }

    void append(const Row& row)
    {
        m_pending.push_back(row);
        if (m_pending.size() > m_capacity)
            m_pending.pop_front();
    }
    /// True when rows came in.
    bool flush()
    {
        if (m_pending.empty())
            return false;
        const std::size_t total = m_rows.size() + m_pending.size();
        if (total > m_capacity) {
            const std::size_t drop = std::min(total - m_capacity, m_rows.size());
            if (drop > 0) {
                beginRemoveRows({}, static_cast<int>(m_rows.size() - drop), static_cast<int>(m_rows.size()) - 1);
                m_rows.erase(m_rows.end() - static_cast<std::ptrdiff_t>(drop), m_rows.end());
                endRemoveRows();
            }
        }
        beginInsertRows({}, 0, static_cast<int>(m_pending.size()) - 1);
        for (const Row& row : m_pending)
            m_rows.push_front(row);
        m_pending.clear();
        endInsertRows();
        return true;
    }
    void clear()
    {
        beginResetModel();
        m_rows.clear();
        m_pending.clear();
        endResetModel();
    }

protected:
    virtual QVariant cell(const Row& row, int column, int role) const = 0;

private:
    std::size_t m_capacity;
    std::deque<Row> m_rows;
    std::deque<Row> m_pending;
};

/// Rows replaced as a whole from a view: equal counts repaint, other counts insert or remove at the end.
template <typename Row> class ListTableModel : public TableModel {
public:
    using TableModel::TableModel;

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    QVariant data(const QModelIndex& index, int role) const override
    {
        return index.isValid() ? cell(m_rows[static_cast<std::size_t>(index.row())], index.column(), role) : QVariant();
    }
    const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    const std::vector<Row>& rows() const { return m_rows; }
    void setRows(std::vector<Row> rows)
    {
        const int before = static_cast<int>(m_rows.size());
        const int after = static_cast<int>(rows.size());
        if (after > before) {
            beginInsertRows({}, before, after - 1);
            m_rows = std::move(rows);
            endInsertRows();
        } else if (after < before) {
            beginRemoveRows({}, after, before - 1);
            m_rows = std::move(rows);
            endRemoveRows();
        } else {
            m_rows = std::move(rows);
        }
        const int kept = std::min(before, after);
        if (kept > 0)
            Q_EMIT dataChanged(index(0, 0), index(kept - 1, columnCount() - 1));
    }

protected:
    virtual QVariant cell(const Row& row, int column, int role) const = 0;

private:
    std::vector<Row> m_rows;
};

/// Paints every cell of a table by its column's kind; one painter, no widgets in cells.
class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(const Theme& theme, const FrameClock& clock, std::vector<Column> columns, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void refresh();

private:
    void paintGround(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintContent(QPainter& painter, const QRectF& rect, const QModelIndex& index, ColumnKind kind) const;

    const Theme& m_theme;
    const FrameClock& m_clock;
    std::vector<Column> m_columns;
    mutable NumberPainter m_numbers;
    QFont m_textFont;
};

/// A table view as the design draws it: fixed columns and rows, painted cells, no style sheet on items.
class TableView : public QTableView {
public:
    TableView(TableModel& model, const PanelContext& context, QWidget* parent = nullptr);
    void refreshTheme();
    int hoveredRow() const { return m_hovered; }
    /// What the model says of the cell, its text where that is elided, and the columns left out of its row.
    QString toolTipAt(const QModelIndex& index) const;

protected:
    bool viewportEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
    void fitOnce();
    int leastWidth(const Column& column) const;
    /// Hides spare columns until the others fit; the least width of those that stay.
    int hideSpareColumns();

    TableModel& m_model;
    const Theme& m_theme;
    CellDelegate* m_delegate;
    int m_hovered = -1;
    bool m_fitting = false;
    bool m_fitAgain = false;
};

} // namespace maker
