#include "kernel/book/queue_estimator.h"
#include "support/maker_test.h"
#include "support/queue_tape.h"

#include <algorithm>

using namespace maker;
using namespace maker::test;

namespace {

constexpr std::array kKinds{QueueKind::RiskAverse, QueueKind::Power, QueueKind::Power2, QueueKind::Power3, QueueKind::Log,
    QueueKind::Log2};

bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

Timestamp at(std::int64_t ms) { return Timestamp::fromMillis(ms); }

} // namespace

class tst_queue_model : public QObject {
    Q_OBJECT
private slots:
    void cancelsSplitByTheFormulaOfTheModel()
    {
        // 30 ahead, 10 behind.
        QVERIFY(near((QueueModel{QueueKind::RiskAverse, 1.0}.behindShare(30, 10)), 1.0));
        QVERIFY(near((QueueModel{QueueKind::Power, 1.0}.behindShare(30, 10)), 0.25));
        QVERIFY(near((QueueModel{QueueKind::Power, 2.0}.behindShare(30, 10)), 0.1));
        QVERIFY(near((QueueModel{QueueKind::Power2, 2.0}.behindShare(30, 10)), 0.0625));
        QVERIFY(near((QueueModel{QueueKind::Power3, 3.0}.behindShare(30, 10)), 1.0 - 27.0 / 64.0));
        // Logarithms are of whole units: 100 counts are one here.
        const QueueModel log{QueueKind::Log, 1.0, 100.0};
        QVERIFY(near(log.behindShare(300, 100), std::log(2.0) / (std::log(2.0) + std::log(4.0))));
        const QueueModel log2{QueueKind::Log2, 1.0, 100.0};
        QVERIFY(near(log2.behindShare(300, 100), std::log(2.0) / std::log(5.0)));
    }

    void atTheEndsOfAQueueEveryModelAgrees()
    {
        for (const QueueKind kind : kKinds) {
            const QueueModel model{kind, 3.0};
            QCOMPARE(model.behindShare(0.0, 10.0), 1.0);
            QCOMPARE(model.behindShare(0.0, 0.0), 1.0);
            QCOMPARE(model.behindShare(10.0, 0.0), kind == QueueKind::RiskAverse ? 1.0 : 0.0);
        }
    }

    void tradesAdvanceUsAndAreNotTakenFromTheDepthAgain()
    {
        const QueueModel model;
        QueuePosition position;
        position.start(50);
        position.onLevelChange(50, 80, model); // 30 join behind
        QCOMPARE(position.ahead, 50.0);
        QCOMPARE(position.behind, 30.0);
        QCOMPARE(position.onTrade(20), 0.0);
        QCOMPARE(position.ahead, 30.0);
        position.onLevelChange(80, 60, model); // the same 20
        QCOMPARE(position.ahead, 30.0);
        QCOMPARE(position.behind, 30.0);
        position.onTrade(10);
        position.onLevelChange(60, 40, model); // 10 traded, 10 canceled: 20 ahead, 30 behind, so 4 of them ahead
        QVERIFY(near(position.ahead, 16.0));
        QVERIFY(near(position.behind, 24.0));
    }

    void whatATradeLeavesReachesUs()
    {
        QueuePosition position;
        position.start(5);
        QCOMPARE(position.onTrade(5), 0.0);
        QCOMPARE(position.onTrade(3), 3.0);
        QCOMPARE(position.ahead, 0.0);
    }

    void aRiskAverseModelMovesOnTradesOnlyUntilTheLevelIsShorterThanTheQueue()
    {
        const QueueModel model{QueueKind::RiskAverse};
        QueuePosition position;
        position.start(50);
        position.onLevelChange(50, 60, model);
        position.onLevelChange(60, 52, model);
        QCOMPARE(position.ahead, 50.0);
        position.onLevelChange(52, 20, model);
        QCOMPARE(position.ahead, 20.0);
        QCOMPARE(position.behind, 0.0);
    }

