#include "recording_sink.h"

#include "support/maker_test.h"

#include <array>

using namespace maker;
using namespace maker::sim;

using Lines = std::vector<std::string>;

namespace {

MatchOrder limit(SimOrderId id, int account, Side side, std::int64_t price, std::int64_t qty)
{
    MatchOrder order;
    order.id = id;
    order.account = {static_cast<std::uint16_t>(account)};
    order.side = side;
    order.price = {price};
    order.qty = {qty};
    return order;
}

MatchOrder with(MatchOrder order, TimeInForce timeInForce)
{
    order.timeInForce = timeInForce;
    return order;
}

MatchOrder postOnly(MatchOrder order)
{
    order.postOnly = true;
    return order;
}

MatchOrder market(SimOrderId id, int account, Side side, std::int64_t qty)
{
    MatchOrder order = limit(id, account, side, 0, qty);
    order.type = OrderType::Market;
    return order;
}

struct Desk {
    RecordingSink sink;
    MatchingEngine engine;

    explicit Desk(MatchingEngine::Config config = {}) : engine(config, sink) {}
    Lines submit(const MatchOrder& order)
    {
        engine.submit(order);
        return sink.take();
    }
};

} // namespace

class tst_matching_engine : public QObject {
    Q_OBJECT

private slots:
    void betterPriceTradesBeforeEarlierTime()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 102, 5));
        desk.submit(limit(2, 1, Side::Sell, 101, 5));
        desk.submit(limit(3, 2, Side::Sell, 101, 5));
        QCOMPARE(desk.submit(limit(4, 3, Side::Buy, 102, 12)),
            (Lines{"accepted 4", "trade 4 with 2 at 101 qty 5", "trade 4 with 3 at 101 qty 5", "trade 4 with 1 at 102 qty 2"}));
        QCOMPARE(desk.engine.bestAsk(), (DepthLevel{{102}, {3}}));
        QVERIFY(!desk.engine.bestBid());
    }

    void whatIsLeftOfALimitRests()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 100, 3));
        QCOMPARE(desk.submit(limit(2, 2, Side::Buy, 100, 10)), (Lines{"accepted 2", "trade 2 with 1 at 100 qty 3"}));
        QCOMPARE(desk.engine.bestBid(), (DepthLevel{{100}, {7}}));
        QCOMPARE(desk.engine.find(2)->leaves, Qty{7});
        QVERIFY(!desk.engine.find(1));
    }

    void marketOrderExpiresWhereTheSideEnds()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Buy, 90, 4));
        QCOMPARE(desk.submit(market(2, 2, Side::Sell, 6)),
            (Lines{"accepted 2", "trade 2 with 1 at 90 qty 4", "expired 2 leaves 2 reason 6"}));
        QCOMPARE(desk.submit(market(3, 2, Side::Buy, 6)), (Lines{"accepted 3", "expired 3 leaves 6 reason 6"}));
    }

    void postOnlyIsRejectedOnlyWhereItWouldTake()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 100, 1));
        QCOMPARE(desk.submit(postOnly(limit(2, 2, Side::Buy, 100, 1))), (Lines{"rejected 2 reason 3"}));
        QCOMPARE(desk.submit(postOnly(limit(3, 2, Side::Buy, 99, 1))), (Lines{"accepted 3"}));
        QCOMPARE(desk.submit(postOnly(limit(4, 1, Side::Sell, 99, 1))), (Lines{"rejected 4 reason 3"}));
        QCOMPARE(desk.engine.restingOrders(), std::size_t{2});
    }

    void immediateOrCancelNeverRests()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Buy, 30, 30));
        desk.submit(limit(2, 1, Side::Buy, 20, 20));
        QCOMPARE(desk.submit(with(limit(3, 2, Side::Sell, 25, 100), TimeInForce::Ioc)),
            (Lines{"accepted 3", "trade 3 with 1 at 30 qty 30", "expired 3 leaves 70 reason 4"}));
        QVERIFY(!desk.engine.bestAsk());
    }

    void fillOrKillTradesWholeOrNotAtAll()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 100, 5));
        desk.submit(limit(2, 1, Side::Sell, 101, 5));
        QCOMPARE(desk.submit(with(limit(3, 2, Side::Buy, 100, 6), TimeInForce::Fok)),
            (Lines{"accepted 3", "expired 3 leaves 6 reason 5"}));
        QCOMPARE(desk.submit(with(limit(4, 2, Side::Buy, 101, 6), TimeInForce::Fok)),
            (Lines{"accepted 4", "trade 4 with 1 at 100 qty 5", "trade 4 with 2 at 101 qty 1"}));
    }

    void fillOrKillDoesNotCountOwnOrders()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 100, 5));
        desk.submit(limit(2, 2, Side::Sell, 100, 5));
        QCOMPARE(desk.submit(with(limit(3, 2, Side::Buy, 100, 6), TimeInForce::Fok)),
            (Lines{"accepted 3", "expired 3 leaves 6 reason 5"}));
    }

    void selfTradeExpiresTheTakerAtItsOwnOrder()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 100, 5));
        desk.submit(limit(2, 7, Side::Sell, 101, 5));
        desk.submit(limit(3, 1, Side::Sell, 102, 5));
        QCOMPARE(desk.submit(limit(4, 7, Side::Buy, 102, 15)),
            (Lines{"accepted 4", "trade 4 with 1 at 100 qty 5", "expired 4 leaves 10 reason 7"}));
        QCOMPARE(desk.engine.bestAsk(), (DepthLevel{{101}, {5}}));
    }

    void selfTradeMayBeAllowed()
    {
        Desk desk({.selfTrade = SelfTrade::Allow});
        desk.submit(limit(1, 7, Side::Sell, 100, 5));
        QCOMPARE(desk.submit(limit(2, 7, Side::Buy, 100, 5)), (Lines{"accepted 2", "trade 2 with 1 at 100 qty 5"}));
    }

    void cancelTakesOutOnlyThatOrderAndOnlyOnce()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Buy, 100, 1));
        desk.submit(limit(2, 1, Side::Buy, 100, 2));
        desk.submit(limit(3, 1, Side::Buy, 100, 4));
        QVERIFY(desk.engine.cancel(2));
        QCOMPARE(desk.sink.take().back(), std::string("canceled 2 leaves 2"));
        QVERIFY(!desk.engine.cancel(2));
        QVERIFY(!desk.engine.cancel(99));
        QCOMPARE(desk.engine.qtyAt(Side::Buy, {100}), Qty{5});
        QCOMPARE(desk.submit(market(5, 2, Side::Sell, 5)),
            (Lines{"accepted 5", "trade 5 with 1 at 100 qty 1", "trade 5 with 3 at 100 qty 4"}));
    }

    void reducingKeepsThePlaceInTheQueueAndGrowingLosesIt()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Buy, 100, 5));
        desk.submit(limit(2, 1, Side::Buy, 100, 5));
        QVERIFY(desk.engine.replace(1, {100}, {3}));
        QCOMPARE(desk.sink.take(), (Lines{"replaced 1 price 100 leaves 3 kept 1"}));
        QCOMPARE(desk.submit(market(3, 2, Side::Sell, 1)).back(), std::string("trade 3 with 1 at 100 qty 1"));
        QVERIFY(desk.engine.replace(1, {100}, {6}));
        QCOMPARE(desk.sink.take(), (Lines{"replaced 1 price 100 leaves 6 kept 0"}));
        QCOMPARE(desk.submit(market(4, 2, Side::Sell, 1)).back(), std::string("trade 4 with 2 at 100 qty 1"));
        QCOMPARE(desk.engine.qtyAt(Side::Buy, {100}), Qty{10});
    }

    void aReplacedPriceMayTrade()
    {
        Desk desk;
        desk.submit(limit(1, 1, Side::Sell, 105, 5));
        desk.submit(limit(2, 2, Side::Buy, 100, 8));
        QVERIFY(desk.engine.replace(2, {105}, {8}));
        QCOMPARE(desk.sink.take(), (Lines{"replaced 2 price 105 leaves 8 kept 0", "trade 2 with 1 at 105 qty 5"}));
        QCOMPARE(desk.engine.bestBid(), (DepthLevel{{105}, {3}}));
    }

    void offTickAndEmptyOrdersAreRejected()
    {
        Desk desk({.tickSize = {5}});
        QCOMPARE(desk.submit(limit(1, 1, Side::Buy, 101, 5)), (Lines{"rejected 1 reason 1"}));
        QCOMPARE(desk.submit(limit(2, 1, Side::Buy, 0, 5)), (Lines{"rejected 2 reason 1"}));
        QCOMPARE(desk.submit(limit(3, 1, Side::Buy, 100, 0)), (Lines{"rejected 3 reason 2"}));
        QCOMPARE(desk.submit(limit(4, 1, Side::Buy, 100, 5)), (Lines{"accepted 4"}));
    }

    void pricesFarFromTheWindowKeepTheirOrder()
    {
        Desk desk({.windowLevels = 64});
        desk.submit(limit(1, 1, Side::Buy, 1000, 1));
        desk.submit(limit(2, 1, Side::Buy, 1, 2));
        desk.submit(limit(3, 1, Side::Sell, 5'000'000'000, 3));
        desk.submit(limit(4, 1, Side::Sell, 1001, 4));
        desk.submit(limit(5, 1, Side::Buy, 500, 5));
        std::array<DepthLevel, 5> bids;
        QCOMPARE(desk.engine.depth(Side::Buy, bids), std::size_t{3});
        QCOMPARE(bids[0], (DepthLevel{{1000}, {1}}));
        QCOMPARE(bids[1], (DepthLevel{{500}, {5}}));
        QCOMPARE(bids[2], (DepthLevel{{1}, {2}}));
        QCOMPARE(desk.submit(market(6, 2, Side::Buy, 7)),
            (Lines{"accepted 6", "trade 6 with 4 at 1001 qty 4", "trade 6 with 3 at 5000000000 qty 3"}));
        QCOMPARE(desk.submit(market(7, 2, Side::Sell, 8)),
            (Lines{"accepted 7", "trade 7 with 1 at 1000 qty 1", "trade 7 with 5 at 500 qty 5", "trade 7 with 2 at 1 qty 2"}));
    }

    void changedLevelsAreToldOnceWithTheQuantityNow()
    {
        Desk desk;
        std::vector<LevelChange> changes;
        desk.submit(limit(1, 1, Side::Buy, 100, 5));
        desk.submit(limit(2, 1, Side::Buy, 100, 5));
        desk.submit(limit(3, 1, Side::Buy, 99, 1));
        desk.submit(limit(4, 1, Side::Sell, 103, 2));
        UpdateRange range = desk.engine.takeChanges(changes);
        QCOMPARE(range.first, 1);
        QCOMPARE(range.last, 4);
        QCOMPARE(changes, (std::vector<LevelChange>{{Side::Buy, {100}, {10}}, {Side::Buy, {99}, {1}}, {Side::Sell, {103}, {2}}}));
        // The bid at 100 goes and an offer takes its place: both sides must hear of it.
        desk.submit(limit(5, 2, Side::Sell, 100, 12));
        range = desk.engine.takeChanges(changes);
        QCOMPARE(range.first, 5);
        QCOMPARE(range.last, 6);
        QCOMPARE(changes, (std::vector<LevelChange>{{Side::Buy, {100}, {0}}, {Side::Sell, {100}, {2}}}));
        range = desk.engine.takeChanges(changes);
        QVERIFY(changes.empty());
        QVERIFY(range.last < range.first);
    }
};

MAKER_TEST(tst_matching_engine)
#include "tst_matching_engine.moc"
