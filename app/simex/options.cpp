#include "options.h"

#include "app/finite_number.h"
#include "kernel/backtest/venue_config.h"
#include "tape/import/open_market.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

namespace {

maker::Duration seconds(double value)
{
    return maker::Duration::micros(std::llround(value * 1e6));
}

/// The words of the command line that need a second look.
struct Words {
    std::vector<std::string> balances;
    std::vector<std::string> symbols;
    std::string replay;
    std::string replaySymbol;
    std::string exchangeInfo;
    std::string queue;
    std::string speed = "1";
    bool wholeFills = false;
    double latencyMs = 0.0;
    double retryAfter = 0.0;
    double banTime = 120.0;
    double ping = 20.0;
};

void addMarketOptions(CLI::App& app, maker::SimServerConfig& config, Words& words)
{
    app.add_option("--symbol", words.symbols, "BTCUSDT, ETHUSDT or SOLUSDT, may be repeated; all by default")->take_all();
    app.add_option("--seed", config.seed, "Seed of the market");
    app.add_option("--informed", config.informed, "Share of informed arrivals, 0 to 1");
    app.add_option("--speed", words.speed,
                   "Market time per wall time; 0: a generated market stands still; with --replay also "
                   "\"recorded\" and \"max\", as fast as possible");
    app.add_option("--replay", words.replay, "Play this tape or raw Binance recording in place of a generated market");
    app.add_option("--replay-symbol", words.replaySymbol, "Only this symbol of the recording");
    app.add_option("--exchange-info", words.exchangeInfo, "File with the exchangeInfo of the recording's day");
    app.add_option("--loop", config.replayLoops, "Times that the recording is played; 0: for ever")->check(CLI::Range(0, 1'000'000));
    app.add_option("--queue", words.queue,
                   "How your orders wait in a recording: risk_averse, power:N, power2:N, power3:N, log, log2, or exact where "
                   "it tells every order; otherwise power:1");
    app.add_flag("--whole-fills", words.wholeFills, "A trade of the recording that reaches an order fills all of it");
    app.add_option("--maker-fee", config.makerFeeBps, "Maker fee in basis points, negative for a rebate");
    app.add_option("--taker-fee", config.takerFeeBps, "Taker fee in basis points");
}

void addServerOptions(CLI::App& app, SimexOptions& options, Words& words)
{
    maker::SimServerConfig& config = options.config;
    app.add_option("--port", config.port, "Port of 127.0.0.1; 0 takes a free one");
    app.add_flag("--print-port", options.printPort, "Print the port alone on the first line");
    app.add_option("--key", config.key, "API key of the simulated account");
    app.add_option("--secret", config.secret, "Secret of that key");
    app.add_option("--balance", words.balances, "ASSET=AMOUNT, may be repeated")->take_all();
    app.add_option("--latency", words.latencyMs, "Milliseconds before an order request is handled")->check(maker::finiteNumber())->check(CLI::Range(0.0, 60000.0));
    app.add_option("--ping", words.ping, "Seconds between WebSocket pings")->check(maker::finiteNumber())->check(CLI::Range(0.05, 3600.0));
    app.add_option("--weight-limit", config.limits.weightPerMinute, "Request weight a minute")->check(CLI::PositiveNumber);
    app.add_option("--order-limit", config.limits.ordersPer10s, "Orders in ten seconds")->check(CLI::PositiveNumber);
    app.add_option("--retry-after", words.retryAfter, "Seconds of a 429; 0: until the minute ends")
        ->check(maker::finiteNumber())->check(CLI::Range(0.0, 86400.0));
    app.add_option("--ban", words.banTime, "Seconds of a 418")->check(maker::finiteNumber())->check(CLI::Range(0.0, 86400.0));
}

/// Sets the speed of the market or of the replay; the sentence says why it cannot.
std::optional<std::string> readSpeed(const std::string& text, bool replayed, maker::SimServerConfig& config)
{
    double factor = 1.0;
    const bool word = replayed && (text == "recorded" || text == "max");
    if (!word) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
        if (error != std::errc() || end != text.data() + text.size())
            return "--speed wants a number" + std::string(replayed ? ", recorded or max" : "") + ", not \"" + text + "\"";
        if (replayed && factor <= 0.0)
            return std::string("--speed of a replay must be positive; --speed max plays as fast as possible");
    }
    (replayed ? config.replaySpeed : config.speed) = text == "max" ? 0.0 : factor;
    return std::nullopt;
}

std::optional<std::string> readBalances(const std::vector<std::string>& balances, maker::SimServerConfig& config)
{
    if (!balances.empty())
        config.balances.clear();
    for (const std::string& balance : balances) {
        const std::size_t equals = balance.find('=');
        if (equals == std::string::npos || equals == 0)
            return "--balance wants ASSET=AMOUNT, not \"" + balance + "\"";
        config.balances.push_back({balance.substr(0, equals), balance.substr(equals + 1)});
    }
    return std::nullopt;
}

std::optional<std::string> openReplay(const Words& words, maker::SimServerConfig& config)
{
    if (words.replay.empty() && !words.queue.empty())
        return std::string("--queue says how orders wait in a recording: it needs --replay");
    if (words.replay.empty())
        return std::nullopt;
    if (!words.queue.empty()) {
        const auto queue = maker::backtest::readQueueModel(words.queue);
        if (!queue)
            return "--queue: " + queue.error().detail;
        config.replayQueue = *queue;
    }
    auto market = maker::openMarket(words.replay, {.symbol = words.replaySymbol, .exchangeInfo = words.exchangeInfo});
    if (!market)
        return market.error().detail;
    config.replay = std::move(*market);
    config.replayFills = words.wholeFills ? maker::sim::FillMode::Whole : maker::sim::FillMode::Partial;
    return std::nullopt;
}

/// Turns the words into the configuration; the sentence says why they cannot be.
std::optional<std::string> settle(const Words& words, maker::SimServerConfig& config)
{
    if (auto fault = readBalances(words.balances, config))
        return fault;
    if (auto fault = readSpeed(words.speed, !words.replay.empty(), config))
        return fault;
    if (!words.symbols.empty())
        config.symbols = words.symbols;
    config.latency = seconds(words.latencyMs / 1000.0);
    config.pingInterval = seconds(words.ping);
    config.limits.retryAfter = seconds(words.retryAfter);
    config.limits.banTime = seconds(words.banTime);
    return openReplay(words, config);
}

} // namespace

int refuse(const std::string& sentence)
{
    std::fprintf(stderr, "makerdesk-simex: %s\n", sentence.c_str());
    return 2;
}

std::optional<SimexOptions> readOptions(int argc, char** argv, int& exitCode)
{
    SimexOptions options;
    Words words;
    CLI::App app("A simulated exchange that speaks Binance's spot protocol on one port of 127.0.0.1.", "makerdesk-simex");
    app.set_version_flag("--version", "makerdesk-simex " MAKERDESK_VERSION);
    addServerOptions(app, options, words);
    addMarketOptions(app, options.config, words);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exitCode = app.exit(error) == 0 ? 0 : 2;
        return std::nullopt;
    }
    if (const auto fault = settle(words, options.config)) {
        exitCode = refuse(*fault);
        return std::nullopt;
    }
    return options;
}
