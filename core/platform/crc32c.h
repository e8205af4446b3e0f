#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace maker {

/// CRC-32C (Castagnoli, RFC 3720 section 12.1) of the bytes.
std::uint32_t crc32c(std::span<const std::byte> bytes) noexcept;

} // namespace maker
