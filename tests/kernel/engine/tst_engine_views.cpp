#include "kernel/book/order_book.h"
#include "kernel/strategy/strategy.h"
#include "tests/support/engine_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

namespace {

MarketEvent trade(const EngineRig& rig, Side aggressor, Price price, Qty qty)
{
    MarketEvent event;
    event.kind = MarketKind::Trade;
    event.side = aggressor;
    event.price = price;
    event.qty = qty;
    event.instrument = EngineRig::kInstrument;
    event.venue = VenueId{1};
    event.localTime = rig.now;
    return event;
}

RestingStatus bidOf(const EngineRig& rig)
{
    std::array<RestingStatus, 8> resting;
    const std::size_t count = rig.engine->resting(EngineRig::kInstrument, resting);
    for (std::size_t i = 0; i < count; ++i) {
        if (resting[i].order.side == Side::Buy)
            return resting[i];
    }
    return {};
}

} // namespace

class tst_engine_views : public QObject {
    Q_OBJECT
private slots:
    void tradesAtItsPriceBringAnOrderForward()
    {
        // Bids at the touch of a book whose levels hold 3 BTC.
        EngineRig rig(R"({"bid_spread": 0, "ask_spread": 10, "min_spread": 0, "order_size": 0.01, "refresh_time": 60,
                          "inventory_target": 50, "price_source": "mid", "price_skew": 0, "size_skew": false})");
        rig.startQuoting();
        rig.book(59'999.0, 60'001.0);
        const RestingStatus before = bidOf(rig);
        QVERIFY(before.queueKnown);
        rig.feed(trade(rig, Side::Sell, before.order.price, {1'000}));
        const RestingStatus after = bidOf(rig);
        QCOMPARE(after.ahead.count, std::max<std::int64_t>(0, before.ahead.count - 1'000));
        rig.feed(trade(rig, Side::Buy, before.order.price, {5'000})); // hits the other side
        QCOMPARE(bidOf(rig).ahead.count, after.ahead.count);
    }
    void inABookWithoutOursTheTouchIsAllOfOthers()
    {
        for (const bool holdsOwn : {true, false}) {
            EngineRig rig(R"({"bid_spread": 0, "ask_spread": 10, "min_spread": 0, "order_size": 0.01, "refresh_time": 60,
                              "inventory_target": 50, "price_source": "mid", "price_skew": 0, "size_skew": false})");
            rig.config.bookHoldsOwn = holdsOwn;
            rig.makeEngine();
            rig.startQuoting();
            const RestingStatus alone = bidOf(rig); // at the mid, where the book has no level
            QVERIFY(alone.queueKnown);
            QCOMPARE(alone.ahead.count, std::int64_t{0});
            QCOMPARE(rig.engine->book(EngineRig::kInstrument)->qtyAt(Side::Buy, alone.order.price).count, std::int64_t{0});
            // The market comes to our price with 3 BTC: ours are among them only where the book holds them.
            rig.book(rig.instrument->toDouble(alone.order.price), 60'001.0);
            const RestingStatus joined = bidOf(rig);
            QCOMPARE(joined.order.clientOrderId, alone.order.clientOrderId);
            QCOMPARE(joined.ahead.count, std::int64_t{0});
            QCOMPARE(joined.behind.count, holdsOwn ? 30'000 - joined.order.qty.count : std::int64_t{30'000});
            QCOMPARE(rig.engine->market(EngineRig::kInstrument).bestBid.count, alone.order.price.count);
        }
    }
    void aCancelledOrderStandsInNoQueue()
    {
        EngineRig rig;
        rig.startQuoting();
        std::array<RestingStatus, 8> resting;
        QCOMPARE(rig.engine->resting(EngineRig::kInstrument, resting), std::size_t(2));
        rig.command(CommandKind::PauseStrategy);
        QCOMPARE(rig.engine->resting(EngineRig::kInstrument, resting), std::size_t(0));
    }
    void aPreviewSaysWhereADraftWouldQuoteAndChangesNothing()
    {
        EngineRig rig;
        rig.startQuoting();
        const std::string journal = rig.digest();
        const std::size_t wire = rig.venue.wire.size();
        const auto drafted = findStrategyKind("pure_market_making")->make();
        QVERIFY(drafted->setParams(R"({"bid_spread": 20, "ask_spread": 20, "levels": 2, "order_size": 0.01})"));
        const QuoteTarget* target = rig.engine->preview(EngineRig::kStrategy, *drafted);
        QVERIFY(target != nullptr);
        QCOMPARE(target->count, 4);
        const Quote& bid = target->quotes[0];
        QVERIFY(bid.price < bidOf(rig).order.price);
        QCOMPARE(rig.instrument->toDouble(bid.price), bid.chain[4].after);
        QCOMPARE(rig.digest(), journal);
        QCOMPARE(rig.venue.wire.size(), wire);
        QVERIFY(rig.engine->target(EngineRig::kStrategy)->count == 2);
    }
    void withoutABookThereIsNoPreview()
    {
        EngineRig rig;
        const auto drafted = findStrategyKind("pure_market_making")->make();
        QVERIFY(rig.engine->preview(EngineRig::kStrategy, *drafted) == nullptr);
    }
    void exposureIsBoundedByThePositionLimits()
    {
        EngineRig rig;
        rig.limits(R"({"max_long": 2, "max_short": 3})");
        rig.startQuoting();
        rig.pass(Duration::seconds(1));
        QCOMPARE(rig.engine->risk(EngineRig::kInstrument).exposure.limit, 180'000.0);
    }
};

MAKER_TEST(tst_engine_views)
#include "tst_engine_views.moc"
