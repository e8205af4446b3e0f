#include "search_rig.h"
#include "support/maker_test.h"

#include <QDir>

#include <set>

using namespace maker;
using namespace maker::search;

class tst_search_plan : public QObject {
    Q_OBJECT

private slots:
    void aPlanIsRead()
    {
        const Plan plan = test::planFrom(test::kPlan);
        QCOMPARE(plan.name, std::string("small"));
        QCOMPARE(plan.seed, 5U);
        QCOMPARE(plan.method, Method::Grid);
        QCOMPARE(windowCount(plan), 3U);
        QCOMPARE(plan.axes[0].values, (std::vector<std::string>{"5", "20", "60"}));
        QCOMPARE(plan.axes[1].values, (std::vector<std::string>{"5", "25", "45"}));
        QCOMPARE(itemCount(plan), 9U);
        QCOMPARE(canonicalText(plan), canonicalText(test::planFrom(test::kPlan)));
    }

    void aWrittenPlanIsReadAsTheSame()
    {
        Plan plan = test::planFrom(QByteArray(test::kPlan).replace("\"small\"", "\"a \\\"small\\\" one\""));
        plan.symbol = "BTCUSDT";
        plan.method = Method::Random;
        plan.from = {1'700'000'000'123'456'789};
        plan.axes.push_back({"models.queue_model", {"risk_averse", "log"}});
        plan.axes.push_back({"models.entry_latency", {"0.5", "20"}});
        const auto again = parsePlan(planJson(plan));
        QVERIFY2(again, again ? "" : again.error().detail.c_str());
        QCOMPARE(canonicalText(*again), canonicalText(plan));
        QCOMPARE(planJson(*again), planJson(plan));
    }

    void anAxisMayBeAModel()
    {
        QByteArray text = test::kPlan;
        text.replace("\"axes\": [", "\"axes\": [{\"key\": \"models.queue_model\", \"values\": [\"risk_averse\", \"log\"]}, ");
        const Plan plan = test::planFrom(text);
        QCOMPARE(itemCount(plan), 18U);
        const Settings first = settingsAt(plan, positionOf(plan, 0)).value();
        const Settings last = settingsAt(plan, positionOf(plan, 17)).value();
        QVERIFY(first.models.find("\"queue_model\":\"risk_averse\"") != std::string::npos);
        QVERIFY(last.models.find("\"queue_model\":\"log\"") != std::string::npos);
        // What the axis does not set stays as the plan has it.
        QVERIFY(last.models.find("\"base_balance\":1000") != std::string::npos);
        text.replace("models.queue_model", "models.queue_modle");
        const auto wrong = parsePlan(text.toStdString());
        QVERIFY(!wrong && wrong.error().detail.find("models.queue_modle") != std::string::npos);
    }

    void thePlansThatComeAlongAreGood()
    {
        const QDir plans(QStringLiteral(MAKERDESK_SOURCE_DIR "/resources/plans"));
        const QStringList names = plans.entryList({"*.json"});
        QVERIFY(!names.isEmpty());
        for (const QString& name : names) {
            const auto plan = parsePlan(test::bytesOf(plans.filePath(name)).toStdString());
            QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
            QVERIFY(itemCount(*plan) > 1);
        }
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("names");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("[{") << QString("not valid JSON");
        QTest::newRow("unknown member") << QByteArray("\"seed\"") << QByteArray("\"sead\"") << QString("sead");
        QTest::newRow("unknown strategy") << QByteArray("pure_market_making") << QByteArray("nothing") << QString("strategy");
        QTest::newRow("unknown parameter") << QByteArray("order_size") << QByteArray("odrer_size") << QString("odrer_size");
        QTest::newRow("unknown axis") << QByteArray("bid_spread") << QByteArray("bid_sprad") << QString("bid_sprad");
        QTest::newRow("value out of range") << QByteArray("[5, 20, 60]") << QByteArray("[5, -20]") << QString("bid_spread");
        QTest::newRow("no values") << QByteArray("[5, 20, 60]") << QByteArray("[]") << QString("bid_spread");
        QTest::newRow("a list as value") << QByteArray("[5, 20, 60]") << QByteArray("[[5]]") << QString("bid_spread");
        QTest::newRow("falling range") << QByteArray("\"to\": 45") << QByteArray("\"to\": 1") << QString("ask_spread");
        QTest::newRow("no step") << QByteArray("\"step\": 20") << QByteArray("\"step\": 0") << QString("ask_spread");
        QTest::newRow("twice") << QByteArray("\"ask_spread\"") << QByteArray("\"bid_spread\"") << QString("twice");
        QTest::newRow("no data") << QByteArray("[\"market\"]") << QByteArray("[]") << QString("data");
        QTest::newRow("data twice") << QByteArray("[\"market\"]") << QByteArray("[\"market\", \"market\"]") << QString("twice");
        QTest::newRow("objective") << QByteArray("\"pnl\"") << QByteArray("\"luck\"") << QString("objective");
        QTest::newRow("folds") << QByteArray("\"folds\": 2") << QByteArray("\"folds\": -1") << QString("folds");
        QTest::newRow("method") << QByteArray("\"folds\": 2") << QByteArray("\"method\": \"magic\"") << QString("method");
        QTest::newRow("model") << QByteArray("entry_latency") << QByteArray("entry_lateness") << QString("entry_lateness");
        QTest::newRow("time") << QByteArray("\"folds\": 2") << QByteArray("\"from\": \"yesterday\"") << QString("from");
        QTest::newRow("order of times") << QByteArray("\"folds\": 2")
                                        << QByteArray(R"("from": "2026-02-02", "to": "2026-02-01")") << QString("from");
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, names);
        QByteArray text = test::kPlan;
        text.replace(from, to);
        const auto plan = parsePlan(text.toStdString());
        QVERIFY(!plan);
        QVERIFY2(QString::fromStdString(plan.error().detail).contains(names), plan.error().detail.c_str());
    }

    void theGridHoldsEveryCombinationOnce()
    {
        const Plan plan = test::planFrom(test::kPlan);
        std::set<std::string> seen;
        for (std::uint64_t item = 0; item < itemCount(plan); ++item)
            seen.insert(settingsAt(plan, positionOf(plan, item)).value().params);
        QCOMPARE(seen.size(), 9U);
    }

    void aDrawDependsOnItsNumberAlone()
    {
        Plan plan = test::planFrom(test::kPlan);
        plan.method = Method::Random;
        plan.trials = 200;
        const auto tenth = positionOf(plan, 10);
        std::set<std::vector<std::size_t>> seen;
        for (std::uint64_t item = 0; item < plan.trials; ++item)
            seen.insert(positionOf(plan, item));
        QCOMPARE(seen.size(), 9U); // 200 draws of 9 combinations miss none
        QCOMPARE(positionOf(plan, 10), tenth);
        Plan other = plan;
        other.seed = 6;
        int equal = 0;
        for (std::uint64_t item = 0; item < plan.trials; ++item)
            equal += positionOf(plan, item) == positionOf(other, item) ? 1 : 0;
        QVERIFY(equal < 60);
    }
};

MAKER_TEST(tst_search_plan)
#include "tst_search_plan.moc"
