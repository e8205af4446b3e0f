#include "venues/api/latency_histogram.h"

#include <algorithm>
#include <bit>

namespace maker {

std::size_t LatencyHistogram::bucketOf(std::int64_t micros) noexcept
{
    if (micros < kSteps)
        return static_cast<std::size_t>(std::max<std::int64_t>(micros, 0));
    const auto value = static_cast<std::uint64_t>(micros);
    // The three bits below the leading one choose the step; below 16 every value has a bucket of its own.
    const auto power = static_cast<int>(std::bit_width(value)) - 1;
    const std::size_t step = (value >> (power - 3)) & (kSteps - 1);
    return std::min(static_cast<std::size_t>(power - 2) * kSteps + step, kBuckets - 1);
}

Duration LatencyHistogram::upperEdge(std::size_t bucket) noexcept
{
    if (bucket < kSteps)
        return Duration::micros(static_cast<std::int64_t>(bucket) + 1);
    const std::size_t shift = bucket / kSteps - 1;
    const std::size_t step = bucket % kSteps;
    return Duration::micros(static_cast<std::int64_t>((kSteps + step + 1) << shift));
}

void LatencyHistogram::record(Duration latency) noexcept
{
    m_counts[bucketOf(latency.ns / 1'000)].fetch_add(1, std::memory_order_relaxed);
    m_total.fetch_add(1, std::memory_order_relaxed);
}

Duration LatencyHistogram::quantile(double share) const noexcept
{
    const std::uint64_t total = count();
    if (total == 0)
        return {};
    const double wanted = share * static_cast<double>(total);
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
        seen += m_counts[bucket].load(std::memory_order_relaxed);
        if (seen > 0 && static_cast<double>(seen) >= wanted)
            return upperEdge(bucket);
    }
    return upperEdge(kBuckets - 1);
}

} // namespace maker
