#pragma once

#include "kernel/base/result.h"
#include "kernel/book/book_sync.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace maker::backtest {

/// A recorded market: its events in the order in which they were received, batch by batch, so that memory stays bounded.
/// Used by one thread.
class EventSource {
public:
    virtual ~EventSource() = default;

    /// What it holds; instrument ids are unique within the source and are those of the events.
    virtual const std::vector<std::shared_ptr<const Instrument>>& instruments() const = 0;
    /// The next events, empty at the end; valid until the next call. An update (header and its levels) may be cut by the
    /// end of a batch. Fails where the recording is damaged.
    virtual Result<std::span<const MarketEvent>> next() = 0;
    /// Starts over.
    virtual Result<void> rewind() = 0;
    /// How many events there are; zero: not known. For the progress only.
    virtual std::uint64_t expectedEvents() const = 0;
    /// The least of local time minus venue time over the recording: a negative one means that the clocks differ, and the
    /// runner moves local times so that nothing is known before it happened.
    virtual Duration leastFeedLatency() const = 0;
    /// How the changes of the instrument's book are numbered.
    virtual SequenceRule sequenceRule(InstrumentId instrument) const = 0;
    /// It tells every order (MarketKind::BookOrder), so queue positions in it can be exact.
    virtual bool orderByOrder() const { return false; }
};

} // namespace maker::backtest
