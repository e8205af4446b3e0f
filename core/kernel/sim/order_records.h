#pragma once

#include "kernel/sim/client_id_table.h"
#include "kernel/sim/id_table.h"
#include "kernel/sim/sim_types.h"

#include <deque>
#include <memory>
#include <vector>

namespace maker::sim {

/// Records of orders and fills by account: open orders of everyone, done orders and fills of accounts that are not in the
/// background, the last `kept` of each, so memory is bounded by them and by the orders that are open.
class OrderRecords {
public:
    static constexpr std::size_t kKept = 20'000; ///< about ten megabytes an account

    explicit OrderRecords(std::size_t keptOrders = kKept) : m_keptOrders(keptOrders) {}

    void openAccount(bool background);

    /// The record of a new open order, all else in it default. The reference stays valid until the record is dropped.
    SimOrder& make(AccountId account, InstrumentId instrument, const ClientOrderId& clientOrderId, SimOrderId id);
    /// Null where no such record is kept.
    SimOrder* find(SimOrderId id) noexcept;
    const SimOrder* find(SimOrderId id) const noexcept;
    /// The order is done; it is forgotten at the next sweep() where it is the background's, or when enough others were done
    /// after it.
    void closed(const SimOrder& order);
    void sweep();

    /// Newest order of the account with the client id in the instrument.
    SimOrder* findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) noexcept;
    const SimOrder* findClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id) const noexcept;
    /// Ids of the open orders, ascending.
    const std::vector<SimOrderId>& openOf(AccountId account) const { return m_accounts[account.value - 1U].open; }
    std::size_t openCount(AccountId account, InstrumentId instrument) const;
    /// Ids of kept orders, ascending.
    const std::deque<SimOrderId>& allOf(AccountId account) const { return m_accounts[account.value - 1U].all; }

    void addFill(const SimFill& fill);
    const std::deque<SimFill>& fillsOf(AccountId account) const { return m_accounts[account.value - 1U].fills; }

private:
    struct Account {
        bool background = false;
        std::vector<SimOrderId> open;    ///< ascending; empty for the background
        std::deque<SimOrderId> all;      ///< ascending; empty for the background
        std::deque<SimOrderId> done;     ///< of `all`, in the order in which they were done
        ClientIdTable clientIds;
        std::deque<SimFill> fills;
    };

    void drop(SimOrderId id);
    std::uint32_t takeSlot();
    SimOrder& at(std::uint32_t slot) noexcept { return m_slots[slot / kChunk][slot % kChunk]; }
    const SimOrder& at(std::uint32_t slot) const noexcept { return m_slots[slot / kChunk][slot % kChunk]; }
    const SimOrder* named(const Account& account, std::uint64_t hash, InstrumentId instrument, const ClientOrderId& id) const noexcept;

    std::size_t m_keptOrders;
    std::vector<Account> m_accounts; ///< by id - 1
    static constexpr std::uint32_t kChunk = 64;
    std::vector<std::unique_ptr<SimOrder[]>> m_slots; ///< in chunks, so that records stay where they are
    std::uint32_t m_slotCount = 1;                    ///< slot 0 is never used
    std::vector<std::uint32_t> m_free;
    IdTable m_ids;
    std::vector<SimOrderId> m_dead; ///< waiting for sweep()
};

} // namespace maker::sim
