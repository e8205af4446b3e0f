#include "ui/base/table.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace maker {

namespace {
constexpr int kLeastFlexible = 60;
constexpr int kGoodToHave = 5;
} // namespace

TableView::TableView(TableModel& model, const PanelContext& context, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_theme(context.theme)
    , m_delegate(new CellDelegate(context.theme, context.clock, model.columns(), this))
{
    setModel(&model);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setWordWrap(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setMinimumSectionSize(16); // else the style's, which is wider than an arrow
    refreshTheme();
}

void TableView::refreshTheme()
{
    m_delegate->refresh();
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(rows::kTable));
    verticalHeader()->setMinimumSectionSize(m_theme.scaled(rows::kTable));
    horizontalHeader()->setFixedHeight(m_theme.scaled(rows::kTableHead));
    fitColumns();
    viewport()->update();
}

int TableView::leastWidth(const Column& column) const
{
    return m_theme.scaled(column.least > 0 ? column.least : column.width > 0 ? column.width : kLeastFlexible);
}

int TableView::hideSpareColumns()
{
    const std::vector<Column>& columns = m_model.columns();
    std::vector<bool> hidden(columns.size(), false);
    const auto hide = [&](int leastSpare, auto&& widthOf) {
        for (;;) {
            int total = 0;
            std::size_t next = columns.size();
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (hidden[i])
                    continue;
                total += widthOf(columns[i]);
                if (columns[i].spare >= leastSpare && (next == columns.size() || columns[i].spare > columns[next].spare))
                    next = i;
            }
            if (total <= viewport()->width() || next == columns.size())
                return total;
            hidden[next] = true;
        }
    };
    // Columns that are only good to have go before any other is squeezed.
    hide(kGoodToHave, [this](const Column& column) { return std::max(leastWidth(column), m_theme.scaled(column.width)); });
    const int total = hide(1, [this](const Column& column) { return leastWidth(column); });
    for (std::size_t i = 0; i < columns.size(); ++i)
        setColumnHidden(static_cast<int>(i), hidden[i]);
    return total;
}

void TableView::fitColumns()
{
    // A section that changes may bring or take a scroll bar, and with it the width that all this is reckoned from.
    m_fitAgain = true;
    if (m_fitting)
        return;
    m_fitting = true;
    for (int turn = 0; turn < 3 && m_fitAgain; ++turn) {
        m_fitAgain = false;
        fitOnce();
    }
    m_fitting = false;
}

void TableView::fitOnce()
{
    int rest = std::max(0, viewport()->width() - hideSpareColumns());
    int wanted = 0; // what the columns shown lack of their usual widths
    int flexible = 0;
    std::vector<int> shown;
    for (int i = 0; i < m_model.columnCount(); ++i) {
        if (isColumnHidden(i))
            continue;
        shown.push_back(i);
        const Column& column = m_model.columns()[static_cast<std::size_t>(i)];
        flexible += column.width == 0 ? 1 : 0;
        wanted += column.width > 0 ? m_theme.scaled(column.width) - leastWidth(column) : 0;
    }
    const int given = std::min(rest, wanted);
    rest -= given;
    // Without a flexible column all share the rest, so that rows reach the panel's edge and no gap opens in them.
    int sharers = flexible > 0 ? flexible : static_cast<int>(shown.size());
    int givenLeft = given;
    int wantedLeft = wanted;
    for (const int i : shown) {
        const Column& column = m_model.columns()[static_cast<std::size_t>(i)];
        int wide = leastWidth(column);
        if (column.width > 0 && wantedLeft > 0) {
            const int lacks = m_theme.scaled(column.width) - wide;
            const int share = givenLeft * lacks / wantedLeft;
            wide += share;
            givenLeft -= share;
            wantedLeft -= lacks;
        }
        if (flexible == 0 || column.width == 0) {
            const int share = rest / sharers--;
            wide += share;
            rest -= share;
        }
        if (horizontalHeader()->sectionSize(i) != wide)
            horizontalHeader()->resizeSection(i, wide);
    }
}

QString TableView::toolTipAt(const QModelIndex& index) const
{
    QStringList lines;
    const QVariant own = index.data(Qt::ToolTipRole);
    if (own.isValid())
        lines << own.toString();
    // What the narrow table leaves out, or elides.
    for (int i = 0; i < m_model.columnCount(); ++i) {
        const QModelIndex cell = index.siblingAtColumn(i);
        const QString words = cell.data(Qt::DisplayRole).toString();
        if (words.isEmpty())
            continue;
        const bool elided = i == index.column() && !own.isValid()
            && m_model.columns()[static_cast<std::size_t>(i)].kind == ColumnKind::Text
            && QFontMetricsF(m_theme.font(TypeRole::Small)).horizontalAdvance(words) > columnWidth(i) - 12;
        if (isColumnHidden(i))
            lines << m_model.columns()[static_cast<std::size_t>(i)].title + QStringLiteral(": ") + words;
        else if (elided)
            lines.prepend(words);
    }
    return lines.join(QLatin1Char('\n'));
}

bool TableView::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QTableView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QModelIndex index = indexAt(help->pos());
    const QString words = index.isValid() ? toolTipAt(index) : QString();
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), words, viewport());
    return true;
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void TableView::mouseMoveEvent(QMouseEvent* event)
{
    QTableView::mouseMoveEvent(event);
    const int row = rowAt(static_cast<int>(event->position().y()));
    if (row != m_hovered) {
        m_hovered = row;
        viewport()->update();
    }
}

void TableView::leaveEvent(QEvent* event)
{
    QTableView::leaveEvent(event);
    m_hovered = -1;
    viewport()->update();
}

} // namespace maker
