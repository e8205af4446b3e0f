#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/sim/market_profile.h"
#include "kernel/sim/random.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace maker::sim {

/// The hidden value that a generated market trades around: a log-normal random walk with jumps, drawn some seconds ahead,
/// so that some may know it.
class FairValuePath {
public:
    static constexpr Duration kStep = Duration::millis(100);
    static constexpr std::size_t kAhead = 50; ///< steps known in advance

    FairValuePath(const MarketProfile& profile, std::uint64_t seed);

    double now() const noexcept { return m_values[m_first]; }
    double ahead() const noexcept { return m_values[(m_first + kAhead) % m_values.size()]; }
    /// Lets one step pass.
    void advance() noexcept;

private:
    double draw(double from) noexcept;

    double m_sigma = 0.0;     ///< of the logarithm over one step
    double m_jumpChance = 0.0;
    double m_jumpMean = 0.0;
    Random m_random;
    std::size_t m_first = 0;
    std::array<double, kAhead + 1> m_values{};
};

} // namespace maker::sim
