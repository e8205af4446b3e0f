#pragma once

#include "kernel/backtest/event_source.h"

#include <string>

namespace maker {

/// A recording that knows whose it is.
class RecordedMarket : public backtest::EventSource {
public:
    virtual const std::string& venueName() const = 0;
};

} // namespace maker
