#include "ui/panels/lab/sweep_pane.h"

#include "ui/base/number_text.h"
#include "ui/charts/chart_pane.h"
#include "ui/forms/param_editors.h"
#include "ui/panels/lab_words.h"

#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

QString methodText(SearchMethod method)
{
    switch (method) {
    case SearchMethod::Random:
        return SweepPane::tr("random");
    case SearchMethod::Optimiser:
        return SweepPane::tr("optimiser");
    case SearchMethod::Grid:
        break;
    }
    return SweepPane::tr("grid");
}

QString stateText(JobState state)
{
    switch (state) {
    case JobState::Queued:
        return SweepPane::tr("waiting");
    case JobState::Running:
        return SweepPane::tr("running");
    case JobState::Paused:
        return SweepPane::tr("paused");
    case JobState::Failed:
        return SweepPane::tr("failed");
    case JobState::Canceled:
        return SweepPane::tr("canceled");
    case JobState::Done:
        break;
    }
    return {};
}

/// What the walk forward made: the only figures of a search that no choice has seen.
QString foldsText(const SweepView& sweep)
{
    if (sweep.folds.empty())
        return {};
    const auto gained = std::count_if(
        sweep.folds.begin(), sweep.folds.end(), [](const SweepView::Fold& fold) { return fold.outOfSample > 0.0; });
    const QString folds = SweepPane::tr("%1 of %2 folds gained").arg(gained).arg(sweep.folds.size());
    return sweep.outOfSamplePnl ? SweepPane::tr("Out of sample %1, %2.").arg(text::signedMoney(*sweep.outOfSamplePnl), folds)
                                : SweepPane::tr("Out of sample %1.").arg(folds);
}

} // namespace

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
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(9);
    m_choice->setAccessibleName(tr("Which sweep"));
    m_head->addEnd(m_choice);
    QToolButton* more = m_head->addIcon(QStringLiteral("more"), tr("What can be done with this sweep"));
    more->setFocusPolicy(Qt::TabFocus);
    connect(more, &QToolButton::clicked, this, [this, more] { sweepMenu().popup(more->mapToGlobal(QPoint(0, more->height()))); });
    m_head->setToolTip(tr("Deflated Sharpe: the probability that the Sharpe of the choice is above what the best of so many "
                          "trials shows by luck alone (Bailey and López de Prado 2014). Below 0.95 the choice proves little."));
    m_verdict->setMargin(0);
    m_verdict->setIndent(10);
    m_verdict->setWordWrap(true);
    connect(m_choice, &QComboBox::activated, this, &SweepPane::choose);
    connect(m_grid, &SweepGrid::opened, this, &SweepPane::openPlace);
    connect(m_grid, &SweepGrid::menuAsked, this, [this](int place, const QPoint& at) { menuOf(place).popup(at); });
    refreshTheme();
}

SweepPane::~SweepPane() = default;

QString SweepPane::titleOf(const std::string& key) const
{
    for (const auto& [known, title] : m_titles) {
        if (known == key)
            return title;
    }
    return QString::fromStdString(key);
}

const SweepView* SweepPane::shown() const
{
    const auto at = std::find_if(m_sweeps.begin(), m_sweeps.end(), [this](const SweepView& sweep) { return sweep.id == m_shownId; });
    return at == m_sweeps.end() ? nullptr : &*at;
}

void SweepPane::setSweeps(const std::vector<SweepView>& sweeps)
{
    m_sweeps = sweeps;
    QStringList names;
    for (const SweepView& sweep : sweeps)
        names << QString::fromStdString(sweep.name) + (sweep.created.valid() ? QStringLiteral(", ") + minuteText(sweep.created) : QString());
    const std::uint64_t newest = sweeps.empty() ? 0 : sweeps.front().id;
    if (shown() == nullptr || newest != m_newest)
        m_shownId = newest; // a new search shows itself
    m_newest = newest;
    QStringList listed;
    for (int i = 0; i < m_choice->count(); ++i)
        listed << m_choice->itemText(i);
    if (listed != names) {
        m_choice->clear();
        m_choice->addItems(names);
    }
    for (std::size_t i = 0; i < sweeps.size(); ++i) {
        if (sweeps[i].id == m_shownId)
            m_choice->setCurrentIndex(static_cast<int>(i));
    }
    m_choice->setVisible(sweeps.size() > 1);
    setVisible(!sweeps.empty());
    showSweep();
}

void SweepPane::choose(int index)
{
    if (index < 0 || index >= static_cast<int>(m_sweeps.size()))
        return;
    m_shownId = m_sweeps[static_cast<std::size_t>(index)].id;
    showSweep();
}

