#pragma once

#include "kernel/base/timestamp.h"

#include <cstddef>
#include <vector>

namespace maker {

/// Counts requests in a sliding window of one second of event time, exactly: where add() follows only a count below the
/// limit, no second ever holds more than the limit. Remembers `capacity` requests.
class OrderRate {
public:
    explicit OrderRate(std::size_t capacity) : m_times(capacity) {}

    /// Requests in the second that ends at `now`, capacity at most.
    std::size_t inLastSecond(Timestamp now) const noexcept;
    /// Where the clock went back, what is remembered counts as made at `now`.
    void add(Timestamp now) noexcept;

private:
    std::vector<Timestamp> m_times;
    std::size_t m_next = 0;
    std::size_t m_size = 0;
};

} // namespace maker
