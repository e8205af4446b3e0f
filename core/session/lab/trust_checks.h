#pragma once

#include "session/lab/one_run.h"

namespace maker {

/// Runs the first minutes of a finished run again and adds what was found to LabResult::checks, a sentence each that
/// begins with "ok" where it passed.
///
/// look-ahead: the recording cut off at three moments leads to the same decisions up to shortly before each cut. Where a
/// decision had used what came later, it would differ.
/// warm-up: a strategy that starts later asks for the same quotes after a while. Where its start mattered for ever, it
/// would not. All orders of both are refused, because what a run traded is not what its start did to it.
Result<void> addTrustChecks(LabResult& result, const OpenSources& open, const RunSteering& steering);

} // namespace maker