QString SweepPane::headText() const
{
    const SweepView* sweep = shown();
    if (sweep == nullptr)
        return {};
    // What stands in the cells comes first: it is not what the list of runs says of the same run, training included.
    const QString objective = QString::fromStdString(sweep->objective);
    QStringList words { sweep->windows.size() > 1 ? tr("%1 out of sample").arg(objective) : objective, methodText(sweep->method),
        tr("%1 trials").arg(text::number(sweep->trials, 0)) };
    if (sweep->deflatedSharpe)
        words << tr("deflated Sharpe %1").arg(text::number(*sweep->deflatedSharpe, 2));
    if (const QString state = stateText(sweep->state); !state.isEmpty())
        words << state;
    return words.join(QStringLiteral(", "));
}

void SweepPane::showSweep()
{
    const SweepView* sweep = shown();
    if (sweep == nullptr)
        return;
    m_head->setTitle(QString::fromStdString(sweep->name));
    m_head->setContext(headText());
    m_grid->setSweep(*sweep);
    m_grid->setAxisTexts(titleOf(sweep->xKey), titleOf(sweep->yKey));
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
    const SweepView* sweep = shown();
    if (sweep == nullptr)
        return {};
    QStringList words;
    if (!sweep->message.empty())
        words << QString::fromStdString(sweep->message);
    if (const QString folds = foldsText(*sweep); !folds.isEmpty())
        words << folds;
    const QString verdict = m_grid->verdict();
    words << (verdict.isEmpty() ? tr("A click on a cell opens its run, the right button checks it.") : verdict);
    return words.join(QLatin1Char(' '));
}

std::optional<std::size_t> SweepPane::cellOf(int place) const
{
    const SweepView* sweep = shown();
    const auto at = static_cast<std::size_t>(place);
    if (sweep == nullptr || place < 0 || at >= sweep->cellAt.size() || sweep->cellAt[at] >= sweep->cells.size())
        return std::nullopt;
    return sweep->cellAt[at];
}

void SweepPane::openPlace(int place)
{
    const SweepView* sweep = shown();
    const auto at = static_cast<std::size_t>(place);
    if (sweep == nullptr)
        return;
    if (at < sweep->runs.size() && sweep->runs[at] != 0)
        Q_EMIT opened(sweep->runs[at]);
    else if (const std::optional<std::size_t> cell = cellOf(place))
        Q_EMIT runAsked(sweep->id, *cell);
}

QMenu& SweepPane::menuOf(int place)
{
    m_menu = std::make_unique<QMenu>(this);
    const SweepView* sweep = shown();
    const std::optional<std::size_t> cell = cellOf(place);
    const auto at = static_cast<std::size_t>(place);
    const bool kept = sweep != nullptr && place >= 0 && at < sweep->runs.size() && sweep->runs[at] != 0;
    QAction* open = m_menu->addAction(kept ? tr("Open its run") : tr("Run it and open it"));
    open->setEnabled(kept || cell);
    connect(open, &QAction::triggered, this, [this, place] { openPlace(place); });
    QAction* check = m_menu->addAction(tr("Check for look-ahead and warm-up"));
    QAction* load = m_menu->addAction(tr("Put its values into the form"));
    for (QAction* action : { check, load })
        action->setEnabled(cell.has_value());
    if (cell) {
        const std::uint64_t id = sweep->id;
        connect(check, &QAction::triggered, this, [this, id, cell] { Q_EMIT checkAsked(id, *cell); });
        connect(load, &QAction::triggered, this, [this, id, cell] { Q_EMIT loadAsked(id, *cell); });
    }
    return *m_menu;
}

QMenu& SweepPane::sweepMenu()
{
    m_menu = std::make_unique<QMenu>(this);
    const SweepView* sweep = shown();
    const std::uint64_t id = sweep == nullptr ? 0 : sweep->id;
    const std::uint64_t walk = sweep == nullptr ? 0 : sweep->walkForwardRun;
    QAction* open = m_menu->addAction(tr("Open the walk-forward run"));
    open->setEnabled(walk != 0);
    connect(open, &QAction::triggered, this, [this, walk] { Q_EMIT opened(walk); });
    const bool active = sweep != nullptr
        && (sweep->state == JobState::Queued || sweep->state == JobState::Running || sweep->state == JobState::Paused);
    QAction* remove = m_menu->addAction(tr("Remove this sweep, keep its runs"));
    remove->setEnabled(id != 0 && !active);
    connect(remove, &QAction::triggered, this, [this, id] { Q_EMIT removeAsked(id); });
    return *m_menu;
}

void SweepPane::refreshTheme()
{
    m_head->refresh();
    m_verdict->setFont(m_theme.font(TypeRole::Small));
    m_verdict->setMinimumHeight(m_theme.scaled(30));
    QPalette palette = m_verdict->palette();
    palette.setColor(QPalette::WindowText, m_theme.text.muted);
    m_verdict->setPalette(palette);
    m_grid->update();
}

} // namespace maker
