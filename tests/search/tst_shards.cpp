#include "search_rig.h"
#include "support/maker_test.h"
#include "search/merged.h"
#include "search/shard_text.h"

#include <QDir>
#include <QTemporaryDir>

#include <atomic>
#include <set>

using namespace maker;
using namespace maker::search;

// A search is a pure function of its plan: however it is cut up and interrupted, its bytes are the same.

namespace {

QByteArray mergedOf(const QString& directory)
{
    const auto path = mergeShards(directory.toStdString());
    return path ? test::bytesOf(QString::fromStdString(*path)) : QByteArray(path.error().detail.c_str());
}

QByteArray whole(const Plan& plan, const QString& directory, std::uint64_t count, unsigned threads = 1)
{
    for (std::uint64_t index = 0; index < count; ++index) {
        auto work = test::workOf(plan, {index, count}, directory);
        work.threads = threads;
        if (const auto done = runShard(work); !done)
            return QByteArray(done.error().detail.c_str());
    }
    return mergedOf(directory);
}

Plan planBy(Method method)
{
    Plan plan = test::planFrom(test::kPlan);
    plan.method = method;
    plan.trials = 8;
    plan.starts = 3;
    return plan;
}

} // namespace

class tst_shards : public QObject {
    Q_OBJECT

    QTemporaryDir m_root;

