#pragma once

#include "ui/charts/equity_chart.h"
#include "ui/panels/lab/lab_tables.h"

class QPushButton;

namespace maker {

class Segments;

/// The figures of the run in full beside those of the first one it is compared with, and the report. Of a walk-forward
/// run one of three parts is chosen, for the curves too: what no parameter was chosen by comes first.
class StatisticsView : public QWidget {
    Q_OBJECT
public:
    StatisticsView(const PanelContext& context, QWidget* parent = nullptr);
    void setRuns(const std::vector<ComparedRun>& runs);
    /// Whether the run has parts to choose from, and which one is shown.
    void setSample(bool parts, Sample sample);
    Segments& samples() const { return *m_samples; }
    void setTruth(const std::optional<TruthView>& truth);
    const StatisticsModel& model() const { return *m_model; }
    QPushButton* exportButton() const { return m_export; }
    void refreshTheme();

Q_SIGNALS:
    void exportAsked();
    void sampleChosen(maker::Sample sample);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showRows();
    void showHead();

    std::vector<ComparedRun> m_runs;
    std::optional<TruthView> m_truth;
    PanelHead* m_head;
    Segments* m_samples;
    QPushButton* m_export;
    StatisticsModel* m_model;
    TableView* m_table;
};

} // namespace maker
