#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker::sim {

/// Maps ids above zero to 32-bit slots: open addressing, at most half full, nothing allocated once it has its size. Memory
/// follows the most ids that were ever live at once, however many come and go between two that stay.
class IdTable {
public:
    static constexpr std::uint32_t kNoSlot = 0;

    IdTable() : m_entries(kFirstSize) {}

    /// Sets the slot (not kNoSlot) of an id that has none.
    void insert(std::int64_t id, std::uint32_t slot)
    {
        if (m_live * 2 >= m_mask)
            grow();
        put({id, slot});
        ++m_live;
    }

    /// The slot of the id, or kNoSlot.
    std::uint32_t find(std::int64_t id) const noexcept
    {
        for (std::size_t at = homeOf(id);; at = next(at)) {
            const Entry& entry = m_entries[at];
            if (entry.id == id || entry.slot == kNoSlot)
                return entry.slot;
        }
    }

    /// Forgets an id that has a slot.
    void erase(std::int64_t id) noexcept;

    /// Bytes of memory.
    std::size_t bytes() const noexcept { return m_entries.size() * sizeof(Entry); }

private:
    static constexpr std::size_t kFirstSize = 1024;
    struct Entry {
        std::int64_t id = 0;
        std::uint32_t slot = kNoSlot; ///< kNoSlot: empty
    };

    std::size_t next(std::size_t at) const noexcept { return (at + 1) & m_mask; }
    /// Ids that follow each other lie far apart, so that long runs of them do not make long searches.
    std::size_t homeOf(std::int64_t id) const noexcept
    {
        return static_cast<std::size_t>((static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15U) >> m_shift);
    }
    void put(Entry entry) noexcept
    {
        std::size_t at = homeOf(entry.id);
        while (m_entries[at].slot != kNoSlot)
            at = next(at);
        m_entries[at] = entry;
    }
    void grow();

    std::vector<Entry> m_entries; ///< a power of two
    std::size_t m_mask = kFirstSize - 1; ///< entries less one
    unsigned m_shift = 64 - 10;   ///< 64 less the bits of the size
    std::size_t m_live = 0;
};

inline void IdTable::erase(std::int64_t id) noexcept
{
    std::size_t hole = homeOf(id);
    while (m_entries[hole].id != id)
        hole = next(hole);
    // Entries behind the hole move into it where their search would otherwise end there.
    for (std::size_t at = next(hole); m_entries[at].slot != kNoSlot; at = next(at)) {
        if (((at - homeOf(m_entries[at].id)) & m_mask) >= ((at - hole) & m_mask)) {
            m_entries[hole] = m_entries[at];
            hole = at;
        }
    }
    m_entries[hole] = {};
    --m_live;
}

} // namespace maker::sim
