#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/fill.h"
#include "kernel/model/instrument.h"
#include "kernel/portfolio/markouts.h"
#include "kernel/portfolio/portfolio.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace maker {

/// Equity at one moment of a run; one a minute of market time, and the last. The parts count from the begin of the run,
/// so they are all zero there and the last point is the result.
struct EquityPoint {
    Timestamp time;
    PnlParts pnl;
    std::vector<Qty> positions; ///< in the order of RunRecord::instruments
};

/// One fill of a run with what was known about it.
struct RunFill {
    Fill fill;
    std::uint8_t level = 0; ///< of the quote that was filled
    Money notional;         ///< in the account currency
    double queueAhead = 0.0; ///< when its order came to rest: share of the level ahead of it, 0..1
    Markouts markouts;
};

/// How one strategy quoted one instrument, in market time.
struct QuoteActivity {
    StrategyId strategy;
    InstrumentId instrument;
    Duration watched;   ///< while it ran and the book was good
    Duration bothSides; ///< of it: a bid and an ask rested
    Duration atTouch;   ///< of it: at least one of ours rested at the best price of its side
    std::uint64_t placed = 0;
    std::uint64_t canceled = 0;
    std::uint64_t filledOrders = 0; ///< orders that got at least one fill
    std::uint64_t rejected = 0;     ///< by the venue
    std::uint64_t refused = 0;      ///< by risk
    double queueAheadSum = 0.0;     ///< sum over `queueAheadCount` orders of the share ahead when they came to rest
    std::uint64_t queueAheadCount = 0;
};

/// What a run leaves behind: all that statistics, charts and reports are made of.
struct RunRecord {
    std::string currency;
    std::vector<std::shared_ptr<const Instrument>> instruments;
    Timestamp begin;
    Timestamp end;
    std::uint64_t events = 0;
    std::uint64_t decisions = 0;
    std::vector<EquityPoint> equity;
    std::vector<RunFill> fills;
    std::vector<QuoteActivity> activity;
    std::string digest; ///< of the journal: equal digests, equal runs
};

} // namespace maker
