#pragma once

#include "session/lab/sweep_work.h"

#include <functional>
#include <vector>

namespace maker {

/// Writes in the store's thread; where it fails, the search says so.
void keepRow(Lab::Parts& parts, const LiveSweepPtr& sweep, std::function<Result<void>(LabSweeps&)> write);
/// The row of the search as it is now.
void keepState(Lab::Parts& parts, const LiveSweepPtr& sweep);
/// Changes what belongs to a combination, and keeps it.
void keepCell(Lab::Parts& parts, const LiveSweepPtr& sweep, const search::Settings& cell,
    const std::function<void(SweepRecord::Kept&)>& change);
/// What becomes one run of a search.
struct WindowRuns {
    LabRequest request;
    std::vector<RunRecord> windows;
    SweepRecord::Kept known{}; ///< checks that were made of its combination; without any, the run says that it has none
};
/// The windows joined to a run, with what is shown beside it, and kept.
Result<std::uint64_t> keepRun(Lab::Parts& parts, const LiveSweepPtr& sweep, WindowRuns made);

} // namespace maker
