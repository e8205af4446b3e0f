#include "kernel/sim/id_table.h"

namespace maker::sim {

void IdTable::erase(std::int64_t id) noexcept
{
    const std::size_t mask = m_entries.size() - 1;
    std::size_t hole = homeOf(id);
    while (m_entries[hole].id != id)
        hole = next(hole);
    // Entries behind the hole move into it where their search would otherwise end there.
    for (std::size_t at = next(hole); m_entries[at].slot != kNoSlot; at = next(at)) {
        if (((at - homeOf(m_entries[at].id)) & mask) >= ((at - hole) & mask)) {
            m_entries[hole] = m_entries[at];
            hole = at;
        }
    }
    m_entries[hole] = {};
    --m_live;
}

void IdTable::grow()
{
    std::vector<Entry> old(m_entries.size() * 2);
    old.swap(m_entries);
    --m_shift;
    for (const Entry& entry : old) {
        if (entry.slot != kNoSlot)
            put(entry);
    }
}

} // namespace maker::sim
