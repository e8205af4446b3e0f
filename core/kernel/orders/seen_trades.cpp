#include "kernel/orders/seen_trades.h"

#include <bit>

namespace maker {

SeenTrades::SeenTrades(std::size_t capacity) : m_ring(capacity), m_index(std::bit_ceil(capacity * 2), 0)
{
    MAKER_ASSERT(capacity > 0 && capacity < 0x7FFFFFFFU);
}

// FNV-1a: the same in every build, unlike std::hash.
std::uint64_t SeenTrades::hash(const Key& key) noexcept
{
    std::uint64_t value = 14695981039346656037ULL;
    const auto mix = [&value](std::uint64_t byte) { value = (value ^ byte) * 1099511628211ULL; };
    for (const char c : key.trade.view())
        mix(static_cast<unsigned char>(c));
    mix(key.account.value);
    mix(key.instrument.value);
    return value ^ (value >> 29);
}

std::size_t SeenTrades::find(const Key& key) const noexcept
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t at = hash(key) & mask;
    while (m_index[at] != 0 && !(m_ring[m_index[at] - 1] == key))
        at = (at + 1) & mask;
    return at;
}

// Backward-shift deletion: no tombstones, so the table never degrades.
void SeenTrades::erase(const Key& key) noexcept
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t hole = find(key);
    MAKER_ASSERT(m_index[hole] != 0);
    for (std::size_t at = (hole + 1) & mask; m_index[at] != 0; at = (at + 1) & mask) {
        const std::size_t home = hash(m_ring[m_index[at] - 1]) & mask;
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            m_index[hole] = m_index[at];
            hole = at;
        }
    }
    m_index[hole] = 0;
}

bool SeenTrades::contains(AccountId account, InstrumentId instrument, const TradeId& trade) const noexcept
{
    return m_index[find({trade, account, instrument})] != 0;
}

bool SeenTrades::insert(AccountId account, InstrumentId instrument, const TradeId& trade) noexcept
{
    const Key key{trade, account, instrument};
    if (m_index[find(key)] != 0)
        return false;
    if (m_size == m_ring.size()) {
        erase(m_ring[m_head]);
        --m_size;
    }
    m_ring[m_head] = key;
    m_index[find(key)] = static_cast<std::uint32_t>(m_head + 1);
    m_head = m_head + 1 == m_ring.size() ? 0 : m_head + 1;
    ++m_size;
    return true;
}

} // namespace maker
