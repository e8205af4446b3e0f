#include "kernel/orders/quote_diff.h"

#include "quote_desk.h"
#include "support/maker_test.h"

#include <algorithm>
#include <tuple>

using namespace maker;
using namespace maker::orders_test;

using Desk = QuoteDesk;

class tst_quote_diff : public QObject {
    Q_OBJECT

private slots:
    void anEmptyMarketGetsOneNewOrderPerQuote()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.quote(Side::Sell, 101, 7);
        QCOMPARE(desk.diff().size(), std::size_t{2});
        const NewOrder& ask = desk.requests.view()[1].order;
        QCOMPARE(ask.price, Price{101});
        QCOMPARE(ask.qty, Qty{7});
        QVERIFY(ask.postOnly);
        QCOMPARE(ask.strategy, StrategyId{1});
        QCOMPARE(ask.clientOrderId.str(), std::string("mk-1-000002"));
    }

    void anEqualTargetNeedsNothingAlsoWhileAcksAreOnTheirWay()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.quote(Side::Sell, 101);
        desk.diff();
        desk.send();
        QVERIFY(desk.diff().empty());
        desk.answer();
        QVERIFY(desk.diff().empty());
        QCOMPARE(desk.requests.deferred(), std::size_t{0});
    }

    void keepChangesNothing()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.round();
        desk.target.clear();
        desk.target.keep = true;
        QVERIFY(desk.diff().empty());
    }

    void aMovedQuoteIsOneReplaceOrACancelWhereTheVenueHasNone()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.round();
        desk.target.clear();
        desk.quote(Side::Buy, 98);
        QCOMPARE(desk.diff().size(), std::size_t{1});
        QCOMPARE(desk.requests.view()[0].kind, RequestKind::Replace);
        QCOMPARE(desk.requests.view()[0].cancel.clientOrderId, ClientOrderId("mk-1-000001"));
        desk.options.useReplace = false;
        QCOMPARE(desk.diff().size(), std::size_t{1});
        QCOMPARE(desk.requests.view()[0].kind, RequestKind::Cancel);
        QCOMPARE(desk.requests.deferred(), std::size_t{1});
        desk.send();
        QVERIFY(desk.diff().empty()); // the place is taken until the venue has answered
        desk.answer();
        QCOMPARE(desk.diff().view()[0].kind, RequestKind::New);
    }

    void priceToleranceIsInclusive()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.round();
        desk.target.priceTolerance = 2;
        for (const auto& [price, requests] : {std::pair{101, 0}, std::pair{97, 0}, std::pair{102, 1}, std::pair{96, 1}}) {
            desk.target.clear();
            desk.quote(Side::Buy, price);
            QCOMPARE(desk.diff().size(), static_cast<std::size_t>(requests));
        }
    }

    void leavesToleranceIsInclusiveBothWays()
    {
        Desk desk;
        desk.quote(Side::Buy, 99, 10);
        desk.round();
        desk.options.leavesTolerance = {3};
        for (const auto& [qty, requests] : {std::pair{13, 0}, std::pair{7, 0}, std::pair{14, 1}, std::pair{6, 1}}) {
            desk.target.clear();
            desk.quote(Side::Buy, 99, qty);
            QCOMPARE(desk.diff().size(), static_cast<std::size_t>(requests));
        }
    }

    void aPartlyFilledOrderIsRefilledOnlyBeyondTheTolerance()
    {
        Desk desk;
        desk.quote(Side::Buy, 99, 10);
        desk.round();
        desk.orders.apply(aFill("mk-1-000001", "t1", 4));
        desk.options.leavesTolerance = {4};
        QVERIFY(desk.diff().empty());
        desk.options.leavesTolerance = {3};
        QCOMPARE(desk.diff().view()[0].kind, RequestKind::Replace);
        QCOMPARE(desk.requests.view()[0].order.qty, Qty{10});
    }

    void aPostOnlyQuoteIsNotServedByAnOrderThatMayTake()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.target.quotes[0].postOnly = false;
        desk.round();
        desk.target.quotes[0].postOnly = true;
        QCOMPARE(desk.diff().size(), std::size_t{1});
    }

    void ordersOnTheirWayOutAreNotTouchedAndHoldTheirPlace()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.round();
        desk.orders.onCancelSent("mk-1-000001", kStart);
        QVERIFY(desk.diff().empty());
        QCOMPARE(desk.requests.deferred(), std::size_t{1});
        desk.quote(Side::Buy, 98); // a second level has a place of its own
        QCOMPARE(desk.diff().size(), std::size_t{1});
    }

    void aReplaceOnItsWayIsCountedOnce()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.round();
        desk.target.clear();
        desk.quote(Side::Buy, 98);
        desk.diff();
        desk.send();
        QVERIFY(desk.diff().empty());
        QCOMPARE(desk.requests.deferred(), std::size_t{0});
        // The new half is refused while the old one is still unanswered: its place stays taken.
        desk.orders.apply(anEvent(ExecKind::OrderReject, "mk-1-000002"));
        QVERIFY(desk.diff().empty());
        QCOMPARE(desk.requests.deferred(), std::size_t{1});
        desk.answer();
        QCOMPARE(desk.diff().view()[0].kind, RequestKind::New);
    }

    void anUnansweredOrderIsWaitedForUnlessNothingShouldRest()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.diff();
        desk.send();
        desk.target.clear();
        desk.quote(Side::Buy, 90);
        QVERIFY(desk.diff().empty());
        QCOMPARE(desk.requests.deferred(), std::size_t{1});
        desk.target.clear();
        QCOMPARE(desk.diff().size(), std::size_t{1});
        QCOMPARE(desk.requests.view()[0].kind, RequestKind::Cancel);
    }

    void ordersOfOthersAreNotTouched()
    {
        Desk desk;
        NewOrder other = anOrder("mk-1-000900", Side::Buy, 90);
        other.strategy = {2};
        desk.orders.onPlaced(other, kStart);
        desk.orders.apply(aStatus("web_1", OrderState::Accepted));
        desk.answer();
        QVERIFY(desk.diff().empty());
    }

    void aQuoteWaitsWhileItWouldMeetAnOwnOrderThatIsStillThere()
    {
        Desk desk;
        desk.quote(Side::Buy, 99);
        desk.quote(Side::Sell, 101);
        desk.round();
        desk.target.clear();
        desk.quote(Side::Buy, 103);
        desk.quote(Side::Sell, 105);
        QCOMPARE(desk.diff().size(), std::size_t{1}); // the ask leaves first
        QCOMPARE(desk.requests.view()[0].order.side, Side::Sell);
        QCOMPARE(desk.requests.deferred(), std::size_t{1});
        desk.send();
        desk.answer();
        QCOMPARE(desk.round(), std::size_t{1});
        QCOMPARE(desk.resting(), desk.wanted());
    }

    void rearrangingSavesRequests()
    {
        // Nearest first would give 100 the order at 101 and leave 102 without one.
        Desk desk;
        desk.quote(Side::Sell, 101);
        desk.quote(Side::Sell, 99);
        desk.round();
        desk.target.clear();
        desk.target.priceTolerance = 1;
        desk.quote(Side::Sell, 100);
        desk.quote(Side::Sell, 102);
        QVERIFY(desk.diff().empty());
    }

    void manyMoreOrdersThanRoomAreWithdrawnInSeveralCalls()
    {
        Desk desk;
        for (int i = 0; i < 100; ++i)
            desk.orders.onPlaced(anOrder(desk.ids.next().str().c_str(), Side::Buy, 50 + i), kStart);
        desk.answer();
        QCOMPARE(desk.round(), OrderRequests::kMax);
        QVERIFY(desk.requests.deferred() > 0);
        QCOMPARE(desk.round(), std::size_t{100} - OrderRequests::kMax);
        QCOMPARE(desk.orders.openCount(), std::size_t{0});
    }

    // Random targets after random targets: a perfect venue ends with exactly the target, exposure of a side never exceeds
    // the larger of before and after, no own orders cross, and then nothing is left to ask.
    void aPerfectVenueEndsWithExactlyTheTarget_data()
    {
        QTest::addColumn<bool>("useReplace");
        QTest::newRow("with replace") << true;
        QTest::newRow("cancel, then new") << false;
    }
    void aPerfectVenueEndsWithExactlyTheTarget()
    {
        QFETCH(bool, useReplace);
        std::uint64_t seed = 5;
        const auto random = [&seed](std::int64_t below) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            return static_cast<std::int64_t>((seed >> 33) % static_cast<std::uint64_t>(below));
        };
        Desk desk;
        desk.options.useReplace = useReplace;
        for (int round = 0; round < 2000; ++round) {
            desk.target.clear();
            const std::int64_t mid = 1000 + random(12);
            for (std::int64_t level = random(5); level > 0; --level)
                desk.quote(Side::Buy, mid - 1 - random(6), 1 + random(4));
            for (std::int64_t level = random(5); level > 0; --level)
                desk.quote(Side::Sell, mid + 1 + random(6), 1 + random(4));
            const auto count = [&](Side side, const std::vector<Desk::Row>& rows) {
                return std::ranges::count_if(rows, [side](const Desk::Row& row) { return std::get<0>(row) == side; });
            };
            const auto before = desk.resting();
            int calls = 0;
            while (desk.diff(), !desk.requests.empty()) {
                QVERIFY2(++calls <= 4, "the difference does not come to rest");
                desk.send();
                std::int64_t bestBid = 0;
                std::int64_t bestAsk = 1'000'000;
                std::array<std::int64_t, 2> live{};
                desk.orders.forEachOpen([&](const WorkingOrder& w) {
                    auto& best = w.order.side == Side::Buy ? bestBid : bestAsk;
                    best = w.order.side == Side::Buy ? std::max(best, w.order.price.count)
                                                     : std::min(best, w.order.price.count);
                    live[static_cast<std::size_t>(w.order.side)] += w.order.state == OrderState::PendingReplace ? 0 : 1;
                });
                QVERIFY(bestBid < bestAsk);
                for (const Side side : {Side::Buy, Side::Sell})
                    QVERIFY(live[static_cast<std::size_t>(side)]
                            <= std::max(count(side, before), count(side, desk.wanted())));
                desk.answer();
            }
            QCOMPARE(desk.requests.deferred(), std::size_t{0});
            QVERIFY(desk.resting() == desk.wanted());
        }
    }
};

MAKER_TEST(tst_quote_diff)
#include "tst_quote_diff.moc"
