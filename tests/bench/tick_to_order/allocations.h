#pragma once

#include <cstdint>

namespace bench {

/// Allocations of this process by operator new and by OpenSSL while counting is on. One thread.
void countAllocations(bool on) noexcept;
std::uint64_t allocations() noexcept;

} // namespace bench
