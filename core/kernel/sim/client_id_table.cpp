#include "kernel/sim/client_id_table.h"

namespace maker::sim {

void ClientIdTable::erase(std::uint64_t hash, SimOrderId id) noexcept
{
    std::size_t hole = hash & mask();
    while (m_entries[hole].id != id || m_entries[hole].hash != hash) {
        if (m_entries[hole].id == 0)
            return;
        hole = (hole + 1) & mask();
    }
    // Entries behind the hole move into it where their search would otherwise end there.
    for (std::size_t at = (hole + 1) & mask(); m_entries[at].id != 0; at = (at + 1) & mask()) {
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
        if (entry.id != 0)
            put(entry.hash, entry.id);
    }
}

} // namespace maker::sim
