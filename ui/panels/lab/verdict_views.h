#pragma once

#include "ui/charts/equity_chart.h"
#include "ui/charts/heat_grids.h"
#include "ui/panels/lab/lab_tables.h"


namespace maker {

class ChoiceBox;

/// The figures of the run in full beside those of the first one it is compared with, and the report.
class StatisticsView : public QWidget {
    Q_OBJECT
public:
    StatisticsView(const PanelContext& context, QWidget* parent = nullptr);
    void setRuns(const std::vector<ComparedRun>& runs);
    void setTruth(const std::optional<TruthView>& truth);
    const StatisticsModel& model() const { return *m_model; }
    QPushButton* exportButton() const { return m_export; }
    void refreshTheme();

Q_SIGNALS:
    void exportAsked();

private:
    void showRows();

    std::vector<ComparedRun> m_runs;
    std::optional<TruthView> m_truth;
    PanelHead* m_head;
    QPushButton* m_export;
    StatisticsModel* m_model;
    TableView* m_table;
};

/// The newest sweep, or the one chosen, as a heat map.
class SweepPane : public QWidget {
    Q_OBJECT
public:
    SweepPane(const PanelContext& context, QWidget* parent = nullptr);
    void setSweeps(const std::vector<SweepView>& sweeps);
    void setChosen(const std::vector<ComparedRun>& runs);
    /// The label of a parameter's key.
    void setTitles(std::vector<std::pair<std::string, QString>> titles) { m_titles = std::move(titles); }
    SweepGrid& grid() const { return *m_grid; }
    QString verdictText() const;
    void refreshTheme();

Q_SIGNALS:
    void opened(quint64 run);

private:
    void showSweep();
    QString titleOf(const std::string& key) const;

    const Theme& m_theme;
    PanelHead* m_head;
    ChoiceBox* m_choice;
    SweepGrid* m_grid;
    QLabel* m_verdict;
    std::vector<SweepView> m_sweeps;
    std::vector<std::pair<std::string, QString>> m_titles;
};

/// What was checked about a run, each with a tick or a warning.
class ChecksView : public QWidget {
    Q_OBJECT
public:
    explicit ChecksView(const Theme& theme, QWidget* parent = nullptr);
    void setChecks(std::vector<std::pair<std::string, std::string>> checks);
    QStringList texts() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::vector<std::pair<std::string, std::string>> m_checks;
};

} // namespace maker
