#include "kernel/backtest/cursors.h"

namespace maker::backtest {

Result<bool> Cursors::refill()
{
    if (exchangeReady())
        return true;
    // The batch goes away: what of it is underway moves.
    m_spare.clear();
    const std::size_t underway = m_underway.size();
    for (std::size_t i = 0; i < underway; ++i) {
        const std::span<const MarketEvent> records = m_underway[i].records();
        m_spare.insert(m_spare.end(), records.begin(), records.end());
    }
    m_kept.swap(m_spare);
    const MarketEvent* at = m_kept.data();
    for (std::size_t i = 0; i < underway; ++i) {
        m_underway[i].first = at;
        at += m_underway[i].count;
    }
    auto batch = m_feed.next();
    if (!batch)
        return tl::unexpected(batch.error());
    m_batchEnd = batch->data() + batch->size();
    if (batch->empty()) {
        m_exchangeTime = kNever;
        return false;
    }
    findNext(batch->data());
    return true;
}

} // namespace maker::backtest
