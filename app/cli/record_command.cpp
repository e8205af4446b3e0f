#include "app/cli/record_command.h"

#include "app/finite_number.h"
#include "app/cli/data_text.h"
#include "app/cli/exit_status.h"
#include "platform/process.h"
#include "session/market_capture.h"
#include "tape/library.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>

namespace maker::cli {
namespace {

std::atomic<bool> g_stop{false};

struct Options {
    std::string venue = "simulated";
    std::vector<std::string> symbols{"BTCUSDT"};
    std::string out = "library";
    std::string folder;
    std::string proxy;
    double seconds = 0.0;
    std::uint64_t seed = 7;
    double speed = 1.0;
    bool json = false;
};

/// "binance-BTCUSDT-20261122T230000Z.tape": sorts by venue, symbol and time.
std::string nameOf(const Options& options, const std::string& venue)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    std::string time = timeText({std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()});
    time.resize(time.find('.'));
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    return venue + '-' + (options.symbols.size() == 1 ? options.symbols.front() : "several") + '-' + time + "Z.tape";
}

Result<CaptureConfig> configOf(const Options& options)
{
    CaptureConfig config;
    std::string venue = options.venue;
    if (venue == "testnet") {
        config.environment = Environment::Testnet;
    } else if (venue == "production") {
        config.environment = Environment::Production;
    } else if (venue != "simulated") {
        const std::string url = venue.find("://") == std::string::npos ? "http://" + venue : venue;
        config.address = QUrl(QString::fromStdString(url), QUrl::StrictMode);
        const QString scheme = config.address.scheme();
        const bool known = scheme == QStringLiteral("http") || scheme == QStringLiteral("https");
        if (!config.address.isValid() || config.address.host().isEmpty() || !known)
            return fail(ErrorCode::InvalidArgument, '"' + venue
                    + "\" is neither simulated, testnet or production nor an address such as http://127.0.0.1:9010.");
        venue = config.address.host().toStdString();
    }
    config.embedded.seed = options.seed;
    config.embedded.speed = options.speed;
    config.symbols = options.symbols;
    config.proxy = options.proxy;
    config.length = {static_cast<std::int64_t>(options.seconds * 1e9)};
    config.path = options.out;
    if (options.out == "library")
        config.path = options.folder + '/' + nameOf(options, venue);
    return config;
}

std::string lineOf(const CaptureProgress& progress)
{
    char text[160];
    const double seconds = std::max(progress.passed.toSeconds(), 1e-3);
    std::snprintf(text, sizeof text, "%.0f s, %llu events, %.0f/s, %.1f kB, %llu gaps%s", progress.passed.toSeconds(),
        static_cast<unsigned long long>(progress.events), static_cast<double>(progress.events) / seconds,
        static_cast<double>(progress.bytes) / 1000.0, static_cast<unsigned long long>(progress.gaps), progress.up ? "" : ", waiting");
    return text;
}

int runRecord(const Options& options)
{
    onStopSignal([] { g_stop.store(true); });
    int argc = 1;
    char name[] = "makerdesk-cli";
    char* argv[] = {name, nullptr};
    std::unique_ptr<QCoreApplication> loop; // commands run in one that is there already in tests
    if (QCoreApplication::instance() == nullptr)
        loop = std::make_unique<QCoreApplication>(argc, argv);
    const Result<CaptureConfig> config = configOf(options);
    if (!config)
        return complain(config.error());
    const bool shows = standardOutputIsTerminal();
    const auto made = captureMarket(*config, [shows](const CaptureProgress& progress) {
        if (shows)
            std::fprintf(stderr, "\r\033[K%s", lineOf(progress).c_str());
        return !g_stop.load();
    });
    if (shows)
        std::fputs("\r\033[K", stderr);
    if (!made)
        return complain(made.error());
    if (options.json)
        print(toJson({TapeLibrary::describe(config->path)}));
    else
        print(config->path + ": " + lineOf(*made) + '\n');
    return kGood;
}

} // namespace

void addRecord(CLI::App& data, int& status)
{
    const auto options = std::make_shared<Options>();
    options->folder = defaultFolder();
    CLI::App* const command = data.add_subcommand("record", "Record the market of a running venue, without trading; no keys are needed");
    command->add_option("--venue", options->venue,
        "simulated (an exchange of our own), testnet, production, or the address of a simulated exchange: http://127.0.0.1:9010")
        ->capture_default_str();
    command->add_option("--symbol", options->symbols, "What to record")->capture_default_str();
    command->add_option("--out", options->out, "The file to make, or library: a new one in the folder")->capture_default_str();
    command->add_option("--dir", options->folder, "Folder of the recordings")->capture_default_str();
    command->add_option("--for", options->seconds, "Seconds; 0: until it is interrupted")->check(finiteNumber())->check(CLI::Range(0.0, 1e9))->capture_default_str();
    command->add_option("--proxy", options->proxy, "Proxy, as curl writes it; without it the environment's");
    command->add_option("--seed", options->seed, "Of the simulated market")->capture_default_str();
    command->add_option("--speed", options->speed, "Market time per wall time of the simulated market")->check(finiteNumber())->check(CLI::Range(0.0, 1000.0))
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print what was recorded as data list does");
    command->callback([options, &status] { status = runRecord(*options); });
}

} // namespace maker::cli
