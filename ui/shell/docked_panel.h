#pragma once

#include "ui/panels/registry.h"

#include <QDockWidget>

namespace maker {

/// One registered panel and the dock that holds it; both belong to the area of docks.
struct DockedPanel {
    const PanelEntry* entry;
    Panel* panel;
    QDockWidget* dock;
};

} // namespace maker
