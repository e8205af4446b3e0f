#include "venues/api/venue_status.h"

namespace maker {

VenueHealth VenueStatus::health() const noexcept
{
    constexpr auto kRelaxed = std::memory_order_relaxed;
    VenueHealth health;
    health.market = market.load(kRelaxed);
    health.trading = trading.load(kRelaxed);
    health.messages = messages.load(kRelaxed);
    health.badFrames = badFrames.load(kRelaxed);
    health.badReplies = badReplies.load(kRelaxed);
    health.overflows = overflows.load(kRelaxed);
    health.reconnects = reconnects.load(kRelaxed);
    health.weightUsed = weightUsed.load(kRelaxed);
    health.weightLimit = weightLimit.load(kRelaxed);
    health.ambiguous = ambiguous.load(kRelaxed);
    health.clockOffset = {clockOffsetNs.load(kRelaxed)};
    health.ackP50 = ackLatency.quantile(0.5);
    health.ackP99 = ackLatency.quantile(0.99);
    health.lastMessage = {lastMessageNs.load(kRelaxed)};
    return health;
}

} // namespace maker
