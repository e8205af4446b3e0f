#include "app/cli/backtest_report.h"
#include "app/cli/backtest_request.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

#include <algorithm>

using namespace maker;
using namespace maker::cli;
using namespace maker::test;

/// What was typed, and what is written.
class tst_backtest_command : public QObject {
    Q_OBJECT

    static std::string refusal(BacktestRequest request)
    {
        const auto setup = backtestSetup(request);
        return setup ? std::string() : setup.error().detail;
    }

private slots:
    void shortOptionsAreSettingsOfTheModels()
    {
        BacktestRequest request;
        request.strategies = {"join_touch"};
        request.settings = {"order_size=0.5", "max_position=2"};
        request.latency = "1.5,2.5";
        request.queue = "power2:1.5";
        request.fees = "-0.5,4";
        request.models = {"base_balance=7"};
        request.from = "2024-08-08T12:30:00";
        const auto setup = backtestSetup(request);
        QVERIFY(setup);
        QCOMPARE(setup->models.entryLatency, 1.5);
        QCOMPARE(setup->models.responseLatency, 2.5);
        QCOMPARE(setup->models.queueModel, QueueKind::Power2);
        QCOMPARE(setup->models.queuePower, 1.5);
        QCOMPARE(setup->models.makerFee, -0.5);
        QCOMPARE(setup->models.takerFee, 4.0);
        QCOMPARE(setup->models.baseBalance, 7.0);
        QVERIFY(setup->strategies.front().params.find("\"order_size\":0.5") != std::string::npos);
        QCOMPARE(setup->from.ns, std::int64_t(1'723'120'200'000'000'000));
    }

    void severalStrategiesHaveTheirOwnInstrumentsAndSettings()
    {
        BacktestRequest request;
        request.symbol = "BTCUSDT";
        request.strategies = {"join_touch", "pure_market_making@ETHUSDT", "join_touch@ETHUSDT"};
        request.settings = {"1.order_size=0.5", "1.max_position=2", "3.order_size=0.25", "3.max_position=1"};
        const auto setup = backtestSetup(request);
        QVERIFY2(setup, setup ? "" : setup.error().detail.c_str());
        QCOMPARE(setup->strategies.size(), std::size_t{3});
        QCOMPARE(setup->strategies[0].symbol, std::string("BTCUSDT"));
        QCOMPARE(setup->strategies[1].symbol, std::string("ETHUSDT"));
        QVERIFY(setup->strategies[0].params.find("\"order_size\":0.5") != std::string::npos);
        QVERIFY(setup->strategies[2].params.find("\"order_size\":0.25") != std::string::npos);
        for (const char* wrong : {"order_size=0.5", "0.order_size=1", "4.order_size=1", "2.ticks_behind=1", "x.order_size=1"}) {
            request.settings = {wrong};
            QVERIFY2(!backtestSetup(request), wrong);
        }
        request.settings = {};
        request.strategies = {"join_touch", "magic@ETHUSDT"};
        QVERIFY(refusal(request).find("magic") != std::string::npos);
    }

    void wrongRequestsAreRefusedWithASentence()
    {
        BacktestRequest good;
        good.strategies = {"join_touch"};
        QCOMPARE(refusal(good), std::string());
        BacktestRequest request = good;
        request.strategies = {"magic"};
        QVERIFY(refusal(request).find("pure_market_making") != std::string::npos);
        request = good;
        request.settings = {"no_such=1"};
        QVERIFY(refusal(request).find("no_such") != std::string::npos);
        request = good;
        request.fees = "3";
        QVERIFY(refusal(request).find("--fees") != std::string::npos);
        request.fees = "1,5,BNB";
        QVERIFY(refusal(request).find("--fees") != std::string::npos);
        request.fees = "1,5,BNB@600";
        QCOMPARE(refusal(request), std::string());
        QCOMPARE(backtestSetup(request)->models.feeToken, std::string("BNB"));
        QCOMPARE(backtestSetup(request)->models.feeTokenPrice, 600.0);
        request = good;
        request.latency = "/no/such/file";
        QVERIFY(refusal(request).find("/no/such/file") != std::string::npos);
        request = good;
        request.queue = "guess";
        QVERIFY(refusal(request).find("risk_averse") != std::string::npos);
        request = good;
        request.from = "2024-08-09";
        request.to = "2024-08-08";
        QVERIFY(refusal(request).find("--to") != std::string::npos);
        request.to = "soon";
        QVERIFY(refusal(request).find("soon") != std::string::npos);
        request = good;
        request.data = {"/no/such/recording.gz"};
        QVERIFY(!recordingsOf(request)({}));
    }

    void momentsMayBeDatesOrNumbers()
    {
        const std::int64_t noon = 1'723'118'400;
        for (const char* text : {"2024-08-08T12:00:00", "2024-08-08 12:00", "2024-08-08T12:00:00Z", "1723118400",
                                 "1723118400000", "1723118400000000", "1723118400000000000"}) {
            const auto moment = parseMoment(text);
            QVERIFY2(moment.has_value(), text);
            QCOMPARE(moment->ns, noon * 1'000'000'000);
        }
        QCOMPARE(parseMoment("2024-08-08T12:00:00.25Z")->ns, noon * 1'000'000'000 + 250'000'000); // as in a plan
        QCOMPARE(parseMoment("2024-08-08")->ns, (noon - 43'200) * 1'000'000'000);
        for (const char* text : {"2024-13-01", "2024-02-30", "2024-08", "2024-08-08T25:00", "x", "2024-08-08T12:00:00 x",
                                 "2024-8-8", "2024-08-08T12", "2024", "20240808", "1", "10000000000000000", "99999999999999999999", "-5", "99999-01-01",
                                 "9999-01-01", "2262-05-01", "1969-12-31"})
            QVERIFY2(!parseMoment(text), text);
    }

    void filesHoldALineForEachFillAndEachPoint()
    {
        BacktestOutcome outcome;
        outcome.setup = plainSetup();
        outcome.setup.riskLimits = "{}";
        auto run = makeRun(outcome.setup, randomMarket(4).source());
        outcome.record = toEnd(*run);
        outcome.statistics = statisticsOf(outcome.record);
        outcome.seconds = 1.0;
        const std::string fills = fillsCsv(outcome.record);
        QCOMPARE(static_cast<std::size_t>(std::ranges::count(fills, '\n')), outcome.record.fills.size() + 1);
        const std::string equity = equityCsv(outcome.record);
        QCOMPARE(static_cast<std::size_t>(std::ranges::count(equity, '\n')), outcome.record.equity.size() + 1);
        // Every line has as many fields as the first.
        const auto commas = [](const std::string& text, std::size_t from) {
            return std::count(text.begin() + static_cast<std::ptrdiff_t>(from),
                              text.begin() + static_cast<std::ptrdiff_t>(text.find('\n', from)), ',');
        };
        QCOMPARE(commas(fills, fills.find('\n') + 1), commas(fills, 0));
        QVERIFY(toJson(outcome).find("\"digest\":\"" + outcome.record.digest + '"') != std::string::npos);
        QVERIFY(toText(outcome).find("Digest") != std::string::npos);
    }
};

MAKER_TEST(tst_backtest_command)
#include "tst_backtest_command.moc"
