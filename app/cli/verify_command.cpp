#include "app/cli/verify_command.h"

#include "app/cli/exit_status.h"
#include "app/cli/verify_book.h"

#include <memory>

namespace maker::cli {
namespace {

struct Options {
    std::string venue;
    std::string file;
    bool json = false;
};

int run(const Options& options)
{
    const auto report = verifyBook(options.file);
    if (!report)
        return complain(report.error());
    print(options.json ? report->toJson() : report->toText());
    if (report->good())
        return kGood;
    complain("not verified: " + (report->firstTrouble.empty() ? "no delta was applied" : report->firstTrouble));
    return kFailed;
}

} // namespace

void addVerify(CLI::App& app, int& status)
{
    CLI::App* const verify = app.add_subcommand("verify", "Prove a part of the engine on real data");
    verify->require_subcommand(1);
    CLI::App* const book =
        verify->add_subcommand("book", "Replay a raw recording and compare the book with the venue's own best quotes");
    const auto options = std::make_shared<Options>();
    book->add_option("--venue", options->venue, "Whose format the recording has")
        ->required()
        ->check(CLI::IsMember({"binance"}));
    book->add_option("FILE", options->file, "Recording, plain or .gz: <local ns> <frame> a line")
        ->required()
        ->check(CLI::ExistingFile);
    book->add_flag("--json", options->json, "Print one JSON object");
    book->callback([options, &status] { status = run(*options); });
}

} // namespace maker::cli
