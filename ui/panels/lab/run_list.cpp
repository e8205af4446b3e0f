#include "ui/panels/lab/run_list.h"

#include "ui/base/number_text.h"
#include "ui/charts/chart_pane.h"
#include "ui/panels/lab_words.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {
enum Columns { kTick, kRun, kDiffers, kSharpe, kPnl };

/// Of a run of a search the values come first, as its other words are those of its neighbours: "Sweep 1: bid_spread 1.50,
/// levels 2" is "1.50, 2 in Sweep 1".
QString labelText(const RunSummary& run)
{
    const QString label = QString::fromStdString(run.label);
    const QString sweep = QString::fromStdString(run.sweep);
    if (sweep.isEmpty() || !label.startsWith(sweep + QStringLiteral(": ")))
        return label;
    QStringList values;
    for (const QString& part : label.mid(sweep.size() + 2).split(QStringLiteral(", ")))
        values << part.section(QLatin1Char(' '), -1);
    return RunList::tr("%1 in %2").arg(values.join(QStringLiteral(", ")), sweep);
}
}

RunModel::RunModel(const Theme& theme, QObject* parent)
    : ListTableModel({ { QString(), 30, ColumnKind::Check }, { RunList::tr("Run"), 40, ColumnKind::Time },
                         { RunList::tr("What differs"), 0 }, { RunList::tr("Sharpe"), 62, ColumnKind::Number },
                         { RunList::tr("PnL"), 84, ColumnKind::Number } },
        parent)
    , m_theme(theme)
{
}

QVariant RunModel::cell(const RunRow& row, int column, int role) const
{
    const RunSummary& run = row.run;
    if (role == CheckRole && column == kTick && row.place >= 0)
        return compareColor(m_theme, static_cast<std::size_t>(row.place));
    if (role == Qt::ToolTipRole)
        return (run.label.empty() ? QString() : QString::fromStdString(run.label) + QLatin1Char('\n'))
            + RunList::tr("%1 on %2, %3 fills, made %4")
            .arg(QString::fromStdString(run.strategy), QString::fromStdString(run.data))
            .arg(run.fills)
            .arg(text::dateClock(run.created));
    if (role == ToneRole) {
        if (column == kPnl)
            return static_cast<int>(signTone(text::shownSign(run.pnl)));
        if (column == kRun || (column == kSharpe && !run.sharpe))
            return static_cast<int>(Tone::Muted);
        return {};
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case kRun:
        return QString::number(run.id);
    case kDiffers: {
        QStringList words;
        for (const QString& part : { labelText(run), QString::fromStdString(run.difference) }) {
            if (!part.isEmpty())
                words << QString(part).replace(QStringLiteral("->"), QStringLiteral("\u2192"));
        }
        return words.isEmpty() ? RunList::tr("as before") : words.join(QStringLiteral(": "));
    }
    case kSharpe:
        return run.sharpe ? text::signedNumber(*run.sharpe, 2) : QStringLiteral("n/a");
    case kPnl:
        return text::signedMoney(run.pnl);
    default:
        return {};
    }
}

RunList::RunList(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_model(new RunModel(context.theme, this))
    , m_head(new PanelHead(context.theme, tr("Runs"), this))
    , m_table(new TableView(*m_model, context, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_table, 1);
    m_head->setContext(tr("tick to compare"));
    auto* load = new QPushButton(tr("Load"), this);
    load->setProperty("compact", true);
    load->setToolTip(tr("Put the parameters of the chosen run into the form"));
    m_head->addEnd(load);
    connect(load, &QPushButton::clicked, this, [this] {
        if (currentRun() != 0)
            Q_EMIT loadAsked(currentRun());
    });
    m_table->horizontalHeader()->setMinimumSectionSize(20);
    m_table->setAccessibleName(tr("Finished runs, newest first"));
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == kTick)
            toggle(m_model->row(index.row()).run.id);
    });
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() != kTick)
            show(m_model->row(index.row()).run.id);
    });
}

std::uint64_t RunList::currentRun() const
{
    const QModelIndex index = m_table->currentIndex();
    if (index.isValid())
        return m_model->row(index.row()).run.id;
    return m_compared.empty() ? 0 : m_compared.front();
}

void RunList::setRuns(const std::vector<RunSummary>& runs)
{
    m_runs = runs;
    const std::size_t before = m_compared.size();
    std::erase_if(m_compared, [this](std::uint64_t id) {
        return std::none_of(m_runs.begin(), m_runs.end(), [id](const RunSummary& run) { return run.id == id; });
    });
    const bool opened = m_compared.empty() && !m_runs.empty();
    if (opened)
        m_compared.push_back(m_runs.front().id);
    m_head->setBadge(m_runs.empty() ? QString() : QString::number(m_runs.size()));
    rebuild();
    if (opened || before != m_compared.size())
        Q_EMIT comparedChanged();
}

void RunList::show(std::uint64_t run)
{
    m_compared = { run };
    rebuild();
    Q_EMIT comparedChanged();
}

void RunList::toggle(std::uint64_t run)
{
    const auto at = std::find(m_compared.begin(), m_compared.end(), run);
    if (at != m_compared.end()) {
        if (m_compared.size() == 1)
            return; // something stays on display
        m_compared.erase(at);
    } else {
        if (m_compared.size() == kMostCompared)
            m_compared.erase(m_compared.begin() + 1);
        m_compared.push_back(run);
    }
    rebuild();
    Q_EMIT comparedChanged();
}

void RunList::rebuild()
{
    std::vector<RunRow> rows;
    rows.reserve(m_runs.size());
    for (const RunSummary& run : m_runs) {
        const auto at = std::find(m_compared.begin(), m_compared.end(), run.id);
        rows.push_back({ run, at == m_compared.end() ? -1 : static_cast<int>(at - m_compared.begin()) });
    }
    m_model->setRows(std::move(rows));
}

bool RunList::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress || currentRun() == 0)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Space:
        toggle(currentRun());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        show(currentRun());
        return true;
    case Qt::Key_Delete:
        Q_EMIT removeAsked(currentRun());
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void RunList::refreshTheme()
{
    m_head->refresh();
    m_table->refreshTheme();
}

} // namespace maker
