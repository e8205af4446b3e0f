#include "kernel/backtest/cursors.h"

namespace maker::backtest {

Result<bool> Cursors::refill()
{
    if (exchangeReady())
        return true;
    m_spare.clear();
    if (m_inKept)
        m_spare.insert(m_spare.end(), m_local, m_keptEnd);
    m_spare.insert(m_spare.end(), m_inKept ? m_batch : m_local, m_batchEnd);
    m_kept.swap(m_spare);
    auto batch = m_feed.next();
    if (!batch)
        return tl::unexpected(batch.error());
    m_batch = batch->data();
    m_batchEnd = m_batch + batch->size();
    m_exchange = m_batch;
    m_inKept = !m_kept.empty();
    m_keptEnd = m_kept.data() + m_kept.size();
    m_local = m_inKept ? m_kept.data() : m_batch;
    findExchangeTime();
    findLocalTime();
    return !batch->empty();
}

} // namespace maker::backtest
