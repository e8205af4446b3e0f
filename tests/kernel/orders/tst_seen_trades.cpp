#include "kernel/orders/seen_trades.h"

#include "support/maker_test.h"

#include <algorithm>

#include <deque>

using namespace maker;

class tst_seen_trades : public QObject {
    Q_OBJECT

private slots:
    void theSameTradeOfAnotherAccountOrInstrumentIsAnotherTrade()
    {
        SeenTrades seen(8);
        QVERIFY(seen.insert({1}, {1}, "100"));
        QVERIFY(!seen.insert({1}, {1}, "100"));
        QVERIFY(seen.insert({2}, {1}, "100"));
        QVERIFY(seen.insert({1}, {2}, "100"));
        QVERIFY(seen.insert({1}, {1}, "101"));
        QCOMPARE(seen.size(), std::size_t{4});
    }

    // Against a plain queue: random trades, so that entries collide, wrap and are forgotten in every order.
    void theNewestTradesAreKnownAndNoOthers()
    {
        constexpr std::size_t kCapacity = 61;
        SeenTrades seen(kCapacity);
        std::deque<int> oracle;
        std::uint64_t seed = 42;
        for (int i = 0; i < 20'000; ++i) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            const int number = static_cast<int>((seed >> 33) % 150);
            const TradeId trade(std::to_string(number));
            const bool fresh = std::ranges::find(oracle, number) == oracle.end();
            QCOMPARE(seen.contains({1}, {1}, trade), !fresh);
            QCOMPARE(seen.insert({1}, {1}, trade), fresh);
            if (fresh)
                oracle.push_back(number);
            if (oracle.size() > kCapacity)
                oracle.pop_front();
            QCOMPARE(seen.size(), oracle.size());
        }
    }
};

MAKER_TEST(tst_seen_trades)
#include "tst_seen_trades.moc"
