#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

#include <array>
#include <cmath>

using namespace maker;
using namespace maker::test;

namespace {

Timestamp at(std::int64_t ms)
{
    return MarketScript::kBegin + Duration::millis(ms);
}

/// One of each side at 99.9 and 100.1, one unit each.
MarketScript quietBook()
{
    MarketScript script;
    script.snapshot(0, {{999, 1'000}, {998, 1'000}}, {{1'001, 1'000}, {1'002, 1'000}});
    return script;
}

class KeptJournal final : public JournalSink {
public:
    bool record(const JournalRow& row) override
    {
        rows.push_back(row);
        return true;
    }
    std::vector<JournalRow> rows;
};

} // namespace

/// Whole runs over hand-made recordings whose outcome is counted by hand.
class tst_backtest_run : public QObject {
    Q_OBJECT

private slots:
    /// Connected when the snapshot comes (1 ms), reconciled 2 ms later; the orders rest at 4 ms behind 1.000. At 10 ms
    /// 1.050 is sold: 0.050 of it is ours. The rest is ours at 11 ms, when we learn of the first.
    void aRestingOrderIsFilledByWhatTheQueueLeaves()
    {
        MarketScript script = quietBook();
        script.trade(10, Side::Sell, 999, 1'050).trade(11, Side::Sell, 999, 500).change(2'000, {{990, 1}}, {});
        auto run = makeRun(plainSetup(), script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(record.begin.ns, at(3).ns);
        QCOMPARE(record.fills.size(), std::size_t(2));
        const Fill& first = record.fills[0].fill;
        QCOMPARE(first.qty.count, std::int64_t(50));
        QCOMPARE(first.price.count, std::int64_t(999));
        QVERIFY(first.isMaker);
        QCOMPARE(first.venueTime.ns, at(10).ns);
        QCOMPARE(first.localTime.ns, at(11).ns);
        QCOMPARE(first.fee.money.toString(), std::string("0.000005"));
        QCOMPARE(record.fills[1].fill.qty.count, std::int64_t(50));
        QCOMPARE(record.fills[0].notional.toString(), std::string("4.995"));
        // One unit ahead of a tenth of ours.
        QVERIFY(std::abs(record.fills[0].queueAhead - 1.0 / 1.1) < 1e-6);
        const PnlParts& pnl = record.equity.back().pnl;
        QCOMPARE(pnl.spread.toString(), std::string("0.01"));
        QCOMPARE(pnl.fees.toString(), std::string("-0.001"));
        QCOMPARE(pnl.inventory.toString(), std::string("0"));
        QCOMPARE(pnl.total.toString(), std::string("0.009"));
        QCOMPARE(record.equity.back().positions.front().count, std::int64_t(100));
        QCOMPARE(record.equity.front().pnl.total.toString(), std::string("0"));
        QCOMPARE(record.activity.front().filledOrders, std::uint64_t(1));
    }

    void theAccountBeginsWithWhatIsWritten()
    {
        MarketScript script = quietBook();
        script.change(2'000, {{990, 1}}, {});
        backtest::RunSetup setup = plainSetup();
        setup.models.quoteBalance = 111.11;
        setup.models.baseBalance = 0.3; // at a mid of 100
        auto run = makeRun(setup, script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(record.equity.front().pnl.capital.toString(), std::string("141.11"));
        QCOMPARE(record.equity.front().pnl.equity.toString(), std::string("141.11"));
    }

    void anOrderThatArrivesAfterTheTradeGetsNothingOfIt()
    {
        MarketScript script = quietBook();
        script.trade(10, Side::Sell, 999, 1'050).trade(30, Side::Sell, 999, 1'050).change(100, {{990, 1}}, {});
        backtest::RunSetup setup = plainSetup();
        setup.models.entryLatency = 5.0; // reconciled at 7 ms, rests at 12 ms
        auto run = makeRun(setup, script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(record.begin.ns, at(7).ns);
        QCOMPARE(record.fills.size(), std::size_t(1));
        QCOMPARE(record.fills[0].fill.venueTime.ns, at(30).ns);
    }

    /// We learn of the new touch at 61 ms and replace the bid; before that arrives at 62 ms the old one is filled.
    void aFillOvertakesTheReplaceThatIsOnItsWay()
    {
        MarketScript script = quietBook();
        script.change(60, {{1'000, 500}}, {});
        script.latency(Duration::millis(1)).trade(61, Side::Sell, 998, 5'000);
        script.change(3'000, {{990, 1}}, {});
        auto run = makeRun(plainSetup(), script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(record.fills.size(), std::size_t(1));
        QCOMPARE(record.fills[0].fill.price.count, std::int64_t(999));
        QCOMPARE(record.fills[0].fill.qty.count, std::int64_t(100));
        QCOMPARE(run->engine().counters().replacesSent, std::uint64_t(1));
        QVERIFY(record.activity.front().rejected >= 1); // nothing was left to be replaced
        std::array<Order, 4> open;
        QCOMPARE(run->engine().openOrders(open), std::size_t(0));
    }

    void slowAnswersAreLearntLate()
    {
        MarketScript script = quietBook();
        script.trade(100, Side::Sell, 999, 1'100).change(200, {{990, 1}}, {});
        backtest::RunSetup setup = plainSetup();
        setup.models.responseLatency = 25.0;
        auto run = makeRun(setup, script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(record.fills.size(), std::size_t(1));
        QCOMPARE(record.fills[0].fill.venueTime.ns, at(100).ns);
        QCOMPARE(record.fills[0].fill.localTime.ns, at(125).ns);
    }

    void markoutsFollowTheMid()
    {
        MarketScript script = quietBook();
        script.trade(10, Side::Sell, 999, 1'100);
        script.change(60, {{1'000, 100}}, {{1'001, 0}}); // the mid moves from 100.0 to 100.1
        script.change(2'000, {{1'000, 200}}, {});
        auto run = makeRun(plainSetup(), script.source());
        const RunRecord record = toEnd(*run);
        QVERIFY(!record.fills.empty());
        QVERIFY(std::abs(record.fills[0].markouts.bps[0] - 10.0) < 1e-9);
        QVERIFY(std::abs(record.fills[0].markouts.bps[1] - 10.0) < 1e-9);
        QVERIFY(std::isnan(record.fills[0].markouts.bps[2]));
    }

    void clocksThatDifferAreMovedUntilNothingIsKnownTooSoon()
    {
        const auto play = [](Duration latency, double least) {
            MarketScript script(latency);
            script.snapshot(0, {{999, 1'000}}, {{1'001, 1'000}});
            script.trade(10, Side::Sell, 999, 1'050).change(300, {{998, 10}}, {});
            backtest::RunSetup setup = plainSetup();
            setup.models.feedLatency = least;
            auto run = makeRun(setup, script.source());
            return toEnd(*run);
        };
        const RunRecord right = play(Duration::millis(1), 0.0);
        QCOMPARE(play(Duration::millis(-5'000), 1.0).digest, right.digest);
        QCOMPARE(play(Duration::millis(1), 1.0).digest, right.digest);
        QVERIFY(play(Duration::millis(3), 0.0).digest != right.digest);
        QCOMPARE(play(Duration::millis(-7), 0.0).fills.size(), right.fills.size());
    }

    /// From 50 ms to 400 ms the book is lost: no quote rests, the trades of that time fill nothing, and the next snapshot
    /// of the recording brings it back.
    void aGapWithdrawsTheQuotesUntilTheNextSnapshot()
    {
        MarketScript script = quietBook();
        script.change(40, {{998, 900}}, {});
        script.lose().change(50, {{999, 1'000}}, {});
        script.trade(200, Side::Sell, 999, 5'000);
        script.change(300, {{999, 900}}, {});
        script.snapshot(400, {{999, 1'000}}, {{1'001, 1'000}});
        script.trade(500, Side::Sell, 999, 1'100);
        script.change(600, {{998, 1}}, {});
        auto run = makeRun(plainSetup(), script.source());
        const RunRecord record = toEnd(*run);
        QCOMPARE(run->progress().gaps, std::uint64_t(1));
        QCOMPARE(record.fills.size(), std::size_t(1));
        QCOMPARE(record.fills[0].fill.venueTime.ns, at(500).ns);
    }

    void strategiesStartAtTheAskedTimeAndRecordingsEndThere()
    {
        MarketScript script = quietBook();
        for (std::int64_t ms = 100; ms <= 1'000; ms += 100)
            script.trade(ms, Side::Sell, 999, 1'100).change(ms + 10, {{999, 1'000}}, {});
        backtest::RunSetup setup = plainSetup();
        setup.from = at(450);
        setup.to = at(850);
        auto run = makeRun(setup, script.source());
        const RunRecord record = toEnd(*run);
        QVERIFY(record.begin >= at(450) && record.begin < at(620));
        QVERIFY(record.end <= at(860));
        QVERIFY(!record.fills.empty());
        QVERIFY(record.fills.front().fill.venueTime > at(450));
        QVERIFY(record.fills.back().fill.venueTime <= at(850));
        QVERIFY(record.events < script.events.size());
    }

    void aRunCanBeLeftInTheMiddle()
    {
        const MarketScript script = randomMarket(3);
        auto run = makeRun(plainSetup(), script.source());
        const auto more = run->step(1'000);
        QVERIFY(more && *more);
        const backtest::RunProgress progress = run->progress();
        QVERIFY(progress.events >= 1'000 && progress.events < 1'010); // whole messages
        QCOMPARE(progress.expected, std::uint64_t(script.events.size()));
        const RunRecord record = run->finish();
        QCOMPARE(record.events, progress.events);
        QCOMPARE(record.equity.back().time.ns, record.end.ns);
        std::array<Order, 4> open;
        QCOMPARE(run->engine().openOrders(open), std::size_t(0));
        const auto after = run->step(1'000);
        QVERIFY(after && !*after);
    }

    void theSameRunGivesTheSameBytesHoweverItIsStepped()
    {
        const MarketScript script = randomMarket(11);
        KeptJournal kept;
        backtest::RunSetup setup = plainSetup();
        setup.journal = &kept;
        auto first = makeRun(setup, script.source());
        const RunRecord a = toEnd(*first);
        auto second = makeRun(plainSetup(), script.source());
        const RunRecord b = toEnd(*second, 7);
        QVERIFY(a.fills.size() > 20);
        QCOMPARE(a.digest, b.digest);
        QCOMPARE(a.fills.size(), b.fills.size());
        QCOMPARE(a.equity.size(), b.equity.size());
        QCOMPARE(a.equity.back().pnl.total, b.equity.back().pnl.total);
        QVERIFY(kept.rows.size() > 4 * a.fills.size());
        // A different decision is a different digest.
        backtest::RunSetup other = plainSetup();
        other.strategies.front().params = R"({"order_size": 0.1, "max_position": 0.9})";
        auto third = makeRun(other, script.source());
        QVERIFY(toEnd(*third).digest != a.digest);
    }

    void aRecordingCutIntoTwoFilesIsTheSameRecording()
    {
        const MarketScript script = randomMarket(5);
        auto whole = makeRun(plainSetup(), script.source());
        // Cut between two whole messages.
        std::size_t cut = script.events.size() / 2;
        while (!script.events[cut - 1].last || script.events[cut].localTime == script.events[cut - 1].localTime)
            ++cut;
        const auto middle = script.events.begin() + static_cast<std::ptrdiff_t>(cut);
        auto parts = makeRun(plainSetup(), MarketScript::sourceOf({script.events.begin(), middle}),
                             MarketScript::sourceOf({middle, script.events.end()}));
        QCOMPARE(parts->instruments().size(), std::size_t(1));
        QCOMPARE(toEnd(*parts).digest, toEnd(*whole).digest);
    }

    /// Two markets whose recordings use the same id; each strategy does what it would do alone. (With one
    /// latency for all: records count at the venues in the order in which they were received.)
    void twoMarketsRunBesideEachOther()
    {
        const MarketScript bitcoin = randomMarket(21, 3'000, false);
        const MarketScript ether = randomMarket(22, 3'000, false);
        backtest::RunSetup setup = plainSetup();
        setup.strategies.front().symbol = "BTCUSDT";
        setup.strategies.push_back({"join_touch", R"({"order_size": 0.2, "max_position": 1})", "ETHUSDT"});
        auto both = makeRun(setup, bitcoin.source(tenthTick("BTC")), ether.source(tenthTick("ETH")));
        QCOMPARE(both->instruments().size(), std::size_t(2));
        const RunRecord record = toEnd(*both);
        QCOMPARE(record.events, std::uint64_t(bitcoin.events.size() + ether.events.size()));
        auto alone = makeRun(plainSetup(), bitcoin.source());
        const RunRecord single = toEnd(*alone);
        std::vector<RunFill> ours;
        for (const RunFill& fill : record.fills) {
            if (fill.fill.strategy == StrategyId{1})
                ours.push_back(fill);
        }
        QVERIFY(ours.size() > 20);
        QVERIFY(record.fills.size() > ours.size() + 20);
        QCOMPARE(ours.size(), single.fills.size());
        for (std::size_t i = 0; i < ours.size(); ++i) {
            QCOMPARE(ours[i].fill.venueTime.ns, single.fills[i].fill.venueTime.ns);
            QCOMPARE(ours[i].fill.price.count, single.fills[i].fill.price.count);
            QCOMPARE(ours[i].fill.qty.count, single.fills[i].fill.qty.count);
        }
    }

    void theLedgerAgreesWithTheVenueAtTheEndOfEveryRun()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const MarketScript script = randomMarket(seed);
            backtest::RunSetup setup = plainSetup();
            setup.models.queueModel = static_cast<QueueKind>(seed % 6);
            setup.models.partialFills = seed % 2 == 0;
            setup.models.entryLatency = static_cast<double>(seed % 4) * 1.7;
            setup.models.responseLatency = static_cast<double>(seed % 3) * 2.3;
            setup.models.makerFee = seed % 3 == 0 ? -0.5 : 1.25;
            setup.models.feeAsset = seed % 5 == 0 ? backtest::FeeChoice::Quote : backtest::FeeChoice::Received;
            auto run = makeRun(setup, script.source());
            const RunRecord record = toEnd(*run);
            QVERIFY(record.fills.size() > 5);
            std::array<BalanceStatus, 8> balances;
            const std::size_t count = run->engine().balances(balances);
            QCOMPARE(count, std::size_t(2));
            for (std::size_t i = 0; i < count; ++i)
                QCOMPARE(balances[i].total.toString(), run->venueBalance(balances[i].asset).toString());
            const PnlParts& pnl = record.equity.back().pnl;
            QCOMPARE(pnl.equity - pnl.capital, pnl.spread + pnl.inventory + pnl.fees + pnl.rebates);
            std::int64_t position = 0;
            for (const RunFill& fill : record.fills)
                position += sign(fill.fill.side) * fill.fill.qty.count;
            QCOMPARE(record.equity.back().positions.front().count, position);
            for (const RunFill& fill : record.fills)
                QVERIFY(fill.queueAhead >= 0.0 && fill.queueAhead < 1.0);
        }
    }

    void activityAddsUpToTheTimeWatched()
    {
        MarketScript script = quietBook();
        for (std::int64_t ms = 1'000; ms <= 61'000; ms += 1'000)
            script.change(ms, {{998, 900 + ms % 7}}, {});
        auto run = makeRun(plainSetup(), script.source());
        const RunRecord record = toEnd(*run);
        const QuoteActivity& activity = record.activity.front();
        QVERIFY(activity.watched >= Duration::millis(60'700) && activity.watched <= Duration::seconds(61));
        QVERIFY(activity.bothSides >= activity.watched - Duration::millis(200));
        QCOMPARE(activity.atTouch.ns, activity.bothSides.ns);
        QCOMPARE(activity.placed, std::uint64_t(2));
        QCOMPARE(activity.queueAheadCount, std::uint64_t(2));
        // The begin, the whole minute within and the end.
        QVERIFY(record.equity.size() >= 3);
        QCOMPARE(record.equity[1].time.ns % Duration::seconds(60).ns, std::int64_t(0));
    }

    void wrongSetupsAreRefusedWithASentence()
    {
        const auto refusal = [](backtest::RunSetup setup) {
            std::vector<std::unique_ptr<backtest::EventSource>> sources;
            sources.push_back(quietBook().source());
            auto made = backtest::BacktestRun::make(std::move(sources), std::move(setup));
            return made ? std::string() : made.error().detail;
        };
        backtest::RunSetup setup = plainSetup();
        setup.strategies.front().kind = "nothing";
        QVERIFY(refusal(setup).find("pure_market_making, join_touch") != std::string::npos);
        setup = plainSetup();
        setup.strategies.front().params = R"({"order_size": -1})";
        QVERIFY(refusal(setup).find("Order size") != std::string::npos);
        setup = plainSetup();
        setup.strategies.front().symbol = "XRPUSDT";
        QVERIFY(refusal(setup).find("XRPUSDT") != std::string::npos);
        setup.strategies.clear();
        QVERIFY(!refusal(setup).empty());
        const auto none = backtest::BacktestRun::make({}, plainSetup());
        QVERIFY(!none);
        std::vector<std::unique_ptr<backtest::EventSource>> sources;
        sources.push_back(quietBook().source(tenthTick("BTC", 1, InstrumentKind::InversePerpetual)));
        const auto inverse = backtest::BacktestRun::make(std::move(sources), plainSetup());
        QVERIFY(!inverse && inverse.error().detail.find("inverse") != std::string::npos);
    }

    void aLinearContractIsTradedLikeItsPair()
    {
        MarketScript script = quietBook();
        script.trade(10, Side::Sell, 999, 1'050).change(300, {{990, 1}}, {});
        auto run = makeRun(plainSetup(), script.source(tenthTick("BTC", 1, InstrumentKind::LinearPerpetual)));
        QCOMPARE(toEnd(*run).fills.size(), std::size_t(1));
    }
};

MAKER_TEST(tst_backtest_run)
#include "tst_backtest_run.moc"
