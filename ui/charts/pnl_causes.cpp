#include "ui/charts/pnl_causes.h"

#include <QCoreApplication>

namespace maker {

std::array<QColor, kPnlCauses> causeColors(const Theme& theme)
{
    return { theme.stack.spread, theme.stack.rebates, theme.stack.inventory, theme.stack.fees };
}

std::array<QString, kPnlCauses> causeNames()
{
    return { QCoreApplication::translate("PnlChart", "Spread"), QCoreApplication::translate("PnlChart", "Rebates"),
        QCoreApplication::translate("PnlChart", "Inventory"), QCoreApplication::translate("PnlChart", "Fees") };
}

} // namespace maker
