#pragma once

#include "kernel/sim/client_id_table.h"
#include "kernel/sim/id_table.h"
#include "kernel/sim/sim_types.h"

#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace maker::sim {

/// Records of orders and fills by account: open orders of everyone, done orders and fills of accounts that are not in the
/// background, the last `kept` of each, so memory is bounded by them and by the orders that are open.
class OrderRecords {
public:
    static constexpr std::size_t kKept = 20'000; ///< about ten megabytes an account

    explicit OrderRecords(std::size_t keptOrders = kKept) : m_keptOrders(keptOrders) {}

    void openAccount(bool background);

    /// What a client id stands for in an account and instrument, until the next make() or closed().
    struct Named {
        std::uint64_t hash = 0;           ///< what an order of that name is filed under
        const SimOrder* newest = nullptr; ///< null: none is kept
    };
    Named named(AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept;
    /// Newest order of the account with the client id in the instrument; null: none is kept.
    SimOrder* findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) noexcept;
    const SimOrder* findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept
    {
        return named(account, instrument, id).newest;
    }

    /// The record of a new open order with an id above all others, all else in it default. `named`: what its client id
    /// stood for so far; of an order without one, or of the background, it does not matter. The reference stays valid until
    /// the order is forgotten.
    SimOrder& make(
        AccountId account, InstrumentId instrument, const ClientOrderId& clientOrderId, SimOrderId id, const Named& named);
    /// Null where no such record is kept.
    SimOrder* find(SimOrderId id) noexcept
    {
        const std::uint32_t slot = m_ids.find(id);
        return slot == IdTable::kNoSlot ? nullptr : &at(slot);
    }
    const SimOrder* find(SimOrderId id) const noexcept
    {
        const std::uint32_t slot = m_ids.find(id);
        return slot == IdTable::kNoSlot ? nullptr : &at(slot);
    }
    /// The order, one of these records, is done. It is forgotten where it is the background's, or when enough others were
    /// done after it; what is forgotten can be read until the next make().
    void closed(SimOrder& order) noexcept;

    std::size_t openCount(AccountId account) const noexcept { return of(account).open.count; }
    std::size_t openCount(AccountId account, InstrumentId instrument) const noexcept;
    /// Ids of the open orders, ascending; empty for the background.
    std::vector<SimOrderId> openOf(AccountId account) const;
    /// Ids of kept orders, ascending; empty for the background.
    std::vector<SimOrderId> allOf(AccountId account) const;

    void addFill(const SimFill& fill);
    const std::deque<SimFill>& fillsOf(AccountId account) const { return of(account).fills; }

private:
    /// An order and its place among the open or the done ones of its account.
    struct Record : SimOrder {
        std::uint64_t nameHash = 0;
        Record* older = nullptr;
        Record* newer = nullptr; ///< of a free one: the next that is free
        std::uint32_t slot = 0;
    };
    /// Records in the order in which they came to it.
    struct List {
        Record* oldest = nullptr;
        Record* newest = nullptr;
        std::size_t count = 0;

        void append(Record& record) noexcept;
        void remove(Record& record) noexcept;
        Record& takeOldest() noexcept;
    };
    struct Account {
        bool background = false;
        List open; ///< empty for the background
        List done;
        ClientIdTable clientIds;
        std::deque<SimFill> fills;
    };

    Account& of(AccountId account) noexcept { return m_accounts[account.value - 1U]; }
    const Account& of(AccountId account) const noexcept { return m_accounts[account.value - 1U]; }
    Record& at(std::uint32_t slot) noexcept { return m_chunks[slot / kChunk][slot % kChunk]; }
    const Record& at(std::uint32_t slot) const noexcept { return m_chunks[slot / kChunk][slot % kChunk]; }
    std::uint32_t slotOf(std::uint64_t hash, AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept;
    void addChunk();
    void forget(Record& record) noexcept;

    std::size_t m_keptOrders;
    std::vector<Account> m_accounts; ///< by id - 1
    static constexpr std::uint32_t kChunk = 64;
    std::vector<std::unique_ptr<Record[]>> m_chunks; ///< by slot, in pieces, so that records stay where they are
    IdTable m_ids;
    Record* m_free = nullptr;
};

// --- what every order passes through

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

/// There must be one.
inline OrderRecords::Record& OrderRecords::List::takeOldest() noexcept
{
    Record& record = *oldest;
    oldest = record.newer;
    (oldest != nullptr ? oldest->older : newest) = nullptr;
    --count;
    return record;
}

inline std::uint32_t OrderRecords::slotOf(
    std::uint64_t hash, AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept
{
    return of(account).clientIds.find(hash, [&](std::uint32_t candidate) {
        const Record& record = at(candidate);
        return record.instrument == instrument && IdMatch::same(record.clientOrderId, id);
    });
}

inline OrderRecords::Named OrderRecords::named(AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept
{
    const std::uint64_t hash = ClientIdTable::hash(instrument, id);
    const std::uint32_t slot = slotOf(hash, account, instrument, id);
    return {hash, slot == ClientIdTable::kNoSlot ? nullptr : &at(slot)};
}

inline SimOrder* OrderRecords::findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) noexcept
{
    const std::uint32_t slot = slotOf(ClientIdTable::hash(instrument, id), account, instrument, id);
    return slot == ClientIdTable::kNoSlot ? nullptr : &at(slot);
}

inline SimOrder& OrderRecords::make(
    AccountId owner, InstrumentId instrument, const ClientOrderId& clientOrderId, SimOrderId id, const Named& named)
{
    if (m_free == nullptr) [[unlikely]]
        addChunk();
    Record& record = *std::exchange(m_free, m_free->newer);
    static_cast<SimOrder&>(record) = {};
    record.id = id;
    record.account = owner;
    record.instrument = instrument;
    record.clientOrderId = clientOrderId;
    record.nameHash = named.hash;
    m_ids.insert(id, record.slot);
    Account& account = of(owner);
    if (account.background)
        return record;
    account.open.append(record);
    if (!clientOrderId.empty()) {
        if (named.newest != nullptr)
            account.clientIds.erase(named.hash, static_cast<const Record*>(named.newest)->slot);
        account.clientIds.insert(named.hash, record.slot);
    }
    return record;
}

inline void OrderRecords::closed(SimOrder& order) noexcept
{
    Record& record = static_cast<Record&>(order);
    Account& account = of(order.account);
    if (account.background)
        return forget(record);
    account.open.remove(record);
    account.done.append(record);
    if (account.done.count <= m_keptOrders)
        return;
    Record& longestDone = account.done.takeOldest();
    if (!longestDone.clientOrderId.empty())
        account.clientIds.erase(longestDone.nameHash, longestDone.slot);
    forget(longestDone);
}

inline void OrderRecords::forget(Record& record) noexcept
{
    m_ids.erase(record.id);
    record.newer = std::exchange(m_free, &record);
}

} // namespace maker::sim
