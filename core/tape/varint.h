#pragma once

#include <cstdint>
#include <vector>

namespace maker {

/// Small differences of either sign as small numbers.
constexpr std::uint64_t zigzag(std::uint64_t difference) noexcept
{
    return (difference << 1U) ^ (std::uint64_t{0} - (difference >> 63U));
}

constexpr std::uint64_t unzigzag(std::uint64_t value) noexcept
{
    return (value >> 1U) ^ (std::uint64_t{0} - (value & 1U));
}

/// Seven bits a byte, lowest first; the top bit says that more follow.
inline void putVarint(std::vector<std::uint8_t>& out, std::uint64_t value)
{
    while (value >= 0x80U) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

inline void putSigned(std::vector<std::uint8_t>& out, std::uint64_t difference)
{
    putVarint(out, zigzag(difference));
}

/// Reads at most ten bytes from `at`, whatever they are, and moves on.
inline std::uint64_t readVarint(const std::uint8_t*& at) noexcept
{
    std::uint64_t value = *at++;
    if (value < 0x80U) [[likely]]
        return value;
    value &= 0x7FU;
    for (unsigned shift = 7; shift < 64; shift += 7) {
        const std::uint64_t byte = *at++;
        value |= (byte & 0x7FU) << shift;
        if (byte < 0x80U)
            break;
    }
    return value;
}

inline std::uint64_t readSigned(const std::uint8_t*& at) noexcept
{
    return unzigzag(readVarint(at));
}

} // namespace maker
