#include "kernel/sim/tape_market.h"

#include "recording_sink.h"
#include "support/maker_test.h"
#include "support/tape_rig.h"

#include <array>
#include <map>
#include <random>

using namespace maker;
using namespace maker::sim;
using namespace maker::test;

namespace {

constexpr AccountId kWe{7};
using Lines = std::vector<std::string>;

/// A tape that begins with two levels a side: bids 99 x 10 and 98 x 20, asks 101 x 10 and 102 x 20.
struct Floor {
    RecordingSink sink;
    TapeMarket market;
    TapeWriter tape;
    SimOrderId lastId = 0;

    explicit Floor(TapeMarket::Config config = {}) : market(config, sink)
    {
        play(tape.snapshot({bid(99, 10), bid(98, 20), ask(101, 10), ask(102, 20)}));
    }
    void play(const std::vector<MarketEvent>& events)
    {
        for (const MarketEvent& event : events)
            market.onMarket(event);
    }
    void play(const MarketEvent& event) { market.onMarket(event); }
    SimOrderId limit(Side side, std::int64_t price, std::int64_t qty, TimeInForce tif = TimeInForce::Gtc, bool postOnly = false)
    {
        market.submit({++lastId, kWe, side, OrderType::Limit, tif, postOnly, {price}, {qty}});
        return lastId;
    }
    SimOrderId atMarket(Side side, std::int64_t qty)
    {
        market.submit({++lastId, kWe, side, OrderType::Market, TimeInForce::Gtc, false, {}, {qty}});
        return lastId;
    }
    double ahead(SimOrderId id) const { return market.queue(id)->ahead; }
};

TapeMarket::Config whole()
{
    TapeMarket::Config config;
    config.fills = FillMode::Whole;
    return config;
}

} // namespace

class tst_tape_market : public QObject {
    Q_OBJECT
private slots:
    void aTakerWalksTheRecordedDepthAndRestsWithWhatIsLeft()
    {
        Floor floor;
        floor.limit(Side::Buy, 102, 35);
        QCOMPARE(floor.sink.take(),
            (Lines{"accepted 1", "trade 1 with 0 at 101 qty 10", "trade 1 with 0 at 102 qty 20"}));
        QCOMPARE(floor.market.find(1)->leaves.count, 5);
        QCOMPARE(floor.market.bestBid()->price.count, 102);
        QVERIFY(!floor.market.bestAsk()); // all of it is ours now
    }

