#include "ui/panels/painted_rows.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

namespace maker {

namespace {

/// One painted row; it lives as long as its list's interface.
class RowInterface : public QAccessibleInterface {
public:
    RowInterface(QWidget* widget, const PaintedRows& rows, int row)
        : m_widget(widget)
        , m_rows(rows)
        , m_row(row)
    {
    }

    bool isValid() const override { return m_widget != nullptr && m_row < m_rows.rowCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_widget); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text) const override { return isValid() ? m_rows.rowText(m_row) : QString(); }
    void setText(QAccessible::Text, const QString&) override { }
    QRect rect() const override
    {
        QRect whole = m_widget->rect();
        whole.moveTopLeft(m_widget->mapToGlobal(QPoint(0, 0)));
        return whole;
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.readOnly = true;
        return state;
    }
    int row() const { return m_row; }

private:
    QPointer<QWidget> m_widget;
    const PaintedRows& m_rows;
    int m_row;
};

class ListInterface : public QAccessibleWidget {
public:
    ListInterface(QWidget* widget, const PaintedRows& rows)
        : QAccessibleWidget(widget, QAccessible::List)
        , m_rows(rows)
    {
    }
    ~ListInterface() override
    {
        for (const QAccessible::Id id : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_rows.rowCount(); }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= m_rows.rowCount())
            return nullptr;
        while (static_cast<int>(m_children.size()) <= index) {
            auto* row = new RowInterface(widget(), m_rows, static_cast<int>(m_children.size()));
            m_children.push_back(QAccessible::registerAccessibleInterface(row));
        }
        return QAccessible::accessibleInterface(m_children[static_cast<std::size_t>(index)]);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* row = dynamic_cast<const RowInterface*>(child);
        return row != nullptr ? row->row() : -1;
    }

private:
    const PaintedRows& m_rows;
    mutable std::vector<QAccessible::Id> m_children;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    const auto* rows = dynamic_cast<const PaintedRows*>(object);
    return widget != nullptr && rows != nullptr ? new ListInterface(widget, *rows) : nullptr;
}

} // namespace

void installPaintedRowsAccessibility()
{
    QAccessible::installFactory(makeInterface); // Qt keeps one of it, and forgets it with its application
}

} // namespace maker
