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
        return ((word(a, 0) ^ word(b, 0)) | (word(a, 1) ^ word(b, 1)) | (word(a, 2) ^ word(b, 2))
                | (word(a, 3) ^ word(b, 3)) | (lastText(a) ^ lastText(b)) | (length(a) ^ length(b)))
            == 0;
    }

    /// Multilinear: each word times an odd factor of its own, none of which waits for another (Dietzfelbinger, "Universal
    /// hashing and k-wise independent random variables via integer arithmetic without primes"), then mixed so that the
    /// low bits hold all of it.
    static std::uint64_t hash(const ClientOrderId& id) noexcept { return mixed(sum(id)); }
    /// The same of a trade, whose id is unique within an account and an instrument.
    static std::uint64_t hash(const TradeId& id, AccountId account, InstrumentId instrument) noexcept
    {
        return mixed(sum(id) + (std::uint64_t{account.value} << 32U | instrument.value) * kFactors[5]);
    }

private:
    /// The first digits of the golden ratio and of the square roots of 2, 3, 5, 7 and 11, made odd.
    static constexpr std::array<std::uint64_t, 6> kFactors{0x9E3779B97F4A7C15ULL, 0x6A09E667F3BCC909ULL,
        0xBB67AE8584CAA73BULL, 0x3C6EF372FE94F82BULL, 0xA54FF53A5F1D36F1ULL, 0x510E527FADE682D1ULL};

    static std::uint64_t sum(const ClientOrderId& id) noexcept
    {
        return word(id, 0) * kFactors[0] + word(id, 1) * kFactors[1] + word(id, 2) * kFactors[2]
            + word(id, 3) * kFactors[3] + std::uint64_t{lastText(id)} * kFactors[4];
    }
    static std::uint64_t mixed(std::uint64_t value) noexcept
    {
        value = (value ^ (value >> 32)) * kFactors[0];
        return value ^ (value >> 32);
    }

    /// Read as they lie: a word that reaches over two halves of a text just copied would wait until both are written. One by
    /// one, because an array of them is written to memory before it is read.
    static std::uint64_t word(const ClientOrderId& id, std::size_t at) noexcept
    {
        std::uint64_t word;
        std::memcpy(&word, reinterpret_cast<const unsigned char*>(&id) + 8 * at, sizeof word);
        return word;
    }
    /// The last four characters. They say nothing of the length, which texts of different bytes do not need.
    static std::uint32_t lastText(const ClientOrderId& id) noexcept
    {
        std::uint32_t text;
        std::memcpy(&text, reinterpret_cast<const unsigned char*>(&id) + 32, sizeof text);
        return text;
    }
    static std::uint32_t length(const ClientOrderId& id) noexcept
    {
        return reinterpret_cast<const unsigned char*>(&id)[kBytes - 1];
    }
};

} // namespace maker
