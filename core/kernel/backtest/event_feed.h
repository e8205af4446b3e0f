#pragma once

#include "kernel/backtest/event_source.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace maker::backtest {

/// Several recordings as one: merged by the time of receipt (equal times keep the order of the recordings), one id for each
/// instrument, and local times moved so that nothing is received sooner than `leastLatency` after it happened. One
/// recording whose times are right is passed on as it is.
class EventFeed {
public:
    struct Options {
        Duration leastLatency;
        Timestamp to; ///< the first record received later ends it; zero: to the end
    };

    /// Fails where two recordings disagree about an instrument, or where one has none or cannot be read.
    static Result<EventFeed> make(std::vector<std::unique_ptr<EventSource>> sources, const Options& options);

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const noexcept { return m_instruments; }
    /// Of the first recording that holds the instrument.
    SequenceRule ruleOf(InstrumentId instrument) const;
    std::uint64_t expectedEvents() const;
    /// One of the recordings of the instrument tells every order.
    bool orderByOrder(InstrumentId instrument) const;

    /// The next records, empty at the end; valid until the next call.
    Result<std::span<const MarketEvent>> next();

private:
    struct Lane {
        std::unique_ptr<EventSource> source;
        std::span<const MarketEvent> batch;
        std::size_t at = 0;
        Duration shift;
        std::vector<InstrumentId> ids;  ///< of the source
        std::vector<InstrumentId> ours; ///< in the same order
        bool renamed = false;
        bool ended = false;

        Timestamp nextTime() const noexcept;
    };

    explicit EventFeed(const Options& options) : m_options(options) {}
    Result<void> add(std::unique_ptr<EventSource> source);
    Result<InstrumentId> adopt(const std::shared_ptr<const Instrument>& instrument);
    Result<void> fill(Lane& lane);
    Result<std::span<const MarketEvent>> nextDirect();
    Result<std::span<const MarketEvent>> nextMerged();
    void takeRun(Lane& lane, Timestamp until, bool inclusive);
    void take(Lane& lane, const MarketEvent& event);
    std::span<const MarketEvent> upToEnd(std::span<const MarketEvent> events);

    Options m_options;
    std::vector<std::shared_ptr<const Instrument>> m_instruments;
    std::vector<Lane> m_lanes;
    std::vector<MarketEvent> m_merged;
    bool m_direct = false;
    bool m_over = false;
};

} // namespace maker::backtest
