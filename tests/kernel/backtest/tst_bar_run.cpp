#include "kernel/statistics/statistics.h"
#include "tests/kernel/backtest/bar_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::backtest;
using namespace maker::test;

namespace {

std::string refusal(const BarSequence& sequence, const BarSetup& setup)
{
    const auto run = BarRun::make(sequence, setup);
    return run ? std::string() : run.error().detail;
}

} // namespace

/// Runs over bars whose outcome is counted by hand.
class tst_bar_run : public QObject {
    Q_OBJECT

private slots:
    /// Bought at 111.00 with a fee of 0.111, sold at 104.00 with a fee of 0.104.
    void whatACloseDecidesIsTradedAtTheNextOpen()
    {
        const RunRecord record = play(upAndDown(), quick());
        QCOMPARE(record.fills.size(), std::size_t(2));
        const Fill& bought = record.fills[0].fill;
        QVERIFY(bought.side == Side::Buy && !bought.isMaker);
        QCOMPARE(bought.price.count, std::int64_t(11'100));
        QCOMPARE(bought.qty.count, std::int64_t(1'000));
        QCOMPARE(bought.venueTime.ns, (kBegin + kMinute * 3).ns);
        QCOMPARE(bought.fee.money.toString(), std::string("0.111"));
        QCOMPARE(bought.fee.currency.str(), std::string("USDT"));
        const Fill& sold = record.fills[1].fill;
        QVERIFY(sold.side == Side::Sell);
        QCOMPARE(sold.price.count, std::int64_t(10'400));
        QCOMPARE(sold.fee.money.toString(), std::string("0.104"));
        const PnlParts& pnl = record.equity.back().pnl;
        QCOMPARE(pnl.equity.toString(), std::string("992.785"));
        QCOMPARE(pnl.total.toString(), std::string("-7.215"));
        QCOMPARE(pnl.fees.toString(), std::string("-0.215"));
        QCOMPARE(pnl.realized.toString(), std::string("-7"));
        QCOMPARE(pnl.spread.toString(), std::string("0"));
        QCOMPARE(pnl.inventory.toString(), std::string("-7"));
    }

    /// One point at the begin, one at each close; at the close of bar 3 the unit of 111.00 is worth 112.00.
    void theEquityIsMarkedAtCloses()
    {
        const RunRecord record = play(upAndDown(), quick());
        QCOMPARE(record.equity.size(), std::size_t(7));
        QCOMPARE(record.equity[0].time.ns, kBegin.ns);
        QCOMPARE(record.equity[0].pnl.total.toString(), std::string("0"));
        QCOMPARE(record.equity[4].time.ns, (kBegin + kMinute * 4).ns);
        QCOMPARE(record.equity[4].pnl.equity.toString(), std::string("1000.889"));
        QCOMPARE(record.equity[4].pnl.unrealized.toString(), std::string("1"));
        QCOMPARE(record.equity[4].positions.front().count, std::int64_t(1'000));
        QCOMPARE(record.equity[6].positions.front().count, std::int64_t(0));
        BarSetup wide = quick();
        wide.models.equityInterval = kMinute * 4;
        const RunRecord coarse = play(upAndDown(), wide);
        QVERIFY(coarse.equity.size() < record.equity.size());
        QVERIFY(coarse.equity.back().pnl.equity == record.equity.back().pnl.equity);
    }

    void anOrderOfTheLastBarNeverTrades()
    {
        std::vector<Candle> bars = upAndDown();
        bars.resize(5); // the order to sell is given at the last close
        const RunRecord record = play(bars, quick());
        QCOMPARE(record.fills.size(), std::size_t(1));
        QCOMPARE(record.activity.front().placed, std::uint64_t(2));
        QCOMPARE(record.activity.front().filledOrders, std::uint64_t(1));
        QCOMPARE(record.activity.front().canceled, std::uint64_t(1));
        // Held at the close of 105.00: 1000 - 111 - 0.111 + 105.
        QCOMPARE(record.equity.back().pnl.equity.toString(), std::string("993.889"));
    }

    void afterAGapTheOpenBehindItIsPaid()
    {
        std::vector<Candle> bars = upAndDown();
        for (std::size_t i = 3; i < bars.size(); ++i)
            bars[i].openTime = bars[i].openTime + Duration::seconds(86'400);
        bars[3].open = {15'000};
        bars[3].high = {15'000};
        const RunRecord record = play(bars, quick());
        QCOMPARE(record.fills[0].fill.price.count, std::int64_t(15'000));
        QCOMPARE(record.fills[0].fill.venueTime.ns, (kBegin + kMinute * 3 + Duration::seconds(86'400)).ns);
        // A gap has no points of its own.
        QCOMPARE(record.equity.size(), std::size_t(7));
    }

    void quantitiesAreWholeLots()
    {
        const RunRecord record = play(upAndDown(), quick(0.0129));
        QCOMPARE(record.fills[0].fill.qty.count, std::int64_t(12));
        QVERIFY(!refusal(sequenceOf(upAndDown()), quick(0.0009)).empty());
    }

    /// 0.012 of 111.01 at 12.34 bp is 0.001643836..., of which the venue takes eight places.
    void feesAreThoseOfTheVenueToTheLastDigit()
    {
        std::vector<Candle> bars = upAndDown();
        bars[3].open = {11'101};
        BarSetup setup = quick(0.012);
        setup.models.takerFee = 12.34;
        const RunRecord record = play(bars, setup);
        QCOMPARE(record.fills[0].notional.toString(), std::string("1.33212"));
        QCOMPARE(record.fills[0].fill.fee.money.toString(), std::string("0.00164383"));
        setup.models.takerFee = -1.0;
        const RunRecord rebated = play(bars, setup);
        QVERIFY(rebated.fills[0].fill.fee.money.sign() < 0);
        QVERIFY(rebated.equity.back().pnl.rebates.sign() > 0);
        QVERIFY(rebated.equity.back().pnl.fees.isZero());
    }

    /// 111.00 and its fee need 111.111.
    void whatTheAccountCannotPayIsRefused()
    {
        BarSetup setup = quick();
        setup.models.quoteBalance = 111.11;
        const RunRecord poor = play(upAndDown(), setup);
        QVERIFY(poor.fills.empty());
        QVERIFY(poor.activity.front().refused > 0);
        QCOMPARE(poor.equity.back().pnl.equity.toString(), std::string("111.11"));
        setup.models.quoteBalance = 111.12;
        QCOMPARE(play(upAndDown(), setup).fills.size(), std::size_t(2));
    }

    void theLeastOrderOfTheInstrumentHolds()
    {
        auto run = BarRun::make(sequenceOf(upAndDown(), barPair("200")), quick());
        QVERIFY(run);
        const RunRecord record = toEnd(**run);
        QVERIFY(record.fills.empty());
        QVERIFY(record.activity.front().refused > 0);
    }

    void whatCannotRunIsSaid()
    {
        BarSetup setup = quick();
        setup.strategy = "magic";
        QVERIFY(refusal(sequenceOf(upAndDown()), setup).find("magic") != std::string::npos);
        setup = quick();
        setup.params = R"({"fast": 50, "slow": 20})";
        QVERIFY(refusal(sequenceOf(upAndDown()), setup).find("shorter") != std::string::npos);
        QVERIFY(refusal(sequenceOf({}), quick()).find("no bars") != std::string::npos);
        setup = quick();
        setup.models.takerFee = 5'000;
        QVERIFY(!refusal(sequenceOf(upAndDown()), setup).empty());
        std::vector<Candle> doubled = upAndDown();
        doubled[2].openTime = doubled[1].openTime;
        auto run = BarRun::make(sequenceOf(doubled), quick());
        QVERIFY(run);
        const auto more = (*run)->step(100);
        QVERIFY(!more && more.error().detail.find("Bar 3") != std::string::npos);
    }

    void theBooksEndWithTheLastPoint()
    {
        std::vector<Candle> bars = upAndDown();
        bars.resize(5); // ends long
        auto run = BarRun::make(sequenceOf(bars), quick());
        QVERIFY(run);
        const RunRecord record = toEnd(**run);
        const PnlParts books = (*run)->portfolio().pnl();
        const PnlParts& last = record.equity.back().pnl;
        QVERIFY(books.equity == last.equity && books.inventory == last.inventory && books.unrealized == last.unrealized);
        QVERIFY((*run)->portfolio().ledger().balanced());
        QCOMPARE((*run)->portfolio().position({1}).count, std::int64_t(1'000));
    }

    void theStatisticsReadTheRecord()
    {
        const Statistics statistics = statisticsOf(play(upAndDown(), quick()));
        QCOMPARE(statistics.fills, std::uint64_t(2));
        QCOMPARE(statistics.closes, std::uint64_t(1));
        QCOMPARE(statistics.wins, std::uint64_t(0));
        QCOMPARE(statistics.volume.toString(), std::string("215"));
        QCOMPARE(statistics.pnl.toString(), std::string("-7.215"));
        QCOMPARE(*statistics.makerShare, 0.0);
        QVERIFY(!statistics.sharpe && !statistics.quoteUptime);
    }
};

MAKER_TEST(tst_bar_run)
#include "tst_bar_run.moc"
