// bench_window DIR [SECONDS] [PAIRS]: what the window costs the path from tick to order. The same desk under 20,000 messages a
// second, in turns without a window, with one, and with one whose thread stands still.
#include "bench/support/figure.h"
#include "bench/window/loaded_desk.h"
#include "platform/thread_priority.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

namespace {

using namespace maker;

struct Turn {
    double p50 = 0.0;
    double p99 = 0.0;
    std::size_t orders = 0;
    double uiShare = 0.0;   ///< of one core
    double worstGapMs = 0.0; ///< longest time in which the window's thread ran no event
};

double threadSeconds()
{
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

/// Runs the event loop; returns the longest gap between two beats of a 5 ms timer, in ms.
double runEvents(double seconds)
{
    QEventLoop loop;
    QElapsedTimer sinceBeat;
    sinceBeat.start();
    qint64 worst = 0;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, [&] { worst = std::max(worst, sinceBeat.nsecsElapsed()), sinceBeat.restart(); });
    beat.start(5);
    QTimer::singleShot(static_cast<int>(seconds * 1'000.0), &loop, &QEventLoop::quit);
    loop.exec();
    return static_cast<double>(worst) * 1e-6;
}

Turn measured(bench::LoadedDesk& desk, double seconds, bool frozen)
{
    Turn turn;
    desk.takeLatencies();
    const double before = threadSeconds();
    if (frozen)
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    else
        turn.worstGapMs = runEvents(seconds);
    turn.uiShare = (threadSeconds() - before) / seconds;
    const std::vector<double> latencies = desk.takeLatencies();
    turn.orders = latencies.size();
    turn.p50 = bench::quantile(latencies, 0.5);
    turn.p99 = bench::quantile(latencies, 0.99);
    return turn;
}

struct Sums {
    std::vector<double> closedP50, closedP99, openP50, openP99, frozenP50, frozenP99;
    std::vector<double> open50, open99, frozen50, frozen99, uiShare, gaps;
    std::size_t fewestOrders = 1'000'000;
};

void pair(bench::LoadedDesk& desk, double seconds, bool windowFirst, Sums& sums)
{
    Turn closed;
    if (!windowFirst)
        closed = measured(desk, seconds, false);
    Turn open;
    Turn frozen;
    {
        MainWindow window(desk, {});
        window.resize(1'920, 1'080);
        window.show();
        runEvents(0.5); // laid out, fonts loaded, waiting rows shown
        open = measured(desk, seconds, false);
        frozen = measured(desk, seconds, true);
        runEvents(0.2);
    }
    runEvents(0.1);
    if (windowFirst)
        closed = measured(desk, seconds, false);
    sums.closedP50.push_back(closed.p50);
    sums.closedP99.push_back(closed.p99);
    sums.openP50.push_back(open.p50);
    sums.openP99.push_back(open.p99);
    sums.frozenP50.push_back(frozen.p50);
    sums.frozenP99.push_back(frozen.p99);
    sums.open50.push_back(open.p50 / closed.p50);
    sums.open99.push_back(open.p99 / closed.p99);
    sums.frozen50.push_back(frozen.p50 / closed.p50);
    sums.frozen99.push_back(frozen.p99 / closed.p99);
    sums.uiShare.push_back(open.uiShare);
    sums.gaps.push_back(open.worstGapMs);
    sums.fewestOrders = std::min({sums.fewestOrders, closed.orders, open.orders, frozen.orders});
}

/// The ratio is the median of the pairs' ratios, so that a slow minute of the machine meets both sides.
void report(const char* name, const std::vector<double>& ours, const std::vector<double>& floor, const std::vector<double>& ratios,
            double goal, const char* goalText)
{
    const double ratio = bench::median(ratios);
    const double base = bench::median(floor) / 1e3;
    bench::print({name, base * ratio, "us", base, goalText, ratio <= goal});
    std::fprintf(stderr, "%s: median %.1f us against %.1f us, ratios of the pairs %.2f to %.2f\n", name, bench::median(ours) / 1e3, base,
                 bench::quantile(ratios, 0.0), bench::quantile(ratios, 1.0));
}

} // namespace

int main(int argc, char** argv)
{
    const std::string folder = (argc > 1 ? std::string(argv[1]) : std::string(".")) + "/window";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 10.0;
    const int pairs = argc > 3 ? std::atoi(argv[3]) : 7;
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    std::filesystem::create_directories(folder, ignored);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    auto desk = bench::LoadedDesk::start(folder);
    if (!desk) {
        std::fprintf(stderr, "usage: bench_window DIR [SECONDS] [PAIRS]\n");
        return 2;
    }
    paintBehindTrading(); // as the terminal does once its session runs
    runEvents(2.0);
    Sums sums;
    for (int i = 0; i < pairs; ++i)
        pair(*desk, seconds, i % 2 == 1, sums);
    if (sums.fewestOrders < static_cast<std::size_t>(seconds * 50.0)) {
        std::fprintf(stderr, "bench_window: only %zu orders in a turn, the strategy does not quote\n", sums.fewestOrders);
        return 1;
    }
    report("tick to gateway, window open against closed, p50", sums.openP50, sums.closedP50, sums.open50, 1.10, "<= 1.10");
    report("tick to gateway, window open against closed, p99", sums.openP99, sums.closedP99, sums.open99, 1.5, "<= 1.5");
    report("tick to gateway, window frozen against closed, p50", sums.frozenP50, sums.closedP50, sums.frozen50, 1.10, "<= 1.10");
    report("tick to gateway, window frozen against closed, p99", sums.frozenP99, sums.closedP99, sums.frozen99, 1.5, "<= 1.5");
    const double share = 100.0 * bench::median(sums.uiShare);
    bench::print({"window thread at 20000 messages/s", share, "% of core", 30.0, "< 30", share < 30.0});
    const double gap = bench::quantile(sums.gaps, 1.0);
    bench::print({"window thread, longest stall", gap, "ms", 50.0, "<= 50", gap <= 50.0});
    std::fprintf(stderr, "market messages that found the ring full: %llu; fewest orders in a turn: %zu\n",
                 static_cast<unsigned long long>(desk->overflows()), sums.fewestOrders);
    desk.reset();
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
