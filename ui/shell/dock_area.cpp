#include "ui/shell/dock_area.h"

#include "ui/shell/dock_heads.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace maker {

DockArea::DockArea(const PanelContext& context, QWidget* parent)
    : QMainWindow(parent)
    , m_plan(*this, context.theme, m_docked)
    , m_heads(std::make_unique<DockHeads>(*this, m_docked))
{
    setWindowFlags(Qt::Widget); // the constructor makes a window of every QMainWindow
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setContextMenuPolicy(Qt::NoContextMenu);
    for (const PanelEntry& entry : panelRegistry())
        add(entry, context);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (Panel* panel : m_panels)
            panel->head().setFocused(now != nullptr && (panel == now || panel->isAncestorOf(now)));
    });
    arrange(DockLayout::Make);
}

void DockArea::add(const PanelEntry& entry, const PanelContext& context)
{
    Panel* panel = entry.make(context).release();
    auto* dock = new QDockWidget(QString::fromLatin1(entry.title), this);
    dock->setObjectName(QLatin1String("dock.") + QLatin1String(entry.id));
    dock->setFeatures(
        QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable | QDockWidget::DockWidgetClosable);
    dock->setWidget(panel);
    dock->setMinimumSize(80, 60);
    if (entry.home == PanelHome::OnRequest)
        connect(panel->head().addIcon(QStringLiteral("close"), tr("Close")), &QToolButton::clicked, dock,
            &QDockWidget::hide);
    m_panels.push_back(panel);
    m_docked.push_back({ &entry, panel, dock });
    m_stripes.push_back(new ModeStripe(context.theme, dock));
    m_stripes.back()->hide();
    dock->installEventFilter(this);
    connect(dock, &QDockWidget::topLevelChanged, this, [this, index = m_docked.size() - 1] { placeStripe(index); });
    connect(dock, &QDockWidget::dockLocationChanged, m_heads.get(), &DockHeads::schedule);
    connect(dock, &QDockWidget::topLevelChanged, m_heads.get(), &DockHeads::schedule);
    connect(dock, &QDockWidget::visibilityChanged, m_heads.get(), &DockHeads::schedule);
    connect(panel, &Panel::tabCountChanged, this, [dock, panel, title = QString::fromLatin1(entry.title)] {
        const QString count = panel->tabCount();
        dock->setWindowTitle(count.isEmpty() ? title : title + QStringLiteral("  ") + count);
    });
}

DockArea::~DockArea()
{
    // Focus and visibility still change while the docks are taken down; nobody here may look at them any more.
    disconnect(qApp, nullptr, this, nullptr);
    for (const DockedPanel& each : m_docked)
        disconnect(each.dock, nullptr, this, nullptr);
    m_heads.reset();
    for (Panel* panel : m_panels)
        panel->head().takeControlsBack();
}

Panel* DockArea::panel(const QString& id) const
{
    const auto found
        = std::find_if(m_panels.begin(), m_panels.end(), [&id](const Panel* panel) { return panel->id() == id; });
    return found == m_panels.end() ? nullptr : *found;
}

QDockWidget* DockArea::dockOf(const QString& id) const
{
    const auto found = std::find_if(
        m_docked.begin(), m_docked.end(), [&id](const DockedPanel& each) { return each.panel->id() == id; });
    return found == m_docked.end() ? nullptr : found->dock;
}

void DockArea::sizeAll()
{
    m_plan.size(m_layout, m_room);
}

void DockArea::sizeWhenShown()
{
    if (isVisible())
        sizeAll();
    QTimer::singleShot(0, this, &DockArea::sizeAll);
}

void DockArea::arrange(DockLayout layout)
{
    m_layout = layout;
    m_room = m_sizedOnce ? m_plan.room() : DockRoom::Wide;
    m_plan.place(layout, m_room);
    if (layout == DockLayout::Lab)
        dockOf(QStringLiteral("lab"))->raise();
    sizeAll();
    m_planned = shape();
    m_heads->schedule();
}

bool DockArea::restore(const QByteArray& state, DockLayout layout, std::optional<DockRoom> planned)
{
    if (!restoreShape(state))
        return false;
    m_layout = layout;
    m_room = planned.value_or(m_plan.room());
    m_planned = planned ? shape() : QString();
    return true;
}

bool DockArea::restoreShape(const QByteArray& state)
{
    const bool restored = restoreState(state, kStateVersion);
    m_sizedOnce = m_sizedOnce || restored;
    m_heads->schedule();
    return restored;
}

