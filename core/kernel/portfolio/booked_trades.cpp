#include "kernel/portfolio/booked_trades.h"

#include "kernel/base/prefetch.h"
#include "kernel/model/id_match.h"

#include <utility>

namespace maker {
namespace {

constexpr std::size_t kFirstSlots = 1024;

} // namespace

bool BookedTrades::insert(AccountId account, InstrumentId instrument, const TradeId& trade)
{
    if (m_slots.empty() || (m_size + 1) * 3 > m_slots.size() * 2)
        grow();
    const Slot key{trade, true, account, instrument,
                   static_cast<std::uint32_t>(IdMatch::hash(trade, account, instrument))};
    Slot& slot = slotOf(key);
    if (slot.used)
        return false;
    slot = key;
    ++m_size;
    return true;
}

void BookedTrades::expect(AccountId account, InstrumentId instrument, const TradeId& trade) const noexcept
{
    if (!m_slots.empty())
        prefetch(&m_slots[static_cast<std::uint32_t>(IdMatch::hash(trade, account, instrument)) & (m_slots.size() - 1)], 0);
}

BookedTrades::Slot& BookedTrades::slotOf(const Slot& key) noexcept
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = key.hash & mask;
    const auto holds = [&key](const Slot& slot) {
        return slot.hash == key.hash && slot.account == key.account && slot.instrument == key.instrument
            && IdMatch::same(slot.trade, key.trade);
    };
    while (m_slots[at].used && !holds(m_slots[at]))
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
