#include "tests/support/engine_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

namespace {

/// Joins the touch and says until when it need not be asked.
struct TouchRig : EngineRig {
    explicit TouchRig(const char* checkTime)
    {
        EngineStrategy& strategy = config.strategies.front();
        strategy.kind = "join_touch";
        strategy.params = R"({"order_size": 0.01, "max_position": 1, "refresh_time": )" + std::string(checkTime) + "}";
        makeEngine();
        startQuoting();
    }
};

/// The venue ends the newest order of a side of its own accord.
void endAtTheVenue(EngineRig& rig, Side side)
{
    CancelOrder gone;
    for (const auto& each : rig.venue.orders) {
        if (each.open() && each.order.side == side)
            gone.clientOrderId = each.order.clientOrderId;
    }
    rig.venue.cancel(gone);
    rig.deliver();
}

} // namespace

/// A strategy that stands by its answer is not asked for nothing, and is asked as soon as something matters.
class tst_standing_strategy : public QObject {
    Q_OBJECT

private slots:
    void anOrderThatIsGoneComesBackAtTheCheckTime()
    {
        TouchRig rig("1");
        QCOMPARE(rig.venue.openCount(), std::size_t{2});
        const Timestamp quoted = rig.now;
        endAtTheVenue(rig, Side::Buy);
        QCOMPARE(rig.venue.openCount(), std::size_t{1});
        while (rig.now + Duration::millis(100) < quoted + Duration::seconds(1)) {
            rig.pass(Duration::millis(50));
            rig.book(59'999.0, 60'001.0);
            QCOMPARE(rig.venue.openCount(), std::size_t{1});
        }
        rig.pass(Duration::millis(200));
        QCOMPARE(rig.venue.openCount(), std::size_t{2});
    }

    void aJournalThatRefusesTheRowOfATimerEndsTheStand()
    {
        TouchRig rig("3600");
        rig.pass(Duration::seconds(3));
        QCOMPARE(rig.venue.openCount(), std::size_t{2});
        rig.journal.accepts = false;
        rig.pass(Duration::millis(1'000));
        QVERIFY(!rig.engine->journalHealthy());
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t{0});
        rig.journal.accepts = true;
        rig.pass(Duration::millis(1'100));
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t{2});
    }

    void newParametersCountFromTheNextTimer()
    {
        TouchRig rig("3600");
        rig.pass(Duration::seconds(1));
        rig.command(CommandKind::SetParams, R"({"order_size": 0.02, "max_position": 1, "refresh_time": 3600})");
        rig.pass(Duration::millis(200));
        std::array<Order, 4> open;
        QCOMPARE(rig.engine->openOrders(open), std::size_t{2});
        QCOMPARE(open[0].qty, *rig.instrument->qtyDown(0.02));
        QCOMPARE(open[1].qty, *rig.instrument->qtyDown(0.02));
    }

    void aGapWithTheSameTouchBehindItBringsTheQuotesBackAtOnce()
    {
        TouchRig rig("3600");
        for (int i = 0; i < 3; ++i)
            rig.book(59'999.0, 60'001.0);
        rig.bookWithGap();
        QCOMPARE(rig.venue.openCount(), std::size_t{0});
        rig.deliver();
        MarketEvent feed;
        feed.venue = VenueId{1};
        feed.localTime = rig.now;
        for (const MarketKind kind : {MarketKind::FeedDown, MarketKind::FeedUp}) {
            feed.kind = kind;
            rig.engine->process(feed);
        }
        rig.updateId = 0;
        rig.book(59'999.0, 60'001.0); // a snapshot
        QCOMPARE(rig.venue.openCount(), std::size_t{2});
    }

    void aHaltIsFeltThoughNothingElseMoves()
    {
        TouchRig rig("3600");
        rig.pass(Duration::seconds(1));
        rig.command(CommandKind::Kill);
        rig.pass(Duration::millis(200));
        QCOMPARE(rig.venue.openCount(), std::size_t{0});
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t{0});
        rig.command(CommandKind::Rearm);
        rig.command(CommandKind::StartStrategy);
        rig.book(59'999.0, 60'001.0);
        QCOMPARE(rig.venue.openCount(), std::size_t{2});
    }
};

MAKER_TEST(tst_standing_strategy)
#include "tst_standing_strategy.moc"
