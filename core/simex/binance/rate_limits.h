#pragma once

#include "kernel/base/timestamp.h"
#include "simex/binance/venue_error.h"
#include "simex/json_writer.h"
#include "simex/sim_server.h"

#include <deque>

namespace maker::simex::binance {

/// Counts request weight by the minute and orders by ten seconds and day, as the venue does for one address and account:
/// 429 with Retry-After beyond the limit, 418 for those who go on regardless.
class RateLimits {
public:
    explicit RateLimits(const SimLimits& limits) : m_limits(limits) {}

    /// Charges a request; the refusal where it is too much.
    std::optional<VenueError> charge(int weight, Timestamp now, std::int64_t shownNow);
    /// Charges one order placement.
    std::optional<VenueError> chargeOrder(Timestamp now);
    /// From now on every request is refused with 429 for this long.
    void force(Duration time, Timestamp now) noexcept { m_refusedUntil = now + time; }

    int usedWeight() const noexcept { return m_weight; }
    int orders10s() const noexcept { return m_orders10s; }
    int ordersDay() const noexcept { return m_ordersDay; }
    const SimLimits& limits() const noexcept { return m_limits; }
    std::uint64_t refused429() const noexcept { return m_count429; }
    std::uint64_t refused418() const noexcept { return m_count418; }

    /// The elements of exchangeInfo's rateLimits; with counts as the WebSocket API adds them.
    void write(JsonWriter& json, bool withCounts, bool withOrders) const;

private:
    void roll(Timestamp now) noexcept;
    VenueError tooMuch(Timestamp now, std::int64_t shownNow);

    SimLimits m_limits;
    std::int64_t m_minute = 0;
    std::int64_t m_tenSeconds = 0;
    std::int64_t m_day = 0;
    int m_weight = 0;
    int m_orders10s = 0;
    int m_ordersDay = 0;
    int m_ignored = 0; ///< requests since the first 429 of this refusal
    Timestamp m_refusedUntil;
    Timestamp m_bannedUntil;
    std::uint64_t m_count429 = 0;
    std::uint64_t m_count418 = 0;
};

} // namespace maker::simex::binance
