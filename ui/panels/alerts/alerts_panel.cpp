#include "ui/panels/alerts/alerts_panel.h"

#include "ui/base/number_text.h"
#include "ui/panels/severity_marks.h"

#include <QPushButton>

#include <algorithm>

namespace maker {

namespace {

enum Columns { kLast, kFirst, kCount, kCategory, kSentence };

QString withoutNumbers(const QString& sentence)
{
    QString shape;
    shape.reserve(sentence.size());
    for (const QChar c : sentence) {
        if (!c.isDigit())
            shape += c;
        else if (!shape.endsWith(QLatin1Char('#')))
            shape += QLatin1Char('#');
    }
    return shape;
}

} // namespace

AlertsModel::AlertsModel(QObject* parent)
    : ListTableModel(
        { { AlertsPanel::tr("Last"), 78, ColumnKind::Time, 0, 70 }, { AlertsPanel::tr("First"), 74, ColumnKind::Time, 2 },
            { AlertsPanel::tr("Count"), 50, ColumnKind::Number, 1 }, { AlertsPanel::tr("Category"), 90, ColumnKind::Lamp, 0, 28 },
            { AlertsPanel::tr("What happened"), 0, ColumnKind::Text, 0, 180 } },
        parent)
{
}

QVariant AlertsModel::cell(const AlertRow& row, int column, int role) const
{
    if (role == Qt::DisplayRole) {
        switch (column) {
        case kLast:
            return text::clock(row.last);
        case kFirst:
            return text::clock(row.first);
        case kCount:
            return text::number(row.count, 0);
        case kCategory:
            return row.category;
        case kSentence:
            return row.sentence;
        default:
            return {};
        }
    }
    if (role == LampRole && column == kCategory)
        return static_cast<int>(severityLamp(row.severity));
    if (role == Qt::ToolTipRole)
        return row.sentence;
    if (role == ToneRole) {
        if (column == kSentence)
            return static_cast<int>(severityTone(row.severity));
        return static_cast<int>(column == kCount && row.count > 1 ? Tone::Primary : Tone::Secondary);
    }
    return {};
}

AlertsPanel::AlertsPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("alerts"), tr("Alerts"))
    , m_model(new AlertsModel(this))
    , m_table(new TableView(*m_model, context, this))
    , m_clear(new QPushButton(tr("Clear"), this))
{
    m_table->setAccessibleName(tr("Alerts, newest first"));
    m_clear->setProperty("compact", true);
    m_clear->setFocusPolicy(Qt::NoFocus);
    m_clear->setToolTip(tr("Empties this list; the log keeps them"));
    head().addEnd(m_clear);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_groups.clear();
        m_changed = true;
    });
    setContent(m_table);
    setState(
        PanelState::Empty, tr("No alerts"), tr("Refused orders, stale books and limits that come near appear here."));
    m_clear->setEnabled(false);
}

void AlertsPanel::add(const RowEvent& row)
{
    AlertRow alert { row.severity, text::fromView(row.category.view()), text::fromView(row.text.view()), {}, row.time,
        row.time, 1 };
    alert.shape = withoutNumbers(alert.sentence);
    const auto same = std::find_if(m_groups.begin(), m_groups.end(), [&](const AlertRow& known) {
        return known.shape == alert.shape && known.category == alert.category && known.severity == alert.severity;
    });
    if (same != m_groups.end()) {
        alert.first = same->first;
        alert.count = same->count + 1;
        m_groups.erase(same);
    }
    m_groups.insert(m_groups.begin(), std::move(alert));
    if (m_groups.size() > kMostGroups)
        m_groups.pop_back();
}

void AlertsPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind != RowKind::Alert)
            continue;
        add(row);
        m_changed = true;
    }
    // The count stands in the tab, which is seen while the panel is not.
    if (m_changed && !isVisible())
        Q_EMIT tabCountChanged();
}

void AlertsPanel::onFrame(const Frame&)
{
    if (!m_changed)
        return;
    m_changed = false;
    m_model->setRows(m_groups);
    m_clear->setEnabled(!m_groups.empty());
    if (m_groups.empty())
        setState(PanelState::Empty, tr("No alerts"),
            tr("Refused orders, stale books and limits that come near appear here."));
    else
        setState(PanelState::Live);
    Q_EMIT tabCountChanged();
}

void AlertsPanel::onThemeChanged()
{
    if (m_table != nullptr)
        m_table->refreshTheme();
}

QString AlertsPanel::tabCount() const
{
    return m_groups.empty() ? QString() : QString::number(m_groups.size());
}

std::unique_ptr<Panel> makeAlertsPanel(const PanelContext& context)
{
    return std::make_unique<AlertsPanel>(context);
}

} // namespace maker
