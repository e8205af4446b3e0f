#include "simex/binance/rate_limits.h"

#include <algorithm>

namespace maker::simex::binance {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

int secondsUntil(Timestamp then, Timestamp now)
{
    return static_cast<int>(std::max<std::int64_t>(1, ((then - now).ns + kSecond - 1) / kSecond));
}

void writeLimit(JsonWriter& json, std::string_view type, std::string_view interval, int number, int limit, const int* count)
{
    json.beginObject().field("rateLimitType", type).field("interval", interval).field("intervalNum", number);
    json.field("limit", limit);
    if (count)
        json.field("count", *count);
    json.endObject();
}

} // namespace

void RateLimits::roll(Timestamp now) noexcept
{
    if (const std::int64_t minute = now.ns / (60 * kSecond); minute != m_minute) {
        m_minute = minute;
        m_weight = 0;
    }
    if (const std::int64_t ten = now.ns / (10 * kSecond); ten != m_tenSeconds) {
        m_tenSeconds = ten;
        m_orders10s = 0;
    }
    if (const std::int64_t day = now.ns / (86400 * kSecond); day != m_day) {
        m_day = day;
        m_ordersDay = 0;
    }
    if (now >= m_refusedUntil)
        m_ignored = 0;
}

std::optional<VenueError> RateLimits::charge(int weight, Timestamp now, std::int64_t shownNow)
{
    roll(now);
    m_weight += weight;
    if (now < m_bannedUntil || now < m_refusedUntil)
        return tooMuch(now, shownNow);
    if (m_weight <= m_limits.weightPerMinute)
        return std::nullopt;
    m_refusedUntil = m_limits.retryAfter.ns > 0 ? now + m_limits.retryAfter : Timestamp{(m_minute + 1) * 60 * kSecond};
    return tooMuch(now, shownNow);
}

VenueError RateLimits::tooMuch(Timestamp now, std::int64_t shownNow)
{
    if (now >= m_bannedUntil && ++m_ignored > m_limits.requestsBeforeBan)
        m_bannedUntil = now + m_limits.banTime;
    if (now < m_bannedUntil) {
        ++m_count418;
        const std::int64_t until = shownNow + (m_bannedUntil - now).ns / 1'000'000;
        VenueError banned = error(-1003,
            "Way too much request weight used; IP banned until " + std::to_string(until)
                + ". Please use WebSocket Streams for live updates to avoid bans.",
            418);
        banned.retryAfterSeconds = secondsUntil(m_bannedUntil, now);
        return banned;
    }
    ++m_count429;
    VenueError refused = error(-1003,
        "Too much request weight used; current limit is " + std::to_string(m_limits.weightPerMinute)
            + " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.",
        429);
    refused.retryAfterSeconds = secondsUntil(m_refusedUntil, now);
    return refused;
}

std::optional<VenueError> RateLimits::chargeOrder(Timestamp now)
{
    roll(now);
    if (m_orders10s >= m_limits.ordersPer10s || m_ordersDay >= m_limits.ordersPerDay) {
        ++m_count429;
        const bool day = m_ordersDay >= m_limits.ordersPerDay;
        const std::int64_t span = (day ? 86400 : 10) * kSecond;
        VenueError refused = error(-1015,
            "Too many new orders; current limit is " + std::to_string(day ? m_limits.ordersPerDay : m_limits.ordersPer10s)
                + (day ? " orders per 1 DAY." : " orders per 10 SECOND."),
            429);
        refused.retryAfterSeconds = secondsUntil(Timestamp{(now.ns / span + 1) * span}, now);
        return refused;
    }
    ++m_orders10s;
    ++m_ordersDay;
    return std::nullopt;
}

void RateLimits::write(JsonWriter& json, bool withCounts, bool withOrders) const
{
    writeLimit(json, "REQUEST_WEIGHT", "MINUTE", 1, m_limits.weightPerMinute, withCounts ? &m_weight : nullptr);
    if (!withOrders)
        return;
    writeLimit(json, "ORDERS", "SECOND", 10, m_limits.ordersPer10s, withCounts ? &m_orders10s : nullptr);
    writeLimit(json, "ORDERS", "DAY", 1, m_limits.ordersPerDay, withCounts ? &m_ordersDay : nullptr);
}

} // namespace maker::simex::binance
