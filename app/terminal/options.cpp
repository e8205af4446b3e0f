#include "terminal/options.h"

#include "finite_number.h"
#include "kernel/backtest/venue_config.h"
#include "kernel/params/param_json.h"
#include "kernel/strategy/strategy.h"
#include "search/latency_file.h"

#include <CLI/CLI.hpp>

#include <QStandardPaths>

#include <iostream>
#include <map>

namespace maker {

namespace {

std::string defaultProfile()
{
    // The application's name is not set yet when the command line is read.
    return (QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/makerdesk"))
        .toStdString();
}

/// The embedded exchange as a maker would wish it: a small stock of each base asset, a rebate, a few hours of history.
void prepareDemo(SimServerConfig& exchange)
{
    exchange.informed = 0.1;
    exchange.balances = {{"USDT", "100000"}, {"BTC", "0.1"}, {"ETH", "2"}, {"SOL", "40"}};
    exchange.makerFeeBps = -0.5;
    exchange.takerFeeBps = 4.0;
    exchange.history = Duration::seconds(3 * 3600);
}

/// Quotes near enough to fill within seconds and sizes that fit the demo's stock, which is also the inventory to return to.
std::string demoParams(const std::string& symbol)
{
    static const std::map<std::string, std::string> kSizes{{"BTCUSDT", "0.02"}, {"ETHUSDT", "0.4"}, {"SOLUSDT", "1"}};
    const auto size = kSizes.find(symbol);
    if (size == kSizes.end())
        return {};
    return "{\"order_size\":" + size->second
        + ",\"levels\":2,\"bid_spread\":2.5,\"ask_spread\":2.5,\"level_spread_step\":2.5,\"min_spread\":1.5,"
          "\"inventory_target\":5.6,\"inventory_range\":2.5,\"price_skew\":1.5}";
}

/// One strategy an instrument, with the --set values on top. Prints what is wrong and returns false.
bool addStrategies(SessionConfig& session, const std::vector<std::string>& settings)
{
    const StrategyKind* kind = findStrategyKind("pure_market_making");
    for (const std::string& symbol : session.symbols) {
        SessionStrategy strategy{"pure_market_making", symbol, {}, {}};
        const std::string base = session.environment == Environment::Simulated ? demoParams(symbol) : std::string();
        if (!settings.empty()) {
            const auto params = withSettings(*kind->schema, base.empty() ? "{}" : base, settings);
            if (!params) {
                std::cerr << "makerdesk: " << params.error().detail << '\n';
                return false;
            }
            strategy.params = *params;
        } else {
            strategy.defaults = base;
        }
        session.strategies.push_back(std::move(strategy));
    }
    return true;
}

/// The simulated venue of paper orders. Prints what is wrong and returns false.
bool readPaperModels(SessionConfig& session, const std::vector<std::string>& settings)
{
    const auto complain = [](const std::string& sentence) {
        std::cerr << "makerdesk: " << sentence << '\n';
        return false;
    };
    const auto& schema = schemaOf<backtest::BacktestModels>();
    const auto json = withSettings(schema, schema.defaults(), settings);
    if (!json)
        return complain(json.error().detail);
    session.paperModels = *readParams<backtest::BacktestModels>(*json);
    if (session.paperModels.queueModel == QueueKind::Exact)
        return complain("No venue's feed tells every order, so places of paper orders cannot be exact; choose another queue model.");
    backtest::RunSetup setup;
    setup.models = session.paperModels;
    if (auto read = readLatencyFile(setup); !read)
        return complain(read.error().detail);
    session.paperLatencies = std::move(setup.latencies);
    return true;
}

} // namespace

std::optional<Options> parseOptions(int argc, char** argv, int& exitCode)
{
    Options options;
    SessionConfig& session = options.session;
    session.version = MAKERDESK_VERSION;
    session.profile = defaultProfile();
    prepareDemo(session.embedded);

    CLI::App app{"Makerdesk: a desktop terminal for crypto market makers. Without options it opens its window on an embedded "
                 "simulated exchange."};
    app.set_version_flag("--version", std::string("makerdesk ") + MAKERDESK_VERSION);
    app.add_flag("--headless", options.headless, "run without a window and start the demo strategy");
    app.add_option("--start", options.start, "strategy to start at once, e.g. pure_market_making");
    app.add_flag("--no-start", options.noStart, "headless: start nothing")->excludes("--start");
    app.add_option("--for", options.forSeconds, "stop after this many seconds")->check(finiteNumber())->check(CLI::Range(0.0, 1e9));
    app.add_option("--profile", session.profile, "directory of the store, logs and layout")->capture_default_str();
    app.add_option("--screenshot", options.screenshot, "write a picture of the window to this PNG file, then leave")
        ->excludes("--headless");
    app.add_option("--after", options.after, "seconds before the screenshot")->check(finiteNumber())->check(CLI::Range(0.0, 3600.0));
    app.add_flag("--light", options.lightTheme, "begin with the light theme");
    app.add_flag("--probe-display", options.probeDisplay, "say whether a window could be opened, then leave");

    std::vector<std::string> settings;
    app.add_option("--set", settings, "key=value: a parameter of the strategies, instead of the remembered ones");

    const std::map<std::string, Environment> environments{
        {"simulated", Environment::Simulated}, {"testnet", Environment::Testnet}, {"production", Environment::Production}};
    std::string environment = "simulated";
    app.add_option("--environment", environment, "simulated, testnet or production (market data only)")
        ->transform(CLI::IsMember({"simulated", "testnet", "production"}, CLI::ignore_case));
    app.add_option("--venue", session.venue, "venue")->capture_default_str();
    app.add_flag("--paper", session.paper, "orders stay on paper: filled by a simulated venue beside the live market, no keys needed");
    std::vector<std::string> paperSettings;
    app.add_option("--paper-model", paperSettings, "key=value: a model of the paper venue, e.g. entry_latency=20 or maker_fee=-0.5")
        ->needs("--paper");
    app.add_option("--connect", session.simulatedPort, "port of a simulated exchange on 127.0.0.1 instead of the embedded one");
    app.add_option("--proxy", session.proxy,
        "http://host:port, socks5://host:port or none; without it the variables https_proxy, all_proxy and no_proxy decide");
    app.add_option("--keys", options.keyFile, "file with key=... and secret=..., readable by its owner only");
    app.add_flag("--record-market", session.recordMarket,
        "record market data too, so that makerdesk-cli replay can repeat the run");
    app.add_flag("--record-tapes", session.recordTapes, "keep the market as recordings for backtests, below <profile>/tapes");
    app.add_flag("!--no-record", session.record, "do not record executions, commands and time of the run");
    app.add_option("--symbol", session.symbols, "instruments")->delimiter(',')->capture_default_str();
    app.add_option("--seed", session.embedded.seed, "seed of the embedded exchange")->capture_default_str();
    app.add_option("--speed", session.embedded.speed, "market time per wall time of the embedded exchange")
        ->check(CLI::Range(0.0, 100.0));
    app.add_option("--informed", session.embedded.informed, "share of informed traders on the embedded exchange")
        ->check(CLI::Range(0.0, 1.0));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error, std::cout, std::cerr);
        exitCode = code == 0 ? 0 : 2;
        return std::nullopt;
    }
    session.environment = environments.at(environment);
    if (const auto proxy = ProxyRules::checkArgument(session.proxy); !proxy) {
        std::cerr << "makerdesk: " << proxy.error().detail << '\n';
        exitCode = 2;
        return std::nullopt;
    }
    if (!readPaperModels(session, paperSettings) || !addStrategies(session, settings)) {
        exitCode = 2;
        return std::nullopt;
    }
    return options;
}

} // namespace maker