    void aRemovedLevelLeavesNobodyAround()
    {
        for (const QueueKind kind : kKinds) {
            QueuePosition position;
            position.start(50);
            position.onLevelChange(50, 0, {kind});
            QCOMPARE(position.ahead, 0.0);
            QCOMPARE(position.behind, 0.0);
            position.onLevelChange(0, 40, {kind}); // whoever comes now is behind us
            QCOMPARE(position.ahead, 0.0);
            QCOMPARE(position.behind, 40.0);
        }
    }

    void aCancelLargerThanWhatIsBehindComesFromAhead()
    {
        QueuePosition position;
        position.start(50);
        position.onLevelChange(50, 60, {}); // 50 and 10
        position.onLevelChange(60, 5, {QueueKind::Power3, 3.0});
        QVERIFY(near(position.ahead + position.behind, 5.0));
        QVERIFY(position.ahead >= 0.0 && position.behind >= 0.0);
    }

    void aheadAndBehindAlwaysMakeUpTheLevel()
    {
        for (const QueueKind kind : kKinds) {
            for (std::uint64_t seed = 1; seed <= 20; ++seed) {
                std::mt19937_64 random(seed);
                const auto draw = [&](int most) { return static_cast<double>(random() % static_cast<unsigned>(most)); };
                const QueueModel model{kind, 0.5 + draw(6)};
                QueuePosition position;
                double level = draw(500);
                position.start(level);
                double lastAhead = position.ahead;
                for (int i = 0; i < 2000; ++i) {
                    if (random() % 3 == 0) {
                        position.onTrade(draw(60));
                    } else {
                        const double next = random() % 10 == 0 ? 0.0 : draw(500);
                        position.onLevelChange(level, next, model);
                        level = next;
                        QVERIFY(near(position.ahead + position.behind, level));
                    }
                    QVERIFY(position.ahead >= 0.0 && position.behind >= 0.0);
                    QVERIFY2(position.ahead <= lastAhead + 1e-9, "nobody gets in before us");
                    lastAhead = position.ahead;
                }
            }
        }
    }

    void theEstimateIsCloseToTheTruthWhereCancelsAreUniform()
    {
        std::vector<double> errors;
        std::vector<double> averse;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            TrueQueue queue(seed);
            for (int round = 0; round < 20; ++round) {
                queue.begin(20);
                QueuePosition position;
                QueuePosition pessimist;
                position.start(static_cast<double>(queue.level()));
                pessimist.start(static_cast<double>(queue.level()));
                for (int i = 0; i < 60 && queue.ahead() > 1; ++i) {
                    const TrueQueue::Step step = queue.step();
                    if (step.kind == TrueQueue::Kind::Trade) {
                        position.onTrade(static_cast<double>(step.qty));
                        pessimist.onTrade(static_cast<double>(step.qty));
                    }
                    const auto before = static_cast<double>(step.before);
                    const auto after = static_cast<double>(step.after);
                    position.onLevelChange(before, after, {QueueKind::Power, 1.0});
                    pessimist.onLevelChange(before, after, {QueueKind::RiskAverse});
                    if (step.after == 0)
                        continue;
                    errors.push_back(std::abs(position.ahead - static_cast<double>(queue.ahead())) / after);
                    averse.push_back(std::abs(pessimist.ahead - static_cast<double>(queue.ahead())) / after);
                }
            }
        }
        const auto median = [](std::vector<double>& values) {
            std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
            return values[values.size() / 2];
        };
        const double error = median(errors);
        qInfo("median error %.4f of the level over %zu steps, risk averse %.4f", error, errors.size(), median(averse));
        QVERIFY(errors.size() > 10'000);
        QVERIFY2(error < 0.15, qPrintable(QString::number(error)));
        QVERIFY2(error < median(averse), "the model must be worth its name");
    }