    QString folder(const char* name) const { return m_root.filePath(QString::fromLatin1(name)); }

private slots:
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
        const QByteArray single = whole(plan, one.path(), 1);
        QVERIFY2(single.contains("\"out_of_sample_pnl\":\""), single.constData());
        QCOMPARE(whole(plan, four.path(), 4, 2), single);
    }

    void parametersMakeADifference()
    {
        const Plan plan = planBy(Method::Grid);
        const auto windows = windowsOf(plan, test::randomMarkets()).value();
        QCOMPARE(windows.size(), 3U);
        std::set<std::string> digests;
        for (std::uint64_t item = 0; item < itemCount(plan); ++item) {
            const auto runs = runItem(plan, test::randomMarkets(), windows, item, [] { return false; }).value();
            for (const TrialRun& run : runs)
                digests.insert(run.digest);
        }
        QVERIFY2(digests.size() > 18, QByteArray::number(int(digests.size())).constData());
    }

    void anInterruptedShardGoesOnWhereItStopped()
    {
        const Plan plan = planBy(Method::Grid);
        const QString straight = folder("straight");
        const QString broken = folder("broken");
        const QByteArray expected = whole(plan, straight, 1);
        std::atomic<int> done{0};
        auto work = test::workOf(plan, {0, 1}, broken);
        work.progress = [&](const ShardProgress&) { ++done; };
        work.stopped = [&] { return done.load() >= 4; };
        const auto stopped = runShard(work);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Canceled);
        QVERIFY(mergedOf(broken).contains("no shards"));
        // What a killed process leaves of the line it was writing.
        QFile part(QDir(broken).filePath("shard-00000-of-00001.jsonl.part"));
        QVERIFY(part.open(QIODevice::Append));
        part.write("{\"item\":4,\"step\":0,\"win");
        part.close();
        int again = 0;
        auto rest = test::workOf(plan, {0, 1}, broken);
        rest.progress = [&](const ShardProgress&) { ++again; };
        QVERIFY(runShard(rest));
        QCOMPARE(again, 5);
        QCOMPARE(mergedOf(broken), expected);
        QVERIFY(!part.exists());
    }

    void aFinishedShardIsLeftAsItIs()
    {
        const Plan plan = planBy(Method::Grid);
        const QString directory = folder("finished");
        const QByteArray before = whole(plan, directory, 1);
        auto work = test::workOf(plan, {0, 1}, directory);
        work.progress = [](const ShardProgress&) { QFAIL("nothing was left to do"); };
        QVERIFY(runShard(work));
        QCOMPARE(mergedOf(directory), before);
    }

    void anotherPlanInTheSamePlaceIsRefused()
    {
        const QString directory = folder("mixed");
        Plan plan = planBy(Method::Grid);
        QVERIFY(runShard(test::workOf(plan, {0, 2}, directory)));
        plan.seed = 6;
        QVERIFY(!runShard(test::workOf(plan, {0, 2}, directory)));
        QVERIFY(runShard(test::workOf(plan, {1, 2}, directory)));
        QVERIFY(mergedOf(directory).contains("another plan"));
    }

    void gapsAndDoublesAreRefused()
    {
        const Plan plan = planBy(Method::Grid);
        const QString directory = folder("gaps");
        QVERIFY(runShard(test::workOf(plan, {0, 3}, directory)));
        QVERIFY(runShard(test::workOf(plan, {2, 3}, directory)));
        QVERIFY(mergedOf(directory).contains("missing: 1 of 3"));
        QVERIFY(QFile::copy(directory + "/shard-00002-of-00003.jsonl", directory + "/shard-00001-of-00003.jsonl"));
        QVERIFY2(mergedOf(directory).contains("twice"), mergedOf(directory).constData());
    }

    void aChangedByteIsFound()
    {
        const Plan plan = planBy(Method::Grid);
        const QString directory = folder("damaged");
        QVERIFY(whole(plan, directory, 1).startsWith('{'));
        const QString path = directory + "/shard-00000-of-00001.jsonl";
        const QByteArray good = test::bytesOf(path);
        int found = 0;
        int tried = 0;
        for (qsizetype at = 7; at < good.size(); at += 97, ++tried) {
            QByteArray bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 1);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bad);
            file.close();
            found += mergeShards(directory.toStdString()) ? 0 : 1;
        }
        QCOMPARE(found, tried);
        QVERIFY(tried > 50);
    }

    void theBestOfTrainingIsJudgedByTheWindowAfter()
    {
        const auto run = [](std::uint32_t window, const char* params, double objective, std::int64_t pnl) {
            TrialRun trial;
            trial.window = window;
            trial.settings.params = params;
            trial.objective = objective;
            trial.pnl = Money::fromDouble(static_cast<double>(pnl)).value();
            return trial;
        };
        const std::vector<TrialRun> runs{run(0, "a", 5, 5), run(1, "a", -3, -3), run(2, "a", 1, 1), run(0, "b", 4, 4),
            run(1, "b", 7, 7), run(2, "b", -2, -2), run(0, "c", 5, 5), run(1, "c", 1, 1), run(2, "c", 9, 9)};
        const auto folds = walkForward(runs, 3);
        QCOMPARE(folds.size(), 2U);
        QCOMPARE(folds[0].chosen->settings.params, std::string("a")); // the first of two equals
        QCOMPARE(folds[0].after->pnl.toString(0), std::string("-3"));
        QCOMPARE(folds[1].chosen->settings.params, std::string("b"));
        QCOMPARE(folds[1].after->pnl.toString(0), std::string("-2"));
        QVERIFY(mergedJson("{}", 3, runs).starts_with("{\"out_of_sample_pnl\":\"-5\""));
        QCOMPARE(trialCount(runs), 3U);
    }

    void theOptimiserFindsTheBestOfItsWindow()
    {
        Plan grid = planBy(Method::Grid);
        Plan plan = planBy(Method::Optimiser);
        plan.trials = 40;
        const auto windows = windowsOf(plan, test::randomMarkets()).value();
        double best = -1e300;
        for (std::uint64_t item = 0; item < itemCount(grid); ++item) {
            const auto settings = settingsAt(grid, positionOf(grid, item)).value();
            best = std::max(best, *runTrial(grid, test::randomMarkets(), windows[0], 0, settings, [] { return false; })->objective);
        }
        double found = -1e300;
        for (std::uint64_t item = 0; item < plan.starts; ++item) {
            const auto runs = runItem(plan, test::randomMarkets(), windows, item, [] { return false; }).value();
            for (const TrialRun& run : runs) {
                if (run.window == 0)
                    found = std::max(found, *run.objective);
            }
        }
        QCOMPARE(found, best);
    }
};

MAKER_TEST(tst_shards)
#include "tst_shards.moc"
