#pragma once

#include "kernel/model/order.h"

#include <array>
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

    /// Multilinear: each word times an odd factor of its own, none of which waits for another (Dietzfelbinger, "Universal
    /// hashing and k-wise independent random variables via integer arithmetic without primes"), then mixed so that the
    /// low bits hold all of it.
    static std::uint64_t hash(const ClientOrderId& id) noexcept
    {
        const auto words = wordsOf(id);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < words.size(); ++i)
            value += words[i] * kFactors[i];
        value = (value ^ (value >> 32)) * kFactors[0];
        return value ^ (value >> 32);
    }

private:
    /// The first digits of the golden ratio and of the square roots of 2, 3, 5 and 7, made odd.
    static constexpr std::array<std::uint64_t, 5> kFactors{0x9E3779B97F4A7C15ULL, 0x6A09E667F3BCC909ULL,
        0xBB67AE8584CAA73BULL, 0x3C6EF372FE94F82BULL, 0xA54FF53A5F1D36F1ULL};

    /// The last one holds five bytes, the length among them. Read as they lie: a word that reaches over two halves of a text
    /// just copied would wait until both are written.
    static std::array<std::uint64_t, 5> wordsOf(const ClientOrderId& id) noexcept
    {
        std::array<std::uint64_t, 5> words;
        const auto* bytes = reinterpret_cast<const unsigned char*>(&id);
        std::memcpy(words.data(), bytes, 32);
        std::uint32_t rest = 0;
        std::memcpy(&rest, bytes + 32, 4);
        words[4] = std::uint64_t{bytes[kBytes - 1]} << 32U | rest;
        return words;
    }
};

} // namespace maker
