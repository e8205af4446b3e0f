#include "ui/shell/dock_area.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QLabel>
#include <QLayout>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace maker {

namespace {

constexpr int kNarrow = 1500;
constexpr int kLeft = 268;
constexpr int kLadder = 360; // five decimals of a quantity and the chance of a fill beside it
constexpr int kTape = 172;
constexpr int kBottom = 250;

/// Stands for the title bar of a tabbed dock: its tab is its title.
class NoTitle : public QWidget {
public:
    using QWidget::QWidget;
    QSize sizeHint() const override { return { 0, 0 }; }
    QSize minimumSizeHint() const override { return { 0, 0 }; }
};

} // namespace

DockArea::DockArea(const PanelContext& context, QWidget* parent)
    : QMainWindow(parent)
    , m_context(context)
{
    setWindowFlags(Qt::Widget); // the constructor makes a window of every QMainWindow
    setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::GroupedDragging);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setDocumentMode(true);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setContextMenuPolicy(Qt::NoContextMenu);
    for (const PanelEntry& entry : panelRegistry()) {
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
        m_docks.push_back(dock);
        m_stripes.push_back(new ModeStripe(context.theme, dock));
        m_stripes.back()->hide();
        dock->installEventFilter(this);
        connect(dock, &QDockWidget::topLevelChanged, this, [this, index = m_docks.size() - 1] { placeStripe(index); });
        connect(dock, &QDockWidget::dockLocationChanged, this, &DockArea::scheduleTabs);
        connect(dock, &QDockWidget::topLevelChanged, this, &DockArea::scheduleTabs);
        connect(dock, &QDockWidget::visibilityChanged, this, &DockArea::scheduleTabs);
        connect(panel, &Panel::tabCountChanged, this, [dock, panel, title = QString::fromLatin1(entry.title)] {
            const QString count = panel->tabCount();
            dock->setWindowTitle(count.isEmpty() ? title : title + QStringLiteral("  ") + count);
        });
    }
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        for (Panel* panel : m_panels)
            panel->head().setFocused(now != nullptr && (panel == now || panel->isAncestorOf(now)));
    });
    arrange(Layout::Make);
}

DockArea::~DockArea()
{
    // Focus and visibility still change while the docks are taken down; nobody here may look at them any more.
    disconnect(qApp, nullptr, this, nullptr);
    for (QDockWidget* dock : m_docks)
        disconnect(dock, nullptr, this, nullptr);
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
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        if (m_panels[i]->id() == id)
            return m_docks[i];
    }
    return nullptr;
}

std::vector<QDockWidget*> DockArea::docksAt(DockPlace place) const
{
    std::vector<QDockWidget*> docks;
    const auto entries = panelRegistry();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].place == place)
            docks.push_back(m_docks[i]);
    }
    return docks;
}

QDockWidget* DockArea::first(DockPlace place) const
{
    const std::vector<QDockWidget*> docks = docksAt(place);
    return docks.empty() ? nullptr : docks.front();
}

void DockArea::placeAll()
{
    const auto split = [this](QDockWidget* from, QDockWidget* next, Qt::Orientation way, Qt::DockWidgetArea area) {
        if (next == nullptr)
            return;
        if (from != nullptr)
            splitDockWidget(from, next, way);
        else
            addDockWidget(area, next);
    };
    // Centre first: it then stays the neighbour of both sides.
    QDockWidget* leftTop = first(DockPlace::LeftTop);
    split(nullptr, leftTop, Qt::Horizontal, Qt::LeftDockWidgetArea);
    QDockWidget* centre = first(DockPlace::CentreTop);
    split(leftTop, centre, Qt::Horizontal, Qt::LeftDockWidgetArea);
    split(leftTop, first(DockPlace::LeftBottom), Qt::Vertical, Qt::LeftDockWidgetArea);
    // In a small window the curve becomes a tab of the chart and the tape folds under the ladder.
    const bool narrow = m_sizedOnce && width() < kNarrow;
    if (narrow && centre != nullptr && first(DockPlace::CentreBottom) != nullptr)
        tabifyDockWidget(centre, first(DockPlace::CentreBottom));
    else
        split(centre, first(DockPlace::CentreBottom), Qt::Vertical, Qt::LeftDockWidgetArea);
    QDockWidget* bottomLeft = first(DockPlace::BottomLeft);
    split(nullptr, bottomLeft, Qt::Horizontal, Qt::BottomDockWidgetArea);
    split(bottomLeft, first(DockPlace::BottomRight), Qt::Horizontal, Qt::BottomDockWidgetArea);
    QDockWidget* right = first(DockPlace::Right);
    split(nullptr, right, Qt::Horizontal, Qt::RightDockWidgetArea);
    split(right, first(DockPlace::FarRight), narrow ? Qt::Vertical : Qt::Horizontal, Qt::RightDockWidgetArea);
    for (const DockPlace place :
        { DockPlace::LeftTop, DockPlace::LeftBottom, DockPlace::CentreTop, DockPlace::CentreBottom,
            DockPlace::BottomLeft, DockPlace::BottomRight, DockPlace::Right, DockPlace::FarRight }) {
        const std::vector<QDockWidget*> docks = docksAt(place);
        for (std::size_t i = 1; i < docks.size(); ++i)
            tabifyDockWidget(docks[i - 1], docks[i]);
        if (!docks.empty() && !(narrow && place == DockPlace::CentreBottom))
            docks.front()->raise();
    }
    if (narrow && centre != nullptr)
        centre->raise();
}

