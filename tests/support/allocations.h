#pragma once

#include <cstdint>

namespace maker::test {

/// From now on each allocation of this thread by operator new and by OpenSSL is counted, or no longer. The program must be
/// built with allocations.cpp, which replaces every form of operator new and delete.
void countAllocations(bool on) noexcept;

/// Counted so far in this thread.
std::uint64_t allocations() noexcept;

/// False where OpenSSL would not let its allocations be counted.
bool openSslIsCounted() noexcept;

/// Allocations of one piece of work.
template <typename Work>
std::uint64_t allocationsOf(Work&& work)
{
    const std::uint64_t before = allocations();
    countAllocations(true);
    work();
    countAllocations(false);
    return allocations() - before;
}

} // namespace maker::test
