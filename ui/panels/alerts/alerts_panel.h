#pragma once

#include "ui/base/table.h"

#include <memory>

class QPushButton;

namespace maker {

/// One kind of alert: repeats of the same sentence share a row.
struct AlertRow {
    Severity severity = Severity::Warning;
    QString category;
    QString sentence;
    QString shape; ///< the sentence without its numbers: what makes two alerts the same
    Timestamp first;
    Timestamp last;
    int count = 0;
};

class AlertsModel : public ListTableModel<AlertRow> {
public:
    explicit AlertsModel(QObject* parent);

protected:
    QVariant cell(const AlertRow& row, int column, int role) const override;
};

/// Alerts grouped by what they say, the newest group first, with count and first and last time.
class AlertsPanel : public Panel {
    Q_OBJECT
public:
    explicit AlertsPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    QString tabCount() const override;
    const AlertsModel& model() const { return *m_model; }
    QPushButton* clearButton() const { return m_clear; }

private:
    void add(const RowEvent& row);

    static constexpr std::size_t kMostGroups = 200;
    AlertsModel* m_model;
    TableView* m_table;
    QPushButton* m_clear;
    std::vector<AlertRow> m_groups;
    bool m_changed = false;
};

std::unique_ptr<Panel> makeAlertsPanel(const PanelContext& context);

} // namespace maker
