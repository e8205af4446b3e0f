#include "kernel/backtest/fee_tiers.h"
#include "kernel/backtest/models.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

namespace {

Money money(const char* text)
{
    return Money::parse(text).value();
}

} // namespace

/// Fees that fall with the traded volume.
class tst_fee_tiers : public QObject {
    Q_OBJECT

private slots:
    void tiersAreReadAsTheyAreWritten()
    {
        const auto tiers = backtest::readFeeTiers("1000000:0.5:4, 5000000.25:-0.25:3.5");
        QVERIFY2(tiers, tiers ? "" : tiers.error().detail.c_str());
        QCOMPARE(tiers->size(), std::size_t{2});
        QCOMPARE(tiers->at(0).volume, money("1000000"));
        QCOMPARE(tiers->at(0).makerPpm, 50);
        QCOMPARE(tiers->at(0).takerPpm, 400);
        QCOMPARE(tiers->at(1).volume, money("5000000.25"));
        QCOMPARE(tiers->at(1).makerPpm, -25);
        QCOMPARE(tiers->at(1).takerPpm, 350);
        QVERIFY(backtest::readFeeTiers("")->empty());
        QVERIFY(backtest::readFeeTiers("  ")->empty());
    }

    void whatIsNoTierIsRefusedWithASentence_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* wrong : {"x", "1000", "1000:1", "1000:1:2:3", "1000:2:1", "-1000:1:2", "0:1:2", "1000:nan:2", "1000:1:1e9",
                 "1000:0.001:2", "1000:1:2,", ",1000:1:2", "2000:1:2,1000:0:2", "1000:1:2,1000:0:2", "1e3:1:2"})
            QTest::newRow(wrong) << QString(wrong);
    }
    void whatIsNoTierIsRefusedWithASentence()
    {
        QFETCH(QString, text);
        const auto tiers = backtest::readFeeTiers(text.toStdString());
        QVERIFY(!tiers);
        QVERIFY(tiers.error().detail.ends_with('.'));
        QVERIFY(!readParams<backtest::BacktestModels>("{\"fee_tiers\":\"" + text.toStdString() + "\"}"));
    }

    /// The first fills pay 1 bp; once 30 USDT were traded the maker is paid half of one. The volume before a trade decides.
    void aFillPaysTheRateOfTheVolumeTradedBeforeIt()
    {
        backtest::RunSetup setup = plainSetup();
        setup.models.feeAsset = backtest::FeeChoice::Quote;
        setup.models.makerFee = 1.0;
        setup.models.feeTiers = "30:-0.5:5";
        setup.models.feeTierDays = 0;
        auto run = makeRun(std::move(setup), randomMarket(4, 8'000).source());
        const RunRecord record = toEnd(*run);
        Money volume;
        std::size_t rebates = 0;
        for (const RunFill& fill : record.fills) {
            QVERIFY(fill.fill.isMaker);
            const bool above = volume >= money("30");
            QCOMPARE(fill.fill.fee.money.sign(), above ? -1 : 1);
            rebates += above ? 1 : 0;
            volume += fill.notional;
        }
        QVERIFY(rebates > 20 && record.fills.size() > rebates + 3);
        for (const EquityPoint& point : record.equity) {
            const PnlParts& pnl = point.pnl;
            QCOMPARE(pnl.spread + pnl.inventory + pnl.fees + pnl.rebates, pnl.total);
        }
        QVERIFY(record.equity.back().pnl.rebates.sign() > 0 && record.equity.back().pnl.fees.sign() < 0);
    }
};

MAKER_TEST(tst_fee_tiers)
#include "tst_fee_tiers.moc"
