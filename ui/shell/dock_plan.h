#pragma once

#include "ui/shell/docked_panel.h"

#include <vector>

class QMainWindow;

namespace maker {

/// In the order of the workspaces.
enum class DockLayout : std::uint8_t { Make, Review, Lab };

/// Where a new profile has its docks and how large they are there, in a given window at a given size of text.
class DockPlan {
public:
    DockPlan(QMainWindow& area, const Theme& theme, const std::vector<DockedPanel>& docked);

    /// Puts every dock where `layout` has it and shows those that belong to it; `laidOut`: the area has its size.
    void place(DockLayout layout, bool laidOut);
    /// Columns and rows as wide and high as the layout has them; nothing while the area is not laid out.
    void size(DockLayout layout);
    /// A small window folds the tape under the ladder and makes tabs of chart and curve.
    bool isNarrow() const;

private:
    std::vector<QDockWidget*> docksAt(DockPlace place) const;
    QDockWidget* first(DockPlace place) const;
    void split(QDockWidget* from, QDockWidget* next, Qt::Orientation way, Qt::DockWidgetArea area);
    void placeAll(bool narrow);
    void tabify(bool narrow);
    void sizeColumns(bool narrow);
    void sizeRows(bool narrow);

    QMainWindow& m_area;
    const Theme& m_theme;
    const std::vector<DockedPanel>& m_docked;
};

} // namespace maker
