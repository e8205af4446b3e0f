#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/sim/random.h"

#include <cstdint>

namespace maker::sim {

/// Delay of a message: a constant, plus an exponential jitter of the given mean cut at ten means. The same seed gives the
/// same delays.
class LatencyModel {
public:
    struct Config {
        Duration base;
        Duration meanJitter;
        std::uint64_t seed = 1;
    };

    explicit LatencyModel(const Config& config) : m_config(config), m_random(config.seed) {}

    Duration next() noexcept;
    /// Arrival of a message sent at `sent`, never before the one before it: a connection keeps its order.
    Timestamp arrival(Timestamp sent) noexcept;

private:
    Config m_config;
    Random m_random;
    Timestamp m_lastArrival;
};

} // namespace maker::sim
