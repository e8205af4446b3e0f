#pragma once

#include "kernel/model/order.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker {

/// Remembers the newest trades by (account, instrument, tradeId), so that a fill which arrives by several roads is booked
/// once. Bounded: the oldest is forgotten first, never allocates after construction.
class SeenTrades {
public:
    explicit SeenTrades(std::size_t capacity);

    /// False when the trade was seen before.
    bool insert(AccountId account, InstrumentId instrument, const TradeId& trade) noexcept;
    bool contains(AccountId account, InstrumentId instrument, const TradeId& trade) const noexcept;
    std::size_t size() const noexcept { return m_size; }

private:
    struct Seen {
        TradeId trade;
        AccountId account;
        InstrumentId instrument;
        std::uint32_t hash = 0; ///< of the above: its place in the index is found again without reading the id
    };

    static Seen keyOf(AccountId account, InstrumentId instrument, const TradeId& trade) noexcept;
    /// Where the trade is in the index, or where it belongs.
    std::size_t placeOf(const Seen& key) const noexcept;
    void eraseIndex(std::uint32_t position) noexcept;

    std::vector<Seen> m_ring;           ///< in order of arrival
    std::vector<std::uint32_t> m_index; ///< open addressing; 0 is empty, else position in the ring + 1
    std::size_t m_head = 0;
    std::size_t m_size = 0;
};

} // namespace maker
