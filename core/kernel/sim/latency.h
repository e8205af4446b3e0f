#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/sim/random.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace maker::sim {

/// Delay of a message: a constant, plus an exponential jitter of the given mean cut at ten means. The same seed gives the
/// same delays.
class LatencyModel {
public:
    struct Config {
        Duration base;
        Duration meanJitter;
        std::uint64_t seed = 1;
    };

    explicit LatencyModel(const Config& config) : m_config(config), m_random(config.seed) {}

    Duration next() noexcept { return m_config.meanJitter.ns <= 0 ? m_config.base : m_config.base + jitter(); }
    /// Arrival of a message sent at `sent`, never before the one before it: a connection keeps its order.
    Timestamp arrival(Timestamp sent) noexcept;

private:
    Duration jitter() noexcept;

    Config m_config;
    Random m_random;
    Timestamp m_lastArrival;
};

/// One measured order: when we sent it, when the venue handled it (its clock), when we had the answer.
struct LatencyRow {
    Timestamp request;
    Timestamp exchange;
    Timestamp response;
};

/// How long orders and their answers travel.
struct OrderLatencyConfig {
    LatencyModel::Config entry;    ///< used where there is no table
    LatencyModel::Config response; ///< used where there is no table
    std::vector<LatencyRow> table; ///< ascending requests and exchange times; before the first and after the last row these hold
};

/// Times of arrival of requests at the venue and of answers with us. From a table both are interpolated between the rows
/// around the moment (hftbacktest's latency models, "IntpOrderLatency"): the way there by the request times, the way
/// back by the exchange times. Whatever was sent earlier never arrives later.
class OrderLatency {
public:
    explicit OrderLatency(OrderLatencyConfig config);

    /// Venue time at which a request sent at this local time arrives.
    Timestamp arrival(Timestamp sent) noexcept
    {
        const Duration delay = m_table.empty() ? m_entry.next() : tableEntry(sent);
        m_lastArrival = later(m_lastArrival, sent + delay);
        return m_lastArrival;
    }
    /// Local time at which an answer given at this venue time arrives.
    Timestamp answer(Timestamp exchange) noexcept
    {
        const Duration delay = m_table.empty() ? m_response.next() : tableResponse(exchange);
        m_lastAnswer = later(m_lastAnswer, exchange + delay);
        return m_lastAnswer;
    }

private:
    Duration tableEntry(Timestamp sent) noexcept;
    Duration tableResponse(Timestamp exchange) noexcept;

    std::vector<LatencyRow> m_table;
    LatencyModel m_entry;
    LatencyModel m_response;
    std::size_t m_entryRow = 0; ///< times never go back, so neither do the rows
    std::size_t m_responseRow = 0;
    Timestamp m_lastArrival;
    Timestamp m_lastAnswer;
};

} // namespace maker::sim
