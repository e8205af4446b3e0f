#include "app/cli/backtest_command.h"
#include "app/cli/data_command.h"
#include "app/cli/exit_status.h"
#include "app/cli/replay_command.h"
#include "app/cli/sweep_command.h"
#include "app/cli/truth_command.h"
#include "app/cli/verify_command.h"

#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    CLI::App app("Makerdesk without a window", "makerdesk-cli");
    app.set_version_flag("--version", "makerdesk-cli " MAKERDESK_VERSION);
    app.require_subcommand(1);

    // One line a command; each runs while the arguments are parsed and leaves its status here.
    int status = maker::cli::kGood;
    maker::cli::addVerify(app, status);
    maker::cli::addReplay(app, status);
    maker::cli::addBacktest(app, status);
    maker::cli::addSweep(app, status);
    maker::cli::addData(app, status);
    maker::cli::addTruth(app, status);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? maker::cli::kGood : maker::cli::kBadArguments;
    }
    return status;
}
