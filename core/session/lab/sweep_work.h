#pragma once

#include "session/lab/lab_parts.h"
#include "session/lab/sweep_record.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace maker {

/// A search while this program runs; its record is guarded by the mutex, the rest is set before the work begins.
struct LiveSweep {
    explicit LiveSweep(SweepRecord whole) : record(std::move(whole)) {}

    std::mutex mutex;
    SweepRecord record;
    OpenSources open;
    search::OpenBars bars;        ///< where the strategy runs over bars; `open` is without effect then
    std::shared_ptr<const std::vector<Candle>> held; ///< the bars while the search goes on
    bool checks = true;
    bool removed = false;         ///< nothing of it is kept any more
    std::vector<Candle> candles;  ///< of the quoted instrument; read with the windows
    std::size_t over = 0;         ///< items
    std::string trouble;          ///< of the first item that failed
    std::chrono::steady_clock::time_point viewed;
};
using LiveSweepPtr = std::shared_ptr<LiveSweep>;

/// The first part of a search: its windows, then one part for each item; the last of them concludes it.
void beginSweep(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep);
/// Makes and keeps the run of a combination: its windows, joined.
Result<std::uint64_t> makeCellRun(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, const search::Settings& cell);
/// Makes the trust checks of a combination and keeps them; `events`: what the job has done before.
Result<void> makeCellChecks(Lab::Parts& parts, Job& job, const LiveSweepPtr& sweep, const search::Settings& cell);
/// Moves what the window sees of it; not often unless `now`.
void showSweep(Lab::Parts& parts, const LiveSweepPtr& sweep, bool now);

} // namespace maker
