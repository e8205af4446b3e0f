#include "kernel/sim/client_id_table.h"

namespace maker::sim {

void ClientIdTable::grow()
{
    std::vector<Entry> old(m_entries.size() * 2);
    old.swap(m_entries);
    m_mask = m_entries.size() - 1;
    for (const Entry& entry : old) {
        if (entry.slot != kNoSlot)
            put(entry.hash, entry.slot);
    }
}

} // namespace maker::sim
