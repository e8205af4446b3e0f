#pragma once

#include "kernel/base/id.h"
#include "kernel/model/numbers.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace maker::sim {

/// A resting order as the matching core keeps it: neighbours in its queue by handle, 0 for none.
struct RestingNode {
    std::int64_t leaves = 0; ///< 0: the order does not rest
    std::int64_t tick = 0;
    std::uint32_t prev = 0;
    std::uint32_t next = 0;
    AccountId account;
    Side side = Side::Buy;
};

/// Nodes found by order id without a search: pages of 512 consecutive ids, each page used again once none of its orders
/// rests, so memory follows the resting orders. A handle is an id less the first id, plus one; 2^32 - 2 ids fit.
class RestingNodes {
public:
    /// Room for that many orders is set aside at once.
    explicit RestingNodes(std::uint32_t expectedOrders);

    std::int64_t idOf(std::uint32_t handle) const noexcept { return m_base + handle; }
    /// 0 where no order of the id rests.
    std::uint32_t find(std::int64_t id) const noexcept
    {
        const std::uint64_t handle = static_cast<std::uint64_t>(id - m_base);
        const std::uint64_t page = handle >> kBits;
        if (page >= m_pages.size() || !m_pages[page].nodes)
            return 0;
        return m_pages[page].nodes[handle & kMask].leaves != 0 ? static_cast<std::uint32_t>(handle) : 0;
    }
    RestingNode& at(std::uint32_t handle) noexcept { return m_pages[handle >> kBits].nodes[handle & kMask]; }
    const RestingNode& at(std::uint32_t handle) const noexcept { return m_pages[handle >> kBits].nodes[handle & kMask]; }
    /// The handle of an id that is about to rest; ids below the first ever added are not allowed.
    std::uint32_t add(std::int64_t id)
    {
        const std::uint64_t handle = static_cast<std::uint64_t>(id - m_base);
        const std::uint64_t page = handle >> kBits;
        if (page >= m_pages.size() || !m_pages[page].nodes) [[unlikely]]
            return addWithPage(id);
        ++m_pages[page].live;
        return static_cast<std::uint32_t>(handle);
    }
    /// The order rests no more; its node must not be used after.
    void remove(std::uint32_t handle) noexcept
    {
        Page& page = m_pages[handle >> kBits];
        page.nodes[handle & kMask].leaves = 0;
        if (--page.live == 0)
            retire(handle >> kBits);
    }

private:
    static constexpr int kBits = 9;
    static constexpr std::uint64_t kMask = (1U << kBits) - 1;

    struct Page {
        std::unique_ptr<RestingNode[]> nodes;
        std::uint32_t live = 0;
    };

    std::uint32_t addWithPage(std::int64_t id);
    void retire(std::size_t page) noexcept;

    std::int64_t m_base = 0;
    std::vector<Page> m_pages;
    std::vector<std::unique_ptr<RestingNode[]>> m_spare; ///< every leaves zero
};

} // namespace maker::sim
