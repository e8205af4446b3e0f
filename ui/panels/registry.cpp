#include "ui/panels/registry.h"

#include "ui/panels/alerts/alerts_panel.h"
#include "ui/panels/balances/balances_panel.h"
#include "ui/panels/candles/candles_panel.h"
#include "ui/panels/fills/fills_panel.h"
#include "ui/panels/lab/lab_panel.h"
#include "ui/panels/ladder/ladder_panel.h"
#include "ui/panels/log/log_panel.h"
#include "ui/panels/orders/orders_panel.h"
#include "ui/panels/parameters/parameters_panel.h"
#include "ui/panels/parameters/risk_limits_panel.h"
#include "ui/panels/pnl/pnl_panel.h"
#include "ui/panels/recordings/recordings_panel.h"
#include "ui/panels/strategies/strategies_panel.h"
#include "ui/panels/summary/summary_panel.h"
#include "ui/panels/trades/trades_panel.h"
#include "ui/panels/venues/venues_panel.h"
#include "ui/panels/watchlist/watchlist_panel.h"
#include "ui/panels/why/why_panel.h"

#include <array>

namespace maker {

namespace {

const std::array kPanels{
    PanelEntry{"watchlist", "Watch list", DockPlace::LeftTop, makeWatchlistPanel},
    PanelEntry{"strategies", "Strategies", DockPlace::LeftBottom, makeStrategiesPanel},
    PanelEntry{"candles", "Candles", DockPlace::CentreTop, makeCandlesPanel},
    PanelEntry{"parameters", "Parameters", DockPlace::CentreTop, makeParametersPanel, PanelHome::OnRequest},
    PanelEntry{"risk_limits", "Risk limits", DockPlace::CentreTop, makeRiskLimitsPanel, PanelHome::OnRequest},
    PanelEntry{"lab", "Lab", DockPlace::CentreTop, makeLabPanel, PanelHome::Lab},
    PanelEntry{"recordings", "Data", DockPlace::CentreTop, makeRecordingsPanel, PanelHome::Lab},
    PanelEntry{"pnl", "PnL by cause", DockPlace::CentreBottom, makePnlPanel},
    PanelEntry{"summary", "Summary", DockPlace::CentreBottom, makeSummaryPanel},
    PanelEntry{"why", "Why this quote", DockPlace::CentreBottom, makeWhyPanel},
    PanelEntry{"orders", "Orders", DockPlace::BottomLeft, makeOrdersPanel},
    PanelEntry{"balances", "Positions and balances", DockPlace::BottomLeft, makeBalancesPanel},
    PanelEntry{"fills", "Fills", DockPlace::BottomRight, makeFillsPanel},
    PanelEntry{"alerts", "Alerts", DockPlace::BottomRight, makeAlertsPanel},
    PanelEntry{"venues", "Venues", DockPlace::BottomRight, makeVenuesPanel},
    PanelEntry{"log", "Log", DockPlace::BottomRight, makeLogPanel},
    PanelEntry{"ladder", "Ladder", DockPlace::Right, makeLadderPanel},
    PanelEntry{"trades", "Trades", DockPlace::FarRight, makeTradesPanel},
};

} // namespace

std::span<const PanelEntry> panelRegistry()
{
    return kPanels;
}

} // namespace maker
