#pragma once

#include "kernel/statistics/statistics.h"

namespace maker {

/// What fills that reduced a position brought, by average cost and after the fees of opening and closing, in the currency
/// of the run. Fees in an asset that is neither of the pair nor the currency of the run have no price here: left out.
struct ClosedTrades {
    std::uint64_t count = 0;
    std::uint64_t wins = 0;
    Money profits; ///< sum of the positive results
    Money losses;  ///< sum of the negative ones, as a positive amount
};

ClosedTrades closedTrades(const RunRecord& record);

/// The largest positions, in the order of RunRecord::instruments.
std::vector<LargestPosition> largestPositions(const RunRecord& record);
/// The largest value of a position at the fill that made it.
Money largestInventory(const RunRecord& record);

/// nullptr: a stranger.
const Instrument* instrumentOf(const RunRecord& record, InstrumentId id) noexcept;

} // namespace maker
