#pragma once

#include "kernel/model/order.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace maker {

/// Equality and hash of order ids by whole words. A text is always filled up with zeros, so all its bytes may be compared;
/// that costs less than a call which looks at its length first.
struct IdMatch {
    static constexpr std::size_t kBytes = sizeof(ClientOrderId);
    static_assert(kBytes == 37);

    static bool same(const ClientOrderId& a, const ClientOrderId& b) noexcept
    {
        const auto left = wordsOf(a);
        const auto right = wordsOf(b);
        std::uint64_t differ = 0;
        for (std::size_t i = 0; i < left.size(); ++i)
            differ |= left[i] ^ right[i];
        return differ == 0;
    }

    /// Multiplied by 2^64 divided by the golden ratio (Knuth, TAOCP 6.4), the high bits brought down.
    static std::uint64_t hash(const ClientOrderId& id) noexcept
    {
        constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15ULL;
        std::uint64_t value = 0;
        for (const std::uint64_t word : wordsOf(id))
            value = std::rotl((value ^ word) * kFactor, 29);
        return value ^ (value >> 32);
    }

private:
    /// The last one overlaps: it ends with the length.
    static std::array<std::uint64_t, 5> wordsOf(const ClientOrderId& id) noexcept
    {
        std::array<std::uint64_t, 5> words;
        const auto* bytes = reinterpret_cast<const unsigned char*>(&id);
        std::memcpy(words.data(), bytes, 32);
        std::memcpy(&words[4], bytes + kBytes - 8, 8);
        return words;
    }
};

} // namespace maker
