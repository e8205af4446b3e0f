#include "kernel/risk/risk_limits.h"

namespace maker {

RiskLimits RiskLimits::ofInstrument(const RiskLimits& desk) const
{
    RiskLimits limits = desk;
    limits.collarBps = collarBps;
    limits.maxOrderNotional = maxOrderNotional;
    limits.staleBookSeconds = staleBookSeconds;
    limits.maxLong = maxLong;
    limits.maxShort = maxShort;
    return limits;
}

std::vector<Violation> RiskLimits::validate() const
{
    std::vector<Violation> violations;
    if (pausePercent < warnPercent)
        violations.push_back({"pause_at", "Reduce at must not be below Warn at."});
    if (maxLong == 0.0 && maxShort == 0.0)
        violations.push_back({"max_long", "One of the position limits must be above zero, else nothing can be traded."});
    return violations;
}

} // namespace maker
