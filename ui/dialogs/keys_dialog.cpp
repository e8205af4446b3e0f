#include "ui/dialogs/keys_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

KeysDialog::KeysDialog(const Theme& theme, KeyMap& keys, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_keys(keys)
{
    setWindowTitle(tr("Change keys"));
    setModal(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto* title = new QLabel(tr("Keys"), this);
    title->setFont(m_theme.font(TypeRole::Title));
    auto* hint = new QLabel(tr("Click a field and press the new key. Letters without Ctrl or Alt act only in their panel."), this);
    hint->setWordWrap(true);
    auto* scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("Keys by panel"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(buildRows());
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* reset = buttons->addButton(tr("Standard keys"), QDialogButtonBox::ResetRole);
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    reset->setAutoDefault(false);
    close->setAutoDefault(false);
    layout->addWidget(title);
    layout->addWidget(hint);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    connect(reset, &QPushButton::clicked, this, [this] { m_keys.reset(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&m_keys, &KeyMap::changed, this, &KeysDialog::showKeys);
    showKeys();
    resize(m_theme.scaled(680), m_theme.scaled(620));
}

QWidget* KeysDialog::buildRows()
{
    auto* page = new QWidget(this);
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(0, 0, 8, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    int line = 0;
    for (const KeyAction& action : m_keys.actions()) {
        auto* name = new QLabel(KeyMap::tr(action.title), page);
        auto* where = new QLabel(toText(action.scope), page);
        QPalette muted = where->palette();
        muted.setColor(QPalette::WindowText, m_theme.text.muted);
        where->setPalette(muted);
        auto* editor = new QKeySequenceEdit(page);
        editor->setMaximumWidth(m_theme.scaled(140));
        editor->setAccessibleName(KeyMap::tr(action.title));
        auto* problem = new QLabel(page);
        problem->setWordWrap(true);
        QPalette wrong = problem->palette();
        wrong.setColor(QPalette::WindowText, m_theme.status.danger);
        problem->setPalette(wrong);
        grid->addWidget(name, line, 0);
        grid->addWidget(where, line, 1);
        grid->addWidget(editor, line, 2);
        grid->addWidget(problem, line, 3);
        ++line;
        m_rows.push_back({ QString::fromLatin1(action.id), editor, problem });
        const Row row = m_rows.back();
        connect(editor, &QKeySequenceEdit::keySequenceChanged, this, [this, row] { change(row); });
    }
    grid->setColumnStretch(3, 1);
    grid->setColumnMinimumWidth(3, m_theme.scaled(170));
    return page;
}

void KeysDialog::change(const Row& row)
{
    // One press is one key: a second one within the editor's patience replaces it.
    const QKeySequence typed = row.editor->keySequence();
    const QKeySequence keys = typed.count() > 1 ? QKeySequence(typed[static_cast<uint>(typed.count() - 1)]) : typed;
    const QStringList clashes = m_keys.clashes(row.id, keys);
    row.problem->setText(clashes.isEmpty() ? QString() : tr("Is the key of \"%1\"; not changed").arg(clashes.join(QStringLiteral("\", \""))));
    if (clashes.isEmpty())
        m_keys.setKeys(row.id, keys);
}

void KeysDialog::showKeys()
{
    for (const Row& row : m_rows) {
        const QSignalBlocker quiet(row.editor);
        const QKeySequence keys = m_keys.keys(row.id.toLatin1().constData());
        if (row.editor->keySequence() != keys)
            row.editor->setKeySequence(keys);
        row.problem->clear();
    }
}

QKeySequenceEdit* KeysDialog::editor(const QString& id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const Row& row) { return row.id == id; });
    return found == m_rows.end() ? nullptr : found->editor;
}

QString KeysDialog::problem(const QString& id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const Row& row) { return row.id == id; });
    return found == m_rows.end() ? QString() : found->problem->text();
}

} // namespace maker
