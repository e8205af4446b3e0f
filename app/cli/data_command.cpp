#include "app/cli/data_command.h"

#include "app/cli/data_export.h"
#include "app/cli/data_text.h"
#include "app/cli/exit_status.h"
#include "app/cli/record_command.h"
#include "kernel/backtest/sample_market.h"
#include "platform/process.h"
#include "tape/import/importer.h"
#include "tape/tape_copy.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace maker::cli {
namespace {

std::atomic<bool> g_stop{false};

constexpr std::string_view kGenerated = "generated"; ///< in the header of a sample

struct Options {
    std::vector<std::string> files;
    std::string format = "auto";
    std::string symbol;
    std::string exchangeInfo;
    std::string folder;
    std::string csv;
    bool json = false;
    std::uint64_t seed = 7;
    std::int64_t minutes = 60;
    bool orders = false;
};

bool showProgress(const ImportProgress& progress)
{
    if (standardOutputIsTerminal() && progress.totalBytes > 0)
        std::fprintf(stderr, "\r%3.0f %%, %llu records", 100.0 * static_cast<double>(progress.bytes) / static_cast<double>(progress.totalBytes),
            static_cast<unsigned long long>(progress.events));
    return !g_stop.load();
}

int runImport(const Options& options)
{
    onStopSignal([] { g_stop.store(true); });
    const TapeLibrary library(options.folder);
    for (const std::string& file : options.files) {
        ImportOptions importing;
        importing.format = importFormat(options.format).value_or(ImportFormat::Auto);
        importing.symbol = options.symbol;
        importing.exchangeInfo = options.exchangeInfo;
        importing.onProgress = showProgress;
        const std::string target = library.pathFor(file);
        const auto report = importFile(file, target, importing);
        if (standardOutputIsTerminal())
            std::fputs("\r\033[K", stderr);
        if (!report)
            return report.error().code == ErrorCode::Canceled ? (complain(report.error()), int{kTryAgain}) : complain(report.error());
        print(options.json ? toJson(*report, file, target) : file + " -> " + target + '\n' + toText(*report));
    }
    return kGood;
}

int runList(const Options& options)
{
    const auto entries = TapeLibrary(options.folder).list();
    if (!entries)
        return complain(entries.error());
    print(options.json ? toJson(*entries) : toText(*entries));
    return kGood;
}

int runVerify(Options options)
{
    if (options.files.empty()) {
        const auto entries = TapeLibrary(options.folder).list();
        if (!entries)
            return complain(entries.error());
        for (const TapeEntry& entry : *entries)
            options.files.push_back(entry.path);
    }
    int status = kGood;
    for (const std::string& file : options.files) {
        const auto troubles = TapeLibrary::verify(file);
        if (!troubles) {
            status = complain(troubles.error());
            continue;
        }
        for (const TapeTrouble& trouble : *troubles)
            complain(trouble.sentence);
        const std::uint64_t orders = TapeLibrary::describe(file).summary.orders;
        const std::string depth = orders > 0 ? ", order by order" : "";
        print(file + (troubles->empty() ? ": good" + depth + '\n' : ": " + std::to_string(troubles->size()) + " damaged places\n"));
        status = troubles->empty() ? status : int{kFailed};
    }
    return status;
}

int runRemove(const Options& options)
{
    for (const std::string& file : options.files) {
        if (const auto removed = TapeLibrary(options.folder).remove(file); !removed)
            return complain(removed.error());
    }
    return kGood;
}

/// The market of the demo, so that backtests and searches have something to run on without a network.
int runSample(const Options& options)
{
    onStopSignal([] { g_stop.store(true); });
    SampleMarket::Config config;
    config.seed = options.seed;
    config.orders = options.orders;
    config.length = Duration::seconds(options.minutes * 60);
    SampleMarket market(config);
    const TapeLibrary library(options.folder);
    const std::string target = options.csv.empty() ? library.pathFor(options.orders ? "sample-orders" : "sample") : options.csv;
    std::error_code failed; // shows when the file is made
    if (options.csv.empty())
        std::filesystem::create_directories(library.folder(), failed);
    // Another sample gives way to this one, since it can be made again; nothing else does.
    if (std::filesystem::exists(target, failed) && !TapeLibrary::describe(target).source.starts_with(kGenerated))
        return complain(Error{ErrorCode::AlreadyExists, target + " exists already and is no sample."});
    const auto copied = copyToTape(market, headerOf(market, "Demo", std::string(kGenerated) + ", seed " + std::to_string(options.seed)), target,
        {[] { return g_stop.load(); }, [](std::uint64_t, std::uint64_t) {}});
    if (!copied)
        return copied.error().code == ErrorCode::Canceled ? (complain(copied.error()), int{kTryAgain}) : complain(copied.error());
    print(target + '\n');
    return kGood;
}

int runExport(const Options& options)
{
    const auto rows = exportCsv(options.files.front(), options.csv);
    if (!rows)
        return complain(rows.error());
    const bool orders = TapeLibrary::describe(options.files.front()).summary.orders > 0;
    print(std::to_string(*rows) + " rows -> " + options.csv + (orders ? ", order by order\n" : "\n"));
    return kGood;
}

using Shared = std::shared_ptr<Options>;

CLI::App* addFolder(CLI::App* command, const Shared& options)
{
    options->folder = defaultFolder();
    command->add_option("--dir", options->folder, "Folder of the recordings")->capture_default_str();
    return command;
}

void addImport(CLI::App& data, int& status)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = addFolder(data.add_subcommand("import", "Make recordings of files of other formats"), options);
    command->add_option("FILE", options->files, "Raw Binance streams, Binance archives, Tardis CSV, candle, trade or order-by-order CSV; plain, .gz or .zip")
        ->required();
    command->add_option("--format", options->format, "What the files are")->check(CLI::IsMember(importFormatNames()))->capture_default_str();
    command->add_option("--symbol", options->symbol, "Symbol, where the file does not say, or which one of several");
    command->add_option("--exchange-info", options->exchangeInfo, "Answer of Binance's exchangeInfo with the instruments")->check(CLI::ExistingFile);
    command->add_flag("--json", options->json, "Print one JSON object a file");
    command->callback([options, &status] { status = runImport(*options); });
}