QString DockArea::shape() const
{
    QStringList parts;
    for (const DockedPanel& each : m_docked) {
        if (each.entry->home == PanelHome::OnRequest) // opened and closed in every layout
            continue;
        QStringList tabs;
        for (const QDockWidget* other : tabifiedDockWidgets(each.dock)) {
            if (!other->isHidden())
                tabs << other->objectName();
        }
        tabs.sort();
        parts << QStringLiteral("%1 %2 %3 %4 %5")
                     .arg(each.dock->objectName())
                     .arg(each.dock->isHidden())
                     .arg(each.dock->isFloating())
                     .arg(static_cast<int>(dockWidgetArea(each.dock)))
                     .arg(tabs.join(QLatin1Char(',')));
    }
    return parts.join(QLatin1Char('\n'));
}

std::optional<DockRoom> DockArea::plannedRoom() const
{
    return !m_planned.isEmpty() && shape() == m_planned ? std::optional(m_room) : std::nullopt;
}

void DockArea::adapt()
{
    if (!m_sizedOnce || !isVisible() || m_plan.room() == m_room || !plannedRoom())
        return;
    std::vector<QDockWidget*> asked;
    for (const DockedPanel& each : m_docked) {
        if (each.entry->home == PanelHome::OnRequest && !each.dock->isHidden())
            asked.push_back(each.dock);
    }
    arrange(m_layout);
    for (QDockWidget* dock : asked) {
        dock->show();
        dock->raise();
    }
    sizeWhenShown();
}

void DockArea::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    m_heads->schedule();
    QTimer::singleShot(0, this, &DockArea::adapt);
}

void DockArea::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (m_sizedOnce)
        return;
    m_sizedOnce = true;
    if (m_plan.room() != m_room)
        arrange(m_layout);
    // Twice: widths first take effect when the columns exist, and heights are shares of what the widths left.
    sizeAll();
    QTimer::singleShot(0, this, &DockArea::sizeAll);
}

void DockArea::reveal(const QString& id)
{
    if (QDockWidget* dock = dockOf(id)) {
        dock->show();
        dock->raise();
        dock->widget()->setFocus(Qt::ShortcutFocusReason);
    }
}

void DockArea::focusNext()
{
    std::vector<Panel*> seen;
    std::copy_if(m_panels.begin(), m_panels.end(), std::back_inserter(seen),
        [](const Panel* panel) { return panel->isVisible(); });
    if (seen.empty())
        return;
    const QWidget* focus = QApplication::focusWidget();
    const auto current = std::find_if(seen.begin(), seen.end(),
        [focus](const Panel* panel) { return focus != nullptr && (panel == focus || panel->isAncestorOf(focus)); });
    const auto next = current == seen.end() || current + 1 == seen.end() ? seen.begin() : current + 1;
    (*next)->setFocus(Qt::ShortcutFocusReason);
}

void DockArea::toggleMaximised()
{
    if (!m_beforeMaximise.isEmpty()) {
        restoreShape(std::exchange(m_beforeMaximise, {}));
        return;
    }
    const QWidget* focus = QApplication::focusWidget();
    const auto current = std::find_if(m_docked.begin(), m_docked.end(),
        [focus](const DockedPanel& each) { return focus != nullptr && each.dock->isAncestorOf(focus); });
    if (current == m_docked.end())
        return;
    m_beforeMaximise = store();
    for (const DockedPanel& each : m_docked)
        each.dock->setVisible(each.dock == current->dock);
    m_heads->schedule();
}

void DockArea::refreshTheme()
{
    for (Panel* panel : m_panels)
        panel->refreshTheme();
    m_heads->schedule();
}

void DockArea::setMode(DeskMode mode)
{
    for (ModeStripe* stripe : m_stripes)
        stripe->setMode(mode);
}

ModeStripe* DockArea::stripeOf(const QString& id) const
{
    const auto found = std::find_if(
        m_docked.begin(), m_docked.end(), [&id](const DockedPanel& each) { return each.panel->id() == id; });
    return found == m_docked.end() ? nullptr : m_stripes[static_cast<std::size_t>(found - m_docked.begin())];
}

void DockArea::placeStripe(std::size_t index)
{
    ModeStripe& stripe = *m_stripes[index];
    const QDockWidget& dock = *m_docked[index].dock;
    stripe.setVisible(dock.isFloating());
    stripe.setGeometry(0, 0, dock.width(), stripe.height());
    stripe.raise();
}

bool DockArea::eventFilter(QObject* watched, QEvent* event)
{
    const auto found = std::find_if(
        m_docked.begin(), m_docked.end(), [watched](const DockedPanel& each) { return each.dock == watched; });
    if (found == m_docked.end())
        return QMainWindow::eventFilter(watched, event);
    if (event->type() == QEvent::Resize && found->dock->isFloating())
        placeStripe(static_cast<std::size_t>(found - m_docked.begin()));
    return false;
}

} // namespace maker
