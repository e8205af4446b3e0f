#include "kernel/book/order_book.h"

#include "support/maker_test.h"

#include <map>
#include <random>

using namespace maker;

namespace {

/// The plainest book there is.
struct OracleBook {
    std::map<std::int64_t, std::int64_t, std::greater<>> bids;
    std::map<std::int64_t, std::int64_t> asks;

    template <typename Levels>
    static void put(Levels& levels, std::int64_t price, std::int64_t qty)
    {
        if (qty == 0)
            levels.erase(price);
        else
            levels[price] = qty;
    }
    void set(Side side, std::int64_t price, std::int64_t qty)
    {
        if (side == Side::Buy)
            put(bids, price, qty);
        else
            put(asks, price, qty);
    }
};

template <typename Levels>
bool sameSide(const OrderBook& book, Side side, const Levels& levels)
{
    if (book.levelCount(side) != levels.size())
        return false;
    auto cursor = book.cursor(side);
    for (const auto& [price, qty] : levels) {
        const auto level = cursor.next();
        if (!level || level->price.count != price || level->qty.count != qty || book.qtyAt(side, {price}).count != qty)
            return false;
    }
    return !cursor.next();
}

bool same(const OrderBook& book, const OracleBook& oracle)
{
    return sameSide(book, Side::Buy, oracle.bids) && sameSide(book, Side::Sell, oracle.asks);
}

/// Prices as a market makes them: mostly near a wandering middle, some far away, some off the tick, some absurd.
class PriceSource {
public:
    PriceSource(std::uint64_t seed, std::int64_t tick) : m_random(seed), m_tick(tick), m_middle(1'000'000 * tick) {}

    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(n)); }

    std::int64_t price(Side side)
    {
        if (below(50) == 0)
            m_middle += (below(2001) - 1000) * m_tick;
        const std::int64_t away = side == Side::Buy ? -1 : 1;
        switch (below(20)) {
        case 0: return m_middle + away * (m_middle / 2); // half the price away
        case 1: return 1 + below(2'000'000 * m_tick);
        case 2: return m_middle + away * below(20'000) * m_tick;
        case 3: return m_middle + away * below(300 * m_tick);
        case 4: return m_middle - away * below(50) * m_tick; // through the other side
        default: return m_middle + away * below(150) * m_tick;
        }
    }

private:
    std::mt19937_64 m_random;
    std::int64_t m_tick;
    std::int64_t m_middle;
};

} // namespace

class tst_order_book : public QObject {
    Q_OBJECT
private slots:
    void emptyBookHasNoBestAndIsNotCrossed()
    {
        const OrderBook book;
        QVERIFY(book.empty());
        QVERIFY(!book.bestBid() && !book.bestAsk());
        QVERIFY(!book.crossed());
        QCOMPARE(book.qtyAt(Side::Buy, {5}).count, 0);
        std::array<Level, 3> top;
        QCOMPARE(book.top(Side::Sell, top), std::size_t{0});
    }

    void bestIsHighestBidAndLowestAsk()
    {
        OrderBook book;
        book.set(Side::Buy, {100}, {1});
        book.set(Side::Buy, {102}, {2});
        book.set(Side::Buy, {101}, {3});
        book.set(Side::Sell, {105}, {4});
        book.set(Side::Sell, {103}, {5});
        QCOMPARE(book.bestBid()->price.count, 102);
        QCOMPARE(book.bestAsk()->qty.count, 5);
        book.set(Side::Buy, {102}, {0});
        QCOMPARE(book.bestBid()->price.count, 101);
        QVERIFY(!book.crossed());
        book.set(Side::Buy, {103}, {1});
        QVERIFY(book.crossed());
    }

