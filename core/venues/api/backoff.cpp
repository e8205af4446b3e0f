#include "venues/api/backoff.h"

#include <algorithm>

namespace maker {

namespace {

/// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): small, and the same on every system.
std::uint64_t splitMix(std::uint64_t& state) noexcept
{
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

} // namespace

Duration Backoff::next() noexcept
{
    constexpr int kDoublings = 20;
    const std::int64_t grown = m_base.ns << std::min(m_attempt, kDoublings);
    const std::int64_t ceiling = std::min(grown, m_cap.ns);
    m_attempt = std::min(m_attempt + 1, kDoublings);
    const auto range = static_cast<std::uint64_t>(std::max<std::int64_t>(ceiling, 1));
    return {static_cast<std::int64_t>(splitMix(m_state) % range) + 1};
}

} // namespace maker
