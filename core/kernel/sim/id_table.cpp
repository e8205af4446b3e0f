#include "kernel/sim/id_table.h"

namespace maker::sim {

void IdTable::grow()
{
    std::vector<Entry> old(m_entries.size() * 2);
    old.swap(m_entries);
    m_mask = m_entries.size() - 1;
    --m_shift;
    for (const Entry& entry : old) {
        if (entry.slot != kNoSlot)
            put(entry);
    }
}

} // namespace maker::sim
