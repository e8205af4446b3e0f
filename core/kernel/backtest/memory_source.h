#pragma once

#include "kernel/backtest/event_source.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace maker::backtest {

/// Events in memory, shared between the sources that play them.
class MemorySource final : public EventSource {
public:
    using Events = std::shared_ptr<const std::vector<MarketEvent>>;
    static constexpr std::size_t kBatch = 8192;

    MemorySource(std::vector<std::shared_ptr<const Instrument>> instruments, Events events,
                 const SequenceRule& rule = kBinanceSpotRule)
        : MemorySource(std::move(instruments), events, rule, leastLatency(*events))
    {
    }
    /// Where the least latency of the events is known: to look for it reads them all.
    MemorySource(std::vector<std::shared_ptr<const Instrument>> instruments, Events events, const SequenceRule& rule,
                 Duration least)
        : m_instruments(std::move(instruments)), m_events(std::move(events)), m_rule(rule), m_least(least)
    {
    }

    /// Zero where no event has both times.
    static Duration leastLatency(const std::vector<MarketEvent>& events) noexcept
    {
        Duration least{std::numeric_limits<std::int64_t>::max()};
        for (const MarketEvent& event : events) {
            if (event.venueTime.valid() && event.localTime.valid())
                least = std::min(least, event.localTime - event.venueTime);
        }
        return least.ns == std::numeric_limits<std::int64_t>::max() ? Duration{} : least;
    }

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_instruments; }
    Result<std::span<const MarketEvent>> next() override
    {
        const std::size_t count = std::min(kBatch, m_events->size() - m_at);
        const std::span<const MarketEvent> batch(m_events->data() + m_at, count);
        m_at += count;
        return batch;
    }
    Result<void> rewind() override
    {
        m_at = 0;
        return {};
    }
    std::uint64_t expectedEvents() const override { return m_events->size(); }
    Duration leastFeedLatency() const override { return m_least; }
    SequenceRule sequenceRule(InstrumentId) const override { return m_rule; }
    bool orderByOrder() const override
    {
        return std::ranges::any_of(*m_events, [](const MarketEvent& event) { return event.kind == MarketKind::BookOrder; });
    }

private:
    std::vector<std::shared_ptr<const Instrument>> m_instruments;
    Events m_events;
    SequenceRule m_rule;
    Duration m_least;
    std::size_t m_at = 0;
};

} // namespace maker::backtest
