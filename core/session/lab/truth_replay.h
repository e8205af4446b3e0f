#pragma once

#include "session/lab/truth_recording.h"

namespace maker {

/// Gives an engine the market, commands and timers of the recording while the simulated venue answers its orders: always
/// the earliest of what the market does, what reaches the venue, what it answers and what the run was given next.
Result<OrderTales> replayTruth(const std::string& path, const RecordedTruth& truth, const QueueModel& queue,
    const TruthOptions& options);

} // namespace maker
