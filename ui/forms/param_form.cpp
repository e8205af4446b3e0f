#include "ui/forms/param_form.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

/// The title of a group with a hairline above it.
class ParamForm::GroupHead : public QWidget {
public:
    GroupHead(const Theme& theme, const QString& title, QWidget* parent)
        : QWidget(parent)
        , m_theme(theme)
        , m_title(title)
    {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
        setAccessibleName(title);
    }
    QSize sizeHint() const override { return { 200, m_theme.scaled(30) }; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        if (parentWidget()->y() > 0)
            drawHairline(painter, 0, width(), 0, m_theme.line.subtle);
        drawText(painter, QRectF(12, 4, width() - 24, height() - 4), m_title, m_theme.font(TypeRole::Strong),
            m_theme.text.primary);
    }

private:
    const Theme& m_theme;
    QString m_title;
};

ParamForm::ParamForm(const Theme& theme, const ParamSchema& schema, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_draft(schema)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(scroll);
    m_page = page;
    m_flow = new QHBoxLayout(page);
    m_flow->setContentsMargins(0, 0, 0, 8);
    m_flow->setSpacing(0);
    for (int i = 0; i < 2; ++i) {
        m_columns.push_back(new QVBoxLayout);
        m_columns.back()->setSpacing(0);
        m_flow->addLayout(m_columns.back(), 1);
    }
    scroll->setWidget(page);
    page->setAutoFillBackground(false); // the area behind it has the panel's ground, in every theme
    layout->addWidget(scroll, 1);
    buildRows();
    m_foot = buildFoot();
    layout->addWidget(m_foot);
    addShortcuts();
    arrange(1);
    refresh();
}

void ParamForm::buildRows()
{
    std::string_view group = "\n"; // no group has this name
    QVBoxLayout* inside = nullptr;
    for (std::size_t field = 0; field < m_draft.size(); ++field) {
        const ParamSpec& spec = m_draft.spec(field);
        if (spec.group != group) {
            group = spec.group;
            auto* box = new QWidget(this);
            inside = new QVBoxLayout(box);
            inside->setContentsMargins(0, 0, 0, 6);
            inside->setSpacing(0);
            auto* title = new GroupHead(m_theme, group.empty() ? tr("General") : paramText(group), box);
            inside->addWidget(title);
            m_heads.push_back(title);
            m_groups.push_back(box);
        }
        auto* row = new ParamRow(m_theme, m_draft, field, m_groups.back());
        inside->addWidget(row);
        m_rows.push_back(row);
        connect(row, &ParamRow::edited, this, [this] { refresh(); });
        connect(row, &ParamRow::undoAsked, this, &ParamForm::undo);
        connect(row, &ParamRow::redoAsked, this, &ParamForm::redo);
    }
}

QWidget* ParamForm::buildFoot()
{
    auto* foot = new QWidget(this);
    foot->setAutoFillBackground(true);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    m_status = new QLabel(foot);
    m_status->setWordWrap(true);
    m_revert = new QPushButton(tr("Revert"), foot);
    m_revert->setProperty("kind", "quiet");
    m_revert->setIcon(makeIcon(QStringLiteral("undo"), m_theme));
    m_revert->setToolTip(tr("Back to what is applied (Ctrl+Z undoes one step)"));
    m_apply = new QPushButton(tr("Apply"), foot);
    m_apply->setProperty("kind", "primary");
    m_apply->setToolTip(tr("Ctrl+Enter"));
    layout->addWidget(m_status, 1);
    layout->addWidget(m_revert);
    layout->addWidget(m_apply);
    connect(m_revert, &QPushButton::clicked, this, [this] { revert(); });
    connect(m_apply, &QPushButton::clicked, this, [this] { apply(); });
    return foot;
}

