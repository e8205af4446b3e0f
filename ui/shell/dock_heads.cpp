#include "ui/shell/dock_heads.h"

#include <QEvent>
#include <QLayout>
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
    } else if (hasHead) {
        head.takeControlsBack();
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
    connect(&bar, &QTabBar::currentChanged, this, &DockHeads::schedule);
}

bool DockHeads::fitControls(QWidget& controls, int room)
{
    // Widths are asked for and nothing is shown to measure it: each change of what is seen asks for a layout, and that
    // layout asks for this again.
    constexpr const char* kNoRoom = "noRoom";
    const auto leastWidth = [](const QWidget& each) {
        const bool shrinks = (each.sizePolicy().horizontalPolicy() & QSizePolicy::ShrinkFlag) != 0;
        const int hint = shrinks ? each.minimumSizeHint().width() : each.sizeHint().width();
        return std::clamp(hint, each.minimumWidth(), each.maximumWidth());
    };
    QList<QWidget*> wanted;
    const QMargins margins = controls.layout()->contentsMargins();
    int needed = margins.left() + margins.right();
    for (QWidget* each : controls.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (each->isHidden() && !each->property(kNoRoom).toBool())
            continue;
        needed += leastWidth(*each) + (wanted.isEmpty() ? 0 : controls.layout()->spacing());
        wanted.append(each);
    }
    // From the left, as the more important stand at the right end. Half a button says nothing, so it goes whole.
    for (QWidget* each : std::as_const(wanted)) {
        const bool fits = needed <= room;
        if (!fits)
            needed -= leastWidth(*each) + controls.layout()->spacing();
        each->setProperty(kNoRoom, !fits);
        if (each->isHidden() == fits)
            each->setVisible(fits);
    }
    return needed <= room;
}

void DockHeads::fitBar(QTabBar& bar)
{
    const QRect last = bar.count() > 0 ? bar.tabRect(bar.count() - 1) : QRect();
    for (int i = 0; i < bar.count(); ++i) {
        const auto found = std::find_if(m_docked.begin(), m_docked.end(),
            [&](const DockedPanel& each) { return each.dock->windowTitle() == bar.tabText(i); });
        if (found == m_docked.end())
            continue;
        PanelHead& head = found->panel->head();
        if (found->dock->titleBarWidget() == &head) // alone for now: its head keeps its controls
            continue;
        QWidget* controls = head.controls();
        head.lendControls(&bar);
        const int x = last.right() + 12;
        const int room = std::max(0, bar.width() - x - 6);
        controls->setGeometry(x, 0, room, bar.height() - 1);
        controls->setVisible(i == bar.currentIndex() && fitControls(*controls, room));
    }
}

bool DockHeads::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest)
        schedule();
    return QObject::eventFilter(watched, event);
}

} // namespace maker
