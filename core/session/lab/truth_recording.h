#pragma once

#include "kernel/sim/fees.h"
#include "session/lab/truth_tales.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace maker {

/// What a first passage through a recording shows of its run: its orders, and what a replay must know beforehand.
struct RecordedTruth {
    /// Our own quantity in the public book changes, at venue time (without the clock's shift).
    struct OwnChange {
        Timestamp at;
        InstrumentId instrument;
        Side side = Side::Buy;
        Price price;
        Qty change;
    };
    struct Span {
        InstrumentId instrument;
        Timestamp from;
        Timestamp to;
    };

    OrderTales orders;
    std::vector<OwnChange> own; ///< ascending times
    std::set<std::pair<InstrumentId, std::int64_t>> taken; ///< trades that we were the aggressor of
    std::vector<Span> gaps; ///< without a good book, in local time
    std::map<InstrumentId, double> marks; ///< last mid prices
    std::vector<std::pair<AccountId, Amount>> balances; ///< the venue's first word on each asset
    std::vector<sim::LatencyRow> latencies; ///< venue times shifted
    Duration clockShift;
    sim::FeeModel fees;
    std::string note;
    Timestamp from;
    Timestamp to;
    std::uint64_t events = 0;
};

/// Gives an engine every event of the recording, its executions too, as the run had them.
Result<RecordedTruth> readTruth(const std::string& path, const TruthOptions& options);

} // namespace maker
