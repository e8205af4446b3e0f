#include "venues/api/rate_limiter.h"

#include <algorithm>

namespace maker {

void RateLimiter::Window::add(std::uint32_t amount, Timestamp now) noexcept
{
    count = used(now) + amount;
    index = indexAt(now);
}

void RateLimiter::Window::raiseTo(std::uint32_t amount, Timestamp now) noexcept
{
    // Requests on their way are not in the venue's answer yet: its count may raise ours, never lower it.
    count = std::max(used(now), amount);
    index = indexAt(now);
}

std::uint32_t RateLimiter::weightAllowed(RequestClass kind) const noexcept
{
    if (kind == RequestClass::Cancel)
        return m_limits.weightPerMinute;
    return m_limits.weightPerMinute - std::min(m_limits.cancelReserve, m_limits.weightPerMinute);
}

Timestamp RateLimiter::nextChance(RequestClass kind, std::uint32_t weight, Timestamp now) const noexcept
{
    Timestamp chance = std::max(now, m_blockedUntil);
    if (m_weight.used(now) + weight > weightAllowed(kind))
        chance = std::max(chance, m_weight.next(now));
    if (kind == RequestClass::Order) {
        if (m_tenSeconds.used(now) >= m_limits.ordersPerTenSeconds)
            chance = std::max(chance, m_tenSeconds.next(now));
        if (m_day.used(now) >= m_limits.ordersPerDay)
            chance = std::max(chance, m_day.next(now));
    }
    return chance;
}

bool RateLimiter::tryTake(RequestClass kind, std::uint32_t weight, Timestamp now) noexcept
{
    if (nextChance(kind, weight, now) > now)
        return false;
    m_weight.add(weight, now);
    if (kind == RequestClass::Order) {
        m_tenSeconds.add(1, now);
        m_day.add(1, now);
    }
    return true;
}

void RateLimiter::observeWeight(std::uint32_t used, Timestamp now) noexcept
{
    m_weight.raiseTo(used, now);
}

void RateLimiter::observeOrders(std::uint32_t usedInTenSeconds, Timestamp now) noexcept
{
    m_tenSeconds.raiseTo(usedInTenSeconds, now);
}

void RateLimiter::blockFor(Duration wait, Timestamp now) noexcept
{
    m_blockedUntil = std::max(m_blockedUntil, now + wait);
}

} // namespace maker
