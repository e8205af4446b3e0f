#include "kernel/sim/order_records.h"

#include <algorithm>
#include <utility>

namespace maker::sim {

inline void OrderRecords::List::append(Record& record) noexcept
{
    record.older = newest;
    record.newer = nullptr;
    (newest != nullptr ? newest->newer : oldest) = &record;
    newest = &record;
    ++count;
}

inline void OrderRecords::List::remove(Record& record) noexcept
{
    (record.older != nullptr ? record.older->newer : oldest) = record.newer;
    (record.newer != nullptr ? record.newer->older : newest) = record.older;
    --count;
}

void OrderRecords::openAccount(bool background)
{
    m_accounts.emplace_back().background = background;
}

inline OrderRecords::Record& OrderRecords::freeRecord()
{
    if (m_free != nullptr)
        return *std::exchange(m_free, m_free->newer);
    if (m_slotCount / kChunk >= m_chunks.size())
        m_chunks.push_back(std::make_unique<Record[]>(kChunk));
    Record& record = at(m_slotCount);
    record.slot = m_slotCount++;
    return record;
}

SimOrder& OrderRecords::make(const SimOrder& order, const Named& named)
{
    Record& record = freeRecord();
    static_cast<SimOrder&>(record) = order;
    record.nameHash = named.hash;
    m_ids.insert(order.id, record.slot);
    Account& account = of(order.account);
    if (account.background)
        return record;
    account.open.append(record);
    if (!order.clientOrderId.empty()) {
        if (named.newest != nullptr)
            account.clientIds.erase(named.hash, static_cast<const Record*>(named.newest)->slot);
        account.clientIds.insert(named.hash, record.slot);
    }
    return record;
}

void OrderRecords::closed(SimOrder& order) noexcept
{
    Record& record = static_cast<Record&>(order);
    Account& account = of(order.account);
    if (account.background)
        return forget(record);
    account.open.remove(record);
    account.done.append(record);
    if (account.done.count <= m_keptOrders)
        return;
    Record& longestDone = *account.done.oldest;
    account.done.remove(longestDone);
    if (!longestDone.clientOrderId.empty())
        account.clientIds.erase(longestDone.nameHash, longestDone.slot);
    forget(longestDone);
}

inline void OrderRecords::forget(Record& record) noexcept
{
    m_ids.erase(record.id);
    record.newer = std::exchange(m_free, &record);
}

inline std::uint32_t OrderRecords::slotOf(
    std::uint64_t hash, AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept
{
    return of(account).clientIds.find(hash, [&](std::uint32_t candidate) {
        const Record& record = at(candidate);
        return record.instrument == instrument && IdMatch::same(record.clientOrderId, id);
    });
}

OrderRecords::Named OrderRecords::named(AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept
{
    const std::uint64_t hash = ClientIdTable::hash(instrument, id);
    const std::uint32_t slot = slotOf(hash, account, instrument, id);
    return {hash, slot == ClientIdTable::kNoSlot ? nullptr : &at(slot)};
}

SimOrder* OrderRecords::findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) noexcept
{
    const std::uint32_t slot = slotOf(ClientIdTable::hash(instrument, id), account, instrument, id);
    return slot == ClientIdTable::kNoSlot ? nullptr : &at(slot);
}

std::size_t OrderRecords::openCount(AccountId account, InstrumentId instrument) const noexcept
{
    std::size_t count = 0;
    for (const Record* record = of(account).open.oldest; record != nullptr; record = record->newer)
        count += record->instrument == instrument ? 1 : 0;
    return count;
}

std::vector<SimOrderId> OrderRecords::openOf(AccountId account) const
{
    std::vector<SimOrderId> ids;
    for (const Record* record = of(account).open.oldest; record != nullptr; record = record->newer)
        ids.push_back(record->id);
    return ids;
}

std::vector<SimOrderId> OrderRecords::allOf(AccountId account) const
{
    std::vector<SimOrderId> ids = openOf(account);
    for (const Record* record = of(account).done.oldest; record != nullptr; record = record->newer)
        ids.push_back(record->id);
    std::ranges::sort(ids);
    return ids;
}

void OrderRecords::addFill(const SimFill& fill)
{
    Account& account = of(fill.account);
    if (account.background)
        return;
    account.fills.push_back(fill);
    if (account.fills.size() > kKept)
        account.fills.pop_front();
}

} // namespace maker::sim
