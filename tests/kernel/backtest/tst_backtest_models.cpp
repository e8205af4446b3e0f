#include "kernel/backtest/bar_run.h"
#include "kernel/backtest/models.h"
#include "kernel/backtest/venue_config.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::backtest;

/// Parameters of the models and latency tables.
class tst_backtest_models : public QObject {
    Q_OBJECT

private slots:
    void oneDeclarationGivesJsonAndBack()
    {
        BacktestModels models;
        QVERIFY(setFromText(models, "queue_model", "log2"));
        QVERIFY(setFromText(models, "maker_fee", "-0.25"));
        QVERIFY(setFromText(models, "entry_latency", "1.5"));
        QCOMPARE(models.queueModel, QueueKind::Log2);
        const auto read = readParams<BacktestModels>(writeParams(models));
        QVERIFY(read);
        QVERIFY(*read == models);
    }

    void everyQueueModelHasItsOwnName()
    {
        for (std::size_t i = 0; i < BacktestModels::kQueueModels.size(); ++i) {
            BacktestModels models;
            QVERIFY(setFromText(models, "queue_model", BacktestModels::kQueueModels[i].key));
            QCOMPARE(static_cast<std::size_t>(models.queueModel), i);
        }
        BacktestModels models;
        QVERIFY(setFromText(models, "queue_model", "risk_averse"));
        QCOMPARE(models.queueModel, QueueKind::RiskAverse);
    }

    void modelsBecomeTheVenuesSettings()
    {
        RunSetup setup;
        setup.models.makerFee = -0.5;
        setup.models.takerFee = 4.5;
        setup.models.entryLatency = 1.25;
        setup.models.partialFills = false;
        const sim::SimVenueConfig config = venueConfigOf(setup);
        QCOMPARE(config.fees.makerPpm, -50);
        QCOMPARE(config.fees.takerPpm, 450);
        QCOMPARE(config.latency.entry.base.ns, std::int64_t(1'250'000));
        QCOMPARE(config.fills, sim::FillMode::Whole);
    }

    void makersNeverPayMoreThanTakers()
    {
        QVERIFY(!readParams<BacktestModels>(R"({"maker_fee": 6, "taker_fee": 5})"));
        QVERIFY(!readParams<BacktestModels>(R"({"quote_balance": 0, "base_balance": 0})"));
    }

    void aFeeFinerThanWhatIsChargedIsRefused()
    {
        QVERIFY(readParams<BacktestModels>(R"({"maker_fee": 1.23, "taker_fee": 4.57})"));
        QVERIFY(readParams<BacktestModels>(R"({"maker_fee": -0.01})"));
        QVERIFY(!readParams<BacktestModels>(R"({"maker_fee": 0.004})")); // it would cost nothing
        QVERIFY(!readParams<BacktestModels>(R"({"taker_fee": 4.575})"));
        QVERIFY(readParams<BarModels>(R"({"taker_fee": 7.5})"));
        QVERIFY(!readParams<BarModels>(R"({"taker_fee": 7.505})"));
    }

    void latencyTablesAreReadWithTheirTitles()
    {
        const auto rows = readLatencyTable("req,exch,resp\n100,150,210\n\n# slow\r\n1000, 1100 ,1300\r\n");
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t(2));
        QCOMPARE((*rows)[1].exchange.ns, std::int64_t(1'100));
        QCOMPARE((*rows)[1].response.ns, std::int64_t(1'300));
    }

    void wrongLatencyTablesAreRefusedByLine()
    {
        const auto sentence = [](std::string_view text) {
            const auto rows = readLatencyTable(text);
            return rows ? std::string() : rows.error().detail;
        };
        QVERIFY(sentence("100,150,210\n100,x,210\n").find("Line 2") != std::string::npos);
        QVERIFY(sentence("100,150,210\n200,250\n").find("Line 2") != std::string::npos);
        QVERIFY(sentence("100,150,210\n200,250,260,7\n").find("Line 2") != std::string::npos);
        QVERIFY(sentence("100,90,210\n").find("backwards") != std::string::npos);
        QVERIFY(sentence("100,150,210\n90,160,220\n").find("older") != std::string::npos);
        QVERIFY(!sentence("").empty());
        QVERIFY(!sentence("req,exch,resp\n").empty());
    }
};

MAKER_TEST(tst_backtest_models)
#include "tst_backtest_models.moc"
