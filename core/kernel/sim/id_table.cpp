#include "kernel/sim/id_table.h"

#include "kernel/base/assert.h"

namespace maker::sim {

IdTable::Page& IdTable::pageFor(std::int64_t id)
{
    const std::int64_t number = id >> kBits;
    if (m_pages.empty())
        m_firstPage = number;
    MAKER_ASSERT(number >= m_firstPage);
    const std::size_t index = static_cast<std::size_t>(number - m_firstPage);
    if (index >= m_pages.size()) {
        const std::size_t oldLast = m_pages.size();
        m_pages.resize(index + 1);
        // The last page is kept while empty, since ids ascend into it; once passed by, it may go.
        if (oldLast > 0 && m_pages[oldLast - 1] && m_pages[oldLast - 1]->live == 0)
            m_spare.push_back(std::move(m_pages[oldLast - 1]));
    }
    if (!m_pages[index]) {
        if (m_spare.empty()) {
            m_pages[index] = std::make_unique<Page>();
        } else {
            m_pages[index] = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }
    return *m_pages[index];
}

} // namespace maker::sim
