#include "kernel/sim/random.h"

#include "kernel/base/int128.h"

#include <bit>
#include <cmath>

namespace maker::sim {

Random::Random(std::uint64_t seed) noexcept
{
    for (std::uint64_t& word : m_state) {
        seed += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = seed;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        word = z ^ (z >> 31);
    }
}

std::uint64_t Random::next() noexcept
{
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t n) noexcept
{
    return static_cast<std::uint64_t>((static_cast<UInt128>(next()) * n) >> 64);
}

double Random::normal() noexcept
{
    if (m_hasSpare) {
        m_hasSpare = false;
        return m_spareNormal;
    }
    double x = 0.0;
    double y = 0.0;
    double square = 0.0;
    do {
        x = 2.0 * uniform() - 1.0;
        y = 2.0 * uniform() - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square <= 0.0);
    const double scale = std::sqrt(-2.0 * std::log(square) / square);
    m_spareNormal = y * scale;
    m_hasSpare = true;
    return x * scale;
}

double Random::exponential(double mean) noexcept
{
    return -mean * std::log(1.0 - uniform());
}

std::uint32_t Random::poisson(double mean) noexcept
{
    std::uint32_t count = 0;
    // e^-16 is far from underflow; the sum of two Poisson counts is one of the summed mean.
    for (; mean > 16.0; mean -= 16.0)
        count += poisson(16.0);
    const double limit = std::exp(-mean);
    double product = uniform();
    while (product > limit) {
        ++count;
        product *= uniform();
    }
    return count;
}

} // namespace maker::sim
