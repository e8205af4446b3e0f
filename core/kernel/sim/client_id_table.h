#pragma once

#include "kernel/base/id.h"
#include "kernel/model/id_match.h"
#include "kernel/model/order.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker::sim {

/// Finds the slots of orders by the hash of a client id and its instrument: open addressing, nothing allocated once it has
/// its size. It keeps no texts, so the caller says whether an order of the same hash is the one meant.
class ClientIdTable {
public:
    static constexpr std::uint32_t kNoSlot = 0;

    ClientIdTable() : m_entries(kFirstSize) {}

    static std::uint64_t hash(InstrumentId instrument, const ClientOrderId& id) noexcept
    {
        return IdMatch::hash(id) + (instrument.value + 1U) * 0x9E3779B97F4A7C15U;
    }

    /// The slot with that hash for which `same` is true, or kNoSlot.
    template <typename Same>
    std::uint32_t find(std::uint64_t hash, Same same) const
    {
        for (std::size_t at = hash & m_mask; m_entries[at].slot != kNoSlot; at = (at + 1) & m_mask) {
            if (m_entries[at].hash == hash && same(m_entries[at].slot))
                return m_entries[at].slot;
        }
        return kNoSlot;
    }

    /// Any slot but kNoSlot.
    void insert(std::uint64_t hash, std::uint32_t slot)
    {
        if (m_used * 2 > m_mask)
            grow();
        put(hash, slot);
        ++m_used;
    }

    /// Forgets the entry; harmless where there is none.
    void erase(std::uint64_t hash, std::uint32_t slot) noexcept;

private:
    static constexpr std::size_t kFirstSize = 1024;
    struct Entry {
        std::uint64_t hash = 0;
        std::uint32_t slot = kNoSlot; ///< kNoSlot: empty
    };

    void put(std::uint64_t hash, std::uint32_t slot) noexcept
    {
        std::size_t at = hash & m_mask;
        while (m_entries[at].slot != kNoSlot)
            at = (at + 1) & m_mask;
        m_entries[at] = {hash, slot};
    }
    void grow();

    std::vector<Entry> m_entries; ///< a power of two
    std::size_t m_mask = kFirstSize - 1; ///< entries less one
    std::size_t m_used = 0;
};

inline void ClientIdTable::erase(std::uint64_t hash, std::uint32_t slot) noexcept
{
    std::size_t hole = hash & m_mask;
    while (m_entries[hole].slot != slot || m_entries[hole].hash != hash) {
        if (m_entries[hole].slot == kNoSlot)
            return;
        hole = (hole + 1) & m_mask;
    }
    // Entries behind the hole move into it where their search would otherwise end there.
    for (std::size_t at = (hole + 1) & m_mask; m_entries[at].slot != kNoSlot; at = (at + 1) & m_mask) {
        const std::size_t home = m_entries[at].hash & m_mask;
        if (((at - home) & m_mask) >= ((at - hole) & m_mask)) {
            m_entries[hole] = m_entries[at];
            hole = at;
        }
    }
    m_entries[hole] = {};
    --m_used;
}

} // namespace maker::sim