    void ourOwnQuantityIsTakenOutOfThePublicLevel()
    {
        QueueEstimator estimator{QueueModel{}};
        // The book of 100 ms is older than the order of 105 ms: its 40 are all others'.
        estimator.onAccepted("a", Side::Buy, {99}, {10}, at(105), {40}, at(100));
        QCOMPARE(estimator.estimate("a")->ahead, 40.0);
        estimator.onLevel(Side::Buy, {99}, {50}, at(110)); // 40 and our 10
        QCOMPARE(estimator.estimate("a")->ahead, 40.0);
        QCOMPARE(estimator.estimate("a")->behind, 0.0);
        estimator.onLevel(Side::Buy, {99}, {65}, at(120));
        QCOMPARE(estimator.estimate("a")->behind, 15.0);
        // A book as new as the order holds it already.
        estimator.onAccepted("b", Side::Sell, {101}, {5}, at(130), {20}, at(130));
        QCOMPARE(estimator.estimate("b")->ahead, 15.0);
    }

    void aBookWithoutOursIsAllOfOthers()
    {
        QueueEstimator estimator{QueueModel{}, false};
        estimator.onAccepted("a", Side::Buy, {99}, {10}, at(105), {40}, at(100));
        QCOMPARE(estimator.estimate("a")->ahead, 40.0);
        estimator.onLevel(Side::Buy, {99}, {40}, at(110)); // newer than the order, and still without it
        QCOMPARE(estimator.estimate("a")->ahead, 40.0);
        estimator.onTrade(Side::Sell, {99}, {15}); // not ours: it stood before us
        estimator.onLevel(Side::Buy, {99}, {25}, at(120));
        QCOMPARE(estimator.estimate("a")->ahead, 25.0);
        QCOMPARE(estimator.estimate("a")->behind, 0.0);
        // Of 30, 25 were ahead and 5 are ours, by the simulated venue's word; the level is without any of it.
        estimator.onTrade(Side::Sell, {99}, {30});
        estimator.onFill("a", {5});
        estimator.onLevel(Side::Buy, {99}, {0}, at(130));
        QCOMPARE(estimator.estimate("a")->ahead, 0.0);
        QCOMPARE(estimator.estimate("a")->behind, 0.0);
        estimator.onLevel(Side::Buy, {99}, {8}, at(140)); // all of it came after us
        QCOMPARE(estimator.estimate("a")->ahead, 0.0);
        QCOMPARE(estimator.estimate("a")->behind, 8.0);
    }

    void aTradeThatFillsUsTakesNothingFromThoseBehindTwice()
    {
        // 4 ahead, 2 of ours, 4 behind; 5 trade, 1 of them ours.
        for (const bool fillFirst : {false, true}) {
            QueueEstimator estimator{QueueModel{}};
            estimator.onAccepted("a", Side::Buy, {99}, {2}, at(10), {4}, at(9));
            estimator.onLevel(Side::Buy, {99}, {10}, at(20));
            QCOMPARE(estimator.estimate("a")->behind, 4.0);
            if (fillFirst)
                estimator.onFill("a", {1});
            estimator.onTrade(Side::Sell, {99}, {5});
            if (!fillFirst)
                estimator.onFill("a", {1});
            estimator.onLevel(Side::Buy, {99}, {5}, at(30));
            QCOMPARE(estimator.estimate("a")->ahead, 0.0);
            QCOMPARE(estimator.estimate("a")->behind, 4.0);
        }
    }

    void ordersThatAreDoneAreForgotten()
    {
        QueueEstimator estimator{QueueModel{}};
        estimator.onAccepted("a", Side::Buy, {99}, {2}, at(10), {4}, at(9));
        estimator.onAccepted("b", Side::Buy, {99}, {2}, at(10), {4}, at(9));
        estimator.onAccepted("b", Side::Buy, {98}, {7}, at(11), {1}, at(9)); // known already
        QCOMPARE(estimator.size(), std::size_t{2});
        estimator.onFill("a", {2});
        estimator.onGone("b");
        estimator.onGone("c");
        QVERIFY(estimator.empty());
        QVERIFY(!estimator.estimate("a"));
    }
};

MAKER_TEST(tst_queue_model)
#include "tst_queue_model.moc"
