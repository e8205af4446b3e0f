#include "kernel/portfolio/booked_trades.h"

#include <utility>

namespace maker {
namespace {

constexpr std::size_t kFirstSlots = 1024;

} // namespace

bool BookedTrades::insert(AccountId account, InstrumentId instrument, const TradeId& trade)
{
    if (m_slots.empty() || (m_size + 1) * 3 > m_slots.size() * 2)
        grow();
    const Slot key{trade, account, instrument, true};
    Slot& slot = slotOf(key);
    if (slot.used)
        return false;
    slot = key;
    ++m_size;
    return true;
}

std::size_t BookedTrades::hashOf(const Slot& key) noexcept
{
    // FNV-1a, then the finaliser of splitmix64, because the ids of a venue differ in their last digits only.
    std::uint64_t hash = 14695981039346656037ULL ^ (std::uint64_t{key.account.value} << 32) ^ key.instrument.value;
    for (const char c : key.trade.view()) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>(hash ^ (hash >> 31));
}

BookedTrades::Slot& BookedTrades::slotOf(const Slot& key) noexcept
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hashOf(key) & mask;
    while (m_slots[at].used
           && (m_slots[at].trade != key.trade || m_slots[at].account != key.account || m_slots[at].instrument != key.instrument))
        at = (at + 1) & mask;
    return m_slots[at];
}

void BookedTrades::grow()
{
    std::vector<Slot> old(m_slots.empty() ? kFirstSlots : m_slots.size() * 2);
    std::swap(old, m_slots);
    for (const Slot& slot : old) {
        if (slot.used)
            slotOf(slot) = slot;
    }
}

} // namespace maker
