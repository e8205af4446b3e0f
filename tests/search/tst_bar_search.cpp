#include "search_rig.h"
#include "kernel/backtest/bar_rig.h"
#include "kernel/statistics/statistics.h"
#include "search/merged.h"
#include "search/shard_text.h"
#include "support/maker_test.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace maker;
using namespace maker::search;

// Searches over bars go through the same engine: plans, windows, items and shards are those of order books.

namespace {

constexpr const char* kBarPlan = R"({
  "name": "bars", "seed": 5, "data": ["bars"], "strategy": "sma_cross",
  "params": {"size": 1}, "models": {"taker_fee": 1, "equity_interval": 3600}, "objective": "pnl", "folds": 3,
  "axes": [{"key": "fast", "values": [3, 5, 8]}, {"key": "slow", "from": 10, "to": 40, "step": 10}]})";

Recordings bars()
{
    return {{}, [sequence = test::sequenceOf(test::walk(9, 4'000))] { return sequence; }};
}

Plan planBy(Method method)
{
    Plan plan = test::planFrom(kBarPlan);
    plan.method = method;
    plan.trials = 6;
    plan.starts = 2;
    return plan;
}

QByteArray whole(const Plan& plan, const QString& directory, std::uint64_t count, unsigned threads)
{
    for (std::uint64_t index = 0; index < count; ++index) {
        auto work = test::workOf(plan, {index, count}, directory);
        work.recordings = bars();
        work.threads = threads;
        if (const auto done = runShard(work); !done)
            return QByteArray(done.error().detail.c_str());
    }
    const auto path = mergeShards(directory.toStdString());
    return path ? test::bytesOf(QString::fromStdString(*path)) : QByteArray(path.error().detail.c_str());
}

} // namespace

class tst_bar_search : public QObject {
    Q_OBJECT

private slots:
    void aPlanOfBarsIsReadAndWritten()
    {
        const Plan plan = test::planFrom(kBarPlan);
        QVERIFY(overBars(plan));
        QVERIFY(!overBars(test::planFrom(test::kPlan)));
        QCOMPARE(itemCount(plan), 12U);
        QCOMPARE(canonicalText(parsePlan(planJson(plan)).value()), canonicalText(plan));
        QVERIFY(plan.models.find("\"taker_fee\":1") != std::string::npos);
    }

    void whatBarsDoNotHaveIsRefused_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("names");
        QTest::newRow("a model of order books") << QByteArray("\"fast\"") << QByteArray("\"models.queue_model\"") << QString("queue_model");
        QTest::newRow("several recordings") << QByteArray("[\"bars\"]") << QByteArray("[\"bars\", \"more\"]") << QString("one recording of bars");
        QTest::newRow("a parameter of another strategy") << QByteArray("\"size\"") << QByteArray("\"order_size\"") << QString("order_size");
    }
    void whatBarsDoNotHaveIsRefused()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, names);
        const auto plan = parsePlan(QByteArray(kBarPlan).replace(from, to).toStdString());
        QVERIFY(!plan);
        QVERIFY2(QString::fromStdString(plan.error().detail).contains(names), plan.error().detail.c_str());
    }

    /// Every bar lies in one window; one that opens at the plan's end lies in none.
    void windowsShareTheBarsOut()
    {
        Plan plan = test::planFrom(kBarPlan);
        plan.from = test::kBegin + test::kMinute * 100;
        plan.to = test::kBegin + test::kMinute * 1'100;
        const auto windows = windowsOf(plan, bars()).value();
        QCOMPARE(windows.size(), std::size_t{4});
        const auto all = bars().bars().value();
        const auto asked = [&](const Candle& bar) { return bar.openTime >= plan.from && bar.openTime < plan.to; };
        std::vector<Candle> shared;
        for (const Window& window : windows) {
            const auto part = barsIn(bars().bars, window).value();
            QVERIFY(!part.bars->empty());
            shared.insert(shared.end(), part.bars->begin(), part.bars->end());
        }
        QCOMPARE(shared.size(), static_cast<std::size_t>(std::ranges::count_if(*all.bars, asked)));
        QVERIFY(std::ranges::all_of(shared, asked));
        QVERIFY(std::ranges::is_sorted(shared, {}, &Candle::openTime));
        plan.from = test::kBegin + test::kMinute * 900'000;
        plan.to = {};
        const auto none = windowsOf(plan, bars());
        QVERIFY(!none && none.error().detail.find("no bars") != std::string::npos);
    }

    void aTrialIsARunOverTheBarsOfItsWindow()
    {
        Plan plan = test::planFrom(kBarPlan);
        plan.axes.push_back({"models.taker_fee", {"0", "7"}});
        const auto windows = windowsOf(plan, bars()).value();
        const auto settings = settingsAt(plan, {1, 2, 1}).value();
        const auto trial = runTrial(plan, bars(), windows[2], 2, settings, [] { return false; }).value();
        backtest::BarSetup setup{plan.strategy, R"({"fast":5,"slow":30,"size":1})", {}};
        setup.models.takerFee = 7;
        const auto run = backtest::BarRun::make(barsIn(bars().bars, windows[2]).value(), setup).value();
        const RunRecord record = test::toEnd(*run);
        QVERIFY(record.fills.size() > 10);
        QCOMPARE(trial.digest, record.digest);
        QCOMPARE(trial.pnl, statisticsOf(record).pnl);
        QCOMPARE(trial.fills, record.fills.size());
    }

    void fourShardsEqualOne_data()
    {
        QTest::addColumn<int>("method");
        QTest::newRow("grid") << static_cast<int>(Method::Grid);
        QTest::newRow("random") << static_cast<int>(Method::Random);
        QTest::newRow("optimiser") << static_cast<int>(Method::Optimiser);
    }
    void fourShardsEqualOne()
    {
        QFETCH(int, method);
        const Plan plan = planBy(static_cast<Method>(method));
        QTemporaryDir one;
        QTemporaryDir four;
        const QByteArray single = whole(plan, one.path(), 1, 1);
        QVERIFY2(single.startsWith("{\"out_of_sample_pnl\":\""), single.constData());
        QVERIFY(single.contains("\"deflated_sharpe\":0."));
        QCOMPARE(whole(plan, four.path(), 4, 2), single);
    }

    void eachFoldChoosesInItsWindowAndIsJudgedInTheNext()
    {
        const Plan plan = planBy(Method::Grid);
        const auto windows = windowsOf(plan, bars()).value();
        std::vector<TrialRun> runs;
        for (std::uint64_t item = 0; item < itemCount(plan); ++item) {
            const auto some = runItem(plan, bars(), windows, item, [] { return false; }).value();
            runs.insert(runs.end(), some.begin(), some.end());
        }
        QCOMPARE(runs.size(), std::size_t{48});
        const auto folds = walkForward(runs, 4);
        QCOMPARE(folds.size(), std::size_t{3});
        for (std::uint32_t window = 0; window < folds.size(); ++window) {
            for (const TrialRun& run : runs)
                QVERIFY(run.window != window || *run.objective <= *folds[window].chosen->objective);
            QCOMPARE(folds[window].after->window, window + 1);
            QCOMPARE(folds[window].after->settings, folds[window].chosen->settings);
            QVERIFY(*folds[window].deflatedSharpe >= 0.0 && *folds[window].deflatedSharpe <= 1.0);
        }
    }

    void aCombinationThatARuleForbidsIsLeftOut()
    {
        Plan plan = test::planFrom(QByteArray(kBarPlan).replace("[3, 5, 8]", "[3, 20]"));
        const auto windows = windowsOf(plan, bars()).value();
        std::size_t run = 0;
        for (std::uint64_t item = 0; item < itemCount(plan); ++item)
            run += runItem(plan, bars(), windows, item, [] { return false; }).value().empty() ? 0 : 1;
        QCOMPARE(itemCount(plan), 8U);
        QCOMPARE(run, std::size_t{6}); // 20 is not faster than 10 and 20
    }
};

MAKER_TEST(tst_bar_search)
#include "tst_bar_search.moc"
