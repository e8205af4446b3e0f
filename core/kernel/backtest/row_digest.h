#pragma once

#include "kernel/engine/ports.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace maker::backtest {

/// A number that two journals share only where they say the same. Takes the values of a row, not its text, because writing
/// the text costs more than the decision did.
class RowDigest {
public:
    /// `sequence`: the number within the client order id of the row's order, zero where it has none of ours.
    void add(const JournalRow& row, std::uint64_t sequence) noexcept
    {
        addWord(row.sequence << 8U | static_cast<std::uint64_t>(row.kind));
        addInt(row.time.ns);
        if (row.kind == JournalKind::OrderUpdate) [[likely]]
            addOrder(row.order, sequence);
        else
            addOther(row, sequence);
    }
    /// 16 hexadecimal digits.
    std::string text() const;

private:
    void addWord(std::uint64_t word) noexcept
    {
        // Multiplied by 2^64 divided by the golden ratio, as Knuth advises (TAOCP 6.4); the rotation brings the high
        // bits, which hold the mixing, back to the low ones.
        m_value = std::rotl((m_value ^ word) * 0x9E3779B97F4A7C15ULL, 29);
    }
    void addInt(std::int64_t value) noexcept { addWord(static_cast<std::uint64_t>(value)); }
    void addMoney(Money money) noexcept;
    /// Its length, then its bytes in words. A text is filled up with zeros, so what lies behind its end may be read along.
    template <std::size_t N>
    void addText(const FixedText<N>& text) noexcept
    {
        const std::string_view bytes = text.view();
        addWord(bytes.size());
        for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            if (at + sizeof word <= N)
                std::memcpy(&word, bytes.data() + at, sizeof word);
            else
                std::memcpy(&word, bytes.data() + at, N % sizeof word);
            addWord(word);
        }
    }
    /// Most rows are news of an order.
    void addOrder(const Order& order, std::uint64_t sequence) noexcept
    {
        if (sequence == 0) [[unlikely]]
            addText(order.clientOrderId);
        addWord(sequence);
        addWord(std::uint64_t{order.account.value} | std::uint64_t{order.strategy.value} << 16U
                | std::uint64_t{order.instrument.value} << 32U);
        const std::uint32_t kinds = static_cast<std::uint32_t>(order.side) | static_cast<std::uint32_t>(order.state) << 8U
            | static_cast<std::uint32_t>(order.type) << 16U | static_cast<std::uint32_t>(order.timeInForce) << 24U;
        addWord(kinds | std::uint64_t{order.postOnly} << 32U);
        addInt(order.price.count);
        addInt(order.qty.count);
        addInt(order.cumQty.count);
    }
    void addOther(const JournalRow& row, std::uint64_t sequence) noexcept;
    void addFill(const Fill& fill, std::uint64_t sequence) noexcept;

    std::uint64_t m_value = 0x6D616B6572ULL;
};

} // namespace maker::backtest
