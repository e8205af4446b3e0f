// bench_backtest DIR FLOOR: backtests over DIR/ticks.bin against the minimal loop of the workload (the program FLOOR).
#include "bench/backtest/ticks.h"
#include "bench/support/figure.h"
#include "kernel/backtest/backtest_run.h"

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace maker;

namespace {

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

} // namespace

int main(int argc, char** argv)
{
    const std::string folder = argc > 1 ? argv[1] : ".";
    const bench::Ticks ticks = bench::Ticks::load(folder + "/ticks.bin", argc > 3 ? std::strtoull(argv[3], nullptr, 10) : ~0ULL);
    for (int round = 0; round < 3; ++round) {
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        sources.push_back(ticks.source());
        auto run = backtest::BacktestRun::make(std::move(sources), setupOfWorkload());
        if (!run) {
            std::fprintf(stderr, "%s\n", run.error().detail.c_str());
            return 1;
        }
        const auto start = bench::Clock::now();
        while (*(*run)->step(1'000'000)) {
        }
        const RunRecord record = (*run)->finish();
        const double seconds = bench::nanosSince(start) * 1e-9;
        const QuoteActivity& activity = record.activity.front();
        const EngineCounters& counters = (*run)->engine().counters();
        std::fprintf(stderr,
                     "%zu records in %.3f s: %.2f M/s, placed %llu canceled %llu fills %zu filled %llu rejected %llu refused %llu "
                     "replaces %llu queue %.3f uptime %.3f touch %.3f pnl %s digest %s\n",
                     ticks.records, seconds, static_cast<double>(ticks.records) / seconds * 1e-6,
                     (unsigned long long)activity.placed, (unsigned long long)activity.canceled, record.fills.size(),
                     (unsigned long long)activity.filledOrders, (unsigned long long)activity.rejected,
                     (unsigned long long)activity.refused, (unsigned long long)counters.replacesSent,
                     activity.queueAheadSum / static_cast<double>(activity.queueAheadCount),
                     activity.bothSides.toSeconds() / activity.watched.toSeconds(),
                     activity.atTouch.toSeconds() / activity.watched.toSeconds(),
                     record.equity.empty() ? "none" : record.equity.back().pnl.total.toString(4).c_str(), record.digest.c_str());
    }
    return 0;
}
