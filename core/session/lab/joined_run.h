#pragma once

#include "session/lab_port.h"

#include <memory>
#include <string>
#include <vector>

namespace maker {

/// Runs of windows one after the other as one: each begins flat, and what they made adds up. The windows follow each other
/// in time and hold the same instruments; at least one.
LabResult joinWindows(LabRequest request, std::vector<RunRecord> windows);

/// A walk-forward run cut to a part: the equity curve, the components, the fills and the statistics count from zero over the
/// spans of the part alone. How it quoted is known where the spans are windows of the run, else left out. Nothing where
/// the run has no such part.
std::optional<LabResult> cutTo(const LabResult& result, Sample sample);

} // namespace maker
