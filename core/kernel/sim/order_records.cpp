#include "kernel/sim/order_records.h"

#include <algorithm>

namespace maker::sim {

void OrderRecords::openAccount(bool background)
{
    m_accounts.emplace_back().background = background;
}

SimOrder& OrderRecords::add(const SimOrder& order)
{
    std::uint32_t slot = 0;
    if (m_free.empty()) {
        slot = static_cast<std::uint32_t>(m_slots.size());
        m_slots.push_back(order);
    } else {
        slot = m_free.back();
        m_free.pop_back();
        m_slots[slot] = order;
    }
    m_ids.insert(order.id, slot);
    Account& account = m_accounts[order.account.value - 1U];
    if (!account.background) {
        account.open.push_back(order.id);
        account.all.push_back(order.id);
        if (!order.clientOrderId.empty()) {
            const std::uint64_t hash = ClientIdTable::hash(order.instrument, order.clientOrderId);
            if (const SimOrderId older = named(account, hash, order.instrument, order.clientOrderId))
                account.clientIds.erase(hash, older);
            account.clientIds.insert(hash, order.id);
        }
    }
    return m_slots[slot];
}

SimOrder* OrderRecords::find(SimOrderId id) noexcept
{
    const std::uint32_t slot = m_ids.find(id);
    return slot == IdTable::kNoSlot ? nullptr : &m_slots[slot];
}

const SimOrder* OrderRecords::find(SimOrderId id) const noexcept
{
    const std::uint32_t slot = m_ids.find(id);
    return slot == IdTable::kNoSlot ? nullptr : &m_slots[slot];
}

void OrderRecords::closed(const SimOrder& order)
{
    Account& account = m_accounts[order.account.value - 1U];
    if (account.background) {
        m_dead.push_back(order.id);
        return;
    }
    const auto open = std::lower_bound(account.open.begin(), account.open.end(), order.id);
    if (open != account.open.end() && *open == order.id)
        account.open.erase(open);
    account.done.push_back(order.id);
    if (account.done.size() <= m_keptOrders)
        return;
    const SimOrderId oldest = account.done.front();
    account.done.pop_front();
    // Near the front: only what is still open, or was done later, lies before it.
    account.all.erase(std::lower_bound(account.all.begin(), account.all.end(), oldest));
    m_dead.push_back(oldest);
}

void OrderRecords::sweep()
{
    for (const SimOrderId id : m_dead)
        drop(id);
    m_dead.clear();
}

void OrderRecords::drop(SimOrderId id)
{
    const std::uint32_t slot = m_ids.find(id);
    const SimOrder& order = m_slots[slot];
    Account& account = m_accounts[order.account.value - 1U];
    if (!account.background && !order.clientOrderId.empty())
        account.clientIds.erase(ClientIdTable::hash(order.instrument, order.clientOrderId), id);
    m_ids.erase(id);
    m_free.push_back(slot);
}

SimOrderId OrderRecords::named(
    const Account& account, std::uint64_t hash, InstrumentId instrument, const ClientOrderId& id) const
{
    return account.clientIds.find(hash, [&](SimOrderId candidate) {
        const SimOrder* record = find(candidate);
        return record && record->instrument == instrument && IdMatch::same(record->clientOrderId, id);
    });
}

const SimOrder* OrderRecords::findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) const
{
    const SimOrderId found = named(m_accounts[account.value - 1U], ClientIdTable::hash(instrument, id), instrument, id);
    return found == 0 ? nullptr : find(found);
}

std::size_t OrderRecords::openCount(AccountId account, InstrumentId instrument) const
{
    std::size_t count = 0;
    for (const SimOrderId id : openOf(account))
        count += find(id)->instrument == instrument ? 1 : 0;
    return count;
}

void OrderRecords::addFill(const SimFill& fill)
{
    Account& account = m_accounts[fill.account.value - 1U];
    if (account.background)
        return;
    account.fills.push_back(fill);
    if (account.fills.size() > kKept)
        account.fills.pop_front();
}

} // namespace maker::sim
