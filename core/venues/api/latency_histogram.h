#pragma once

#include "kernel/base/timestamp.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace maker {

/// Counts of durations from 1 microsecond to 67 seconds in buckets an eighth of a power of two wide (12 % at most). One
/// writer, any readers, no locks.
class LatencyHistogram {
public:
    void record(Duration latency) noexcept;
    std::uint64_t count() const noexcept { return m_total.load(std::memory_order_relaxed); }
    /// Upper edge of the bucket holding that share of the counts (0..1); zero while empty.
    Duration quantile(double share) const noexcept;

private:
    static constexpr int kSteps = 8;
    static constexpr std::size_t kBuckets = 27 * kSteps;

    static std::size_t bucketOf(std::int64_t micros) noexcept;
    static Duration upperEdge(std::size_t bucket) noexcept;

    std::array<std::atomic<std::uint32_t>, kBuckets> m_counts{};
    std::atomic<std::uint64_t> m_total{0};
};

} // namespace maker