void DockArea::sizeAll()
{
    if (m_layout == Layout::Lab) // its panels fill the window
        return;
    if (width() < 800 || height() < 400) // not laid out yet; the first resize comes back here
        return;
    // Larger text needs wider columns, as long as the chart keeps two fifths.
    const double scale = std::min(m_context.theme.textScale, 0.66 * width() / (kLeft + kLadder + kTape));
    const auto scaled = [scale](int length) { return static_cast<int>(length * std::max(scale, 1.0)); };
    const int left = scaled(kLeft);
    const int ladder = scaled(kLadder);
    const int tape = scaled(kTape);
    QList<QDockWidget*> across;
    QList<int> widths;
    const bool narrow = width() < kNarrow;
    const int right = narrow ? ladder : ladder + tape + 4;
    const auto add = [&](DockPlace place, int size, QList<QDockWidget*>& docks, QList<int>& sizes) {
        if (QDockWidget* dock = first(place)) {
            docks << dock;
            sizes << size;
        }
    };
    add(DockPlace::LeftTop, left, across, widths);
    add(DockPlace::CentreTop, width() - left - right - 8, across, widths);
    add(DockPlace::Right, ladder, across, widths);
    if (!narrow)
        add(DockPlace::FarRight, tape, across, widths);
    resizeDocks(across, widths, Qt::Horizontal);
    const int bottom = std::min(m_context.theme.scaled(kBottom), height() * 2 / 5);
    const int middle = height() - bottom - 4;
    const auto stack = [&](DockPlace top, int topHeight, DockPlace below) {
        QList<QDockWidget*> docks;
        QList<int> heights;
        add(top, topHeight, docks, heights);
        add(below, middle - topHeight - 4, docks, heights);
        resizeDocks(docks, heights, Qt::Vertical);
    };
    QList<QDockWidget*> bottomDocks;
    QList<int> bottomHeights;
    add(DockPlace::BottomLeft, bottom, bottomDocks, bottomHeights);
    resizeDocks(bottomDocks, bottomHeights, Qt::Vertical);
    stack(DockPlace::LeftTop, middle * 3 / 8, DockPlace::LeftBottom);
    if (!narrow)
        stack(DockPlace::CentreTop, middle * 508 / 720, DockPlace::CentreBottom);
    QList<QDockWidget*> bottoms;
    QList<int> bottomWidths;
    const int wide = width() - right - 4;
    add(DockPlace::BottomLeft, wide * 690 / 1400, bottoms, bottomWidths);
    add(DockPlace::BottomRight, wide - wide * 690 / 1400 - 4, bottoms, bottomWidths);
    resizeDocks(bottoms, bottomWidths, Qt::Horizontal);
}

void DockArea::sizeWhenShown()
{
    if (isVisible())
        sizeAll();
    QTimer::singleShot(0, this, &DockArea::sizeAll);
}

void DockArea::arrange(Layout layout)
{
    m_layout = layout;
    for (QDockWidget* dock : m_docks) {
        removeDockWidget(dock);
        dock->setFloating(false);
    }
    placeAll();
    const auto entries = panelRegistry();
    const PanelHome home = layout == Layout::Lab ? PanelHome::Lab : PanelHome::Trading;
    for (std::size_t i = 0; i < m_docks.size(); ++i)
        m_docks[i]->setVisible(entries[i].home == home);
    if (layout == Layout::Review) {
        for (const DockPlace place : { DockPlace::CentreTop, DockPlace::Right, DockPlace::FarRight }) {
            for (QDockWidget* dock : docksAt(place))
                dock->hide();
        }
    }
    if (layout == Layout::Lab)
        dockOf(QStringLiteral("lab"))->raise();
    sizeAll();
    scheduleTabs();
}

