#include "kernel/orders/seen_trades.h"

#include "kernel/base/assert.h"
#include "kernel/model/id_match.h"

#include <bit>

namespace maker {

SeenTrades::SeenTrades(std::size_t capacity) : m_ring(capacity), m_index(std::bit_ceil(capacity * 2), 0)
{
    MAKER_ASSERT(capacity > 0 && capacity < 0x7FFFFFFFU);
}

SeenTrades::Seen SeenTrades::keyOf(AccountId account, InstrumentId instrument, const TradeId& trade) noexcept
{
    return {trade, account, instrument, static_cast<std::uint32_t>(IdMatch::hash(trade, account, instrument))};
}

std::size_t SeenTrades::placeOf(const Seen& key) const noexcept
{
    const std::size_t mask = m_index.size() - 1;
    for (std::size_t at = key.hash & mask;; at = (at + 1) & mask) {
        if (m_index[at] == 0)
            return at;
        const Seen& seen = m_ring[m_index[at] - 1];
        if (seen.hash == key.hash && seen.account == key.account && seen.instrument == key.instrument
            && IdMatch::same(seen.trade, key.trade))
            return at;
    }
}

// Backward-shift deletion: no tombstones, so the table never degrades.
void SeenTrades::eraseIndex(std::uint32_t position) noexcept
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t hole = m_ring[position].hash & mask;
    while (m_index[hole] != position + 1) {
        MAKER_ASSERT(m_index[hole] != 0);
        hole = (hole + 1) & mask;
    }
    for (std::size_t at = (hole + 1) & mask; m_index[at] != 0; at = (at + 1) & mask) {
        const std::size_t home = m_ring[m_index[at] - 1].hash & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            m_index[hole] = m_index[at];
            hole = at;
        }
    }
    m_index[hole] = 0;
}

bool SeenTrades::contains(AccountId account, InstrumentId instrument, const TradeId& trade) const noexcept
{
    return m_index[placeOf(keyOf(account, instrument, trade))] != 0;
}

bool SeenTrades::insert(AccountId account, InstrumentId instrument, const TradeId& trade) noexcept
{
    const Seen key = keyOf(account, instrument, trade);
    std::size_t place = placeOf(key);
    if (m_index[place] != 0)
        return false;
    if (m_size == m_ring.size()) {
        eraseIndex(static_cast<std::uint32_t>(m_head));
        place = placeOf(key); // what followed the oldest may have moved into its place
    } else {
        ++m_size;
    }
    m_ring[m_head] = key;
    m_index[place] = static_cast<std::uint32_t>(m_head + 1);
    m_head = m_head + 1 == m_ring.size() ? 0 : m_head + 1;
    return true;
}

} // namespace maker
