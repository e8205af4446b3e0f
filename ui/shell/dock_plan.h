#pragma once

#include "ui/shell/docked_panel.h"

#include <vector>

class QMainWindow;

namespace maker {

/// In the order of the workspaces.
enum class DockLayout : std::uint8_t { Make, Review, Lab };

/// How much there is for the docks, counted in lines of text: large text on a large screen is a small window.
enum class DockRoom : std::uint8_t {
    Wide,
    Narrow, ///< the tape folds under the ladder, chart and curve become tabs
    Tight,  ///< what stands beside or above each other elsewhere becomes tabs
};

/// Where a new profile has its docks and how large they are there, in a given window at a given size of text.
class DockPlan {
public:
    DockPlan(QMainWindow& area, const Theme& theme, const std::vector<DockedPanel>& docked);

    /// Puts every dock where `layout` has it in such a room and shows those that belong to it.
    void place(DockLayout layout, DockRoom room);
    /// Columns and rows as wide and high as the layout has them; nothing while the area is not laid out.
    void size(DockLayout layout, DockRoom room);
    DockRoom room() const;

private:
    std::vector<QDockWidget*> docksAt(DockPlace place) const;
    QDockWidget* first(DockPlace place) const;
    void split(QDockWidget* from, QDockWidget* next, Qt::Orientation way, Qt::DockWidgetArea area);
    void placeAll(DockRoom room);
    void tabify(DockRoom room);
    void sizeColumns(DockLayout layout, DockRoom room);
    void sizeRows(DockLayout layout, DockRoom room);

    QMainWindow& m_area;
    const Theme& m_theme;
    const std::vector<DockedPanel>& m_docked;
};

} // namespace maker