bool DockArea::restore(const QByteArray& state)
{
    const bool restored = restoreState(state, kStateVersion);
    m_sizedOnce = m_sizedOnce || restored;
    scheduleTabs();
    return restored;
}

void DockArea::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    scheduleTabs();
}

void DockArea::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (m_sizedOnce)
        return;
    m_sizedOnce = true;
    if (width() < kNarrow)
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
        restore(std::exchange(m_beforeMaximise, {}));
        return;
    }
    const QWidget* focus = QApplication::focusWidget();
    const auto current = std::find_if(m_docks.begin(), m_docks.end(),
        [focus](const QDockWidget* dock) { return focus != nullptr && dock->isAncestorOf(focus); });
    if (current == m_docks.end())
        return;
    m_beforeMaximise = store();
    for (QDockWidget* dock : m_docks)
        dock->setVisible(dock == *current);
    scheduleTabs();
}

void DockArea::refreshTheme()
{
    for (Panel* panel : m_panels)
        panel->refreshTheme();
    scheduleTabs();
}

void DockArea::scheduleTabs()
{
    if (m_tabsScheduled)
        return;
    m_tabsScheduled = true;
    QTimer::singleShot(0, this, [this] {
        m_tabsScheduled = false;
        fitTabs();
    });
}

void DockArea::fitTabs()
{
    for (std::size_t i = 0; i < m_docks.size(); ++i) {
        QDockWidget* dock = m_docks[i];
        PanelHead& head = m_panels[i]->head();
        const QList<QDockWidget*> others = tabifiedDockWidgets(dock);
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
    for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (!bar->property("makerWatched").toBool()) {
            bar->setProperty("makerWatched", true);
            bar->installEventFilter(this);
            bar->setDrawBase(false);
            bar->setExpanding(false);
            bar->setElideMode(Qt::ElideNone);
            bar->setFocusPolicy(Qt::NoFocus);
            connect(bar, &QTabBar::currentChanged, this, &DockArea::scheduleTabs);
        }
        if (bar->isVisible())
            fitTabBar(*bar);
    }
}

bool DockArea::fitControls(QWidget& controls, int room)
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

void DockArea::fitTabBar(QTabBar& bar)
{
    const QRect last = bar.count() > 0 ? bar.tabRect(bar.count() - 1) : QRect();
    for (int i = 0; i < bar.count(); ++i) {
        const auto found = std::find_if(m_docks.begin(), m_docks.end(),
            [&](const QDockWidget* dock) { return dock->windowTitle() == bar.tabText(i); });
        if (found == m_docks.end())
            continue;
        PanelHead& head = m_panels[static_cast<std::size_t>(found - m_docks.begin())]->head();
        if ((*found)->titleBarWidget() == &head) // alone for now: its head keeps its controls
            continue;
        QWidget* controls = head.controls();
        head.lendControls(&bar);
        const int x = last.right() + 12;
        const int room = std::max(0, bar.width() - x - 6);
        controls->setGeometry(x, 0, room, bar.height() - 1);
        controls->setVisible(i == bar.currentIndex() && fitControls(*controls, room));
    }
}

void DockArea::setMode(DeskMode mode)
{
    for (ModeStripe* stripe : m_stripes)
        stripe->setMode(mode);
}

ModeStripe* DockArea::stripeOf(const QString& id) const
{
    const QDockWidget* dock = dockOf(id);
    const auto found = std::find(m_docks.begin(), m_docks.end(), dock);
    return found == m_docks.end() ? nullptr : m_stripes[static_cast<std::size_t>(found - m_docks.begin())];
}

void DockArea::placeStripe(std::size_t index)
{
    ModeStripe& stripe = *m_stripes[index];
    stripe.setVisible(m_docks[index]->isFloating());
    stripe.setGeometry(0, 0, m_docks[index]->width(), stripe.height());
    stripe.raise();
}

bool DockArea::eventFilter(QObject* watched, QEvent* event)
{
    const auto dock = std::find(m_docks.begin(), m_docks.end(), watched);
    if (dock != m_docks.end()) {
        if (event->type() == QEvent::Resize && (*dock)->isFloating())
            placeStripe(static_cast<std::size_t>(dock - m_docks.begin()));
        return false;
    }
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest)
        scheduleTabs();
    return QMainWindow::eventFilter(watched, event);
}

} // namespace maker
