#include "ui/panels/lab/verdict_views.h"

#include "ui/base/number_text.h"
#include "ui/charts/chart_pane.h"
#include "ui/forms/param_editors.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

constexpr int kCheckRow = 22;
constexpr int kCheckHead = 28;

bool passed(const std::string& sentence)
{
    return sentence.starts_with("ok");
}

/// The sentence without the word that says it passed.
QString checkText(const std::string& sentence)
{
    if (!passed(sentence))
        return QString::fromStdString(sentence);
    const std::size_t from = sentence.find_first_not_of(" :", 2);
    return from == std::string::npos ? ChecksView::tr("passed") : QString::fromStdString(sentence.substr(from));
}

} // namespace

StatisticsView::StatisticsView(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_head(new PanelHead(context.theme, tr("Statistics"), this))
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
    m_head->addEnd(m_export);
    m_table->setAccessibleName(tr("Statistics of the compared runs"));
    connect(m_export, &QPushButton::clicked, this, &StatisticsView::exportAsked);
}

void StatisticsView::setRuns(const std::vector<ComparedRun>& runs)
{
    m_runs = runs;
    m_export->setEnabled(!runs.empty());
    showRows();
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
        m_model->setNames(m_runs.front().name, two ? m_runs[1].name : QString());
        m_head->setContext(two ? tr("hover a measure for its formula") : tr("tick another run to compare"));
        rows = statisticRows(m_runs.front().result->statistics, two ? &m_runs[1].result->statistics : nullptr);
    }
    if (m_truth) {
        const std::vector<StatisticRow> against = truthRows(*m_truth);
        rows.insert(m_truth->state == JobState::Done ? rows.begin() : rows.end(), against.begin(), against.end());
    }
    m_model->setRows(std::move(rows));
}

void StatisticsView::refreshTheme()
{
    m_head->refresh();
    m_table->refreshTheme();
}

SweepPane::SweepPane(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_theme(context.theme)
    , m_head(new PanelHead(context.theme, tr("Sweep"), this))
    , m_choice(new ChoiceBox(context.theme, this))
    , m_grid(new SweepGrid(context.theme, this))
    , m_verdict(new QLabel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_grid, 1);
    layout->addWidget(m_verdict);
    m_choice->setMinimumWidth(110);
    m_choice->setAccessibleName(tr("Which sweep"));
    m_head->addEnd(m_choice);
    m_verdict->setIndent(10);
    m_verdict->setMinimumHeight(30);
    m_verdict->setWordWrap(true);
    connect(m_choice, &QComboBox::activated, this, &SweepPane::showSweep);
    connect(m_grid, &SweepGrid::opened, this, &SweepPane::opened);
    refreshTheme();
}

QString SweepPane::titleOf(const std::string& key) const
{
    for (const auto& [known, title] : m_titles) {
        if (known == key)
            return title;
    }
    return QString::fromStdString(key);
}

void SweepPane::setSweeps(const std::vector<SweepView>& sweeps)
{
    const bool more = sweeps.size() > m_sweeps.size();
    m_sweeps = sweeps;
    if (m_choice->count() != static_cast<int>(sweeps.size())) {
        const int kept = more ? static_cast<int>(sweeps.size()) - 1 : std::min(m_choice->currentIndex(), static_cast<int>(sweeps.size()) - 1);
        m_choice->clear();
        for (const SweepView& sweep : sweeps)
            m_choice->addItem(QString::fromStdString(sweep.name));
        m_choice->setCurrentIndex(kept);
    }
    m_choice->setVisible(sweeps.size() > 1);
    setVisible(!sweeps.empty());
    showSweep();
}

void SweepPane::showSweep()
{
    const int index = m_choice->currentIndex();
    if (index < 0 || index >= static_cast<int>(m_sweeps.size()))
        return;
    const SweepView& sweep = m_sweeps[static_cast<std::size_t>(index)];
    m_head->setTitle(QString::fromStdString(sweep.name));
    QString context = tr("%1 trials").arg(sweep.trials);
    if (sweep.deflatedSharpe)
        context += tr(", deflated Sharpe %1").arg(text::number(*sweep.deflatedSharpe, 2));
    m_head->setContext(context);
    m_grid->setSweep(sweep);
    m_grid->setAxisTexts(titleOf(sweep.xKey), titleOf(sweep.yKey));
    m_verdict->setText(verdictText());
}

void SweepPane::setChosen(const std::vector<ComparedRun>& runs)
{
    std::vector<std::pair<std::uint64_t, QColor>> chosen;
    for (std::size_t i = 0; i < runs.size(); ++i)
        chosen.emplace_back(runs[i].result->id, compareColor(m_theme, i));
    m_grid->setChosen(std::move(chosen));
    m_verdict->setText(verdictText());
}

QString SweepPane::verdictText() const
{
    const QString verdict = m_grid->verdict();
    return verdict.isEmpty() ? tr("A click on a cell opens its run.") : verdict;
}

void SweepPane::refreshTheme()
{
    m_head->refresh();
    m_verdict->setFont(m_theme.font(TypeRole::Small));
    QPalette palette = m_verdict->palette();
    palette.setColor(QPalette::WindowText, m_theme.text.muted);
    m_verdict->setPalette(palette);
    m_grid->update();
}

ChecksView::ChecksView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Checks"));
}

void ChecksView::setChecks(std::vector<std::pair<std::string, std::string>> checks)
{
    m_checks = std::move(checks);
    setVisible(!m_checks.empty());
    setAccessibleDescription(texts().join(QLatin1Char('\n')));
    setToolTip(texts().join(QLatin1Char('\n')));
    updateGeometry();
    update();
}

QStringList ChecksView::texts() const
{
    QStringList out;
    for (const auto& [name, sentence] : m_checks)
        out << QString::fromStdString(name) + QStringLiteral(": ") + checkText(sentence);
    return out;
}

QSize ChecksView::sizeHint() const
{
    return { 240, m_theme.scaled(kCheckHead) + static_cast<int>(m_checks.size()) * m_theme.scaled(kCheckRow) + 8 };
}

void ChecksView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    const double head = m_theme.scaled(kCheckHead);
    painter.fillRect(QRectF(0, 0, width(), head), m_theme.bg.header);
    drawHairline(painter, 0, width(), head - 1, m_theme.line.normal);
    drawText(painter, QRectF(10, 0, width() - 20, head), tr("Checks"), m_theme.font(TypeRole::Strong), m_theme.text.primary);
    double y = head + 4;
    const QFont strong = m_theme.font(TypeRole::Body);
    for (const auto& [name, sentence] : m_checks) {
        const bool fine = passed(sentence);
        const double row = m_theme.scaled(kCheckRow);
        drawIcon(painter, fine ? QStringLiteral("check") : QStringLiteral("warning"), QRectF(10, y + row / 2 - 6, 12, 12),
            fine ? m_theme.status.ok : m_theme.status.warn);
        drawText(painter, QRectF(30, y, 84, row), QString::fromStdString(name), strong, m_theme.text.primary);
        drawText(painter, QRectF(114, y, width() - 124, row), checkText(sentence), m_theme.font(TypeRole::Small),
            fine ? m_theme.text.secondary : m_theme.status.warn);
        y += row;
    }
}

} // namespace maker
