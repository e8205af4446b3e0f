#include "ui/forms/preset_bar.h"

#include "ui/base/painters.h"
#include "ui/forms/param_form.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace maker {

namespace {
QString defaultName()
{
    return PresetBar::tr("Default");
}
} // namespace

PresetBar::PresetBar(const Theme& theme, PresetStore& store, const QString& kind, ParamForm& form, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_store(store)
    , m_kind(kind)
    , m_form(form)
    , m_buttons(new QHBoxLayout)
    , m_title(new QLabel(tr("Presets"), this))
    , m_name(new QLineEdit(this))
    , m_add(new QPushButton(tr("Save as preset"), this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addLayout(m_buttons);
    layout->addWidget(m_name);
    layout->addWidget(m_add);
    layout->addStretch(1);
    m_buttons->setSpacing(6);
    m_add->setProperty("kind", "quiet");
    m_add->setProperty("compact", true);
    m_add->setToolTip(tr("Keeps what is drafted under a name"));
    m_name->setPlaceholderText(tr("Name, then Enter"));
    m_name->setAccessibleName(tr("Name of the new preset"));
    m_name->setMaximumWidth(m_theme.scaled(150));
    m_name->hide();
    connect(m_add, &QPushButton::clicked, this, &PresetBar::askForName);
    connect(m_name, &QLineEdit::returnPressed, this, [this] { saveAs(m_name->text()); });
    connect(m_name, &QLineEdit::editingFinished, m_name, &QWidget::hide);
    connect(&m_form, &ParamForm::draftChanged, this, &PresetBar::mark);
    fill();
    refreshTheme();
}

QStringList PresetBar::names() const
{
    return QStringList { defaultName() } + m_store.names(m_kind);
}

QPushButton* PresetBar::button(const QString& name) const
{
    for (QPushButton* each : findChildren<QPushButton*>(QStringLiteral("preset"))) {
        if (each->text() == name)
            return each;
    }
    return nullptr;
}

void PresetBar::fill()
{
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& name : names()) {
        auto* button = new QPushButton(name, this);
        button->setObjectName(QStringLiteral("preset"));
        button->setProperty("compact", true);
        button->setCheckable(true);
        button->setContextMenuPolicy(Qt::CustomContextMenu);
        button->setToolTip(name == defaultName() ? tr("The values a new strategy starts with")
                                                 : tr("Drafts this set; the context menu overwrites or deletes it"));
        connect(button, &QPushButton::clicked, this, [this, name] { load(name); });
        connect(button, &QWidget::customContextMenuRequested, this, [this, button, name] { openMenu(button, name); });
        m_buttons->addWidget(button);
    }
    mark();
}

std::string PresetBar::paramsOf(const QString& name) const
{
    if (name == defaultName())
        return m_form.draft().schema().defaults();
    return m_store.params(m_kind, name);
}

/// The preset that the draft equals, value by value, is the chosen one.
void PresetBar::mark()
{
    const auto drafted = m_form.draft().json();
    for (QPushButton* each : findChildren<QPushButton*>(QStringLiteral("preset"))) {
        ParamDraft set(m_form.draft().schema());
        set.setApplied(m_form.draft().schema().defaults());
        set.setApplied(paramsOf(each->text()));
        const auto json = set.json();
        each->setChecked(json && drafted && *json == *drafted);
    }
}

void PresetBar::load(const QString& name)
{
    if (const std::string json = paramsOf(name); !json.empty())
        m_form.setDraft(json);
    mark();
}

void PresetBar::askForName()
{
    m_name->clear();
    m_name->show();
    m_name->setFocus(Qt::OtherFocusReason);
}

void PresetBar::saveAs(const QString& name)
{
    m_name->hide();
    const auto json = m_form.draft().json();
    if (!json) {
        Q_EMIT failed(tr("A set with a wrong value is not kept."));
        return;
    }
    if (name.trimmed() == defaultName()) {
        Q_EMIT failed(tr("\"Default\" is what a new strategy starts with; choose another name."));
        return;
    }
    if (const auto saved = m_store.save(m_kind, name, *json); !saved)
        Q_EMIT failed(QString::fromStdString(saved.error().detail));
    fill();
}

void PresetBar::remove(const QString& name)
{
    if (const auto removed = m_store.remove(m_kind, name); !removed)
        Q_EMIT failed(QString::fromStdString(removed.error().detail));
    fill();
}

void PresetBar::openMenu(QPushButton* button, const QString& name)
{
    if (name == defaultName())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Overwrite \"%1\" with the draft").arg(name), this, [this, name] { saveAs(name); });
    menu->addAction(tr("Delete \"%1\"").arg(name), this, [this, name] { remove(name); }, Qt::QueuedConnection);
    menu->popup(button->mapToGlobal(QPoint(0, button->height())));
}

void PresetBar::refreshTheme()
{
    m_title->setFont(m_theme.font(TypeRole::Small));
    QPalette palette = m_title->palette();
    palette.setColor(QPalette::WindowText, m_theme.text.muted);
    m_title->setPalette(palette);
    update();
}

void PresetBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    drawHairline(painter, 0, width(), height() - 1, m_theme.line.subtle);
}

} // namespace maker
