#pragma once

#include <cstddef>
#include <cstdint>

namespace maker {

inline constexpr std::size_t kCacheLine = 64;

/// Asks for the memory so many bytes behind `base`, which will be read soon, so that whoever walks through a lot of it does
/// not wait. Nothing is read, so it need not be there.
inline void prefetch(const void* base, std::size_t bytes) noexcept
{
#if defined(__GNUC__)
    __builtin_prefetch(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(base) + bytes));
#else
    static_cast<void>(base);
    static_cast<void>(bytes);
#endif
}

} // namespace maker
