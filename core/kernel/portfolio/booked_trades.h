#pragma once

#include "kernel/base/id.h"
#include "kernel/model/order.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker {

/// Every trade ever booked, by (account, instrument, tradeId): none is forgotten, because a venue may repeat an old one
/// after a reconnection. Only asked for membership, never iterated.
class BookedTrades {
public:
    /// False when the trade is there already.
    bool insert(AccountId account, InstrumentId instrument, const TradeId& trade);
    std::size_t size() const noexcept { return m_size; }
    /// The trade will be inserted soon: its place among so many is fetched meanwhile.
    void expect(AccountId account, InstrumentId instrument, const TradeId& trade) const noexcept;

private:
    struct Slot {
        TradeId trade;
        bool used = false;
        AccountId account;
        InstrumentId instrument;
        std::uint32_t hash = 0; ///< of the above, so that most others are told apart without reading their ids
    };

    /// The slot that holds the key, or the free one where it belongs.
    Slot& slotOf(const Slot& key) noexcept;
    void grow();

    std::vector<Slot> m_slots; ///< open addressing; the size is a power of two, at most two thirds used
    std::size_t m_size = 0;
};

} // namespace maker
