#include "kernel/portfolio/booked_trades.h"

#include <utility>

namespace maker {
namespace {

constexpr std::size_t kFirstSlots = 1024;

} // namespace

bool BookedTrades::insert(AccountId account, InstrumentId instrument, const TradeId& trade)
{
    const Slot key{trade, account, instrument, true};
    if (!m_old.entries.empty() && slotOf(m_old, key).used)
        return false;
    if ((m_new.used + 1) * 3 > m_new.entries.size() * 2)
        grow(m_new);
    Slot& slot = slotOf(m_new, key);
    if (slot.used)
        return false;
    slot = key;
    ++m_size;
    if (++m_new.used == kRemembered) {
        std::swap(m_new, m_old);
        m_new.entries.assign(m_new.entries.size(), Slot{});
        m_new.used = 0;
    }
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

BookedTrades::Slot& BookedTrades::slotOf(Table& table, const Slot& key) noexcept
{
    std::vector<Slot>& entries = table.entries;
    const std::size_t mask = entries.size() - 1;
    std::size_t at = hashOf(key) & mask;
    while (entries[at].used
           && (entries[at].trade != key.trade || entries[at].account != key.account || entries[at].instrument != key.instrument))
        at = (at + 1) & mask;
    return entries[at];
}

void BookedTrades::grow(Table& table)
{
    std::vector<Slot> old(table.entries.empty() ? kFirstSlots : table.entries.size() * 2);
    std::swap(old, table.entries);
    for (const Slot& slot : old) {
        if (slot.used)
            slotOf(table, slot) = slot;
    }
}

} // namespace maker
