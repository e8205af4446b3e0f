#include "ui/charts/pnl_causes.h"

#include "kernel/base/int128.h"

#include <QCoreApplication>

namespace maker {

std::array<Money, kPnlCauses> centsThatAddUp(const std::array<Money, kPnlCauses>& parts)
{
    constexpr Int128 kCent = 10'000'000'000'000'000;
    const auto nearest = [](Int128 units) { return (units >= 0 ? units + kCent / 2 : units - kCent / 2) / kCent; };
    std::array<Int128, kPnlCauses> cents {};
    Int128 exact = 0;
    Int128 missing = 0;
    for (std::size_t i = 0; i < kPnlCauses; ++i) {
        cents[i] = nearest(parts[i].units());
        exact += parts[i].units();
        missing -= cents[i];
    }
    missing += nearest(exact);
    for (const Int128 step = missing > 0 ? 1 : -1; missing != 0; missing -= step) {
        const auto lost = [&](std::size_t i) { return (parts[i].units() - cents[i] * kCent) * step; };
        std::size_t most = 0;
        for (std::size_t i = 1; i < kPnlCauses; ++i)
            most = lost(i) > lost(most) ? i : most;
        cents[most] += step;
    }
    std::array<Money, kPnlCauses> shown;
    for (std::size_t i = 0; i < kPnlCauses; ++i)
        shown[i] = Money::fromUnits(cents[i] * kCent);
    return shown;
}

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
