#pragma once

#include "kernel/base/result.h"
#include "kernel/model/money.h"
#include "store/recorded_run.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// What a recording led to when an engine went through it again.
struct ReplayReport {
    struct Position {
        std::string symbol;
        std::string qty;
    };

    std::uint64_t events = 0;
    std::uint64_t marketEvents = 0;
    std::uint64_t orders = 0;
    std::uint64_t fills = 0; ///< booked by the run, without those of earlier runs
    std::uint64_t rows = 0;
    std::string digest;
    std::optional<RecordedEnd> recorded; ///< what the run itself journaled; nothing where it did not end in order
    std::string note;                 ///< why the recording ends early; empty where it does not
    std::string currency;
    Money equity;
    std::vector<Position> positions;

    bool identical() const { return recorded && recorded->digest == digest && recorded->rows == rows; }
    /// "identical", "different" or "unknown" where the recording has no end.
    std::string_view verdict() const { return !recorded ? "unknown" : identical() ? "identical" : "different"; }
};

/// Makes an engine as a recording (a run's directory, or its first segment) says and gives it every recorded event;
/// `onRow` gets each line of the journal. Fails where the recording is damaged or holds no market events.
Result<ReplayReport> replayRecording(const std::string& path, const std::function<void(std::string_view)>& onRow = {});

} // namespace maker
