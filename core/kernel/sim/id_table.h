#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace maker::sim {

/// Maps ascending 64-bit ids to 32-bit entries by pages of 4,096 ids; a page whose ids are all gone is used again, so memory
/// follows the live ids, and a lookup is two loads.
class IdTable {
public:
    static constexpr std::uint32_t kNoSlot = 0;

    /// Sets the slot (not kNoSlot) of an id that has none; the id must not lie before the page of the first id ever set.
    void insert(std::int64_t id, std::uint32_t slot)
    {
        Page& page = pageFor(id);
        page.entries[static_cast<std::size_t>(id & kMask)] = slot;
        ++page.live;
    }

    /// The slot of the id, or kNoSlot.
    std::uint32_t find(std::int64_t id) const noexcept
    {
        const std::uint64_t index = static_cast<std::uint64_t>((id >> kBits) - m_firstPage);
        if (index >= m_pages.size() || !m_pages[index])
            return kNoSlot;
        return m_pages[index]->entries[static_cast<std::size_t>(id & kMask)];
    }

    /// Forgets an id that has a slot.
    void erase(std::int64_t id) noexcept
    {
        const std::size_t index = static_cast<std::size_t>((id >> kBits) - m_firstPage);
        Page& page = *m_pages[index];
        page.entries[static_cast<std::size_t>(id & kMask)] = kNoSlot;
        if (--page.live == 0 && index + 1 != m_pages.size())
            m_spare.push_back(std::move(m_pages[index]));
    }

private:
    static constexpr int kBits = 12;
    static constexpr std::int64_t kMask = (1 << kBits) - 1;

    struct Page {
        std::array<std::uint32_t, 1U << kBits> entries{};
        std::uint32_t live = 0;
    };

    Page& pageFor(std::int64_t id);

    std::int64_t m_firstPage = 0;
    std::vector<std::unique_ptr<Page>> m_pages;
    std::vector<std::unique_ptr<Page>> m_spare; ///< every slot zero
};

} // namespace maker::sim