void addSample(CLI::App& data, int& status)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = addFolder(data.add_subcommand("sample", "Make a recording of the demo's market, offline"), options);
    command->add_option("--out", options->csv, "The file to make; otherwise one in the folder");
    command->add_option("--seed", options->seed, "Equal seeds, equal markets")->capture_default_str();
    command->add_option("--minutes", options->minutes, "How long it is")->check(CLI::Range(1, 10'080))->capture_default_str();
    command->add_flag("--orders", options->orders, "Tell every order, so that queue positions can be exact");
    command->callback([options, &status] { status = runSample(*options); });
}

void addVerifyAndRemove(CLI::App& data, int& status)
{
    const auto verify = std::make_shared<Options>();
    CLI::App* const check = addFolder(data.add_subcommand("verify", "Check every byte of recordings"), verify);
    check->add_option("FILE", verify->files, "Recordings; none: all of the folder");
    check->callback([verify, &status] { status = runVerify(*verify); });

    const auto remove = std::make_shared<Options>();
    CLI::App* const drop = addFolder(data.add_subcommand("remove", "Delete recordings of the folder"), remove);
    drop->add_option("FILE", remove->files, "Recordings")->required();
    drop->callback([remove, &status] { status = runRemove(*remove); });
}

} // namespace

void addData(CLI::App& app, int& status)
{
    CLI::App* const data = app.add_subcommand("data", "Recordings: record, import, sample, list, verify, export, remove");
    data->require_subcommand(1);
    addImport(*data, status);
    addSample(*data, status);
    addRecord(*data, status);

    const auto list = std::make_shared<Options>();
    CLI::App* const show = addFolder(data->add_subcommand("list", "Show what is recorded, from when to when, with its gaps"), list);
    show->add_flag("--json", list->json, "Print one JSON array");
    show->callback([list, &status] { status = runList(*list); });

    addVerifyAndRemove(*data, status);

    const auto out = std::make_shared<Options>();
    CLI::App* const write = data->add_subcommand("export", "Write a recording as CSV");
    write->add_option("FILE", out->files, "Recording")->required()->expected(1);
    write->add_option("--csv", out->csv, "File to write")->required();
    write->callback([out, &status] { status = runExport(*out); });
}

} // namespace maker::cli
