#pragma once

#include "ui/panels/progress_strip.h"
#include "ui/panels/lab/result_view.h"
#include "ui/panels/lab/run_form.h"
#include "ui/panels/lab/run_list.h"
#include "ui/panels/lab/verdict_views.h"

#include <memory>
#include <set>

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
    QPushButton* demoButton() const { return m_demo; }
    /// Nothing ran yet: the centre says what to do.
    bool invites() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    QWidget* buildCentre();
    QWidget* buildRight();
    QWidget* buildInvitation();
    void follow();
    void followTruth();
    void followJobs(const std::vector<JobView>& jobs);
    void showCompared();
    void startSweep(const LabRequest& request);
    void askWhereToExport();
    void load(std::uint64_t run);

    std::uint64_t m_version = 0;
    RunForm* m_form = nullptr;
    RunList* m_runs = nullptr;
    ProgressStrip* m_progress = nullptr;
    QStackedWidget* m_centre = nullptr;
    ResultView* m_result = nullptr;
    StatisticsView* m_statistics = nullptr;
    SweepPane* m_sweep = nullptr;
    ChecksView* m_checks = nullptr;
    QLabel* m_inviteTitle = nullptr;
    QLabel* m_inviteText = nullptr;
    QPushButton* m_demo = nullptr;
    std::set<std::uint64_t> m_started; ///< jobs of this window whose run is shown when it is done
    std::uint64_t m_sampleJob = 0;
    std::uint64_t m_truthJob = 0;
    std::uint64_t m_showWhenListed = 0;
    Timestamp m_now;
    std::vector<ComparedRun> m_shown;
};

std::unique_ptr<Panel> makeLabPanel(const PanelContext& context);

} // namespace maker
