#pragma once

#include "ui/base/table.h"

#include <memory>

class QLineEdit;
class QComboBox;

namespace maker {

struct LogRow {
    Timestamp time;
    Severity severity = Severity::Info;
    QString category;
    QString sentence;
};

class LogModel : public RingTableModel<LogRow> {
public:
    static constexpr std::size_t kCapacity = 5'000;
    explicit LogModel(QObject* parent);

protected:
    QVariant cell(const LogRow& row, int column, int role) const override;
};

/// What happened, newest first, with a filter by text and level above it.
class LogPanel : public Panel {
    Q_OBJECT
public:
    explicit LogPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    const LogModel& model() const { return *m_model; }
    QLineEdit* filterField() const { return m_filter; }
    QComboBox* levelBox() const { return m_level; }
    /// Rows that pass the filter.
    int shownRows() const;

private:
    /// Hides or shows the `newest` first rows; the others were judged before.
    void applyFilter(int newest);

    LogModel* m_model;
    TableView* m_table;
    QLineEdit* m_filter;
    QComboBox* m_level;
    int m_new = 0;
};

std::unique_ptr<Panel> makeLogPanel(const PanelContext& context);

} // namespace maker
