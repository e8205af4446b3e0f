#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/numbers.h"

namespace maker {

/// How fast a market trades: trades and base quantity per second, decaying exponentially with a half life in time. A
/// constant stream of r trades a second tends to r.
class TradingRate {
public:
    explicit TradingRate(Duration halfLife = Duration::seconds(30)) noexcept;

    /// `qty` in base units.
    void onTrade(Side aggressor, double qty, Timestamp now) noexcept;

    double tradesPerSecond(Timestamp now) const noexcept;
    double qtyPerSecond(Timestamp now) const noexcept;
    /// (bought - sold) / (bought + sold) by aggressors, -1..1; 0 before the first trade.
    double imbalance() const noexcept;

private:
    double decay(Timestamp now) const noexcept;

    double m_rate; ///< of decay, per second
    double m_trades = 0.0;
    double m_bought = 0.0;
    double m_sold = 0.0;
    Timestamp m_last;
};

} // namespace maker