void ParamForm::addShortcuts()
{
    const auto bind = [this](const QKeySequence& keys, void (ParamForm::*action)()) {
        auto* shortcut = new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    bind(QKeySequence(Qt::CTRL | Qt::Key_Return), &ParamForm::apply);
    bind(QKeySequence(Qt::CTRL | Qt::Key_Enter), &ParamForm::apply);
    bind(QKeySequence::Undo, &ParamForm::undo);
    bind(QKeySequence(Qt::CTRL | Qt::Key_Y), &ParamForm::redo);
}

void ParamForm::arrange(int columns)
{
    if (columns == m_columnCount)
        return;
    m_columnCount = columns;
    for (QVBoxLayout* column : m_columns) {
        while (QLayoutItem* item = column->takeAt(0))
            delete item;
    }
    const int total = static_cast<int>(m_rows.size() + m_groups.size());
    int placed = 0;
    for (QWidget* group : m_groups) {
        const int count = group->layout()->count();
        const bool second = columns > 1 && placed * 2 + count > total;
        m_columns[second ? 1 : 0]->addWidget(group);
        placed += count;
    }
    for (QVBoxLayout* column : m_columns)
        column->addStretch(1);
    m_flow->setStretch(1, columns > 1 ? 1 : 0);
}

void ParamForm::setApplied(std::string_view json)
{
    m_draft.setApplied(json);
    m_waiting = false;
    refresh();
}

void ParamForm::setCompact(bool compact)
{
    m_foot->setVisible(!compact);
    for (ParamRow* row : m_rows)
        row->setCompact(compact);
}

void ParamForm::showOnly(std::span<const std::string_view> keys)
{
    for (QWidget* group : m_groups)
        group->setVisible(false);
    for (ParamRow* row : m_rows) {
        const bool shown = std::ranges::find(keys, m_draft.spec(row->field()).key) != keys.end();
        row->setVisible(shown);
        if (shown)
            row->parentWidget()->setVisible(true);
    }
}

void ParamForm::setDraft(std::string_view json)
{
    const auto members = readMembers(json);
    if (!members)
        return;
    for (std::size_t field = 0; field < m_draft.size(); ++field) {
        for (const ParamMember& member : *members) {
            if (member.key == m_draft.spec(field).key)
                m_draft.edit(field, valueText(member.value));
        }
    }
    m_draft.endEdit();
    refresh();
}

ParamRow* ParamForm::row(std::string_view key) const
{
    const auto at = std::find_if(
        m_rows.begin(), m_rows.end(), [&](const ParamRow* row) { return m_draft.spec(row->field()).key == key; });
    return at == m_rows.end() ? nullptr : *at;
}

QString ParamForm::statusText() const
{
    if (!m_draft.wholeProblem().empty())
        return QString::fromStdString(m_draft.wholeProblem());
    const auto problems = static_cast<int>(m_draft.problems());
    if (problems > 0)
        return problems == 1 ? tr("One value is not right.") : tr("%1 values are not right.").arg(problems);
    if (m_waiting)
        return tr("Sent; waiting for the engine to apply it.");
    if (m_draft.changes() == 0)
        return tr("What is shown is applied.");
    return m_draft.pullsQuotes() ? tr("Applying pulls the quotes for a moment.")
                                 : tr("Applies between two events; quotes stay.");
}

void ParamForm::refresh()
{
    for (ParamRow* row : m_rows)
        row->refresh();
    const std::size_t changes = m_draft.changes();
    m_apply->setEnabled(changes > 0 && m_draft.valid() && !m_waiting);
    m_apply->setText(changes == 0 ? tr("Apply")
            : changes == 1        ? tr("Apply 1 change")
                                  : tr("Apply %1 changes").arg(changes));
    m_revert->setEnabled(changes > 0);
    m_status->setText(statusText());
    m_status->setFont(m_theme.font(TypeRole::Small));
    QPalette palette = m_status->palette();
    palette.setColor(QPalette::WindowText,
        !m_draft.valid()  ? m_theme.status.danger
            : changes > 0 ? m_theme.status.warn
                          : m_theme.text.muted);
    m_status->setPalette(palette);
    const auto ground = [](QWidget* widget, const QColor& color) {
        QPalette changed = widget->palette();
        changed.setColor(QPalette::Window, color);
        widget->setPalette(changed);
    };
    ground(m_foot, m_theme.bg.header);
    ground(m_page, m_theme.bg.panel);
    Q_EMIT draftChanged();
}

void ParamForm::apply()
{
    const std::optional<std::string> json = m_draft.json();
    if (!json || m_draft.changes() == 0 || m_waiting)
        return;
    m_waiting = true;
    refresh();
    Q_EMIT applied(*json);
}

void ParamForm::stopWaiting()
{
    if (!m_waiting)
        return;
    m_waiting = false;
    refresh();
}

void ParamForm::revert()
{
    m_draft.revert();
    refresh();
}

void ParamForm::undo()
{
    m_draft.undo();
    refresh();
}

void ParamForm::redo()
{
    m_draft.redo();
    refresh();
}

void ParamForm::setBase(const QString& base)
{
    for (ParamRow* row : m_rows)
        row->setBase(base);
}

void ParamForm::refreshTheme()
{
    m_revert->setIcon(makeIcon(QStringLiteral("undo"), m_theme));
    for (ParamRow* row : m_rows)
        row->refreshTheme();
    refresh();
}

void ParamForm::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange(width() >= kTwoColumnsFrom ? 2 : 1);
}

void ParamForm::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
}

} // namespace maker
