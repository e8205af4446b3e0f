#pragma once

#include "kernel/base/timestamp.h"

#include <algorithm>
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
    /// Whether there were at least `limit` of them, 1 to capacity: one look, because times never go back in here.
    bool reached(std::size_t limit, Timestamp now) const noexcept
    {
        return limit <= m_size && now - m_times[back(limit)] < Duration::seconds(1);
    }
    /// Where the clock went back, what is remembered counts as made at `now`.
    void add(Timestamp now) noexcept
    {
        if (m_size > 0 && now < m_times[back(1)])
            std::ranges::for_each(m_times, [now](Timestamp& time) { time = std::min(time, now); });
        m_times[m_next] = now;
        m_next = m_next + 1 == m_times.size() ? 0 : m_next + 1;
        m_size = std::min(m_size + 1, m_times.size());
    }

private:
    /// Where the request so many back is, 1 is the newest.
    std::size_t back(std::size_t count) const noexcept
    {
        return m_next >= count ? m_next - count : m_next + m_times.size() - count;
    }

    std::vector<Timestamp> m_times;
    std::size_t m_next = 0;
    std::size_t m_size = 0;
};

} // namespace maker
