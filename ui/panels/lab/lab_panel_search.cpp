#include "ui/panels/lab/lab_panel.h"
#include "ui/panels/lab/lab_strategies.h"

#include <QClipboard>
#include <QGuiApplication>

#include <algorithm>

// What the lab panel does with searches and their cells.

namespace maker {

namespace {

const SweepView* findSweep(const std::vector<SweepView>& sweeps, std::uint64_t id)
{
    const auto at = std::find_if(sweeps.begin(), sweeps.end(), [id](const SweepView& sweep) { return sweep.id == id; });
    return at == sweeps.end() ? nullptr : &*at;
}

} // namespace

void LabPanel::connectSearch()
{
    std::vector<std::pair<std::string, QString>> titles;
    const auto add = [&titles](const ParamSchema& schema, const std::string& prefix) {
        for (const ParamSpec& spec : schema.specs)
            titles.emplace_back(prefix + std::string(spec.key), paramText(spec.text));
    };
    for (const LabStrategy& strategy : offeredStrategies(context())) {
        add(*strategy.schema, {});
        if (strategy.models != nullptr)
            add(*strategy.models, kModelAxis);
    }
    add(lab()->modelSchema(), kModelAxis);
    m_sweep->setTitles(std::move(titles));
    connect(m_form, &RunForm::searchAsked, this, &LabPanel::startSearch);
    connect(m_form, &RunForm::planAsked, this, &LabPanel::copyPlan);
    connect(m_sweep, &SweepPane::opened, this, &LabPanel::showRun);
    connect(m_sweep, &SweepPane::runAsked, this, [this](quint64 sweep, quint64 cell) {
        if (const std::uint64_t job = lab()->openCell(sweep, cell); job != 0)
            m_started.insert(job); // shown when it is done
        else
            selection().tell(Severity::Warning, tr("No run of this cell"), tr("Its recordings are not in the library any more."));
    });
    connect(m_sweep, &SweepPane::checkAsked, this, &LabPanel::checkCell);
    connect(m_sweep, &SweepPane::loadAsked, this, &LabPanel::loadCell);
    connect(m_sweep, &SweepPane::removeAsked, this, [this](quint64 sweep) { lab()->removeSweep(sweep); });
}

void LabPanel::startSearch(const SearchRequest& request)
{
    const Result<std::string> plan = lab()->sweepPlan(request);
    if (!plan) {
        m_form->searchForm()->setRefusal(QString::fromStdString(plan.error().detail));
        return;
    }
    lab()->search(request);
}

void LabPanel::copyPlan(const SearchRequest& request)
{
    const Result<std::string> plan = lab()->sweepPlan(request);
    if (!plan) {
        m_form->searchForm()->setRefusal(QString::fromStdString(plan.error().detail));
        return;
    }
    QGuiApplication::clipboard()->setText(QString::fromStdString(*plan));
    selection().tell(Severity::Info, tr("Plan copied"), tr("Save it as plan.json for makerdesk-cli sweep run --plan plan.json"));
}

void LabPanel::checkCell(std::uint64_t sweep, std::size_t cell)
{
    const std::uint64_t job = lab()->checkCell(sweep, cell);
    if (job == 0)
        selection().tell(Severity::Warning, tr("No check of this cell"), tr("Its recordings are not in the library any more."));
    else
        m_checking[job] = { sweep, cell };
}

/// What came of the checks of a cell is said once; the map keeps the mark.
void LabPanel::followChecks(const std::vector<JobView>& jobs)
{
    for (const JobView& job : jobs) {
        const auto asked = m_checking.find(job.id);
        if (asked == m_checking.end() || (job.state != JobState::Done && job.state != JobState::Failed && job.state != JobState::Canceled))
            continue;
        const auto [id, cell] = asked->second;
        const std::vector<SweepView> sweeps = lab()->sweeps();
        const SweepView* sweep = findSweep(sweeps, id);
        if (job.state == JobState::Done && sweep != nullptr && cell < sweep->cells.size()) {
            QStringList sentences;
            bool fine = true;
            for (const auto& [name, sentence] : sweep->cells[cell].checks) {
                sentences << QString::fromStdString(name) + QStringLiteral(": ") + checkText(sentence);
                fine = fine && checkPassed(sentence);
            }
            selection().tell(fine ? Severity::Info : Severity::Warning, fine ? tr("The cell passed its checks") : tr("The cell did not pass"),
                sentences.join(QLatin1Char('\n')));
        } else if (job.state == JobState::Failed) {
            selection().tell(Severity::Warning, tr("The cell was not checked"), QString::fromStdString(job.message));
        }
        m_checking.erase(asked);
    }
}

void LabPanel::loadCell(std::uint64_t sweep, std::size_t cell)
{
    const std::vector<SweepView> sweeps = lab()->sweeps();
    const SweepView* found = findSweep(sweeps, sweep);
    if (found == nullptr || cell >= found->cells.size())
        return;
    m_form->loadCell(*found, found->cells[cell]);
    m_columns->show(0);
}

} // namespace maker
