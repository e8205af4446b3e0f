#include "kernel/sim/latency.h"

#include "kernel/base/assert.h"

#include <utility>

namespace maker::sim {

Duration LatencyModel::jitter() noexcept
{
    const double mean = static_cast<double>(m_config.meanJitter.ns);
    return Duration{static_cast<std::int64_t>(std::min(m_random.exponential(mean), 10.0 * mean))};
}

Timestamp LatencyModel::arrival(Timestamp sent) noexcept
{
    m_lastArrival = std::max(m_lastArrival, sent + next());
    return m_lastArrival;
}

namespace {

/// The value between (x0, y0) and (x1, y1) at x; the nearer end's outside of them.
Duration between(Timestamp x, Timestamp x0, Duration y0, Timestamp x1, Duration y1) noexcept
{
    if (x <= x0 || x1 <= x0)
        return y0;
    if (x >= x1)
        return y1;
    const double share = static_cast<double>((x - x0).ns) / static_cast<double>((x1 - x0).ns);
    return y0 + Duration{static_cast<std::int64_t>(share * static_cast<double>((y1 - y0).ns))};
}

} // namespace

OrderLatency::OrderLatency(OrderLatencyConfig config)
    : m_table(std::move(config.table))
    , m_entry(config.entry)
    , m_response(config.response)
{
    for (std::size_t i = 1; i < m_table.size(); ++i)
        MAKER_ASSERT(m_table[i].request >= m_table[i - 1].request && m_table[i].exchange >= m_table[i - 1].exchange);
}

Duration OrderLatency::tableEntry(Timestamp sent) noexcept
{
    while (m_entryRow + 1 < m_table.size() && m_table[m_entryRow + 1].request <= sent)
        ++m_entryRow;
    const LatencyRow& from = m_table[m_entryRow];
    const LatencyRow& to = m_table[std::min(m_entryRow + 1, m_table.size() - 1)];
    return between(sent, from.request, from.exchange - from.request, to.request, to.exchange - to.request);
}

Duration OrderLatency::tableResponse(Timestamp exchange) noexcept
{
    while (m_responseRow + 1 < m_table.size() && m_table[m_responseRow + 1].exchange <= exchange)
        ++m_responseRow;
    const LatencyRow& from = m_table[m_responseRow];
    const LatencyRow& to = m_table[std::min(m_responseRow + 1, m_table.size() - 1)];
    return between(exchange, from.exchange, from.response - from.exchange, to.exchange, to.response - to.exchange);
}

} // namespace maker::sim
