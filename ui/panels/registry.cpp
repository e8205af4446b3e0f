#include "ui/panels/registry.h"

#include "ui/panels/candles/candles_panel.h"
#include "ui/panels/pnl/pnl_panel.h"
#include "ui/panels/summary/summary_panel.h"

#include <array>

namespace maker {

namespace {

const std::array kPanels{
    PanelEntry{"candles", "Candles", DockPlace::CentreTop, makeCandlesPanel},
    PanelEntry{"pnl", "PnL by cause", DockPlace::CentreBottom, makePnlPanel},
    PanelEntry{"summary", "Summary", DockPlace::CentreBottom, makeSummaryPanel},
};

} // namespace

std::span<const PanelEntry> panelRegistry()
{
    return kPanels;
}

} // namespace maker
