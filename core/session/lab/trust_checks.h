#pragma once

#include "kernel/engine/ports.h"
#include "session/lab/one_run.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maker {

/// What a run decided: each row about an order as a time and a digest.
class DecisionLog final : public JournalSink {
public:
    struct Entry {
        Timestamp time;
        std::uint64_t digest = 0;
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    bool record(const JournalRow& row) override;
    std::size_t before(Timestamp time) const;
    const std::vector<Entry>& entries() const noexcept { return m_entries; }

private:
    std::vector<Entry> m_entries; ///< 16 bytes a decision
};

/// What the checks need to know of the whole run.
struct RunTrace {
    DecisionLog decisions;
    Duration latency;       ///< the largest of the feed
    std::string riskLimits; ///< it ran under, as JSON; empty: the defaults
};

/// Runs a request under the trace's risk limits as runOnce() does, and fills in the rest of the trace.
Result<LabResult> runTraced(const LabRequest& request, const OpenSources& open, const RunSteering& steering, RunTrace& trace);

/// Runs parts of a finished run again and adds what was found to LabResult::checks, a sentence each that begins with "ok"
/// where it passed, and the moments of the cuts to LabResult::cuts. Reads request and record of the result alone. A recording
/// that cannot be run again is no error, its sentence says so; canceling is one.
///
/// look-ahead: the recording cut off at three moments leads to the same decisions up to shortly before each cut. Where a
/// decision had used what came later, it would differ. The cuts follow from the request: one in its first half, one in its
/// second, one close to its end, so that late decisions are looked at too. They cost as much as checkWork() runs.
/// warm-up: a strategy that starts later asks for the same quotes after a while. Where its start mattered for ever, it
/// would not. All orders of both are refused, because what a run traded is not what its start did to it.
Result<void> addTrustChecks(LabResult& result, const RunTrace& trace, const OpenSources& open, const RunSteering& steering);

/// What a check found, or why it could not be carried out: the run it belongs to is not lost by that. Only canceling is an
/// error.
Result<std::string> orNotChecked(Result<std::string> found);

inline constexpr const char* kLookAhead = "Look-ahead"; ///< the names of the checks
inline constexpr const char* kWarmUp = "Warm-up";

/// What stands in the place of both checks where they were not made: `why` continues "not checked: ".
std::vector<std::pair<std::string, std::string>> notChecked(std::string_view why);
inline constexpr std::string_view kSwitchedOff = "the run was made with its checks switched off";

/// What RunSteering::checking is told.
std::string checkingCut(std::size_t done);
inline constexpr std::string_view kCheckingWarmUp = "Checking for a start that matters for ever.";

/// The shares of the run at which the recording is cut off, rising.
std::array<double, 3> cutsOf(const LabRequest& request);
/// What the look-ahead check of a request costs, in runs: 1.5 to 2.3.
double checkWork(const LabRequest& request);

} // namespace maker
