#include "ui/panels/lab/lab_panel.h"

#include "ui/panels/lab/lab_strategies.h"
#include "ui/panels/lab_words.h"

#include <QFileDialog>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {
constexpr int kResultColumn = 1;
} // namespace

LabPanel::LabPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("lab"), tr("Lab"))
{
    if (lab() == nullptr) {
        setState(PanelState::Empty, tr("No lab here"), tr("This window was opened without recordings to replay."));
        return;
    }
    head().setContext(tr("Replay recordings with the strategy that trades"));
    build();
    setState(PanelState::Live);
    follow();
    refreshTheme();
}

void LabPanel::build()
{
    auto* left = new QSplitter(Qt::Vertical, this);
    left->setHandleWidth(4);
    left->setChildrenCollapsible(false);
    m_form = new RunForm(context(), left);
    m_runs = new RunList(context(), left);
    left->addWidget(m_form);
    left->addWidget(m_runs);
    left->setSizes({ 620, 320 });
    m_columns = new LabColumns(theme(), this);
    m_columns->add(left, tr("Set up"), { 322, 560 }, 344);
    m_columns->add(buildCentre(), tr("Result"), { 500, 540 }, 1050, true);
    m_columns->add(buildRight(), tr("Figures"), { 440, 540 }, 524);
    m_columns->arrange();
    setContent(m_columns);
    connect(m_form, &RunForm::runAsked, this, [this](const LabRequest& request) { m_started.insert(lab()->run(request)); });
    connect(m_form, &RunForm::stopAsked, this, &LabPanel::stop);
    connect(m_form, &RunForm::truthAsked, this, &LabPanel::checkTruth);
    connect(m_runs, &RunList::comparedChanged, this, &LabPanel::showCompared);
    connect(m_runs, &RunList::removeAsked, this, [this](quint64 run) { lab()->removeRun(run); });
    connect(m_runs, &RunList::loadAsked, this, &LabPanel::load);
    connect(m_progress, &ProgressStrip::cancelAsked, this, [this](quint64 job) { lab()->cancel(job); });
    connect(m_progress, &ProgressStrip::pauseAsked, this, [this](quint64 job) { lab()->pause(job); });
    connect(m_progress, &ProgressStrip::resumeAsked, this, [this](quint64 job) { lab()->resume(job); });
    connect(m_statistics, &StatisticsView::exportAsked, this, &LabPanel::askWhereToExport);
    connect(m_statistics, &StatisticsView::sampleChosen, this, &LabPanel::chooseSample);
    connectSearch();
    auto* save = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_E), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(save, &QShortcut::activated, this, &LabPanel::askWhereToExport);
}

QWidget* LabPanel::buildCentre()
{
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_progress = new ProgressStrip(theme(), centre);
    m_centre = new QStackedWidget(centre);
    m_result = new ResultView(context(), m_centre);
    m_invitation = new LabInvitation(theme(), m_centre);
    m_centre->addWidget(m_invitation);
    m_centre->addWidget(m_result);
    layout->addWidget(m_progress);
    layout->addWidget(m_centre, 1);
    connect(m_invitation->button(), &QPushButton::clicked, this, &LabPanel::tryDemo);
    return centre;
}

QWidget* LabPanel::buildRight()
{
    auto* right = new QSplitter(Qt::Vertical, this);
    right->setHandleWidth(4);
    right->setChildrenCollapsible(false);
    auto* top = new QWidget(right);
    auto* layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_statistics = new StatisticsView(context(), top);
    m_checks = new ChecksView(theme(), top);
    layout->addWidget(m_statistics, 1);
    layout->addWidget(m_checks);
    m_sweep = new SweepPane(context(), right);
    right->addWidget(top);
    right->addWidget(m_sweep);
    right->setSizes({ 600, 340 });
    return right;
}

bool LabPanel::invites() const
{
    return m_centre != nullptr && m_centre->currentWidget() != m_result;
}

void LabPanel::onFrame(const Frame& frame)
{
    if (lab() == nullptr)
        return;
    m_now = frame.desk.time;
    m_result->refresh();
    if (const std::uint64_t version = lab()->version(); version != m_version) {
        m_version = version;
        follow();
    }
}

void LabPanel::follow()
{
    const std::vector<JobView> jobs = lab()->jobs();
    m_form->follow(lab()->dataSets(), std::any_of(jobs.begin(), jobs.end(), isActive));
    m_progress->setJobs(jobs, m_now);
    m_runs->setRuns(lab()->runs());
    m_sweep->setSweeps(lab()->sweeps());
    followTruth();
    followJobs(jobs);
    followChecks(jobs);
    showCompared();
}

void LabPanel::followJobs(const std::vector<JobView>& jobs)
{
    for (const JobView& job : jobs) {
        if (isActive(job))
            continue;
        if (job.id == m_sampleJob) {
            m_sampleJob = 0;
            m_invitation->button()->setEnabled(true);
            if (job.state == JobState::Done && !job.dataSet.empty()) {
                m_form->recordings()->choose({ job.dataSet });
                m_form->run();
            }
        }
        if (m_started.erase(job.id) > 0 && job.state == JobState::Done && job.run != 0)
            m_showWhenListed = job.run;
    }
    const std::vector<RunSummary> runs = lab()->runs();
    const bool listed = std::any_of(runs.begin(), runs.end(), [this](const RunSummary& run) { return run.id == m_showWhenListed; });
    if (m_showWhenListed != 0 && listed) {
        const std::uint64_t run = m_showWhenListed;
        m_showWhenListed = 0;
        showRun(run);
    }
}

void LabPanel::showRun(std::uint64_t run)
{
    m_runs->show(run);
    m_columns->show(kResultColumn);
}

