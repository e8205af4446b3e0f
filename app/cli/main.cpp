#include "app/cli/replay_report.h"
#include "app/cli/verify_book.h"

#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>

namespace {

constexpr int kNotVerified = 1;
constexpr int kDifferent = 1;
constexpr int kBadArguments = 2;

int runVerifyBook(const std::string& file, bool json)
{
    const auto report = maker::cli::verifyBook(file);
    if (!report) {
        std::fprintf(stderr, "makerdesk-cli: %s\n", report.error().detail.c_str());
        return report.error().code == maker::ErrorCode::NotFound ? kBadArguments : kNotVerified;
    }
    const std::string text = json ? report->toJson() : report->toText();
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (report->good())
        return 0;
    std::fprintf(stderr, "makerdesk-cli: not verified: %s\n",
                 report->firstTrouble.empty() ? "no delta was applied" : report->firstTrouble.c_str());
    return kNotVerified;
}

int runReplay(const std::string& path, const std::string& journal, bool json)
{
    const auto report = maker::cli::replayTo(path, journal);
    if (!report) {
        std::fprintf(stderr, "makerdesk-cli: %s\n", report.error().detail.c_str());
        return report.error().code == maker::ErrorCode::NotFound ? kBadArguments : kDifferent;
    }
    const std::string text = json ? maker::cli::toJson(*report) : maker::cli::toText(*report);
    std::fwrite(text.data(), 1, text.size(), stdout);
    // A run that was cut off has nothing to be compared with: that is said, and is no failure.
    return report->recorded && !report->identical() ? kDifferent : 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Makerdesk without a window", "makerdesk-cli");
    app.set_version_flag("--version", "makerdesk-cli " MAKERDESK_VERSION);
    app.require_subcommand(1);

    CLI::App* const verify = app.add_subcommand("verify", "Prove a part of the engine on real data");
    verify->require_subcommand(1);
    CLI::App* const book = verify->add_subcommand("book", "Replay a raw recording and compare the book with the venue's own best quotes");
    std::string venue;
    std::string file;
    bool json = false;
    book->add_option("--venue", venue, "Whose format the recording has")->required()->check(CLI::IsMember({"binance"}));
    book->add_option("FILE", file, "Recording, plain or .gz: <local ns> <frame> a line")->required()->check(CLI::ExistingFile);
    book->add_flag("--json", json, "Print one JSON object");

    CLI::App* const replay =
        app.add_subcommand("replay", "Give a recorded run's events to an engine once more and compare the journals");
    std::string recording;
    std::string journal;
    replay->add_option("RECORDING", recording, "Directory of a run below <profile>/recordings, or its first segment")
        ->required();
    replay->add_option("--journal", journal, "Write the lines of the journal to this file");
    replay->add_flag("--json", json, "Print one JSON object");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kBadArguments;
    }
    if (replay->parsed())
        return runReplay(recording, journal, json);
    return runVerifyBook(file, json);
}
