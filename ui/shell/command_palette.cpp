#include "ui/shell/command_palette.h"

#include "ui/base/painters.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

constexpr int kWidth = 520;
constexpr int kMostShown = 12;
constexpr int kRowHeight = 28;
enum EntryRole { GroupRole = Qt::UserRole + 1, KeysRole };

/// Text left, group and keys in muted at the right.
class EntryDelegate : public QStyledItemDelegate {
public:
    EntryDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return { kWidth, kRowHeight }; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QRectF box(option.rect);
        painter->fillRect(box, option.state.testFlag(QStyle::State_Selected) ? m_theme.bg.selected : m_theme.bg.raised);
        drawText(*painter, box.adjusted(12, 0, -200, 0), index.data().toString(), m_theme.font(TypeRole::Body),
            m_theme.text.primary);
        const QString keys = index.data(KeysRole).toString();
        const QString right = keys.isEmpty() ? index.data(GroupRole).toString()
                                             : index.data(GroupRole).toString() + QStringLiteral("   ") + keys;
        drawText(*painter, box.adjusted(200, 0, -12, 0), right, m_theme.font(TypeRole::Small), m_theme.text.muted,
            Qt::AlignRight | Qt::AlignVCenter);
    }

private:
    const Theme& m_theme;
};

} // namespace

CommandPalette::CommandPalette(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("palette"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    m_field->setPlaceholderText(tr("Instrument, panel or action"));
    m_list->setItemDelegate(new EntryDelegate(theme, m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_field->installEventFilter(this);
    m_field->setAccessibleName(tr("Search: instruments, panels and actions"));
    m_list->setAccessibleName(tr("What was found"));
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    refreshTheme();
    hide();
}

void CommandPalette::refreshTheme()
{
    setStyleSheet(QStringLiteral(
        "#palette{background:%1;border:1px solid %2;border-radius:6px;} QListWidget{background:%1;border:none;}")
                      .arg(m_theme.bg.raised.name(), m_theme.line.strong.name()));
}

void CommandPalette::setEntries(std::vector<PaletteEntry> entries)
{
    m_entries = std::move(entries);
    if (isVisible())
        filter(m_field->text());
}

void CommandPalette::open(const QString& typed)
{
    m_field->setText(typed);
    filter(typed);
    const int tall = 8 + 26 + 6 + kMostShown * kRowHeight + 10;
    if (parentWidget() != nullptr)
        setGeometry((parentWidget()->width() - kWidth) / 2, 90, kWidth, std::min(tall, parentWidget()->height() - 130));
    show();
    raise();
    m_field->setFocus();
    m_field->setCursorPosition(static_cast<int>(typed.size()));
}

int CommandPalette::rank(const QString& typed, const PaletteEntry& entry)
{
    if (typed.isEmpty())
        return 1;
    const qsizetype at = entry.text.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at == 0)
        return 400;
    if (at > 0)
        return entry.text.at(at - 1).isLetterOrNumber() ? 200 : 300;
    qsizetype from = 0; // all letters in order is still a match, the weakest
    for (const QChar letter : typed) {
        from = entry.text.indexOf(letter, from, Qt::CaseInsensitive);
        if (from < 0)
            return 0;
        ++from;
    }
    return 100;
}

void CommandPalette::filter(const QString& typed)
{
    std::vector<std::pair<int, std::size_t>> ranked;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const int worth = rank(typed.trimmed(), m_entries[i]);
        if (worth > 0)
            ranked.emplace_back(-worth, i);
    }
    std::sort(ranked.begin(), ranked.end());
    m_list->clear();
    m_shown.clear();
    for (const auto& [worth, i] : ranked) {
        auto* item = new QListWidgetItem(m_entries[i].text, m_list);
        item->setData(GroupRole, m_entries[i].group);
        item->setData(KeysRole, m_entries[i].keys);
        m_shown.push_back(i);
    }
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
}

QStringList CommandPalette::shown() const
{
    QStringList texts;
    for (const std::size_t i : m_shown)
        texts << m_entries[i].text;
    return texts;
}

void CommandPalette::runCurrent()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_shown.size()))
        return;
    const std::function<void()> run = m_entries[m_shown[static_cast<std::size_t>(row)]].run;
    hide();
    if (run)
        run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int row = m_list->currentRow();
        switch (key) {
        case Qt::Key_Escape:
            hide();
            if (parentWidget() != nullptr)
                parentWidget()->setFocus();
            return true;
        case Qt::Key_Down:
            m_list->setCurrentRow(std::min(row + 1, m_list->count() - 1));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentRow(std::max(row - 1, 0));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
        default:
            break;
        }
    }
    if (watched == m_field && event->type() == QEvent::FocusOut)
        hide();
    return QFrame::eventFilter(watched, event);
}

} // namespace maker
