#include "ui/shell/dock_plan.h"

#include <QMainWindow>

#include <algorithm>

namespace maker {

namespace {

constexpr int kNarrow = 1500;
constexpr int kTight = 1100;
constexpr int kLeft = 268;
constexpr int kLadder = 360; // five decimals of a quantity and the chance of a fill beside it
constexpr int kTape = 184;
constexpr int kBottom = 250;
constexpr int kSeparator = 4;

struct Sizes {
    QList<QDockWidget*> docks;
    QList<int> lengths;

    void add(QDockWidget* dock, int length)
    {
        if (dock == nullptr)
            return;
        docks << dock;
        lengths << length;
    }
};

/// Widths of the columns: larger text needs wider ones, as long as the chart keeps a third.
struct ColumnWidths {
    int left;
    int ladder;
    int tape;

    ColumnWidths(double textScale, int window)
    {
        const double scale = std::max(1.0, std::min(textScale, 0.66 * window / (kLeft + kLadder + kTape)));
        left = static_cast<int>(kLeft * scale);
        ladder = static_cast<int>(kLadder * scale);
        tape = static_cast<int>(kTape * scale);
    }
    int right(DockRoom room) const { return room == DockRoom::Wide ? ladder + tape + kSeparator : ladder; }
};

} // namespace

DockPlan::DockPlan(QMainWindow& area, const Theme& theme, const std::vector<DockedPanel>& docked)
    : m_area(area)
    , m_theme(theme)
    , m_docked(docked)
{
}

DockRoom DockPlan::room() const
{
    const double lines = m_area.width() / m_theme.textScale;
    return lines < kTight ? DockRoom::Tight : lines < kNarrow ? DockRoom::Narrow : DockRoom::Wide;
}

std::vector<QDockWidget*> DockPlan::docksAt(DockPlace place) const
{
    std::vector<QDockWidget*> docks;
    for (const DockedPanel& each : m_docked) {
        if (each.entry->place == place)
            docks.push_back(each.dock);
    }
    return docks;
}

QDockWidget* DockPlan::first(DockPlace place) const
{
    const auto found = std::find_if(
        m_docked.begin(), m_docked.end(), [place](const DockedPanel& each) { return each.entry->place == place; });
    return found == m_docked.end() ? nullptr : found->dock;
}

void DockPlan::split(QDockWidget* from, QDockWidget* next, Qt::Orientation way, Qt::DockWidgetArea area)
{
    if (next == nullptr)
        return;
    if (from != nullptr)
        m_area.splitDockWidget(from, next, way);
    else
        m_area.addDockWidget(area, next);
}

void DockPlan::placeAll(DockRoom room)
{
    // Centre first: it then stays the neighbour of both sides.
    QDockWidget* leftTop = first(DockPlace::LeftTop);
    split(nullptr, leftTop, Qt::Horizontal, Qt::LeftDockWidgetArea);
    QDockWidget* centre = first(DockPlace::CentreTop);
    split(leftTop, centre, Qt::Horizontal, Qt::LeftDockWidgetArea);
    const auto beside = [&](DockPlace from, DockPlace next, Qt::Orientation way, bool apart) {
        if (apart || first(from) == nullptr || first(next) == nullptr)
            split(first(from), first(next), way, Qt::LeftDockWidgetArea);
        else
            m_area.tabifyDockWidget(first(from), first(next));
    };
    const bool wide = room == DockRoom::Wide;
    const bool tight = room == DockRoom::Tight;
    beside(DockPlace::LeftTop, DockPlace::LeftBottom, Qt::Vertical, !tight);
    beside(DockPlace::CentreTop, DockPlace::CentreBottom, Qt::Vertical, wide);
    split(nullptr, first(DockPlace::BottomLeft), Qt::Horizontal, Qt::BottomDockWidgetArea);
    beside(DockPlace::BottomLeft, DockPlace::BottomRight, Qt::Horizontal, !tight);
    split(nullptr, first(DockPlace::Right), Qt::Horizontal, Qt::RightDockWidgetArea);
    beside(DockPlace::Right, DockPlace::FarRight, wide ? Qt::Horizontal : Qt::Vertical, !tight);
    tabify(room);
}

void DockPlan::tabify(DockRoom room)
{
    using Pair = std::pair<DockPlace, DockPlace>;
    for (const auto& [top, below] : { Pair { DockPlace::LeftTop, DockPlace::LeftBottom },
             Pair { DockPlace::CentreTop, DockPlace::CentreBottom },
             Pair { DockPlace::BottomLeft, DockPlace::BottomRight }, Pair { DockPlace::Right, DockPlace::FarRight } }) {
        for (const DockPlace place : { top, below }) {
            const std::vector<QDockWidget*> docks = docksAt(place);
            for (std::size_t i = 1; i < docks.size(); ++i)
                m_area.tabifyDockWidget(docks[i - 1], docks[i]);
            if (!docks.empty())
                docks.front()->raise();
        }
        // Where both share one row of tabs, the strategies and else the upper one is in front.
        if (QDockWidget* front = first(top); front != nullptr && room != DockRoom::Wide && top != DockPlace::LeftTop)
            front->raise();
    }
}

void DockPlan::place(DockLayout layout, DockRoom room)
{
    for (const DockedPanel& each : m_docked) {
        m_area.removeDockWidget(each.dock);
        each.dock->setFloating(false);
    }
    placeAll(room);
    const PanelHome home = layout == DockLayout::Lab ? PanelHome::Lab : PanelHome::Trading;
    for (const DockedPanel& each : m_docked)
        each.dock->setVisible(each.entry->home == home);
    if (layout == DockLayout::Review) {
        for (const DockPlace place : { DockPlace::CentreTop, DockPlace::Right, DockPlace::FarRight }) {
            for (QDockWidget* dock : docksAt(place))
                dock->hide();
        }
    }
}

void DockPlan::size(DockLayout layout, DockRoom room)
{
    if (layout == DockLayout::Lab) // its panels fill the window
        return;
    if (m_area.width() < 800 || m_area.height() < 400) // not laid out yet; the first resize comes back here
        return;
    sizeColumns(layout, room);
    sizeRows(layout, room);
}

void DockPlan::sizeColumns(DockLayout layout, DockRoom room)
{
    const ColumnWidths widths(m_theme.textScale, m_area.width());
    Sizes across;
    across.add(first(DockPlace::LeftTop), widths.left);
    if (layout == DockLayout::Review) {
        across.add(first(DockPlace::CentreBottom), m_area.width() - widths.left - kSeparator);
        m_area.resizeDocks(across.docks, across.lengths, Qt::Horizontal);
        return;
    }
    across.add(first(DockPlace::CentreTop), m_area.width() - widths.left - widths.right(room) - 2 * kSeparator);
    across.add(first(DockPlace::Right), widths.ladder);
    if (room == DockRoom::Wide)
        across.add(first(DockPlace::FarRight), widths.tape);
    m_area.resizeDocks(across.docks, across.lengths, Qt::Horizontal);
}

void DockPlan::sizeRows(DockLayout layout, DockRoom room)
{
    const int height = m_area.height();
    const bool review = layout == DockLayout::Review; // the tables are what is looked at there
    const int bottom = review ? height / 2 : std::min(m_theme.scaled(kBottom), height * 2 / 5);
    const int middle = height - bottom - kSeparator;
    const auto stack = [&](int whole, DockPlace top, int topHeight, DockPlace below) {
        Sizes rows;
        rows.add(first(top), topHeight);
        rows.add(first(below), whole - topHeight - kSeparator);
        m_area.resizeDocks(rows.docks, rows.lengths, Qt::Vertical);
    };
    Sizes foot;
    foot.add(first(DockPlace::BottomLeft), bottom);
    m_area.resizeDocks(foot.docks, foot.lengths, Qt::Vertical);
    if (room != DockRoom::Tight)
        stack(middle, DockPlace::LeftTop, middle * 3 / 8, DockPlace::LeftBottom);
    if (room == DockRoom::Wide && !review)
        stack(middle, DockPlace::CentreTop, middle * 508 / 720, DockPlace::CentreBottom);
    if (room == DockRoom::Narrow && !review)
        stack(height, DockPlace::Right, height * 2 / 3, DockPlace::FarRight);
    if (room == DockRoom::Tight)
        return;
    Sizes tables;
    const int right = review ? 0 : ColumnWidths(m_theme.textScale, m_area.width()).right(room) + kSeparator;
    const int wide = m_area.width() - right;
    tables.add(first(DockPlace::BottomLeft), wide * 690 / 1400);
    tables.add(first(DockPlace::BottomRight), wide - wide * 690 / 1400 - kSeparator);
    m_area.resizeDocks(tables.docks, tables.lengths, Qt::Horizontal);
}

} // namespace maker
