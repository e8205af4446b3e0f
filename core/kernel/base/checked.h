#pragma once

#include "kernel/base/assert.h"
#include "kernel/base/int128.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace maker {

/// Arithmetic whose overflow is a broken invariant; the try forms are for numbers from outside.
template <typename T>
constexpr std::optional<T> tryAdd(T a, T b) noexcept
{
    T result{};
    if (__builtin_add_overflow(a, b, &result))
        return std::nullopt;
    return result;
}

template <typename T>
constexpr std::optional<T> trySub(T a, T b) noexcept
{
    T result{};
    if (__builtin_sub_overflow(a, b, &result))
        return std::nullopt;
    return result;
}

template <typename T>
constexpr std::optional<T> tryMul(T a, T b) noexcept
{
    T result{};
    if (__builtin_mul_overflow(a, b, &result))
        return std::nullopt;
    return result;
}

template <typename T>
constexpr T checkedAdd(T a, T b) noexcept
{
    T result{};
    MAKER_ASSERT(!__builtin_add_overflow(a, b, &result));
    return result;
}

template <typename T>
constexpr T checkedSub(T a, T b) noexcept
{
    T result{};
    MAKER_ASSERT(!__builtin_sub_overflow(a, b, &result));
    return result;
}

template <typename T>
constexpr T checkedMul(T a, T b) noexcept
{
    T result{};
    MAKER_ASSERT(!__builtin_mul_overflow(a, b, &result));
    return result;
}

/// Looked up, because every valuation of an order asks for one.
inline constexpr std::array<std::int64_t, 19> kPowersOf10 = [] {
    std::array<std::int64_t, 19> powers{1};
    for (std::size_t n = 1; n < powers.size(); ++n)
        powers[n] = powers[n - 1] * 10;
    return powers;
}();

/// 10 to the power n, 0 <= n <= 18.
constexpr std::int64_t pow10(int n) noexcept
{
    MAKER_ASSERT(n >= 0 && n <= 18);
    return kPowersOf10[static_cast<std::size_t>(n)];
}

} // namespace maker
