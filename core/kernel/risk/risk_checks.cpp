#include "kernel/risk/risk_checks.h"

#include "kernel/model/written_money.h"

namespace maker {

RiskRules RiskRules::of(const RiskLimits& limits) noexcept
{
    // Limits are validated to 1e12 at most, which always fits.
    return {limits, moneyAsWritten(limits.maxOrderNotional).value_or(Money{})};
}

Qty positionLimit(const NewOrder& order, const RiskContext& context, const RiskLimits& limits) noexcept
{
    const double limit = buys(order) ? limits.maxLong : limits.maxShort;
    return context.instrument->qtyDown(limit).value_or(Qty{std::numeric_limits<std::int64_t>::max()});
}

} // namespace maker