    void twoOrdersDoNotTakeTheSameQuantityUntilTheTapeTellsTheLevelAnew()
    {
        Floor floor;
        floor.limit(Side::Buy, 101, 7, TimeInForce::Ioc);
        floor.limit(Side::Buy, 101, 7, TimeInForce::Ioc);
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1", "trade 1 with 0 at 101 qty 7", "accepted 2",
                                        "trade 2 with 0 at 101 qty 3", "expired 2 leaves 4 reason 4"}));
        floor.play(floor.tape.delta({ask(102, 21)})); // another level
        floor.limit(Side::Buy, 101, 7, TimeInForce::Ioc);
        QCOMPARE(floor.sink.take().back(), std::string("expired 3 leaves 7 reason 4"));
        floor.play(floor.tape.delta({ask(101, 4)}));
        floor.limit(Side::Buy, 101, 7, TimeInForce::Ioc);
        QCOMPARE(floor.sink.take()[1], std::string("trade 4 with 0 at 101 qty 4"));
    }

    void ordersThatAskForWhatTheyCannotHaveAreRefusedOrExpire()
    {
        Floor floor;
        floor.limit(Side::Buy, 101, 5, TimeInForce::Gtc, true);
        floor.limit(Side::Sell, 99, 5, TimeInForce::Gtc, true);
        QCOMPARE(floor.sink.take(), (Lines{"rejected 1 reason 3", "rejected 2 reason 3"}));
        floor.limit(Side::Buy, 101, 11, TimeInForce::Fok);
        QCOMPARE(floor.sink.take(), (Lines{"accepted 3", "expired 3 leaves 11 reason 5"}));
        floor.limit(Side::Buy, 102, 11, TimeInForce::Fok);
        QCOMPARE(floor.sink.take(),
            (Lines{"accepted 4", "trade 4 with 0 at 101 qty 10", "trade 4 with 0 at 102 qty 1"}));
        floor.limit(Side::Buy, 0, 1);
        floor.limit(Side::Buy, 99, 0);
        QCOMPARE(floor.sink.take(), (Lines{"rejected 5 reason 1", "rejected 6 reason 2"}));
        floor.atMarket(Side::Sell, 40);
        QCOMPARE(floor.sink.take(), (Lines{"accepted 7", "trade 7 with 0 at 99 qty 10", "trade 7 with 0 at 98 qty 20",
                                        "expired 7 leaves 10 reason 6"}));
    }

    void aRestingOrderIsFilledWhenTheQueueAheadIsUsedUp()
    {
        Floor floor;
        const SimOrderId id = floor.limit(Side::Buy, 99, 4);
        QCOMPARE(floor.ahead(id), 10.0);
        floor.play(floor.tape.trade(Side::Sell, 99, 6));
        QCOMPARE(floor.ahead(id), 4.0);
        floor.play(floor.tape.delta({bid(99, 4)})); // the same 6: not taken out a second time
        QCOMPARE(floor.ahead(id), 4.0);
        floor.play(floor.tape.trade(Side::Sell, 99, 4)); // exactly what was ahead
        floor.sink.take();
        QCOMPARE(floor.ahead(id), 0.0);
        floor.play(floor.tape.trade(Side::Sell, 99, 3));
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 3"}));
        floor.play(floor.tape.trade(Side::Sell, 99, 3));
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 1"}));
        QVERIFY(!floor.market.find(id));
    }

    void withWholeFillsOneTradeAtTheFrontIsEnough()
    {
        Floor floor(whole());
        floor.limit(Side::Buy, 99, 40);
        floor.play(floor.tape.trade(Side::Sell, 99, 10));
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1"}));
        floor.play(floor.tape.trade(Side::Sell, 99, 1));
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 40"}));
    }

    void partialFillsAreWholeLots()
    {
        TapeMarket::Config config;
        config.lotSize = {5};
        Floor floor(config);
        floor.limit(Side::Buy, 99, 20);
        floor.play(floor.tape.trade(Side::Sell, 99, 18)); // 8 beyond the queue
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1", "trade 0 with 1 at 99 qty 5"}));
    }

    void aTradeBeyondThePriceFillsWholeAtTheOrdersPrice()
    {
        Floor floor;
        floor.limit(Side::Buy, 99, 50);
        floor.limit(Side::Sell, 101, 50);
        floor.play(floor.tape.trade(Side::Sell, 98, 1));
        floor.play(floor.tape.trade(Side::Buy, 102, 1));
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1", "accepted 2", "trade 0 with 1 at 99 qty 50",
                                        "trade 0 with 2 at 101 qty 50"}));
    }

    void tradesOfTheOtherSideOrWorsePricesDoNothing()
    {
        Floor floor;
        const SimOrderId id = floor.limit(Side::Buy, 98, 5);
        floor.play(floor.tape.trade(Side::Sell, 99, 100));
        floor.play(floor.tape.trade(Side::Buy, 98, 100));
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1"}));
        QCOMPARE(floor.ahead(id), 20.0);
    }

    void aBookThatMovesThroughFillsWhole()
    {
        Floor floor;
        floor.limit(Side::Buy, 99, 50);
        floor.play(floor.tape.delta({ask(98, 1), bid(99, 0), bid(98, 0)}));
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1", "trade 0 with 1 at 99 qty 50"}));
        Floor other;
        other.limit(Side::Sell, 101, 50);
        other.play(other.tape.quote(102, 1, 103, 1));
        QCOMPARE(other.sink.take(), (Lines{"accepted 1", "trade 0 with 1 at 101 qty 50"}));
    }

    void aBookHalfToldFillsNothing()
    {
        Floor floor;
        floor.limit(Side::Buy, 99, 50);
        // The first record crosses, the last one does not any more.
        floor.play(floor.tape.delta({ask(98, 1), ask(98, 0)}));
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1"}));
    }

    void aBookThatOnlyReachesThePriceFillsWhatItOffers()
    {
        Floor floor;
        floor.limit(Side::Buy, 101, 16); // takes 10, 6 rest
        floor.play(floor.tape.delta({ask(101, 4)}));
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1", "trade 1 with 0 at 101 qty 10", "trade 0 with 1 at 101 qty 4"}));
        floor.play(floor.tape.delta({ask(102, 19)})); // nothing new at 101
        QCOMPARE(floor.sink.take(), Lines{});
        Floor other(whole());
        other.limit(Side::Buy, 101, 16);
        other.play(other.tape.delta({ask(101, 4)}));
        QCOMPARE(other.sink.take().back(), std::string("trade 0 with 1 at 101 qty 6"));
    }

    void cancelsAheadAdvanceByTheModel()
    {
        TapeMarket::Config averse;
        averse.queue.kind = QueueKind::RiskAverse;
        Floor floor;
        Floor cautious(averse);
        for (Floor* each : {&floor, &cautious}) {
            each->limit(Side::Buy, 99, 5);
            each->play(each->tape.delta({bid(99, 20)})); // 10 ahead, 10 behind
            each->play(each->tape.delta({bid(99, 14)})); // 6 are gone
        }
        QCOMPARE(floor.ahead(1), 7.0);
        QCOMPARE(cautious.ahead(1), 10.0);
        for (Floor* each : {&floor, &cautious})
            each->play(each->tape.delta({bid(99, 0)}));
        QCOMPARE(floor.ahead(1), 0.0);
        QCOMPARE(cautious.ahead(1), 0.0);
    }

    void aReplaceLosesItsPlaceUnlessItOnlyTakesQuantityOff()
    {
        Floor floor;
        const SimOrderId id = floor.limit(Side::Buy, 99, 8);
        floor.play(floor.tape.trade(Side::Sell, 99, 6));
        floor.play(floor.tape.delta({bid(99, 30)}));
        QCOMPARE(floor.ahead(id), 4.0);
        QVERIFY(floor.market.replace(id, {99}, {5}));
        QCOMPARE(floor.ahead(id), 4.0);
        QVERIFY(floor.market.replace(id, {99}, {6})); // grows: to the back
        QCOMPARE(floor.ahead(id), 30.0);
        QVERIFY(floor.market.replace(id, {98}, {6}));
        QCOMPARE(floor.ahead(id), 20.0);
        QVERIFY(floor.market.replace(id, {101}, {6})); // takes
        QCOMPARE(floor.sink.take(),
            (Lines{"accepted 1", "replaced 1 price 99 leaves 5 kept 1", "replaced 1 price 99 leaves 6 kept 0",
                "replaced 1 price 98 leaves 6 kept 0", "replaced 1 price 101 leaves 6 kept 0", "trade 1 with 0 at 101 qty 6"}));
        QVERIFY(!floor.market.replace(id, {101}, {6}));
        QVERIFY(!floor.market.cancel(id));
    }

    void ourOrdersAtOnePriceQueueBehindEachOther()
    {
        Floor floor;
        floor.limit(Side::Buy, 99, 4);
        floor.limit(Side::Buy, 99, 4);
        floor.sink.take();
        floor.play(floor.tape.trade(Side::Sell, 99, 16)); // 10 others', 4 for the first, 2 for the second
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 4", "trade 0 with 2 at 99 qty 2"}));
    }

    void aTakerMeetsOurOwnOrderOnlyAfterWhatRestsAheadOfIt()
    {
        Floor floor;
        floor.limit(Side::Sell, 101, 5); // behind 10 of the tape
        floor.play(floor.tape.delta({ask(101, 15)}));
        floor.sink.take();
        floor.limit(Side::Buy, 102, 12);
        QCOMPARE(floor.sink.take(), (Lines{"accepted 2", "trade 2 with 0 at 101 qty 10", "expired 2 leaves 2 reason 7"}));
        TapeMarket::Config config;
        config.selfTrade = SelfTrade::Allow;
        Floor allowed(config);
        allowed.limit(Side::Sell, 101, 5);
        allowed.play(allowed.tape.delta({ask(101, 15)}));
        allowed.sink.take();
        allowed.limit(Side::Buy, 101, 17);
        QCOMPARE(allowed.sink.take(), (Lines{"accepted 2", "trade 2 with 0 at 101 qty 10", "trade 2 with 1 at 101 qty 5",
                                          "trade 2 with 0 at 101 qty 2"}));
    }

    void depthHoldsOurOrdersAndLacksWhatWeTook()
    {
        Floor floor;
        floor.limit(Side::Buy, 100, 3);
        floor.limit(Side::Buy, 98, 3);
        floor.limit(Side::Buy, 101, 4, TimeInForce::Ioc);
        std::array<DepthLevel, 5> levels;
        QCOMPARE(floor.market.depth(Side::Buy, levels), std::size_t{3});
        QCOMPARE(levels[0], (DepthLevel{{100}, {3}}));
        QCOMPARE(levels[1], (DepthLevel{{99}, {10}}));
        QCOMPARE(levels[2], (DepthLevel{{98}, {23}}));
        QCOMPARE(floor.market.bestAsk()->qty.count, 6);
        QCOMPARE(floor.market.qtyAt(Side::Buy, {98}).count, 23);
        QCOMPARE(floor.market.levelCount(Side::Sell), std::size_t{2});
        QCOMPARE(floor.market.qtyForPriceQty(Side::Buy, 101 * 6 + 102 * 2 + 5).count, 8);
    }

    void whatIsPublishedBuildsTheSameBook()
    {
        TapeMarket::Config config;
        config.publishes = true;
        Floor floor(config);
        std::mt19937_64 random(3);
        std::map<std::int64_t, std::int64_t> shown[2];
        std::vector<LevelChange> changes;
        std::int64_t lastId = 0;
        for (int i = 0; i < 3000; ++i) {
            const auto price = static_cast<std::int64_t>(90 + random() % 20);
            const auto qty = static_cast<std::int64_t>(random() % 4 * 5);
            switch (random() % 6) {
            case 0: floor.limit(price < 100 ? Side::Buy : Side::Sell, price, qty + 1); break;
            case 1: floor.market.cancel(static_cast<SimOrderId>(1 + random() % static_cast<std::uint64_t>(floor.lastId + 1))); break;
            case 2: floor.play(floor.tape.trade(random() % 2 ? Side::Buy : Side::Sell, price, qty + 1)); break;
            case 3: floor.play(floor.tape.quote(98, qty + 1, 101, 5)); break;
            default: floor.play(floor.tape.delta({price < 100 ? bid(price, qty) : ask(price, qty)})); break;
            }
            if (i % 3 != 0)
                continue;
            const UpdateRange range = floor.market.takeChanges(changes);
            QCOMPARE(range.first, lastId + 1);
            lastId = range.last;
            for (const LevelChange& change : changes) {
                auto& side = shown[change.side == Side::Buy ? 0 : 1];
                if (change.qty.isZero())
                    side.erase(change.price.count);
                else
                    side[change.price.count] = change.qty.count;
            }
            for (const Side side : {Side::Buy, Side::Sell}) {
                std::array<DepthLevel, 64> levels;
                const std::size_t count = floor.market.depth(side, levels);
                const auto& mine = shown[side == Side::Buy ? 0 : 1];
                QCOMPARE(mine.size(), count);
                for (std::size_t k = 0; k < count; ++k)
                    QCOMPARE(mine.at(levels[k].price.count), levels[k].qty.count);
            }
        }
    }

    void publishedTradesAreNumberedAndLackWhatWeGot()
    {
        TapeMarket::Config config;
        config.publishes = true;
        Floor floor(config);
        floor.limit(Side::Buy, 99, 4);
        floor.play(floor.tape.trade(Side::Sell, 99, 12));
        QCOMPARE(floor.sink.trades.back().tradeId, 1);
        QCOMPARE(floor.sink.trades.back().qty.count, 2);
        QCOMPARE(floor.market.lastTapeTrade().tradeId, 2);
        QCOMPARE(floor.market.lastTapeTrade().qty.count, 10);
        QCOMPARE(floor.market.lastTradeId(), 2);
    }

    void deltasRecordedBeforeTheSnapshotAreAppliedOnTopOfIt()
    {
        RecordingSink sink;
        TapeMarket market({}, sink);
        TapeWriter tape;
        const auto feed = [&](const std::vector<MarketEvent>& events) {
            for (const MarketEvent& event : events)
                market.onMarket(event);
        };
        tape.setUpdateId(9);
        const auto old = tape.delta({bid(99, 1)});    // 10
        const auto newer = tape.delta({bid(98, 7)});  // 11
        feed(old);
        feed(newer);
        QVERIFY(!market.bestBid());
        tape.setUpdateId(9);
        feed(tape.snapshot({bid(99, 5), ask(101, 5)})); // holds 10
        QCOMPARE(market.qtyAt(Side::Buy, {99}).count, 5);
        QCOMPARE(market.qtyAt(Side::Buy, {98}).count, 7);
        feed(newer); // once more: known already
        tape.setUpdateId(5);
        feed(tape.snapshot({bid(50, 1)})); // older than the book
        QCOMPARE(market.qtyAt(Side::Buy, {99}).count, 5);
    }

    void afterTheFeedWasDownIdsMayBeginAnew()
    {
        Floor floor;
        floor.tape.setUpdateId(100);
        floor.play(floor.tape.delta({bid(99, 7)}));
        MarketEvent down;
        down.kind = MarketKind::FeedDown;
        floor.play(down);
        floor.tape.setUpdateId(2);
        floor.play(floor.tape.delta({bid(99, 1)})); // waits
        QCOMPARE(floor.market.qtyAt(Side::Buy, {99}).count, 7);
        floor.tape.setUpdateId(1);
        floor.play(floor.tape.snapshot({bid(99, 2), bid(97, 4), ask(101, 1)})); // holds up to 2, the delta was 3
        QCOMPARE(floor.market.qtyAt(Side::Buy, {99}).count, 1);
        QCOMPARE(floor.market.qtyAt(Side::Buy, {97}).count, 4);
        QCOMPARE(floor.market.qtyAt(Side::Buy, {98}).count, 0);
    }

    void aSnapshotMidwayMovesQueuesAsALevelChangeDoes()
    {
        Floor floor;
        const SimOrderId id = floor.limit(Side::Buy, 99, 5);
        floor.play(floor.tape.snapshot({bid(99, 3), ask(101, 1)}));
        QCOMPARE(floor.ahead(id), 3.0);
        QCOMPARE(floor.sink.take(), (Lines{"accepted 1"}));
    }

    void quantitiesAreConservedUnderRandomTapes()
    {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            std::mt19937_64 random(seed);
            TapeMarket::Config config;
            config.queue = {seed % 2 ? QueueKind::Power3 : QueueKind::Log2, 2.0, 1.0};
            config.fills = seed % 3 ? FillMode::Partial : FillMode::Whole;
            Floor floor(config);
            std::map<SimOrderId, std::int64_t> asked;
            for (int i = 0; i < 4000; ++i) {
                const auto price = static_cast<std::int64_t>(95 + random() % 11);
                const auto qty = static_cast<std::int64_t>(1 + random() % 20);
                const std::uint64_t dice = random() % 10;
                if (dice < 2) {
                    const SimOrderId id = floor.limit(random() % 2 ? Side::Buy : Side::Sell, price, qty,
                        random() % 4 ? TimeInForce::Gtc : TimeInForce::Ioc);
                    asked[id] = qty;
                } else if (dice < 4) {
                    floor.play(floor.tape.trade(random() % 2 ? Side::Buy : Side::Sell, price, qty));
                } else {
                    const std::int64_t now = random() % 4 ? qty : 0;
                    floor.play(floor.tape.delta({price <= 100 ? bid(price, now) : ask(price, now)}));
                }
            }
            std::map<SimOrderId, std::int64_t> filled;
            for (const TradeMade& trade : floor.sink.trades) {
                QVERIFY(trade.qty.count > 0);
                if (trade.maker != 0)
                    filled[trade.maker] += trade.qty.count;
                if (trade.taker != 0)
                    filled[trade.taker] += trade.qty.count;
            }
            QVERIFY(filled.size() > 50);
            for (const auto& [id, qty] : filled) {
                const auto rests = floor.market.find(id);
                QVERIFY(qty + (rests ? rests->leaves.count : 0) <= asked[id]);
                if (rests)
                    QCOMPARE(qty + rests->leaves.count, asked[id]);
            }
        }
    }
};

MAKER_TEST(tst_tape_market)
#include "tst_tape_market.moc"
