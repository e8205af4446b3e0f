// bench_backtest DIR FLOOR WORK: backtests over DIR/ticks.bin against the minimal loop of the workload (the program FLOOR);
// its tape is written into the folder WORK. "--memory TAPE TIMES" plays a tape so often and says how much memory that took;
// "--once DIR [RECORDS]" plays the ticks from memory a single time, for profilers.
#include "bench/backtest/floor_loop.h"
#include "bench/backtest/repeated_source.h"
#include "bench/backtest/ticks.h"
#include "bench/support/figure.h"
#include "kernel/backtest/backtest_run.h"
#include "session/lab/run_pool.h"
#include "tape/tape_writer.h"

#include <sys/resource.h>

#include <cstdio>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

using namespace maker;

namespace {

constexpr int kRounds = 3;
constexpr int kPoolRuns = 4;
constexpr int kLongTimes = 4; ///< 20 M ticks

/// Quotes of 0.1 at the touch within 10, one millisecond each way, third power queue model, fees: the reference's setup.
backtest::RunSetup setupOfWorkload()
{
    backtest::RunSetup setup;
    setup.strategies.push_back({"join_touch", R"({"order_size": 0.1, "max_position": 10})", ""});
    setup.riskLimits = R"({"max_long": 20, "max_short": 20, "order_rate": 1000, "max_day_loss": 1e9, "max_drawdown": 1e9})";
    setup.models.queueModel = QueueKind::Power3;
    setup.models.queuePower = 3.0;
    setup.models.entryLatency = 1.0;
    setup.models.responseLatency = 1.0;
    setup.models.makerFee = -0.5;
    setup.models.takerFee = 5.0;
    setup.models.quoteBalance = 5e6;
    setup.models.baseBalance = 50.0;
    return setup;
}

Result<std::unique_ptr<backtest::BacktestRun>> makeRun(std::unique_ptr<backtest::EventSource> source, Timestamp to = {})
{
    std::vector<std::unique_ptr<backtest::EventSource>> sources;
    sources.push_back(std::move(source));
    backtest::RunSetup setup = setupOfWorkload();
    setup.to = to;
    return backtest::BacktestRun::make(std::move(sources), std::move(setup));
}

struct Timed {
    double seconds = 0.0;
    RunRecord record;
};

/// Opening the source is not measured, reading it is.
Timed play(std::unique_ptr<backtest::EventSource> source)
{
    auto run = makeRun(std::move(source));
    if (!run) {
        std::fprintf(stderr, "%s\n", run.error().detail.c_str());
        std::exit(1);
    }
    const auto start = bench::Clock::now();
    for (;;) {
        const auto more = (*run)->step(1'000'000);
        if (!more) {
            std::fprintf(stderr, "%s\n", more.error().detail.c_str());
            std::exit(1);
        }
        if (!*more)
            break;
    }
    Timed timed;
    timed.record = (*run)->finish();
    timed.seconds = bench::nanosSince(start) * 1e-9;
    return timed;
}

void tell(const char* name, const bench::Ticks& ticks, const Timed& timed)
{
    const QuoteActivity& activity = timed.record.activity.front();
    std::fprintf(stderr, "%s: %zu ticks in %.3f s, %llu orders, %zu fills, %s %s, digest %s\n", name, ticks.records,
                 timed.seconds, static_cast<unsigned long long>(activity.placed), timed.record.fills.size(),
                 timed.record.equity.back().pnl.total.toString(2).c_str(), timed.record.currency.c_str(),
                 timed.record.digest.c_str());
}

std::unique_ptr<TapeSource> openTape(const std::string& path)
{
    auto tape = TapeSource::open(path);
    if (!tape) {
        std::fprintf(stderr, "%s\n", tape.error().detail.c_str());
        std::exit(1);
    }
    return std::move(*tape);
}

bool writeTape(const std::string& path, const bench::Ticks& ticks)
{
    std::filesystem::remove(path);
    TapeHeader header;
    header.venueName = "workload";
    header.source = "ticks.bin";
    header.instruments.push_back({ticks.instrument, kBinanceSpotRule});
    auto writer = TapeWriter::create(path, header);
    if (!writer)
        return false;
    for (const MarketEvent& event : *ticks.events) {
        if (!writer->add(event))
            return false;
    }
    return writer->close().has_value();
}

double poolSeconds(const bench::Ticks& ticks, unsigned threads)
{
    const Timestamp to = (*ticks.events)[ticks.events->size() / kPoolRuns].localTime;
    RunPool pool(threads);
    const auto start = bench::Clock::now();
    for (int i = 0; i < kPoolRuns; ++i)
        pool.add([&] { return makeRun(ticks.source(), to); }, {});
    pool.wait();
    return bench::nanosSince(start) * 1e-9;
}

int memory(const std::string& tape, int times)
{
    const Timed timed = play(std::make_unique<bench::RepeatedSource>(openTape(tape), times));
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("events %llu seconds %.3f peak_mb %.1f\n", static_cast<unsigned long long>(timed.record.events),
                timed.seconds, static_cast<double>(usage.ru_maxrss) / 1024.0);
    return 0;
}

int once(const std::string& ticksPath, std::size_t mostRecords)
{
    const bench::Ticks ticks = bench::Ticks::load(ticksPath, mostRecords);
    const Timed timed = play(ticks.source());
    tell("once", ticks, timed);
    std::printf("%.0f ticks/s\n", static_cast<double>(ticks.records) / timed.seconds);
    return ticks.records == 0 ? 1 : 0;
}

void runFigures(const bench::Ticks& ticks, const std::string& floorProgram, const std::string& ticksPath,
                const std::string& tapePath)
{
    std::vector<double> ours;
    std::vector<double> floors;
    std::vector<double> taped;
    std::string digest;
    bool same = true;
    const auto count = static_cast<double>(ticks.records);
    for (int round = 0; round < kRounds; ++round) {
        floors.push_back(bench::floorEventsPerSecond(floorProgram, ticksPath));
        const Timed timed = play(ticks.source());
        const Timed fromTape = play(openTape(tapePath));
        tell("memory", ticks, timed);
        tell("tape", ticks, fromTape);
        ours.push_back(count / timed.seconds);
        taped.push_back(count / fromTape.seconds);
        same = same && (digest.empty() || digest == timed.record.digest) && fromTape.record.digest == timed.record.digest;
        digest = timed.record.digest;
    }
    const double rate = bench::median(ours);
    const double floor = bench::median(floors);
    bench::print({"backtest: ticks, quoting both sides", rate, "ticks/s", floor, ">= 0.17", rate >= 0.17 * floor});
    const double tapeRate = bench::median(taped);
    bench::print({"backtest: the same from a compressed tape", tapeRate, "ticks/s", rate, ">= 0.5", tapeRate >= 0.5 * rate});
    bench::print({"backtest: runs with equal digests", same ? 1.0 : 0.0, "all", 1.0, "= 1", same});
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 4 && std::string(argv[1]) == "--memory")
        return memory(argv[2], std::atoi(argv[3]));
    if ((argc == 3 || argc == 4) && std::string(argv[1]) == "--once")
        return once(std::string(argv[2]) + "/ticks.bin", argc == 4 ? std::strtoull(argv[3], nullptr, 10) : SIZE_MAX);
    if (argc != 4) {
        std::fprintf(stderr, "usage: bench_backtest DIR FLOOR WORK | --memory TAPE TIMES | --once DIR [RECORDS]\n");
        return 2;
    }
    const std::string ticksPath = std::string(argv[1]) + "/ticks.bin";
    const std::string tapePath = std::string(argv[3]) + "/ticks.tape";
    const bench::Ticks ticks = bench::Ticks::load(ticksPath);
    if (ticks.records == 0 || !writeTape(tapePath, ticks)) {
        std::fprintf(stderr, "%s cannot be read, or %s not be written\n", ticksPath.c_str(), tapePath.c_str());
        return 1;
    }
    runFigures(ticks, argv[2], ticksPath, tapePath);

    std::vector<double> gains;
    for (int round = 0; round < kRounds; ++round) {
        const double one = poolSeconds(ticks, 1);
        gains.push_back(one / poolSeconds(ticks, 2));
    }
    const double gain = bench::median(gains);
    bench::print({"backtest: two threads against one", gain, "times", 1.0, ">= 1.85", gain >= 1.85});

    const std::string again = "'" + std::string(argv[0]) + "' --memory '" + tapePath + "' " + std::to_string(kLongTimes);
    const double peak = bench::numberFrom(again, "peak_mb ");
    bench::print({"backtest: peak memory of 20 M ticks", peak, "MB", 500.0, "<= 1", peak > 0.0 && peak <= 500.0});
    return 0;
}
