#pragma once

#include "kernel/base/int128.h"
#include "kernel/model/money.h"

#include <bit>

namespace maker {

/// Equality of two currencies as one number: a text is always filled up with zeros, so all its bytes may be compared.
inline bool sameCurrency(const Currency& a, const Currency& b) noexcept
{
    static_assert(sizeof(Currency) == sizeof(UInt128));
    return std::bit_cast<UInt128>(a) == std::bit_cast<UInt128>(b);
}

} // namespace maker
