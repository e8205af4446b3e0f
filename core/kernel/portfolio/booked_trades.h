#pragma once

#include "kernel/base/id.h"
#include "kernel/model/order.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker {

/// The newest trades booked, by (account, instrument, tradeId), because a venue may repeat trades after a reconnection: at
/// least kRemembered of them, at most twice as many, and two times twelve megabytes. What a venue is asked to repeat begins
/// with the last trade that was booked, so one that so many others follow does not come back. Only asked for membership,
/// never iterated.
class BookedTrades {
public:
    static constexpr std::size_t kRemembered = 170'000;

    /// False when the trade is there already.
    bool insert(AccountId account, InstrumentId instrument, const TradeId& trade);
    /// Of all that were ever inserted.
    std::uint64_t size() const noexcept { return m_size; }

private:
    struct Slot {
        TradeId trade;
        AccountId account;
        InstrumentId instrument;
        bool used = false;
    };
    /// Open addressing; the size is a power of two, at most two thirds used.
    struct Table {
        std::vector<Slot> entries;
        std::size_t used = 0;
    };

    static std::size_t hashOf(const Slot& key) noexcept;
    /// The slot that holds the key, or the free one where it belongs. The table is not empty.
    static Slot& slotOf(Table& table, const Slot& key) noexcept;
    static void grow(Table& table);

    Table m_new;
    Table m_old; ///< as many as m_new may hold, from before its first; empty at first
    std::uint64_t m_size = 0;
};

} // namespace maker
