#include "platform/crc32c.h"

#include <array>

namespace maker {

namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82F63B78U;

using Table = std::array<std::uint32_t, 256>;

/// Table k takes a byte that stands k bytes before the end of a group of eight ("slicing by 8").
constexpr std::array<Table, 8> makeTables()
{
    std::array<Table, 8> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0U ? (value >> 1U) ^ kReflectedPolynomial : value >> 1U;
        tables[0][byte] = value;
    }
    for (std::size_t k = 1; k < tables.size(); ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte)
            tables[k][byte] = tables[0][tables[k - 1][byte] & 0xFFU] ^ (tables[k - 1][byte] >> 8U);
    }
    return tables;
}

constexpr auto kTables = makeTables();

constexpr std::uint32_t at(const std::byte* bytes) noexcept
{
    return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8U
        | static_cast<std::uint32_t>(bytes[2]) << 16U | static_cast<std::uint32_t>(bytes[3]) << 24U;
}

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes) noexcept
{
    std::uint32_t value = 0xFFFFFFFFU;
    while (bytes.size() >= 8) {
        const std::uint32_t low = at(bytes.data()) ^ value;
        const std::uint32_t high = at(bytes.data() + 4);
        value = kTables[7][low & 0xFFU] ^ kTables[6][(low >> 8U) & 0xFFU] ^ kTables[5][(low >> 16U) & 0xFFU]
            ^ kTables[4][low >> 24U] ^ kTables[3][high & 0xFFU] ^ kTables[2][(high >> 8U) & 0xFFU]
            ^ kTables[1][(high >> 16U) & 0xFFU] ^ kTables[0][high >> 24U];
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes)
        value = kTables[0][(value ^ static_cast<std::uint32_t>(byte)) & 0xFFU] ^ (value >> 8U);
    return ~value;
}

} // namespace maker
