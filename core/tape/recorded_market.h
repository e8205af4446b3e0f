#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/book/book_sync.h"

#include <string>

namespace maker {

/// A recording with what a reader must know of its venue: how its books are numbered.
class RecordedMarket : public backtest::EventSource {
public:
    virtual const std::string& venueName() const = 0;
    virtual SequenceRule sequenceRule(InstrumentId instrument) const = 0;
};

} // namespace maker
