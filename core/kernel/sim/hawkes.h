#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/numbers.h"
#include "kernel/sim/random.h"

namespace maker::sim {

/// Arrivals of buyers and sellers that excite more of their own side, and a few of the other (Hawkes, 1971): the intensity of
/// a side is base / 2 plus what earlier arrivals left, fading exponentially. Times are found by thinning (Ogata, 1981).
class HawkesArrivals {
public:
    struct Config {
        double base = 1.0;       ///< arrivals a second of both sides, without excitement
        double excitement = 0.5; ///< mean number of direct followers of an arrival, below 1
        double decay = 1.0;      ///< a second
        double sameSide = 0.75;  ///< share of the followers on the side of the first
    };

    HawkesArrivals(const Config& config, std::uint64_t seed, Timestamp start);

    /// The next arrival; stays until pop().
    Timestamp nextTime() const noexcept { return m_nextTime; }
    Side nextSide() const noexcept { return m_nextSide; }
    void pop() noexcept;

private:
    void findNext() noexcept;

    Config m_config;
    Random m_random;
    double m_buyExcess = 0.0; ///< intensity above the base, at m_time
    double m_sellExcess = 0.0;
    Timestamp m_time;
    Timestamp m_nextTime;
    Side m_nextSide = Side::Buy;
};

} // namespace maker::sim
