#pragma once

#include "session/lab/one_run.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maker::cli {

/// What came of the checks of a run, in the words of the lab.
struct RunChecks {
    std::vector<std::pair<std::string, std::string>> sentences; ///< look-ahead and warm-up
    std::vector<LookAheadCut> cuts;
};

/// addTrustChecks() or addBarChecks() with what else they need.
using MakeChecks = std::function<Result<void>(LabResult&, const RunSteering&)>;

/// Checks the record of a run, with a line that says what is checked, or until a stop signal. A check that fails is said on
/// standard error too and changes no status; the status is that of checks that were stopped.
int checkRun(const LabRequest& request, RunRecord& record, const MakeChecks& make, RunChecks& checks);
/// What stands there where none are made.
RunChecks noChecks();
/// The same for a reason of its own.
RunChecks noChecks(std::string_view why);

/// A group of lines: "Look-ahead: passed, ...".
std::string checksText(const RunChecks& checks);
/// One object: for each check its verdict ("passed", "failed", "not checked", "not known") and its text, and the cuts of the
/// look-ahead check.
std::string checksJson(const RunChecks& checks);

} // namespace maker::cli
