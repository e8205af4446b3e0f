#include "tests/support/engine_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

/// What the engine does with an ordinary day.
class tst_engine : public QObject {
    Q_OBJECT

private slots:
    void quotesRestOnBothSidesAfterStart()
    {
        EngineRig rig;
        rig.startQuoting();
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
        // 10 bp around 60,000: 59,940 and 60,060, shifted by no skew since half the value is base.
        QCOMPARE(rig.venue.best(Side::Buy)->order.price.count, std::int64_t(5'994'000));
        QCOMPARE(rig.venue.best(Side::Sell)->order.price.count, std::int64_t(6'006'000));
        QCOMPARE(rig.status().run, StrategyRun::Running);
        QCOMPARE(rig.status().reason.str(), std::string("Quoting, 2 quotes."));
        QCOMPARE(rig.engine->market(EngineRig::kInstrument).ownBid.count, std::int64_t(5'994'000));
        QCOMPARE(rig.status().openOrders, 2U);
    }

    void theChainEndsAtThePriceSent()
    {
        EngineRig rig;
        rig.startQuoting();
        const QuoteTarget* target = rig.engine->target(EngineRig::kStrategy);
        QVERIFY(target != nullptr);
        QCOMPARE(int(target->count), 2);
        for (const Quote& quote : target->view()) {
            const auto* sent = rig.venue.best(quote.side);
            QCOMPARE(quote.price.count, sent->order.price.count);
            QCOMPARE(quote.chain[quote.steps - 2].kind, ReasonKind::Tick);
            QCOMPARE(quote.chain[quote.steps - 2].after, rig.instrument->toDouble(sent->order.price));
            QCOMPARE(quote.chain[quote.steps - 1].after, rig.instrument->toDouble(sent->order.qty));
        }
    }

    void nothingIsSentBeforeTheAccountIsReconciled()
    {
        EngineRig rig;
        rig.book(59'999.0, 60'001.0);
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        rig.pass(Duration::seconds(3));
        QCOMPARE(rig.venue.calls("place"), std::size_t(0));
        QCOMPARE(rig.status().run, StrategyRun::Starting);
        QVERIFY(rig.status().reason.view().find("order connection") != std::string_view::npos);
    }

    void theFirstReconciliationBeginsTheLedger()
    {
        EngineRig rig;
        rig.connect();
        QVERIFY(rig.engine->reconciled(EngineRig::kAccount));
        QCOMPARE(rig.ledger("BTC").toString(), std::string("1"));
        QCOMPARE(rig.ledger("USDT").toString(), std::string("60000"));
        QCOMPARE(rig.journal.count(JournalKind::Deposit), std::size_t(2));
    }

    void aFillMovesPositionLedgerAndQuotes()
    {
        EngineRig rig;
        rig.startQuoting();
        QCOMPARE(rig.venue.hit(Side::Buy, Qty{40}).count, std::int64_t(40));
        rig.deliver();
        QCOMPARE(rig.status().position.count, std::int64_t(40));
        QCOMPARE(rig.engine->position(EngineRig::kInstrument).position.count, std::int64_t(40));
        QCOMPARE(rig.ledger("BTC"), rig.venue.base());
        QCOMPARE(rig.ledger("USDT"), rig.venue.quote());
        QCOMPARE(rig.journal.count(JournalKind::FillBooked), std::size_t(1));
        // 0.0040 bought at 59,940 against a mid of 60,000: 0.24 captured, 0.23976 paid as fee.
        QCOMPARE(rig.engine->pnl().spread.toString(), std::string("0.24"));
        QCOMPARE(rig.engine->pnl().fees.toString(), std::string("-0.23976"));
        QCOMPARE(rig.status().fills, 1U);
    }

