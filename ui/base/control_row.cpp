#include "ui/base/control_row.h"

#include "ui/base/painters.h"
#include "ui/base/segments.h"

#include <QAbstractButton>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace maker {

namespace {

constexpr const char* kNoRoom = "noRoom";
constexpr int kSpacing = 6;

int leastWidth(const QWidget& each)
{
    const bool shrinks = (each.sizePolicy().horizontalPolicy() & QSizePolicy::ShrinkFlag) != 0;
    const int hint = shrinks ? each.minimumSizeHint().width() : each.sizeHint().width();
    return std::clamp(hint, each.minimumWidth(), each.maximumWidth());
}

QString nameOf(const QAbstractButton& button)
{
    return button.text().isEmpty() ? button.accessibleName() : button.text();
}

} // namespace

ControlRow::ControlRow(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_middle(new QHBoxLayout)
    , m_end(new QHBoxLayout)
    , m_overflow(new QToolButton(this))
    , m_menu(new QMenu(m_overflow))
{
    auto* inner = new QHBoxLayout(this);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(kSpacing);
    m_middle->setSpacing(kSpacing);
    m_end->setSpacing(2);
    inner->addLayout(m_middle);
    inner->addStretch(1);
    inner->addLayout(m_end);
    inner->addWidget(m_overflow);
    m_overflow->setToolTip(tr("More of this panel"));
    m_overflow->setAccessibleName(tr("More of this panel"));
    m_overflow->setPopupMode(QToolButton::InstantPopup);
    m_overflow->setFocusPolicy(Qt::NoFocus);
    m_overflow->setMenu(m_menu);
    m_overflow->hide();
    connect(m_menu, &QMenu::aboutToShow, this, &ControlRow::fillMenu);
    refreshTheme();
}

void ControlRow::refreshTheme()
{
    m_overflow->setFixedSize(m_theme.scaled(22), m_theme.scaled(22));
    m_overflow->setIconSize({ m_theme.scaled(14), m_theme.scaled(14) });
    m_overflow->setIcon(makeIcon(QStringLiteral("more"), m_theme));
}

void ControlRow::addControl(QWidget* control)
{
    m_middle->addWidget(control);
}

void ControlRow::addEnd(QWidget* control)
{
    m_end->addWidget(control);
}

QSize ControlRow::minimumSizeHint() const
{
    // The same whether or not something has no room now; a head that is narrower gives less all the same.
    int wide = 0;
    for (const QWidget* each : wanted())
        wide += leastWidth(*each) + kSpacing;
    return { wide, 0 };
}

QList<QWidget*> ControlRow::wanted() const
{
    QList<QWidget*> all;
    for (const QHBoxLayout* part : { m_middle, m_end }) {
        for (int i = 0; i < part->count(); ++i) {
            QWidget* each = part->itemAt(i)->widget();
            if (each != nullptr && (!each->isHidden() || each->property(kNoRoom).toBool()))
                all.append(each);
        }
    }
    return all;
}

bool ControlRow::fit(int room)
{
    // Widths are asked for and nothing is shown to measure it: each change of what is seen asks for a layout, and that
    // layout asks for this again.
    if (m_fitting)
        return true;
    m_fitting = true;
    const QList<QWidget*> all = wanted();
    int needed = 0;
    for (const QWidget* each : all)
        needed += leastWidth(*each) + kSpacing;
    needed -= all.isEmpty() ? 0 : kSpacing;
    const bool crowded = needed > room;
    if (crowded)
        needed += m_overflow->width() + kSpacing;
    for (QWidget* each : all) { // half a button says nothing, so it goes whole
        const bool fits = needed <= room;
        if (!fits)
            needed -= leastWidth(*each) + kSpacing;
        each->setProperty(kNoRoom, !fits);
        if (each->isHidden() == fits)
            each->setVisible(fits);
    }
    if (m_overflow->isHidden() == crowded)
        m_overflow->setVisible(crowded);
    m_fitting = false;
    return room >= m_overflow->width() || !crowded;
}

void ControlRow::fillMenu()
{
    m_menu->clear();
    for (QWidget* each : wanted()) {
        if (!each->property(kNoRoom).toBool())
            continue;
        if (auto* button = qobject_cast<QAbstractButton*>(each)) {
            QAction* action = m_menu->addAction(nameOf(*button), button, [button] { button->click(); });
            action->setEnabled(button->isEnabled());
            action->setCheckable(button->isCheckable());
            action->setChecked(button->isChecked());
        } else if (auto* segments = qobject_cast<Segments*>(each)) {
            for (int i = 0; i < segments->texts().size(); ++i) {
                QAction* action
                    = m_menu->addAction(segments->texts().at(i), segments, [segments, i] { segments->choose(i); });
                action->setCheckable(true);
                action->setChecked(i == segments->current());
            }
        } else if (const auto* label = qobject_cast<QLabel*>(each); label != nullptr && !label->text().isEmpty()) {
            m_menu->addAction(label->text())->setEnabled(false);
        }
    }
}

void ControlRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit(width());
}

bool ControlRow::event(QEvent* event)
{
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fit(width());
    return handled;
}

} // namespace maker
