#include "store/crc32c.h"

#include <array>

namespace maker {

namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82F63B78U;

constexpr std::array<std::uint32_t, 256> makeTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0U ? (value >> 1U) ^ kReflectedPolynomial : value >> 1U;
        table[byte] = value;
    }
    return table;
}

constexpr auto kTable = makeTable();

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes) noexcept
{
    std::uint32_t value = 0xFFFFFFFFU;
    for (const std::byte byte : bytes)
        value = kTable[(value ^ static_cast<std::uint32_t>(byte)) & 0xFFU] ^ (value >> 8U);
    return ~value;
}

} // namespace maker
