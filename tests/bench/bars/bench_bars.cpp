// bench_bars DIR FLOOR: the cross of the averages of 20 and 50 closes over DIR/bars.csv, event by event with fills at the
// next open, a fee of 0.1 %, the live portfolio and a curve of the equity; against the minimal loop of the workload (the
// program FLOOR) and npm's grademark (GRADEMARK_NODE_MODULES names the folder of its packages).
#include "bench/support/figure.h"
#include "kernel/backtest/bar_run.h"
#include "tape/import/candles_csv.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

using namespace maker;

namespace {

constexpr int kRounds = 5;
constexpr int kPeerRounds = 2;

std::vector<std::string> linesOf(const std::string& command)
{
    std::vector<std::string> lines;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr)
        return lines;
    std::array<char, 512> line{};
    while (std::fgets(line.data(), static_cast<int>(line.size()), pipe) != nullptr)
        lines.emplace_back(line.data());
    if (::pclose(pipe) != 0)
        lines.clear();
    return lines;
}

/// The number behind `key`; nothing where the line has no such key.
std::optional<double> numberIn(const std::string& line, const std::string& key)
{
    const std::size_t at = line.find(key);
    if (at == std::string::npos)
        return std::nullopt;
    return std::strtod(line.c_str() + at + key.size(), nullptr);
}

struct Floor {
    std::vector<double> parseSeconds;
    std::vector<double> loopRates; ///< bars a second
    double trips = 0.0;
    double equity = 0.0;

    void add(const std::string& command)
    {
        for (const std::string& line : linesOf(command)) {
            const auto parse = numberIn(line, "parse csv ");
            const std::size_t loop = line.find("loop ");
            const auto rate = loop == std::string::npos ? std::nullopt : numberIn(line.substr(loop), "(");
            const auto traded = numberIn(line, "trades=");
            const auto left = numberIn(line, "eq=");
            if (!parse || !rate || !traded || !left)
                continue;
            parseSeconds.push_back(*parse);
            loopRates.push_back(*rate * 1e6);
            trips = *traded;
            equity = *left;
        }
    }
};

struct Ours {
    std::vector<double> importSeconds;
    std::vector<double> rates;
    std::vector<double> fineRates; ///< with a point of the curve at every bar
    std::uint64_t trips = 0;
    Money equity;
    std::size_t points = 0;
    std::size_t bars = 0;
    std::string digest;
    bool same = true;
};

backtest::BarSequence load(const std::string& path, Ours& ours)
{
    const auto start = bench::Clock::now();
    auto series = readCandlesCsv(path);
    ours.importSeconds.push_back(bench::nanosSince(start) * 1e-9);
    if (!series) {
        std::fprintf(stderr, "%s\n", series.error().detail.c_str());
        std::exit(1);
    }
    ours.bars = series->bars.size();
    return {series->instrument, series->interval, std::make_shared<const std::vector<Candle>>(std::move(series->bars))};
}

struct Timed {
    double rate = 0.0; ///< bars a second
    RunRecord record;
};