    void theSameFillByTwoRoadsIsBookedOnce()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.venue.hit(Side::Sell, Qty{100});
        const ExecEvent fill = rig.venue.trades.back().event;
        rig.deliver();
        rig.engine->process(fill);
        rig.engine->process(fill);
        QCOMPARE(rig.status().position.count, std::int64_t(-100));
        QCOMPARE(rig.engine->counters().fills, std::uint64_t(1));
        QCOMPARE(rig.engine->counters().duplicateFills, std::uint64_t(2));
        QCOMPARE(rig.ledger("BTC"), rig.venue.base());
    }

    void quotesFollowTheMarket()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.pass(Duration::millis(900));
        rig.book(60'099.0, 60'101.0);
        rig.pass(Duration::millis(1100));
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
        // 10 bp below 60,100 is 60,039.90; a little lower, because the dearer base is now more than half.
        const std::int64_t bid = rig.venue.best(Side::Buy)->order.price.count;
        QVERIFY(bid <= 6'003'990 && bid >= 6'003'900);
        QVERIFY(rig.venue.calls("replace") >= 1);
    }

    void pausePullsTheQuotesAndStartBringsThemBack()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.command(CommandKind::PauseStrategy);
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        QCOMPARE(rig.status().run, StrategyRun::Paused);
        rig.book(59'999.0, 60'001.0);
        rig.pass(Duration::seconds(2));
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void killCancelsOnTheWireAndStaysUntilRearm()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.command(CommandKind::Kill);
        QCOMPARE(rig.venue.calls("cancelAll"), std::size_t(1));
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        QVERIFY(rig.engine->risk(EngineRig::kInstrument).killed);
        const std::size_t sent = rig.venue.calls("place");
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        rig.pass(Duration::seconds(2));
        QCOMPARE(rig.venue.calls("place"), sent);
        rig.command(CommandKind::Rearm);
        rig.book(59'999.0, 60'001.0);
        rig.pass(Duration::seconds(2));
        QCOMPARE(rig.venue.openCount(), std::size_t(0)); // the start during the latch is not remembered
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void aGapPullsTheQuotesBeforeItAsksForASnapshot()
    {
        EngineRig rig;
        rig.startQuoting();
        const std::uint64_t asked = rig.venue.snapshotsAsked;
        rig.bookWithGap();
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        QVERIFY(rig.venue.snapshotsAsked > asked);
        QCOMPARE(rig.engine->counters().gaps, std::uint64_t(1));
        rig.updateId = 0;
        rig.pass(Duration::millis(200));
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        // The fresh snapshot must reach the delta that was kept.
        rig.updateId = 0;
        MarketEvent down;
        down.kind = MarketKind::FeedDown;
        down.venue = VenueId{1};
        down.localTime = rig.now;
        rig.engine->process(down);
        down.kind = MarketKind::FeedUp;
        rig.engine->process(down);
        rig.book(59'999.0, 60'001.0);
        rig.pass(Duration::millis(200));
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void aStaleBookPullsTheQuotes()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.pass(Duration::millis(4'900));
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
        rig.pass(Duration::millis(400));
        QCOMPARE(rig.engine->market(EngineRig::kInstrument).health, MarketHealth::Stale);
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        QVERIFY(rig.status().reason.view().find("stale") != std::string_view::npos);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void theEngineActsOnlyOnTheRecordFlaggedLast()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.pass(Duration::seconds(2));
        const std::size_t calls = rig.venue.wire.size();
        MarketEvent header;
        header.kind = MarketKind::BookDelta;
        header.last = false;
        header.levels = 2;
        header.instrument = EngineRig::kInstrument;
        header.venue = VenueId{1};
        header.firstId = header.lastId = rig.updateId + 1;
        header.localTime = rig.now;
        MarketEvent bid = header;
        bid.kind = MarketKind::BookLevel;
        bid.price = {6'100'000};
        bid.qty = {10};
        rig.engine->process(header);
        rig.engine->process(bid); // crosses the ask until the next record removes it
        QCOMPARE(rig.venue.wire.size(), calls);
        QCOMPARE(rig.engine->market(EngineRig::kInstrument).health, MarketHealth::Live);
        bid.qty = {0};
        bid.last = true;
        rig.engine->process(bid);
        QCOMPARE(rig.engine->market(EngineRig::kInstrument).health, MarketHealth::Live);
    }

    void flattenSellsThePositionWithinTheCollar()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.venue.hit(Side::Buy, Qty{100});
        rig.deliver();
        QCOMPARE(rig.status().position.count, std::int64_t(100));
        rig.command(CommandKind::Flatten);
        QCOMPARE(rig.status().position.count, std::int64_t(0));
        QCOMPARE(rig.status().run, StrategyRun::Paused);
        const auto& last = rig.venue.orders.back().order;
        QCOMPARE(last.timeInForce, TimeInForce::Ioc);
        QVERIFY(last.price.count >= 6'000'000 * 95 / 100 && last.price.count < 6'000'000);
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
    }

    void refusedParametersChangeNothing()
    {
        EngineRig rig;
        rig.startQuoting();
        const std::string before = rig.engine->params(EngineRig::kStrategy);
        rig.command(CommandKind::SetParams, R"({"levels": 99})");
        QCOMPARE(rig.engine->params(EngineRig::kStrategy), before);
        QVERIFY(rig.journal.says(JournalKind::Strategy, "Parameters refused"));
        rig.command(CommandKind::SetParams, R"({"bid_spread": 20, "ask_spread": 20, "levels": 2})");
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.best(Side::Buy)->order.price.count, std::int64_t(5'988'000));
        QCOMPARE(rig.venue.openCount(), std::size_t(4));
    }

    void aStrategyWithInvalidParametersFailsAlone()
    {
        EngineRig rig(R"({"order_size": -1})");
        QCOMPARE(rig.status().run, StrategyRun::Failed);
        QVERIFY(rig.status().reason.view().starts_with("Failed: "));
        rig.connect();
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.status().run, StrategyRun::Failed);
        rig.command(CommandKind::StopStrategy); // does not make it sound
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.calls("place"), std::size_t(0));
        rig.command(CommandKind::SetParams, R"({"order_size": 0.01})");
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void anOrderWithoutApprovalDoesNotCompile()
    {
        static_assert(!std::is_constructible_v<Approved<NewOrder>, NewOrder>);
        static_assert(!std::is_constructible_v<Approved<ReplaceOrder>, ReplaceOrder>);
        static_assert(!std::is_default_constructible_v<Approved<NewOrder>>);
        static_assert(!std::is_invocable_v<decltype(&OrderGateway::place), OrderGateway&, NewOrder>);
        QVERIFY((std::is_invocable_v<decltype(&OrderGateway::place), OrderGateway&, const Approved<NewOrder>&>));
    }

    void riskRefusesAndNothingIsSent()
    {
        EngineRig rig;
        rig.limits(R"({"max_order_notional": 100})");
        rig.startQuoting();
        rig.pass(Duration::seconds(2));
        QCOMPARE(rig.venue.calls("place"), std::size_t(0));
        QVERIFY(rig.engine->counters().refused >= 2);
        QVERIFY(rig.journal.count(JournalKind::Refused) >= 1);
        QVERIFY(!rig.engine->risk(EngineRig::kInstrument).lastRefusal.empty());
    }

    void limitsOfAnInstrumentHoldForItAlone()
    {
        EngineRig rig;
        rig.command(CommandKind::SetRiskLimits, R"({"max_order_notional": 100, "max_day_loss": 1})");
        QVERIFY(rig.engine->riskLimits(InstrumentId{77}).empty());
        // What counts over the whole desk is not an instrument's to change.
        const RiskLimits own = *readParams<RiskLimits>(rig.engine->riskLimits(EngineRig::kInstrument));
        QCOMPARE(own.maxOrderNotional, 100.0);
        QCOMPARE(own.maxDayLoss, RiskLimits{}.maxDayLoss);
        QCOMPARE(*readParams<RiskLimits>(rig.engine->riskLimits()), RiskLimits{});
        rig.startQuoting();
        QCOMPARE(rig.venue.calls("place"), std::size_t(0));
        QVERIFY(rig.journal.says(JournalKind::Risk, "Risk limits of BTCUSDT: {"));
        rig.command(CommandKind::SetRiskLimits, {}); // as all others again
        QVERIFY(rig.engine->riskLimits(EngineRig::kInstrument).empty());
        rig.pass(Duration::seconds(2));
        rig.book(59'998.0, 60'002.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void limitsOfAnUnknownInstrumentAreRefused()
    {
        EngineRig rig;
        rig.feed(Command{.kind = CommandKind::SetRiskLimits, .instrument = InstrumentId{77}, .text = "{}"});
        QVERIFY(rig.journal.says(JournalKind::Alert, "not configured"));
        QVERIFY(rig.engine->riskLimits(InstrumentId{77}).empty());
    }

    void aStrategyWhoseOrdersAreAllRefusedSaysTheRefusal()
    {
        EngineRig rig;
        rig.limits(R"({"max_order_notional": 100})");
        rig.startQuoting();
        const std::string refusal = rig.engine->risk(EngineRig::kInstrument).lastRefusal.str();
        for (int i = 0; i < 30; ++i) { // between two attempts too
            rig.pass(Duration::millis(100));
            rig.book(59'999.0 + i * 0.5, 60'001.0 + i * 0.5);
            const StrategyStatus status = rig.status();
            QVERIFY2(status.reason.view().find("Quoting") == std::string_view::npos, status.reason.str().c_str());
            QVERIFY2(status.reason.view().find(refusal.substr(0, 20)) != std::string_view::npos, status.reason.str().c_str());
        }
        rig.limits(R"({"max_order_notional": 50000})");
        rig.pass(Duration::seconds(2));
        rig.book(59'998.0, 60'002.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
        QCOMPARE(rig.status().reason.str(), std::string("Quoting, 2 quotes."));
    }

    void aRejectedOrderIsShownAndTriedAgainLater()
    {
        EngineRig rig;
        rig.venue.rejectNext = RejectReason::PostOnlyWouldTake;
        rig.startQuoting();
        QCOMPARE(rig.venue.openCount(), std::size_t(1));
        QCOMPARE(rig.engine->counters().venueRejects, std::uint64_t(1));
        QCOMPARE(rig.journal.count(JournalKind::VenueRejected), std::size_t(1));
        rig.pass(Duration::millis(300));
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }

    void oneMarketsTroubleLeavesTheOthersAlone()
    {
        EngineRig rig;
        InstrumentSpec spec;
        spec.id = InstrumentId{2};
        spec.venue = VenueId{1};
        spec.symbol = "ETHUSDT";
        spec.base = "ETH";
        spec.quote = "USDT";
        spec.tickSize = std::string("0.01");
        spec.lotSize = std::string("0.001");
        rig.config.instruments.push_back(
            {std::make_shared<const Instrument>(*Instrument::make(spec)), EngineRig::kAccount, kBinanceSpotRule});
        rig.config.strategies.push_back({StrategyId{2}, "pure_market_making", InstrumentId{2}, {}});
        rig.makeEngine();
        rig.startQuoting();
        rig.engine->process(Command{.kind = CommandKind::StartStrategy, .strategy = StrategyId{2}});
        QCOMPARE(rig.engine->strategy(StrategyId{2}).run, StrategyRun::Starting);
        MarketEvent down;
        down.kind = MarketKind::FeedDown;
        down.instrument = InstrumentId{2};
        down.venue = VenueId{1};
        down.localTime = rig.now;
        rig.feed(down);
        QCOMPARE(rig.status().run, StrategyRun::Running);
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
        down.instrument = {}; // the whole venue
        rig.feed(down);
        rig.deliver();
        QCOMPARE(rig.status().run, StrategyRun::Starting);
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
    }

    void aJournalThatRefusesPausesTrading()
    {
        EngineRig rig;
        rig.startQuoting();
        rig.journal.accepts = false;
        rig.pass(Duration::millis(1'100));
        rig.book(60'199.0, 60'201.0);
        rig.pass(Duration::millis(1'100));
        QVERIFY(!rig.engine->journalHealthy());
        const std::size_t placed = rig.venue.calls("place") + rig.venue.calls("replace");
        rig.book(59'999.0, 60'001.0);
        rig.pass(Duration::millis(1'100));
        QCOMPARE(rig.venue.calls("place") + rig.venue.calls("replace"), placed);
        QCOMPARE(rig.venue.openCount(), std::size_t(0));
        rig.journal.accepts = true;
        rig.pass(Duration::millis(1'100));
        rig.book(59'999.0, 60'001.0);
        QVERIFY(rig.engine->journalHealthy());
        QCOMPARE(rig.venue.openCount(), std::size_t(2));
    }
};

MAKER_TEST(tst_engine)
#include "tst_engine.moc"
