#include "kernel/sim/order_records.h"

#include <algorithm>
#include <utility>

namespace maker::sim {

void OrderRecords::openAccount(bool background)
{
    m_accounts.emplace_back().background = background;
}

void OrderRecords::addChunk()
{
    const auto first = static_cast<std::uint32_t>(m_chunks.size()) * kChunk;
    m_chunks.push_back(std::make_unique<Record[]>(kChunk));
    for (std::uint32_t i = kChunk; i-- > 0;) {
        Record& record = m_chunks.back()[i];
        record.slot = first + i;
        if (record.slot != IdTable::kNoSlot)
            record.newer = std::exchange(m_free, &record);
    }
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