/// The runs of the comparison, each cut to the part that is chosen where it has parts.
std::vector<ComparedRun> LabPanel::comparedRuns() const
{
    std::vector<ComparedRun> shown;
    const std::vector<RunSummary> runs = lab()->runs();
    for (const std::uint64_t id : m_runs->compared()) {
        const auto summary = std::find_if(runs.begin(), runs.end(), [id](const RunSummary& run) { return run.id == id; });
        ComparedRun run { summary == runs.end() ? tr("Run %1").arg(id) : runName(*summary), lab()->result(id) };
        if (run.result == nullptr)
            continue; // it is being loaded; the version moves when it is there
        run.overBars = runsOverBars(*lab(), run.result->request.strategy);
        const bool parts = !run.result->outOfSample.empty();
        if (parts && m_sample != Sample::All) {
            run.sample = m_sample;
            run.result = lab()->result(id, m_sample);
            if (run.result == nullptr)
                continue;
        }
        shown.push_back(std::move(run));
    }
    return shown;
}

void LabPanel::chooseSample(Sample sample)
{
    m_sample = sample;
    showCompared();
}

void LabPanel::showCompared()
{
    const std::vector<ComparedRun> shown = comparedRuns();
    m_centre->setCurrentWidget(lab()->runs().empty() && shown.empty() ? m_centre->widget(0) : m_result);
    const bool same = std::equal(shown.begin(), shown.end(), m_shown.begin(), m_shown.end(),
        [](const ComparedRun& a, const ComparedRun& b) { return a.result == b.result && a.name == b.name; });
    if (same && !shown.empty())
        return; // progress moves the version many times a second, the figures do not move with it
    m_shown = shown;
    m_result->setRuns(shown);
    m_statistics->setRuns(shown);
    m_statistics->setSample(std::any_of(shown.begin(), shown.end(), [](const ComparedRun& run) { return !run.result->outOfSample.empty(); }), m_sample);
    m_checks->setChecks(shown.empty() ? decltype(LabResult::checks)() : shown.front().result->checks);
    m_sweep->setChosen(shown);
}

bool LabPanel::perform(const QString& key)
{
    if (key == QLatin1String("lab.run"))
        run();
    else if (key == QLatin1String("lab.stop"))
        stop();
    else
        return false;
    return true;
}

void LabPanel::run()
{
    if (m_form != nullptr)
        m_form->run();
}

void LabPanel::stop()
{
    if (lab() == nullptr)
        return;
    for (const JobView& job : lab()->jobs()) {
        if (isActive(job))
            lab()->cancel(job.id);
    }
}

void LabPanel::checkTruth()
{
    m_truthJob = lab()->truthCheck({});
    if (m_truthJob == 0)
        selection().tell(Severity::Warning, tr("No truth check"), tr("There is no recorded run to compare with here."));
}

/// The outcome is a group of the statistics, and a sentence when it was just asked for.
void LabPanel::followTruth()
{
    const std::optional<TruthView> truth = lab()->truth();
    m_statistics->setTruth(truth);
    if (!truth || truth->id != m_truthJob || truth->state == JobState::Queued || truth->state == JobState::Running)
        return;
    m_truthJob = 0;
    const bool done = truth->state == JobState::Done;
    if (done || truth->state == JobState::Failed)
        selection().tell(done ? Severity::Info : Severity::Warning, done ? tr("Truth check") : tr("No truth check"),
            QString::fromStdString(truth->message));
}

void LabPanel::tryDemo()
{
    m_sampleJob = lab()->makeSample();
    m_invitation->button()->setEnabled(m_sampleJob == 0);
    if (m_sampleJob == 0)
        selection().tell(Severity::Warning, tr("No demo recording"), tr("This build cannot make one; import a recording in Data."));
}

void LabPanel::load(std::uint64_t run)
{
    if (const std::shared_ptr<const LabResult> result = lab()->result(run))
        m_form->load(result->request);
}

void LabPanel::askWhereToExport()
{
    if (m_runs->compared().empty())
        return;
    auto* dialog = new QFileDialog(this, tr("Export report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setModal(false);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Report (*.html)"));
    dialog->setDefaultSuffix(QStringLiteral("html"));
    dialog->selectFile(QStringLiteral("run-%1.html").arg(m_runs->compared().front()));
    connect(dialog, &QFileDialog::fileSelected, this, &LabPanel::exportTo);
    dialog->show();
}

void LabPanel::exportTo(const QString& path)
{
    const Result<void> written = lab()->exportReport(m_runs->compared().front(), path.toStdString());
    if (written)
        selection().tell(Severity::Info, tr("Report written"), path);
    else
        selection().tell(Severity::Warning, tr("The report was not written"), QString::fromStdString(written.error().detail));
}

void LabPanel::onThemeChanged()
{
    if (m_form == nullptr)
        return;
    m_form->refreshTheme();
    m_runs->refreshTheme();
    m_progress->refreshTheme();
    m_result->refreshTheme();
    m_statistics->refreshTheme();
    m_sweep->refreshTheme();
    m_checks->refreshTheme();
    m_invitation->refreshTheme();
    m_columns->arrange();
    m_shown.clear(); // frames of the sweep take the new colours
    showCompared();
}

void LabPanel::showEvent(QShowEvent* event)
{
    Panel::showEvent(event);
    if (lab() != nullptr)
        lab()->lookForDataSets();
    onThemeChanged(); // the style sheet takes fonts and colours back when a page is shown for the first time
}

std::unique_ptr<Panel> makeLabPanel(const PanelContext& context)
{
    return std::make_unique<LabPanel>(context);
}

} // namespace maker
