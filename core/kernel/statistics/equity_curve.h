#pragma once

#include "kernel/statistics/statistics.h"

namespace maker {

/// What a run began with: the first capital that has a value.
Money capitalOf(const RunRecord& record) noexcept;

/// The deepest fall of capital + PnL, begun at the capital.
Drawdown deepestDrawdown(const RunRecord& record, Money capital);
/// The longest time below a former peak, to the end where it was not reached again.
Duration longestUnderWater(const RunRecord& record);

/// Every UTC day from the first to the last of the run, quiet ones too. What happened at midnight ends the day before.
std::vector<DayResult> dayTable(const RunRecord& record, Money capital);
/// PnL by hour of the week; the sum is that of the run.
std::array<Money, 168> hourOfWeek(const RunRecord& record);

/// Time after which half of a position is gone: -ln 2 / ln(rho) samples, where rho is the regression of each position on
/// the one before, through zero, over all instruments in units of their largest position. Nothing where positions do not
/// fade (rho >= 1) or fade within one sample (rho <= 0).
std::optional<Duration> inventoryHalfLife(const RunRecord& record);

/// The moment a fill belongs to.
Timestamp timeOf(const Fill& fill) noexcept;

} // namespace maker
