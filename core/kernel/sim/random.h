#pragma once

#include <array>
#include <cstdint>

namespace maker::sim {

/// Seeded xoshiro256** (Blackman and Vigna, 2018), filled by splitmix64; every variate is made here, so the numbers do not
/// depend on the standard library in use.
class Random {
public:
    explicit Random(std::uint64_t seed) noexcept;

    std::uint64_t next() noexcept;
    /// In [0, 1), 53 bits.
    double uniform() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// In [0, n), n > 0, without modulo bias worth speaking of (Lemire's multiplication).
    std::uint64_t below(std::uint64_t n) noexcept;
    bool chance(double probability) noexcept { return uniform() < probability; }
    /// Standard normal (Marsaglia's polar method).
    double normal() noexcept;
    /// Exponential with the given mean.
    double exponential(double mean) noexcept;
    /// Poisson counts (Knuth's product method; a sum of parts for large means).
    std::uint32_t poisson(double mean) noexcept;

private:
    std::array<std::uint64_t, 4> m_state{};
    double m_spareNormal = 0.0;
    bool m_hasSpare = false;
};

} // namespace maker::sim
