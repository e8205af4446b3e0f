#include "kernel/sim/resting_nodes.h"

#include "kernel/base/assert.h"

#include <limits>

namespace maker::sim {

RestingNodes::RestingNodes(std::uint32_t expectedOrders)
{
    const std::size_t pages = (expectedOrders >> kBits) + 1;
    m_pages.reserve(pages * 4);
    m_spare.reserve(pages * 4);
    for (std::size_t i = 0; i < pages; ++i)
        m_spare.push_back(std::make_unique<RestingNode[]>(kMask + 1));
}

std::uint32_t RestingNodes::addWithPage(std::int64_t id)
{
    if (m_pages.empty())
        m_base = id - 1;
    const std::uint64_t handle = static_cast<std::uint64_t>(id - m_base);
    MAKER_ASSERT(id > m_base && handle <= std::numeric_limits<std::uint32_t>::max());
    const std::size_t page = static_cast<std::size_t>(handle >> kBits);
    const std::size_t before = m_pages.size();
    if (page >= before) {
        m_pages.resize(page + 1);
        // The newest page is kept while empty, since ids ascend into it; passed by, it may go.
        if (before > 0 && m_pages[before - 1].live == 0)
            retire(before - 1);
    }
    Page& found = m_pages[page];
    if (!found.nodes) {
        if (m_spare.empty()) {
            found.nodes = std::make_unique<RestingNode[]>(kMask + 1);
        } else {
            found.nodes = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }
    ++found.live;
    return static_cast<std::uint32_t>(handle);
}

void RestingNodes::retire(std::size_t page) noexcept
{
    if (page + 1 != m_pages.size() && m_pages[page].nodes)
        m_spare.push_back(std::move(m_pages[page].nodes));
}

} // namespace maker::sim