Timed play(const backtest::BarSequence& sequence, Duration equityInterval)
{
    backtest::BarSetup setup;
    setup.strategy = "sma_cross";
    setup.params = R"({"fast": 20, "slow": 50, "size": 1})";
    setup.models.takerFee = 10.0;
    setup.models.quoteBalance = 1e6;
    setup.models.equityInterval = equityInterval;
    const auto start = bench::Clock::now();
    auto run = backtest::BarRun::make(sequence, setup);
    for (bool more = run.has_value(); more;) {
        const auto stepped = (*run)->step(50'000);
        if (!stepped) {
            std::fprintf(stderr, "%s\n", stepped.error().detail.c_str());
            std::exit(1);
        }
        more = *stepped;
    }
    if (!run) {
        std::fprintf(stderr, "%s\n", run.error().detail.c_str());
        std::exit(1);
    }
    Timed timed{.rate = 0.0, .record = (*run)->finish()};
    timed.rate = static_cast<double>(timed.record.events) / (bench::nanosSince(start) * 1e-9);
    return timed;
}

void playBoth(const backtest::BarSequence& sequence, Ours& ours)
{
    const Timed timed = play(sequence, Duration::seconds(3600));
    ours.rates.push_back(timed.rate);
    ours.trips = 0;
    for (const RunFill& entry : timed.record.fills)
        ours.trips += entry.fill.side == Side::Buy ? 1 : 0;
    ours.equity = timed.record.equity.back().pnl.equity;
    ours.points = timed.record.equity.size();
    ours.same = ours.same && (ours.digest.empty() || ours.digest == timed.record.digest);
    ours.digest = timed.record.digest;
    const Timed fine = play(sequence, sequence.interval);
    ours.fineRates.push_back(fine.rate);
    ours.same = ours.same && fine.record.equity.back().pnl.equity == ours.equity && fine.record.equity.size() > ours.bars;
}

std::optional<double> peerRate(const std::string& bars, std::string& why)
{
    const char* const modules = std::getenv("GRADEMARK_NODE_MODULES");
    if (modules == nullptr || *modules == '\0') {
        why = "GRADEMARK_NODE_MODULES does not name a folder with grademark and chai";
        return std::nullopt;
    }
    const char* const named = std::getenv("MAKERDESK_NODE");
    const std::string node = named != nullptr && *named != '\0' ? named : "node";
    for (const std::string& line : linesOf("'" + node + "' '" GRADEMARK_PEER "' '" + bars + "' '" + modules + "'")) {
        if (const auto rate = numberIn(line, "rate ")) {
            std::fprintf(stderr, "grademark: %s", line.c_str());
            return rate;
        }
    }
    why = "node does not run grademark";
    return std::nullopt;
}

void printFigures(const Floor& floor, const Ours& ours, const std::vector<double>& peers, const std::string& why)
{
    const double rate = bench::median(ours.rates);
    const double loop = bench::median(floor.loopRates);
    if (!peers.empty())
        bench::print({"bars: SMA cross, against grademark", rate, "bars/s", bench::median(peers), ">= 4",
                      rate >= 4.0 * bench::median(peers)});
    else
        bench::printSkipped("bars: SMA cross, against grademark", why);
    bench::print({"bars: SMA cross, against the minimal loop", rate, "bars/s", loop, ">= 0.03", rate >= 0.03 * loop});
    const double fine = bench::median(ours.fineRates);
    // 200 MB of curve: this one measures the memory, an hourly curve the run.
    bench::print({"bars: the same with a point of the curve at every bar", fine, "bars/s", loop, ">= 0.02", fine >= 0.02 * loop});
    const double import = bench::median(ours.importSeconds);
    const double parse = bench::median(floor.parseSeconds);
    bench::print({"bars: CSV import, against from_chars", import, "s", parse, "<= 1.5", import <= 1.5 * parse});
    const auto trips = static_cast<double>(ours.trips);
    bench::print({"bars: round trips", trips, "trips", floor.trips, "= 1", trips == floor.trips});
    // The loop adds doubles and prints two decimals.
    const double equity = ours.equity.toDouble();
    bench::print({"bars: final equity", equity, "quote", floor.equity, "= 1", std::abs(equity - floor.equity) < 0.01});
    bench::print({"bars: runs with equal results", ours.same ? 1.0 : 0.0, "all", 1.0, "= 1", ours.same});
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_bars DIR FLOOR\n");
        return 2;
    }
    const std::string bars = std::string(argv[1]) + "/bars.csv";
    const std::string floorCommand = "'" + std::string(argv[2]) + "' '" + bars + "'";
    Floor floor;
    Ours ours;
    std::vector<double> peers;
    std::string why;
    for (int round = 0; round < kRounds; ++round) {
        floor.add(floorCommand);
        playBoth(load(bars, ours), ours);
        if (round < kPeerRounds) {
            if (const auto peer = peerRate(bars, why))
                peers.push_back(*peer);
        }
    }
    if (floor.loopRates.empty()) {
        std::fprintf(stderr, "%s does not run over %s\n", argv[2], bars.c_str());
        return 1;
    }
    std::fprintf(stderr, "%zu bars, %llu round trips, equity %s, %zu points, digest %s\n", ours.bars,
                 static_cast<unsigned long long>(ours.trips), ours.equity.toString().c_str(), ours.points, ours.digest.c_str());
    printFigures(floor, ours, peers, why);
    return 0;
}
