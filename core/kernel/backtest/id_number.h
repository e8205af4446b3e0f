#pragma once

#include "kernel/base/assert.h"
#include "kernel/model/order.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace maker::backtest {

/// Reads the number out of our client order ids, which all begin with one mark. Asked for every row of a journal, so mark and
/// digits are read as whole words.
class IdNumber {
public:
    /// `mark`: how our ids begin, up to their number.
    explicit IdNumber(std::string_view mark) : m_size(mark.size())
    {
        MAKER_ASSERT(m_size <= sizeof m_mark);
        std::array<unsigned char, sizeof m_mark> bytes{};
        for (std::size_t i = 0; i < m_size; ++i)
            bytes[i] = 0xFF;
        std::memcpy(m_mask.data(), bytes.data(), sizeof m_mask);
        std::memcpy(m_mark.data(), mark.data(), m_size);
    }

    /// Zero for an id that does not begin with the mark, or ends with it.
    std::uint64_t of(const ClientOrderId& id) const noexcept
    {
        const std::string_view text = id.view();
        if ((((word(text, 0) ^ m_mark[0]) & m_mask[0]) | ((word(text, 8) ^ m_mark[1]) & m_mask[1])) != 0)
            return 0;
        const std::size_t digits = text.size() - m_size; // a text is filled up with zeros, which no mark holds
        if (digits - 1 < kDigits && std::endian::native == std::endian::little) [[likely]]
            return eightDigits(word(text, m_size) << (8U * (kDigits - digits)));
        std::uint64_t number = 0;
        for (const char digit : text.substr(m_size))
            number = number * 10 + static_cast<std::uint64_t>(digit - '0');
        return number;
    }

private:
    static constexpr std::size_t kDigits = 8;

    /// An id has room for 36 characters, so eight of them can be read behind every mark.
    static std::uint64_t word(std::string_view text, std::size_t at) noexcept
    {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, sizeof word);
        return word;
    }
    /// Each step adds neighbours, of one digit, then of two, then of four (Lemire, "Quickly parsing eight digits", 2018). A
    /// place without a digit is a zero byte and counts as nothing.
    static std::uint64_t eightDigits(std::uint64_t word) noexcept
    {
        constexpr std::uint64_t kLow = 0x0F0F0F0F0F0F0F0FU;
        constexpr std::uint64_t kPairs = 0x000000FF000000FFU;
        word &= kLow;
        word = word * 10 + (word >> 8U);
        return ((word & kPairs) * 0x000F424000000064U + ((word >> 16U) & kPairs) * 0x0000271000000001U) >> 32U;
    }

    std::size_t m_size;
    std::array<std::uint64_t, 2> m_mark{};
    std::array<std::uint64_t, 2> m_mask{};
};

} // namespace maker::backtest
