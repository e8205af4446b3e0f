#pragma once

#include "kernel/engine/engine.h"
#include "session/lab/truth_recording.h"

namespace maker {

/// Fills the comparison of a report: pairs, identical ones, differences with their causes, and the gap of each cause.
void compareTruth(const RecordedTruth& live, const OrderTales& replayed, const EngineConfig& config,
    const TruthOptions& options, TruthReport& report);

} // namespace maker
