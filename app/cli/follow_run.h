#pragma once

#include "app/cli/exit_status.h"
#include "app/cli/progress_line.h"
#include "kernel/statistics/statistics.h"
#include "platform/process.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace maker::cli {

inline constexpr std::string_view kInterrupted = "The run was interrupted.";

/// Whether a stop signal came; such signals are listened to from the first call on.
inline bool stopAsked()
{
    static std::atomic<bool> stopped{false};
    static const bool listens = [] {
        onStopSignal([] { stopped = true; });
        return true;
    }();
    return listens && stopped;
}

/// Drives a run to its end with a progress line, or until a stop signal, and leaves record, statistics and seconds in
/// `outcome`; says why where it does not get there. `unit` is what it goes through, `step` how much of it at once.
template <typename Run, typename Outcome>
int followRun(Run& run, std::string_view unit, std::uint64_t step, Outcome& outcome)
{
    static_cast<void>(stopAsked()); // from here on it is listened to
    const auto seconds = [start = std::chrono::steady_clock::now()] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    ProgressLine line(unit);
    for (bool more = true; more;) {
        const auto stepped = run.step(step);
        if (!stepped) {
            line.clear();
            return complain(stepped.error());
        }
        more = *stepped;
        line.show(run.progress(), seconds());
        if (more && stopAsked()) {
            line.clear();
            complain(std::string(kInterrupted));
            return kFailed;
        }
    }
    outcome.record = run.finish();
    outcome.seconds = seconds();
    outcome.statistics = statisticsOf(outcome.record);
    return kGood;
}

} // namespace maker::cli
