#include "ui/shell/dock_plan.h"

#include <QMainWindow>

#include <algorithm>

namespace maker {

namespace {

constexpr int kNarrow = 1500;
constexpr int kLeft = 268;
constexpr int kLadder = 360; // five decimals of a quantity and the chance of a fill beside it
constexpr int kTape = 172;
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
    int right(bool narrow) const { return narrow ? ladder : ladder + tape + kSeparator; }
};

} // namespace

DockPlan::DockPlan(QMainWindow& area, const Theme& theme, const std::vector<DockedPanel>& docked)
    : m_area(area)
    , m_theme(theme)
    , m_docked(docked)
{
}

bool DockPlan::isNarrow() const
{
    return m_area.width() < kNarrow;
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

void DockPlan::placeAll(bool narrow)
{
    // Centre first: it then stays the neighbour of both sides.
    QDockWidget* leftTop = first(DockPlace::LeftTop);
    split(nullptr, leftTop, Qt::Horizontal, Qt::LeftDockWidgetArea);
    QDockWidget* centre = first(DockPlace::CentreTop);
    split(leftTop, centre, Qt::Horizontal, Qt::LeftDockWidgetArea);
    split(leftTop, first(DockPlace::LeftBottom), Qt::Vertical, Qt::LeftDockWidgetArea);
    // In a small window the curve becomes a tab of the chart and the tape folds under the ladder.
    if (narrow && centre != nullptr && first(DockPlace::CentreBottom) != nullptr)
        m_area.tabifyDockWidget(centre, first(DockPlace::CentreBottom));
    else
        split(centre, first(DockPlace::CentreBottom), Qt::Vertical, Qt::LeftDockWidgetArea);
    QDockWidget* bottomLeft = first(DockPlace::BottomLeft);
    split(nullptr, bottomLeft, Qt::Horizontal, Qt::BottomDockWidgetArea);
    split(bottomLeft, first(DockPlace::BottomRight), Qt::Horizontal, Qt::BottomDockWidgetArea);
    QDockWidget* right = first(DockPlace::Right);
    split(nullptr, right, Qt::Horizontal, Qt::RightDockWidgetArea);
    split(right, first(DockPlace::FarRight), narrow ? Qt::Vertical : Qt::Horizontal, Qt::RightDockWidgetArea);
    tabify(narrow);
}

void DockPlan::tabify(bool narrow)
{
    for (const DockPlace place :
        { DockPlace::LeftTop, DockPlace::LeftBottom, DockPlace::CentreTop, DockPlace::CentreBottom,
            DockPlace::BottomLeft, DockPlace::BottomRight, DockPlace::Right, DockPlace::FarRight }) {
        const std::vector<QDockWidget*> docks = docksAt(place);
        for (std::size_t i = 1; i < docks.size(); ++i)
            m_area.tabifyDockWidget(docks[i - 1], docks[i]);
        if (!docks.empty() && !(narrow && place == DockPlace::CentreBottom))
            docks.front()->raise();
    }
    if (QDockWidget* centre = first(DockPlace::CentreTop); narrow && centre != nullptr)
        centre->raise();
}

void DockPlan::place(DockLayout layout, bool laidOut)
{
    for (const DockedPanel& each : m_docked) {
        m_area.removeDockWidget(each.dock);
        each.dock->setFloating(false);
    }
    placeAll(laidOut && isNarrow());
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

void DockPlan::size(DockLayout layout)
{
    if (layout == DockLayout::Lab) // its panels fill the window
        return;
    if (m_area.width() < 800 || m_area.height() < 400) // not laid out yet; the first resize comes back here
        return;
    const bool narrow = isNarrow();
    sizeColumns(narrow);
    sizeRows(narrow);
}

void DockPlan::sizeColumns(bool narrow)
{
    const ColumnWidths widths(m_theme.textScale, m_area.width());
    Sizes across;
    across.add(first(DockPlace::LeftTop), widths.left);
    across.add(
        first(DockPlace::CentreTop), m_area.width() - widths.left - widths.right(narrow) - 2 * kSeparator);
    across.add(first(DockPlace::Right), widths.ladder);
    if (!narrow)
        across.add(first(DockPlace::FarRight), widths.tape);
    m_area.resizeDocks(across.docks, across.lengths, Qt::Horizontal);
}

void DockPlan::sizeRows(bool narrow)
{
    const int height = m_area.height();
    const int bottom = std::min(m_theme.scaled(kBottom), height * 2 / 5);
    const int middle = height - bottom - kSeparator;
    const auto stack = [&](DockPlace top, int topHeight, DockPlace below) {
        Sizes rows;
        rows.add(first(top), topHeight);
        rows.add(first(below), middle - topHeight - kSeparator);
        m_area.resizeDocks(rows.docks, rows.lengths, Qt::Vertical);
    };
    Sizes foot;
    foot.add(first(DockPlace::BottomLeft), bottom);
    m_area.resizeDocks(foot.docks, foot.lengths, Qt::Vertical);
    stack(DockPlace::LeftTop, middle * 3 / 8, DockPlace::LeftBottom);
    if (!narrow)
        stack(DockPlace::CentreTop, middle * 508 / 720, DockPlace::CentreBottom);
    Sizes tables;
    const int wide
        = m_area.width() - ColumnWidths(m_theme.textScale, m_area.width()).right(narrow) - kSeparator;
    tables.add(first(DockPlace::BottomLeft), wide * 690 / 1400);
    tables.add(first(DockPlace::BottomRight), wide - wide * 690 / 1400 - kSeparator);
    m_area.resizeDocks(tables.docks, tables.lengths, Qt::Horizontal);
}

} // namespace maker
