#pragma once

#include "kernel/base/timestamp.h"

#include <cstdint>

namespace maker {

enum class RequestClass : std::uint8_t {
    Cancel, ///< may use the reserve
    Order,  ///< counts as an order too
    Query,
};

/// What a venue allows; from its instrument listing, or these values of Binance spot until that is read.
struct RateLimits {
    std::uint32_t weightPerMinute = 6'000;
    std::uint32_t cancelReserve = 600; ///< part of the weight that only cancels may use
    std::uint32_t ordersPerTenSeconds = 100;
    std::uint32_t ordersPerDay = 200'000;
};

/// Counts what we ask of a venue against what it allows, and keeps a reserve so that a cancel always finds room. Corrected
/// by the counts the venue answers with; a wait the venue asks for stops everything, cancels too, since asking on would
/// turn it into a ban.
class RateLimiter {
public:
    explicit RateLimiter(RateLimits limits = {}) : m_limits(limits) {}

    void setLimits(RateLimits limits) noexcept { m_limits = limits; }
    const RateLimits& limits() const noexcept { return m_limits; }

    /// True, and counted, where the request may go now.
    bool tryTake(RequestClass kind, std::uint32_t weight, Timestamp now) noexcept;
    /// When the same question may be answered with yes; `now` where it may already.
    Timestamp nextChance(RequestClass kind, std::uint32_t weight, Timestamp now) const noexcept;

    /// The weight used in the running minute, as the venue counts it.
    void observeWeight(std::uint32_t used, Timestamp now) noexcept;
    void observeOrders(std::uint32_t usedInTenSeconds, Timestamp now) noexcept;
    /// 429 or 418: nothing is sent for that long.
    void blockFor(Duration wait, Timestamp now) noexcept;

    Timestamp blockedUntil() const noexcept { return m_blockedUntil; }
    std::uint32_t weightUsed(Timestamp now) const noexcept { return m_weight.used(now); }
    std::uint32_t ordersUsed(Timestamp now) const noexcept { return m_tenSeconds.used(now); }

private:
    /// A count that starts anew at every whole multiple of its length, as Binance's do.
    struct Window {
        Duration length;
        std::int64_t index = 0;
        std::uint32_t count = 0;

        std::int64_t indexAt(Timestamp now) const noexcept { return now.ns / length.ns; }
        std::uint32_t used(Timestamp now) const noexcept { return indexAt(now) == index ? count : 0; }
        Timestamp next(Timestamp now) const noexcept { return {(indexAt(now) + 1) * length.ns}; }
        void add(std::uint32_t amount, Timestamp now) noexcept;
        void raiseTo(std::uint32_t amount, Timestamp now) noexcept;
    };

    std::uint32_t weightAllowed(RequestClass kind) const noexcept;

    RateLimits m_limits;
    Window m_weight{Duration::seconds(60)};
    Window m_tenSeconds{Duration::seconds(10)};
    Window m_day{Duration::seconds(86'400)};
    Timestamp m_blockedUntil;
};

} // namespace maker
