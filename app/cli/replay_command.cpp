#include "app/cli/replay_command.h"

#include "app/cli/exit_status.h"
#include "app/cli/replay_report.h"

#include <memory>

namespace maker::cli {
namespace {

struct Options {
    std::string recording;
    std::string journal;
    bool json = false;
};

int run(const Options& options)
{
    const auto report = replayTo(options.recording, options.journal);
    if (!report)
        return complain(report.error());
    print(options.json ? toJson(*report) : toText(*report));
    // A run that was cut off has nothing to be compared with: that is said, and is no failure.
    return report->recorded && !report->identical() ? kFailed : kGood;
}

} // namespace

void addReplay(CLI::App& app, int& status)
{
    CLI::App* const replay =
        app.add_subcommand("replay", "Give a recorded run's events to an engine once more and compare the journals");
    const auto options = std::make_shared<Options>();
    replay->add_option("RECORDING", options->recording, "Directory of a run below <profile>/recordings, or its first segment")
        ->required();
    replay->add_option("--journal", options->journal, "Write the lines of the journal to this file");
    replay->add_flag("--json", options->json, "Print one JSON object");
    replay->callback([options, &status] { status = run(*options); });
}

} // namespace maker::cli
