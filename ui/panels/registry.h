#pragma once

#include "ui/base/panel.h"

#include <memory>
#include <span>

namespace maker {

enum class DockPlace : std::uint8_t { LeftTop, LeftBottom, CentreTop, CentreBottom, BottomLeft, BottomRight, Right, FarRight };

/// Which workspace shows a panel at first.
enum class PanelHome : std::uint8_t {
    Trading,
    OnRequest, ///< hidden until something asks for it, with a close icon
    Lab,
};

/// One kind of panel: where it starts and how it is made.
struct PanelEntry {
    const char* id;    ///< stable, in saved layouts
    const char* title;
    DockPlace place;
    std::unique_ptr<Panel> (*make)(const PanelContext& context);
    PanelHome home = PanelHome::Trading;
};

/// Every panel of the terminal, in the order of their tabs.
std::span<const PanelEntry> panelRegistry();

} // namespace maker
