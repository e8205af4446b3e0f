#include "kernel/sim/order_records.h"

#include <algorithm>
#include <utility>

namespace maker::sim {

void OrderRecords::openAccount(bool background)
{
    m_accounts.emplace_back().background = background;
}

std::uint32_t OrderRecords::takeSlot()
{
    if (!m_free.empty()) {
        const std::uint32_t slot = m_free.back();
        m_free.pop_back();
        return slot;
    }
    if (m_slotCount / kChunk >= m_slots.size())
        m_slots.push_back(std::make_unique<SimOrder[]>(kChunk));
    return m_slotCount++;
}

SimOrder& OrderRecords::make(AccountId owner, InstrumentId instrument, const ClientOrderId& clientOrderId, SimOrderId id)
{
    const std::uint32_t slot = takeSlot();
    SimOrder& order = *std::construct_at(&at(slot));
    order.id = id;
    order.account = owner;
    order.instrument = instrument;
    order.clientOrderId = clientOrderId;
    m_ids.insert(id, slot);
    Account& account = m_accounts[owner.value - 1U];
    if (account.background)
        return order;
    account.open.push_back(id);
    account.all.push_back(id);
    if (!clientOrderId.empty()) {
        const std::uint64_t hash = ClientIdTable::hash(instrument, clientOrderId);
        if (const SimOrder* older = named(account, hash, instrument, clientOrderId))
            account.clientIds.erase(hash, older->id);
        account.clientIds.insert(hash, id);
    }
    return order;
}

SimOrder* OrderRecords::find(SimOrderId id) noexcept
{
    const std::uint32_t slot = m_ids.find(id);
    return slot == IdTable::kNoSlot ? nullptr : &at(slot);
}

const SimOrder* OrderRecords::find(SimOrderId id) const noexcept
{
    const std::uint32_t slot = m_ids.find(id);
    return slot == IdTable::kNoSlot ? nullptr : &at(slot);
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
    const SimOrder& order = at(slot);
    Account& account = m_accounts[order.account.value - 1U];
    if (!account.background && !order.clientOrderId.empty())
        account.clientIds.erase(ClientIdTable::hash(order.instrument, order.clientOrderId), id);
    m_ids.erase(id);
    m_free.push_back(slot);
}

const SimOrder* OrderRecords::named(
    const Account& account, std::uint64_t hash, InstrumentId instrument, const ClientOrderId& id) const noexcept
{
    const SimOrder* found = nullptr;
    account.clientIds.find(hash, [&](SimOrderId candidate) {
        const SimOrder* record = find(candidate);
        const bool meant = record && record->instrument == instrument && IdMatch::same(record->clientOrderId, id);
        found = meant ? record : found;
        return meant;
    });
    return found;
}

const SimOrder* OrderRecords::findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept
{
    return named(m_accounts[account.value - 1U], ClientIdTable::hash(instrument, id), instrument, id);
}

SimOrder* OrderRecords::findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) noexcept
{
    return const_cast<SimOrder*>(std::as_const(*this).findClientId(account, instrument, id));
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
