#include "session/lab/lab_parts.h"
#include "session/lab/truth_report.h"
#include "store/recorded_run.h"

#include <algorithm>
#include <filesystem>

namespace maker {

namespace {

constexpr std::size_t kListed = 200; // differences

/// The run that was written last and holds its market; empty: none.
std::string newestRecording(const std::string& root)
{
    std::error_code ignored;
    std::vector<std::pair<std::filesystem::file_time_type, std::string>> runs;
    for (const auto& entry : std::filesystem::directory_iterator(root, ignored)) {
        std::filesystem::file_time_type written{};
        for (const auto& segment : std::filesystem::directory_iterator(entry.path(), ignored))
            written = std::max(written, segment.last_write_time(ignored));
        runs.emplace_back(written, entry.path().string());
    }
    std::ranges::sort(runs, std::greater<>());
    for (const auto& [written, path] : runs) {
        if (RecordedRun::open(path))
            return path;
    }
    return {};
}

void take(const TruthReport& report, TruthView& view)
{
    view.from = report.from;
    view.to = report.to;
    view.compared = report.compared;
    view.identical = report.identical;
    view.liveFills = report.liveFills;
    view.replayedFills = report.replayedFills;
    view.currency = report.currency;
    view.pnlGap = report.livePnl - report.replayedPnl;
    view.message = report.summary();
    for (std::size_t i = 0; i < kTruthCauses; ++i) {
        if (report.count[i] > 0)
            view.causes.push_back({std::string(toText(static_cast<TruthCause>(i))), report.count[i], report.gap[i]});
    }
    for (std::size_t i = 0; i < std::min(kListed, report.differences.size()); ++i) {
        const TruthDifference& difference = report.differences[i];
        view.differences.push_back({difference.time, std::string(toText(difference.cause)), difference.what});
    }
}

} // namespace

std::uint64_t Lab::truthCheck(const std::string& recording)
{
    Parts& parts = *m_parts;
    const auto work = [&parts, recording](Job& job) -> Result<void> {
        TruthView view;
        view.id = job.id();
        view.state = JobState::Running;
        const auto publish = [&] {
            const std::lock_guard lock(parts.mutex);
            parts.truth = view;
            parts.changed();
        };
        const auto ended = [&](const Error& error) -> Result<void> {
            view.state = error.code == ErrorCode::Canceled ? JobState::Canceled : JobState::Failed;
            view.message = error.detail;
            publish();
            return tl::unexpected(error);
        };
        publish();
        view.recording = recording.empty() ? newestRecording(parts.config.profile + "/recordings") : recording;
        if (view.recording.empty())
            return ended({ErrorCode::NotFound, "No run of this profile holds its market yet. Start with --record-market, trade "
                                               "for some minutes, and check then."});
        TruthOptions options;
        options.canceled = [&job] { return !job.mayGoOn(); };
        options.progress = [&job](std::uint64_t done, std::uint64_t whole) { job.progress(done, whole); };
        const auto report = truthReport(view.recording, options);
        if (!report)
            return ended(report.error());
        take(*report, view);
        job.note(view.message);
        view.state = JobState::Done;
        publish();
        return {};
    };
    return parts.board.add("Truth check", work);
}

std::optional<TruthView> Lab::truth() const
{
    const std::lock_guard lock(m_parts->mutex);
    return m_parts->truth;
}

} // namespace maker
