#include "ui/shell/dock_heads.h"

#include <QEvent>
#include <QMainWindow>
#include <QTabBar>
#include <QTimer>

#include <algorithm>

namespace maker {

namespace {

/// Stands for the title bar of a tabbed dock: its tab is its title.
class NoTitle : public QWidget {
public:
    using QWidget::QWidget;
    QSize sizeHint() const override { return { 0, 0 }; }
    QSize minimumSizeHint() const override { return { 0, 0 }; }
};

} // namespace

DockHeads::DockHeads(QMainWindow& area, const std::vector<DockedPanel>& docked)
    : m_area(area)
    , m_docked(docked)
{
}

void DockHeads::schedule()
{
    if (m_scheduled)
        return;
    m_scheduled = true;
    QTimer::singleShot(0, this, [this] {
        m_scheduled = false;
        fit();
    });
}

void DockHeads::fit()
{
    for (const DockedPanel& each : m_docked)
        fitHead(each);
    for (QTabBar* bar : m_area.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        watch(*bar);
        if (bar->isVisible())
            fitBar(*bar);
    }
}

void DockHeads::fitHead(const DockedPanel& each)
{
    QDockWidget* dock = each.dock;
    PanelHead& head = each.panel->head();
    const QList<QDockWidget*> others = m_area.tabifiedDockWidgets(dock);
    const bool tabbed = !dock->isFloating()
        && std::any_of(others.begin(), others.end(), [](const QDockWidget* other) { return !other->isHidden(); });
    const bool hasHead = dock->titleBarWidget() == &head;
    if (tabbed && (hasHead || dock->titleBarWidget() == nullptr)) {
        dock->setTitleBarWidget(new NoTitle(dock));
        head.hide();
    } else if (!tabbed && !hasHead) {
        QWidget* before = dock->titleBarWidget();
        head.takeControlsBack();
        dock->setTitleBarWidget(&head);
        head.show();
        delete before;
        each.panel->refreshTheme(); // a widget that moved has the font again that it was first shown with
    } else if (hasHead && head.takeControlsBack()) {
        each.panel->refreshTheme();
    }
}

void DockHeads::watch(QTabBar& bar)
{
    if (bar.property("makerWatched").toBool())
        return;
    bar.setProperty("makerWatched", true);
    bar.installEventFilter(this);
    bar.setDrawBase(false);
    bar.setExpanding(false);
    bar.setElideMode(Qt::ElideNone);
    bar.setFocusPolicy(Qt::NoFocus);
    auto* foot = new QWidget(&bar); // the line under the tabs goes on to the edge
    foot->setObjectName(QStringLiteral("foot"));
    foot->setBackgroundRole(QPalette::Mid);
    foot->setAutoFillBackground(true);
    foot->show();
    connect(&bar, &QTabBar::currentChanged, this, &DockHeads::schedule);
}

void DockHeads::fitBar(QTabBar& bar)
{
    const QRect last = bar.count() > 0 ? bar.tabRect(bar.count() - 1) : QRect();
    if (auto* foot = bar.findChild<QWidget*>(QStringLiteral("foot"), Qt::FindDirectChildrenOnly))
        foot->setGeometry(last.right() + 1, bar.height() - 1, std::max(0, bar.width() - last.right() - 1), 1);
    for (int i = 0; i < bar.count(); ++i) {
        const auto found = std::find_if(m_docked.begin(), m_docked.end(),
            [&](const DockedPanel& each) { return each.dock->windowTitle() == bar.tabText(i); });
        if (found == m_docked.end())
            continue;
        PanelHead& head = found->panel->head();
        if (found->dock->titleBarWidget() == &head) // alone for now: its head keeps its controls
            continue;
        ControlRow* controls = head.controls();
        if (head.lendControls(&bar)) {
            found->panel->refreshTheme();
            }
        const int x = last.right() + 12;
        const int room = std::max(0, bar.width() - x - 6);
        controls->setGeometry(x, 1, room, bar.height() - 2);
        controls->setVisible(i == bar.currentIndex() && controls->fit(room));
    }
}

bool DockHeads::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest)
        schedule();
    return QObject::eventFilter(watched, event);
}

} // namespace maker
