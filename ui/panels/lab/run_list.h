#pragma once

#include "session/lab_port.h"
#include "ui/base/table.h"

namespace maker {

struct RunRow {
    RunSummary run;
    int place = -1; ///< in the comparison; -1: not in it
};

class RunModel : public ListTableModel<RunRow> {
public:
    explicit RunModel(const Theme& theme, QObject* parent = nullptr);

protected:
    QVariant cell(const RunRow& row, int column, int role) const override;

private:
    const Theme& m_theme;
};

/// Finished runs, newest first. A tick, Space or a click on the box compares; a double click or Enter shows one alone;
/// Delete removes.
class RunList : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t kMostCompared = 4;

    RunList(const PanelContext& context, QWidget* parent = nullptr);
    void setRuns(const std::vector<RunSummary>& runs);
    /// What is compared, the run shown in full first.
    const std::vector<std::uint64_t>& compared() const { return m_compared; }
    void show(std::uint64_t run);
    void toggle(std::uint64_t run);
    const RunModel& model() const { return *m_model; }
    TableView* table() const { return m_table; }
    void refreshTheme();

Q_SIGNALS:
    void comparedChanged();
    void removeAsked(quint64 run);
    void loadAsked(quint64 run);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuild();
    std::uint64_t currentRun() const;

    RunModel* m_model;
    PanelHead* m_head;
    TableView* m_table;
    std::vector<RunSummary> m_runs;
    std::vector<std::uint64_t> m_compared;
};

} // namespace maker
