#include "kernel/book/own_overlay.h"

#include "kernel/book/book_view.h"
#include "support/maker_test.h"

using namespace maker;

namespace {

OrderBook smallBook()
{
    OrderBook book;
    for (int i = 0; i < 4; ++i) {
        book.set(Side::Buy, {100 - i}, {10 + i});
        book.set(Side::Sell, {101 + i}, {20 + i});
    }
    return book;
}

} // namespace

class tst_own_overlay : public QObject {
    Q_OBJECT
private slots:
    void quantitiesOfOnePriceAddUpAndDisappearAtZero()
    {
        OwnOverlay own;
        own.add(Side::Buy, {100}, {3});
        own.add(Side::Buy, {100}, {2});
        own.add(Side::Buy, {99}, {1});
        QCOMPARE(own.qtyAt(Side::Buy, {100}).count, 5);
        QCOMPARE(own.qtyAt(Side::Sell, {100}).count, 0);
        own.add(Side::Buy, {100}, {-5});
        QCOMPARE(own.qtyAt(Side::Buy, {100}).count, 0);
        QCOMPARE(own.best(Side::Buy)->price.count, 99);
        QVERIFY(own.best(Side::Sell) == nullptr);
    }

    void ownLevelsComeBestFirst()
    {
        OwnOverlay own;
        for (const std::int64_t price : {103, 101, 102})
            own.add(Side::Sell, {price}, {1});
        QCOMPARE(own.levels(Side::Sell).front().price.count, 101);
        QCOMPARE(own.levels(Side::Sell).back().price.count, 103);
    }

    void theMarketWithoutUsStartsWhereOthersRest()
    {
        const OrderBook book = smallBook();
        OwnOverlay own;
        own.add(Side::Buy, {100}, {10});
        own.add(Side::Buy, {99}, {4});
        const auto bid = bestWithoutOwn(book, own, Side::Buy);
        QCOMPARE(*bid, (Level{{99}, {7}}));
        own.add(Side::Sell, {101}, {25}); // the book does not show our last order yet
        QCOMPARE(bestWithoutOwn(book, own, Side::Sell)->price.count, 102);
        QVERIFY(!bestWithoutOwn(OrderBook{}, own, Side::Buy));
    }

    void aViewHoldsTheTopWithOurShare()
    {
        BookSync sync({1}, kBinanceSpotRule);
        OwnOverlay own;
        own.add(Side::Sell, {102}, {6});
        MarketEvent header;
        header.kind = MarketKind::BookSnapshot;
        header.lastId = 7;
        header.last = false;
        header.localTime = {5};
        sync.process(header);
        for (int i = 0; i < 4; ++i) {
            MarketEvent level;
            level.kind = MarketKind::BookLevel;
            level.side = Side::Sell;
            level.price = {101 + i};
            level.qty = {20 + i};
            level.last = i == 3;
            level.localTime = {5};
            sync.process(level);
        }
        const auto view = BookView<3>::of(sync, own);
        QCOMPARE(view.state, SyncState::Live);
        QCOMPARE(view.lastId, 7);
        QCOMPARE(view.bidCount, std::size_t{0});
        QCOMPARE(view.askCount, std::size_t{3});
        QCOMPARE(view.asks[1], (OwnedLevel{{102}, {21}, {6}}));
        QCOMPARE(view.asks[0].ownQty.count, 0);
    }
};

MAKER_TEST(tst_own_overlay)
#include "tst_own_overlay.moc"
