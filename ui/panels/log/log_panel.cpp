#include "ui/panels/log/log_panel.h"

#include "ui/base/number_text.h"
#include "ui/forms/param_editors.h"
#include "ui/panels/severity_marks.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

enum Columns { kTime, kLevel, kCategory, kSentence };

QString severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Debug:
        return LogPanel::tr("Debug");
    case Severity::Info:
        return LogPanel::tr("Info");
    case Severity::Warning:
        return LogPanel::tr("Warning");
    case Severity::Danger:
        return LogPanel::tr("Danger");
    }
    return {};
}

} // namespace

LogModel::LogModel(QObject* parent)
    : RingTableModel({ { LogPanel::tr("Time"), 104, ColumnKind::Time, 0, 100 },
                         { LogPanel::tr("Level"), 84, ColumnKind::Lamp, 0, 28 },
                         { LogPanel::tr("Category"), 104, ColumnKind::Text, 1 }, { LogPanel::tr("What happened"), 0, ColumnKind::Text, 0, 220 } },
        kCapacity, parent)
{
}

QVariant LogModel::cell(const LogRow& row, int column, int role) const
{
    if (role == Qt::DisplayRole) {
        switch (column) {
        case kTime:
            return text::clockMillis(row.time);
        case kLevel:
            return severityWord(row.severity);
        case kCategory:
            return row.category;
        case kSentence:
            return row.sentence;
        default:
            return {};
        }
    }
    if (role == LampRole && column == kLevel)
        return static_cast<int>(severityLamp(row.severity));
    if (role == Qt::ToolTipRole && column == kSentence)
        return row.sentence;
    if (role == ToneRole) {
        if (column == kSentence)
            return static_cast<int>(row.severity >= Severity::Warning ? severityTone(row.severity) : Tone::Primary);
        return static_cast<int>(column == kLevel ? severityTone(row.severity) : Tone::Secondary);
    }
    return {};
}

LogPanel::LogPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("log"), tr("Log"))
    , m_model(new LogModel(this))
    , m_table(new TableView(*m_model, context, this))
    , m_filter(new QLineEdit(this))
    , m_level(new ChoiceBox(context.theme, this))
{
    m_table->setAccessibleName(tr("Log, newest first"));
    m_filter->setPlaceholderText(tr("Filter by text or category"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_level->addItems({ tr("All levels"), tr("Info and above"), tr("Warnings and above"), tr("Danger only") });
    m_level->setCurrentIndex(1);
    m_level->setAccessibleName(tr("Least level shown"));
    m_level->setFixedWidth(150);
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(10, 4, 10, 4);
    bar->setSpacing(8);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_level);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    body->setFocusProxy(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, [this] { applyFilter(m_model->rowCount()); });
    connect(m_level, &QComboBox::currentIndexChanged, this, [this] { applyFilter(m_model->rowCount()); });
    setContent(body);
    setState(PanelState::Empty, tr("Nothing logged yet"), tr("Connections, starts, stops and refusals appear here."));
}

void LogPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind != RowKind::Log && row.kind != RowKind::Alert && row.kind != RowKind::Overflow)
            continue;
        const QString sentence = row.kind == RowKind::Overflow && row.text.empty()
            ? tr("The window was too slow and some rows were dropped.")
            : text::fromView(row.text.view());
        const Severity severity = row.kind == RowKind::Overflow ? Severity::Warning : row.severity;
        m_model->append({ row.time, severity, text::fromView(row.category.view()), sentence });
        ++m_new;
    }
}

void LogPanel::applyFilter(int newest)
{
    const QString wanted = m_filter->text().trimmed();
    const int least = m_level->currentIndex();
    const int count = std::min(newest, m_model->rowCount());
    for (int i = 0; i < count; ++i) {
        const LogRow& row = m_model->row(i);
        const bool matches = wanted.isEmpty() || row.sentence.contains(wanted, Qt::CaseInsensitive)
            || row.category.contains(wanted, Qt::CaseInsensitive);
        m_table->setRowHidden(i, !matches || static_cast<int>(row.severity) < least);
    }
}

int LogPanel::shownRows() const
{
    int shown = 0;
    for (int i = 0; i < m_model->rowCount(); ++i)
        shown += m_table->isRowHidden(i) ? 0 : 1;
    return shown;
}

void LogPanel::onFrame(const Frame&)
{
    if (m_new == 0)
        return;
    m_model->flush();
    setState(PanelState::Live);
    applyFilter(m_new);
    m_new = 0;
}

void LogPanel::onThemeChanged()
{
    if (m_table != nullptr)
        m_table->refreshTheme();
}

std::unique_ptr<Panel> makeLogPanel(const PanelContext& context)
{
    return std::make_unique<LogPanel>(context);
}

} // namespace maker
