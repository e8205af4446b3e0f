#pragma once

#include "kernel/base/timestamp.h"

#include <cstdint>

namespace maker {

/// Waiting times before the next attempt: exponential with full jitter, so that many clients do not return at once
/// (M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015). The seed makes a run repeatable.
class Backoff {
public:
    explicit Backoff(std::uint64_t seed, Duration base = Duration::millis(250), Duration cap = Duration::seconds(30))
        : m_state(seed), m_base(base), m_cap(cap)
    {
    }

    /// Uniform in (0, min(cap, base * 2^attempt)].
    Duration next() noexcept;
    /// After a connection that held.
    void reset() noexcept { m_attempt = 0; }
    int attempts() const noexcept { return m_attempt; }

private:
    std::uint64_t m_state;
    Duration m_base;
    Duration m_cap;
    int m_attempt = 0;
};

} // namespace maker
