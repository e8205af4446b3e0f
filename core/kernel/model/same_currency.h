#pragma once

#include "kernel/model/money.h"

#include <array>
#include <bit>
#include <cstdint>

namespace maker {

/// Equality of two currencies as two words: a text is always filled up with zeros, so all its bytes may be compared.
inline bool sameCurrency(const Currency& a, const Currency& b) noexcept
{
    using Words = std::array<std::uint64_t, 2>;
    static_assert(sizeof(Currency) == sizeof(Words));
    return std::bit_cast<Words>(a) == std::bit_cast<Words>(b);
}

} // namespace maker
