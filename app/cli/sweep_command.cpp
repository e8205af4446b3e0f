#include "app/cli/sweep_command.h"

#include "app/cli/exit_status.h"
#include "platform/process.h"
#include "platform/read_file.h"
#include "search/cluster_env.h"
#include "search/shard.h"
#include "session/lab/shared_bars.h"
#include "tape/import/open_market.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <thread>

namespace maker::cli {
namespace {

std::atomic<bool> g_stop{false};

struct Options {
    std::string plan;
    std::string directory;
    std::string engine;
    std::string dataDirectory;
    std::int64_t index = -1;
    std::int64_t count = 0;
    unsigned threads = 0;
    bool quiet = false;
};

Result<search::Plan> readPlan(const std::string& path)
{
    const auto text = readFile(path, "The plan", std::size_t{16} << 20U);
    return text ? search::parsePlan(*text) : tl::unexpected(text.error());
}

/// Recordings with a relative name lie beside the plan, or where the command says.
search::Recordings recordingsOf(const search::Plan& plan, const Options& options)
{
    const std::filesystem::path beside = std::filesystem::path(options.plan).parent_path();
    const std::filesystem::path base = options.dataDirectory.empty() ? beside : std::filesystem::path(options.dataDirectory);
    std::vector<std::string> paths;
    for (const std::string& name : plan.data)
        paths.push_back((base / name).string());
    search::Recordings recordings;
    if (search::overBars(plan)) {
        recordings.bars = sharedBars(paths.front(), plan.symbol);
        return recordings;
    }
    recordings.markets = [paths]() -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        for (const std::string& path : paths) {
            auto market = openMarket(path);
            if (!market)
                return tl::unexpected(market.error());
            sources.push_back(*std::move(market));
        }
        return sources;
    };
    return recordings;
}

std::string fromEnvironment(std::string_view name)
{
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::string() : value;
}

/// Arguments first, then what a scheduler says, then one shard.
Result<search::Shard> chooseShard(const Options& options)
{
    search::Shard shard;
    if (options.index < 0) {
        const auto given = search::shardFromEnvironment(fromEnvironment, options.engine);
        if (!given)
            return tl::unexpected(given.error());
        if (*given)
            shard = **given;
        if (*given && shard.count == 0 && options.count == 0)
            return fail(ErrorCode::InvalidArgument, "The scheduler does not say how many shards there are: give --shard-count.");
    } else {
        shard.index = static_cast<std::uint64_t>(options.index);
    }
    if (options.count > 0)
        shard.count = static_cast<std::uint64_t>(options.count);
    return shard;
}

unsigned chooseThreads(const Options& options)
{
    if (options.threads > 0)
        return options.threads;
    if (const int given = std::atoi(fromEnvironment("SLURM_CPUS_PER_TASK").c_str()); given > 0)
        return static_cast<unsigned>(given);
    return std::max(1U, std::thread::hardware_concurrency());
}

int statusOf(const Error& error)
{
    complain(error.detail);
    switch (error.code) {
    case ErrorCode::Canceled:
        return kTryAgain;
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotFound:
    case ErrorCode::Parse:
    case ErrorCode::Unsupported:
    case ErrorCode::AlreadyExists:
        return kBadArguments;
    default:
        return kInternal;
    }
}

int runSweep(const Options& options)
{
    const auto plan = readPlan(options.plan);
    if (!plan)
        return statusOf(plan.error());
    const auto shard = chooseShard(options);
    if (!shard)
        return statusOf(shard.error());
    onStopSignal([] { g_stop.store(true); });
    const bool tell = !options.quiet;
    const search::Recordings recordings = recordingsOf(*plan, options);
    // Held until the end: all runs share the bars of one reading. Where there are none, the shard says why.
    const auto bars = recordings.bars ? recordings.bars() : Result<backtest::BarSequence>();
    search::ShardWork work{*plan, recordings, *shard, options.directory, chooseThreads(options),
        [] { return g_stop.load(); },
        [tell](const search::ShardProgress& progress) {
            if (tell)
                std::fprintf(stderr, "done=%llu items=%llu\n", static_cast<unsigned long long>(progress.done),
                    static_cast<unsigned long long>(progress.items));
        }};
    const auto path = search::runShard(work);
    if (!path)
        return statusOf(path.error());
    print(*path + '\n');
    return kGood;
}

int mergeSweep(const std::string& directory)
{
    const auto path = search::mergeShards(directory);
    if (!path)
        return complain(path.error());
    print(*path + '\n');
    return kGood;
}

} // namespace

void addSweep(CLI::App& app, int& status)
{
    CLI::App* const sweep = app.add_subcommand("sweep", "Search for parameters, in one process or in many");
    sweep->require_subcommand(1);
    const auto options = std::make_shared<Options>();

    CLI::App* const run = sweep->add_subcommand("run", "Do one shard of a plan; a second run of a finished shard does nothing");
    run->add_option("--plan", options->plan, "JSON file that says what to search")->required();
    run->add_option("--out", options->directory, "Folder for the results of all shards")->required();
    run->add_option("--data-dir", options->dataDirectory, "Where the plan's recordings lie; otherwise beside the plan")
        ->check(CLI::ExistingDirectory);
    run->add_option("--shard-index", options->index, "Which shard, from 0; otherwise as the scheduler says")
        ->check(CLI::NonNegativeNumber);
    run->add_option("--shard-count", options->count, "How many shards there are")->check(CLI::PositiveNumber);
    run->add_option("--engine", options->engine, "Whose variables count: " + search::engineNames());
    run->add_option("--threads", options->threads, "Runs at a time; otherwise as many as there are processors")
        ->check(CLI::Range(1U, 1024U));
    run->add_flag("--quiet", options->quiet, "No progress on standard error");
    run->callback([options, &status] { status = runSweep(*options); });

    CLI::App* const merge = sweep->add_subcommand("merge", "Put all shards together and choose, out of sample first");
    merge->add_option("DIR", options->directory, "The folder that was given as --out")->required();
    merge->callback([options, &status] { status = mergeSweep(options->directory); });
}

} // namespace maker::cli
