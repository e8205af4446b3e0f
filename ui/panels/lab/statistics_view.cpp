#include "ui/panels/lab/statistics_view.h"

#include "ui/base/segments.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace maker {

namespace {

constexpr int kRoomForContext = 560; // px of width where the head holds a sentence too
constexpr std::array<Sample, 3> kSamples { Sample::Out, Sample::In, Sample::All };

/// A long name does not fit a column of figures.
QString columnName(const ComparedRun& run)
{
    constexpr int kMostLetters = 18;
    return run.name.size() > kMostLetters ? StatisticsView::tr("Run %1").arg(run.result->id) : run.name;
}

} // namespace

StatisticsView::StatisticsView(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_head(new PanelHead(context.theme, tr("Statistics"), this))
    , m_samples(new Segments(context.theme, { tr("Out"), tr("In"), tr("All") }, this))
    , m_export(new QPushButton(tr("Export report"), this))
    , m_model(new StatisticsModel(this))
    , m_table(new TableView(*m_model, context, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_table, 1);
    m_export->setProperty("compact", true);
    m_export->setToolTip(tr("Write the run in full as one HTML file (Ctrl E)"));
    m_samples->setToolTip(tr("Out: the spans that no parameter was chosen by, counted from zero. In: the others. All: the whole "
                             "run. For curves and figures alike."));
    m_samples->setAccessibleName(tr("Out of sample, in sample or all"));
    m_samples->hide();
    m_head->addEnd(m_samples);
    m_head->addEnd(m_export);
    connect(m_samples, &Segments::chosen, this,
        [this](int index) { Q_EMIT sampleChosen(kSamples[static_cast<std::size_t>(index)]); });
    m_table->setAccessibleName(tr("Statistics of the compared runs"));
    connect(m_export, &QPushButton::clicked, this, &StatisticsView::exportAsked);
}

void StatisticsView::setRuns(const std::vector<ComparedRun>& runs)
{
    m_runs = runs;
    m_export->setEnabled(!runs.empty());
    showRows();
}

void StatisticsView::setSample(bool parts, Sample sample)
{
    m_samples->setVisible(parts);
    for (std::size_t i = 0; i < kSamples.size(); ++i) {
        if (kSamples[i] == sample)
            m_samples->setCurrent(static_cast<int>(i));
    }
    showHead();
}

void StatisticsView::showHead()
{
    const bool narrow = width() < m_head->fontMetrics().height() * kRoomForContext / 16;
    if (m_runs.empty() || narrow)
        m_head->setContext({});
    else
        m_head->setContext(m_runs.size() > 1 ? tr("hover a measure for its formula") : tr("tick another run to compare"));
}

void StatisticsView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showHead();
}

void StatisticsView::setTruth(const std::optional<TruthView>& truth)
{
    const auto same = [](const TruthView& a, const TruthView& b) { return a.id == b.id && a.state == b.state; };
    if (truth.has_value() == m_truth.has_value() && (!truth || same(*truth, *m_truth)))
        return;
    m_truth = truth;
    showRows();
}

void StatisticsView::showRows()
{
    std::vector<StatisticRow> rows;
    const bool two = m_runs.size() > 1;
    if (!m_runs.empty()) {
        m_model->setNames(columnName(m_runs.front()), two ? columnName(m_runs[1]) : QString());
        rows = statisticRows(m_runs.front().result->statistics, two ? &m_runs[1].result->statistics : nullptr, m_runs.front().overBars);
    }
    if (m_truth) {
        const std::vector<StatisticRow> against = truthRows(*m_truth);
        rows.insert(m_truth->state == JobState::Done ? rows.begin() : rows.end(), against.begin(), against.end());
    }
    m_model->setRows(std::move(rows));
    showHead();
}

void StatisticsView::refreshTheme()
{
    m_head->refresh();
    m_table->refreshTheme();
}

} // namespace maker