    void aLevelHalfThePriceAwayIsKeptAndFound()
    {
        OrderBook book({1}, 256);
        book.set(Side::Sell, {10'000}, {1});
        book.set(Side::Sell, {15'000}, {7});
        book.set(Side::Sell, {1'000'000'000'000}, {9});
        QCOMPARE(book.qtyAt(Side::Sell, {15'000}).count, 7);
        std::array<Level, 4> top;
        QCOMPARE(book.top(Side::Sell, top), std::size_t{3});
        QCOMPARE(top[2].price.count, 1'000'000'000'000);
        book.set(Side::Sell, {10'000}, {0});
        QCOMPARE(book.bestAsk()->price.count, 15'000);
        book.set(Side::Sell, {15'000}, {0});
        QCOMPARE(book.bestAsk()->price.count, 1'000'000'000'000);
        book.set(Side::Sell, {1'000'000'000'000}, {0});
        QVERIFY(book.empty(Side::Sell));
    }

    void theLargestAndSmallestPricesFit()
    {
        OrderBook book({1}, 256);
        const std::int64_t top = std::numeric_limits<std::int64_t>::max();
        for (const Side side : {Side::Buy, Side::Sell}) {
            book.set(side, {top}, {1});
            book.set(side, {1}, {2});
            QCOMPARE(book.qtyAt(side, {top}).count, 1);
            QCOMPARE(book.qtyAt(side, {1}).count, 2);
            QCOMPARE(book.best(side)->price.count, side == Side::Buy ? top : std::int64_t{1});
        }
    }

    void pricesOffTheTickAreKeptInOrder()
    {
        OrderBook book({10}, 256);
        book.set(Side::Buy, {1000}, {1});
        book.set(Side::Buy, {1005}, {2});
        book.set(Side::Buy, {990}, {3});
        book.set(Side::Buy, {991}, {4});
        std::array<Level, 5> top;
        QCOMPARE(book.top(Side::Buy, top), std::size_t{4});
        QCOMPARE(top[0].price.count, 1005);
        QCOMPARE(top[1].price.count, 1000);
        QCOMPARE(top[2].price.count, 991);
        QCOMPARE(top[3].price.count, 990);
    }

    void purgeRemovesTheStaleSideThroughTheFreshBest()
    {
        OrderBook book;
        for (int i = 0; i < 5; ++i)
            book.set(Side::Sell, {100 + i}, {1});
        book.set(Side::Buy, {102}, {1});
        QCOMPARE(book.purgeCrossed(Side::Buy), std::size_t{3});
        QCOMPARE(book.bestAsk()->price.count, 103);
        QVERIFY(!book.crossed());
        QCOMPARE(book.purgeCrossed(Side::Buy), std::size_t{0});
    }

    void clearForgetsNearAndFarLevels()
    {
        OrderBook book({1}, 256);
        book.set(Side::Buy, {1000}, {1});
        book.set(Side::Buy, {1}, {1});
        book.clear();
        QVERIFY(book.empty());
        QVERIFY(!book.bestBid());
        book.set(Side::Buy, {5}, {2});
        QCOMPARE(book.levelCount(Side::Buy), std::size_t{1});
    }

    void equalsAMapUnderRandomOperations_data()
    {
        QTest::addColumn<qulonglong>("seed");
        QTest::addColumn<qlonglong>("tick");
        QTest::addColumn<qulonglong>("window");
        for (const qulonglong window : {256ULL, 4096ULL}) {
            for (const qlonglong tick : {1LL, 5LL, 1'000'000LL}) {
                for (qulonglong seed = 1; seed <= 5; ++seed)
                    QTest::addRow("window %llu tick %lld seed %llu", window, tick, seed) << seed << tick << window;
            }
        }
    }

    void equalsAMapUnderRandomOperations()
    {
        QFETCH(qulonglong, seed);
        QFETCH(qlonglong, tick);
        QFETCH(qulonglong, window);
        PriceSource source(seed, tick);
        OrderBook book({tick}, window);
        OracleBook oracle;
        for (int i = 0; i < 40'000; ++i) {
            const Side side = source.below(2) == 0 ? Side::Buy : Side::Sell;
            std::int64_t price = source.price(side);
            const std::int64_t qty = source.below(5) < 2 ? 0 : 1 + source.below(1000);
            if (qty == 0 && source.below(3) != 0 && !book.empty(side))
                price = book.best(side)->price.count; // removing the best is what moves the window
            if (price <= 0)
                continue;
            book.set(side, {price}, {qty});
            oracle.set(side, price, qty);
            if (i % 97 == 0)
                QVERIFY2(same(book, oracle), qPrintable(QStringLiteral("operation %1").arg(i)));
        }
        QVERIFY(same(book, oracle));
        QVERIFY(book.levelCount(Side::Buy) > 100);
    }
};

MAKER_TEST(tst_order_book)
#include "tst_order_book.moc"
