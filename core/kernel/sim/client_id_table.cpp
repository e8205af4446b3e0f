#include "kernel/sim/client_id_table.h"

namespace maker::sim {

void ClientIdTable::erase(std::uint64_t hash, std::uint32_t slot) noexcept
{
    std::size_t hole = hash & mask();
    while (m_entries[hole].slot != slot || m_entries[hole].hash != hash) {
        if (m_entries[hole].slot == kNoSlot)
            return;
        hole = (hole + 1) & mask();
    }
    // Entries behind the hole move into it where their search would otherwise end there.
    for (std::size_t at = (hole + 1) & mask(); m_entries[at].slot != kNoSlot; at = (at + 1) & mask()) {
        const std::size_t home = m_entries[at].hash & mask();
        if (((at - home) & mask()) >= ((at - hole) & mask())) {
            m_entries[hole] = m_entries[at];
            hole = at;
        }
    }
    m_entries[hole] = {};
    --m_used;
}

void ClientIdTable::grow()
{
    std::vector<Entry> old(m_entries.size() * 2);
    old.swap(m_entries);
    for (const Entry& entry : old) {
        if (entry.slot != kNoSlot)
            put(entry.hash, entry.slot);
    }
}

} // namespace maker::sim
