// makerdesk-simex: the simulated exchange as a network server on 127.0.0.1.
#include "simex/sim_server.h"
#include "tape/import/open_market.h"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <charconv>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace {

maker::Duration seconds(double value)
{
    return maker::Duration::micros(std::llround(value * 1e6));
}

int refuse(const std::string& sentence)
{
    std::fprintf(stderr, "makerdesk-simex: %s\n", sentence.c_str());
    return 2;
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

int serve(const maker::SimServerConfig& config, bool printPort)
{
    // Before the server's thread exists, so that no signal is missed.
    boost::asio::io_context io;
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    auto server = maker::SimServer::start(config);
    if (!server)
        return refuse(server.error().detail);
    if (printPort)
        std::printf("%d\n", (*server)->port());
    else
        std::printf("simulated exchange on http://127.0.0.1:%d and ws://127.0.0.1:%d\n", (*server)->port(), (*server)->port());
    std::fflush(stdout);
    signals.async_wait([](const boost::system::error_code&, int) {});
    io.run();
    (*server)->stop();
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    maker::SimServerConfig config;
    std::vector<std::string> balances;
    std::vector<std::string> symbols;
    bool printPort = false;
    std::string replay;
    std::string replaySymbol;
    std::string exchangeInfo;
    std::string speed = "1";
    bool wholeFills = false;
    double latencyMs = 0.0;
    double retryAfter = 0.0;
    double banTime = 120.0;
    double ping = 20.0;

    CLI::App app("A simulated exchange that speaks Binance's spot protocol on one port of 127.0.0.1.", "makerdesk-simex");
    app.set_version_flag("--version", "makerdesk-simex " MAKERDESK_VERSION);
    app.add_option("--port", config.port, "Port of 127.0.0.1; 0 takes a free one");
    app.add_flag("--print-port", printPort, "Print the port alone on the first line");
    app.add_option("--key", config.key, "API key of the simulated account");
    app.add_option("--secret", config.secret, "Secret of that key");
    app.add_option("--balance", balances, "ASSET=AMOUNT, may be repeated")->take_all();
    app.add_option("--symbol", symbols, "BTCUSDT, ETHUSDT or SOLUSDT, may be repeated; all by default")->take_all();
    app.add_option("--seed", config.seed, "Seed of the market");
    app.add_option("--informed", config.informed, "Share of informed arrivals, 0 to 1");
    app.add_option("--speed", speed, "Market time per wall time; 0: a generated market stands still; with --replay also "
                                     "\"recorded\" and \"max\", as fast as possible");
    app.add_option("--replay", replay, "Play this raw Binance recording in place of a generated market");
    app.add_option("--replay-symbol", replaySymbol, "Only this symbol of the recording");
    app.add_option("--exchange-info", exchangeInfo, "File with the exchangeInfo of the recording's day");
    app.add_option("--loop", config.replayLoops, "Times that the recording is played; 0: for ever")->check(CLI::Range(0, 1'000'000));
    app.add_flag("--whole-fills", wholeFills, "A trade of the recording that reaches an order fills all of it");
    app.add_option("--maker-fee", config.makerFeeBps, "Maker fee in basis points, negative for a rebate");
    app.add_option("--taker-fee", config.takerFeeBps, "Taker fee in basis points");
    app.add_option("--latency", latencyMs, "Milliseconds before an order request is handled")->check(CLI::Range(0.0, 60000.0));
    app.add_option("--ping", ping, "Seconds between WebSocket pings")->check(CLI::Range(0.05, 3600.0));
    app.add_option("--weight-limit", config.limits.weightPerMinute, "Request weight a minute")->check(CLI::PositiveNumber);
    app.add_option("--order-limit", config.limits.ordersPer10s, "Orders in ten seconds")->check(CLI::PositiveNumber);
    app.add_option("--retry-after", retryAfter, "Seconds of a 429; 0: until the minute ends")->check(CLI::Range(0.0, 86400.0));
    app.add_option("--ban", banTime, "Seconds of a 418")->check(CLI::Range(0.0, 86400.0));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    for (std::size_t i = 0; i < balances.size(); ++i) {
        if (i == 0)
            config.balances.clear();
        const std::size_t equals = balances[i].find('=');
        if (equals == std::string::npos || equals == 0)
            return refuse("--balance wants ASSET=AMOUNT, not \"" + balances[i] + "\"");
        config.balances.push_back({balances[i].substr(0, equals), balances[i].substr(equals + 1)});
    }
    if (const auto fault = readSpeed(speed, !replay.empty(), config))
        return refuse(*fault);
    if (!replay.empty()) {
        auto market = maker::openMarket(replay, {.symbol = replaySymbol, .exchangeInfo = exchangeInfo});
        if (!market)
            return refuse(market.error().detail);
        config.replay = std::move(*market);
        config.replayFills = wholeFills ? maker::sim::FillMode::Whole : maker::sim::FillMode::Partial;
    }
    if (!symbols.empty())
        config.symbols = symbols;
    config.latency = seconds(latencyMs / 1000.0);
    config.pingInterval = seconds(ping);
    config.limits.retryAfter = seconds(retryAfter);
    config.limits.banTime = seconds(banTime);
    return serve(config, printPort);
}
