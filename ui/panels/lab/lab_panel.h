#pragma once

#include "ui/panels/progress_strip.h"
#include "ui/panels/lab/checks_view.h"
#include "ui/panels/lab/lab_columns.h"
#include "ui/panels/lab/lab_invitation.h"
#include "ui/panels/lab/result_view.h"
#include "ui/panels/lab/run_form.h"
#include "ui/panels/lab/run_list.h"
#include "ui/panels/lab/statistics_view.h"
#include "ui/panels/lab/sweep_pane.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

namespace maker {

/// The backtest lab: what to run at the left, what came of it in the middle, how far to trust it at the right.
class LabPanel : public Panel {
    Q_OBJECT
public:
    explicit LabPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    bool perform(const QString& key) override;
    /// F5.
    void run();
    /// Shift F5: cancels everything that runs.
    void stop();
    /// Makes the sample recording, and runs the first strategy on it when it is there.
    void tryDemo();
    void exportTo(const QString& path);
    /// Compares the last recorded run with its replay.
    void checkTruth();

    RunForm* form() const { return m_form; }
    RunList* runs() const { return m_runs; }
    ResultView* result() const { return m_result; }
    StatisticsView* statistics() const { return m_statistics; }
    SweepPane* sweep() const { return m_sweep; }
    ChecksView* checks() const { return m_checks; }
    ProgressStrip* progress() const { return m_progress; }
    LabColumns* columns() const { return m_columns; }
    QPushButton* demoButton() const { return m_invitation->button(); }
    /// Nothing ran yet: the centre says what to do.
    bool invites() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    QWidget* buildCentre();
    QWidget* buildRight();
    void follow();
    void followTruth();
    void followJobs(const std::vector<JobView>& jobs);
    void showCompared();
    void showRun(std::uint64_t run);
    std::vector<ComparedRun> comparedRuns() const;
    void chooseSample(Sample sample);
    // Of the searches, in lab_panel_search.cpp.
    void connectSearch();
    void startSearch(const SearchRequest& request);
    void copyPlan(const SearchRequest& request);
    void checkCell(std::uint64_t sweep, std::size_t cell);
    void followChecks(const std::vector<JobView>& jobs);
    void loadCell(std::uint64_t sweep, std::size_t cell);
    void askWhereToExport();
    void load(std::uint64_t run);

    std::uint64_t m_version = 0;
    RunForm* m_form = nullptr;
    RunList* m_runs = nullptr;
    ProgressStrip* m_progress = nullptr;
    LabColumns* m_columns = nullptr;
    QStackedWidget* m_centre = nullptr;
    ResultView* m_result = nullptr;
    StatisticsView* m_statistics = nullptr;
    SweepPane* m_sweep = nullptr;
    ChecksView* m_checks = nullptr;
    LabInvitation* m_invitation = nullptr;
    std::set<std::uint64_t> m_started; ///< jobs of this window whose run is shown when it is done
    std::map<std::uint64_t, std::pair<std::uint64_t, std::size_t>> m_checking; ///< job -> sweep and cell
    Sample m_sample = Sample::Out;
    std::uint64_t m_sampleJob = 0;
    std::uint64_t m_truthJob = 0;
    std::uint64_t m_showWhenListed = 0;
    Timestamp m_now;
    std::vector<ComparedRun> m_shown;
};

std::unique_ptr<Panel> makeLabPanel(const PanelContext& context);

} // namespace maker
