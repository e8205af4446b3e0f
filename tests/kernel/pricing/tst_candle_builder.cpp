#include "kernel/pricing/candle_builder.h"

#include "support/maker_test.h"

#include <random>

using namespace maker;

namespace {

constexpr std::int64_t kMinute = 1'700'000'040; // a multiple of 60

MarketEvent trade(double seconds, std::int64_t price, std::int64_t qty, Side side = Side::Buy)
{
    MarketEvent event;
    event.kind = MarketKind::Trade;
    event.venueTime = {kMinute * 1'000'000'000 + static_cast<std::int64_t>(seconds * 1e9)};
    event.localTime = {1};
    event.price = {price};
    event.qty = {qty};
    event.side = side;
    return event;
}

std::int64_t openSecond(const Candle& candle)
{
    return candle.openTime.ns / 1'000'000'000 - kMinute;
}

struct Collector {
    std::vector<Candle> closed;
    void operator()(const Candle& candle) { closed.push_back(candle); }
};

} // namespace

class tst_candle_builder : public QObject {
    Q_OBJECT
private slots:
    void tradesOfOneIntervalMakeOneCandle()
    {
        CandleBuilder builder(Duration::seconds(60));
        Collector out;
        QVERIFY(!builder.live());
        builder.onTrade(trade(1, 100, 5, Side::Buy), out);
        builder.onTrade(trade(20, 107, 1, Side::Sell), out);
        builder.onTrade(trade(30, 95, 2, Side::Sell), out);
        builder.onTrade(trade(59.9, 101, 3, Side::Buy), out);
        QVERIFY(out.closed.empty());
        builder.onTrade(trade(60, 102, 1), out);
        QCOMPARE(out.closed.size(), std::size_t{1});
        const Candle& candle = out.closed[0];
        QCOMPARE(openSecond(candle), 0);
        QCOMPARE(candle.open.count, 100);
        QCOMPARE(candle.high.count, 107);
        QCOMPARE(candle.low.count, 95);
        QCOMPARE(candle.close.count, 101);
        QCOMPARE(candle.volume.count, 11);
        QCOMPARE(candle.buyVolume.count, 8);
        QCOMPARE(candle.trades, 4U);
        QCOMPARE(openSecond(*builder.live()), 60);
        QCOMPARE(builder.live()->open.count, 102);
    }

    void intervalsWithoutTradesAreFlat()
    {
        CandleBuilder builder(Duration::seconds(1));
        Collector out;
        builder.onTrade(trade(0.5, 100, 5), out);
        builder.onTrade(trade(4.5, 90, 1), out);
        QCOMPARE(out.closed.size(), std::size_t{4});
        for (std::size_t i = 1; i < 4; ++i) {
            QCOMPARE(openSecond(out.closed[i]), static_cast<std::int64_t>(i));
            QCOMPARE(out.closed[i].open.count, 100);
            QCOMPARE(out.closed[i].low.count, 100);
            QCOMPARE(out.closed[i].volume.count, 0);
            QCOMPARE(out.closed[i].trades, 0U);
        }
        QCOMPARE(builder.live()->open.count, 90); // the first trade opens it, not the old close
        QCOMPARE(builder.live()->high.count, 90);
    }

    void timeAloneClosesCandles()
    {
        CandleBuilder builder(Duration::seconds(5));
        Collector out;
        builder.onTime(trade(100, 1, 1).venueTime, out);
        builder.onTrade(trade(1, 100, 5), out);
        builder.onTime(trade(4.999, 1, 1).venueTime, out);
        QVERIFY(out.closed.empty());
        builder.onTime(trade(10, 1, 1).venueTime, out);
        QCOMPARE(out.closed.size(), std::size_t{2});
        QCOMPARE(openSecond(*builder.live()), 10);
        QCOMPARE(builder.live()->close.count, 100);
    }

    void lateTradesAreCountedAndLeftOut()
    {
        CandleBuilder builder(Duration::seconds(1));
        Collector out;
        builder.onTrade(trade(5, 100, 1), out);
        builder.onTrade(trade(4.9, 500, 1), out);
        QCOMPARE(builder.late(), 1U);
        QCOMPARE(builder.live()->high.count, 100);
    }

    void aLongSilenceLeavesAHole()
    {
        CandleBuilder builder(Duration::seconds(1));
        Collector out;
        builder.onTrade(trade(0, 100, 1), out);
        builder.onTrade(trade(static_cast<double>(CandleBuilder::kMaxFlat) + 2, 100, 1), out);
        QCOMPARE(out.closed.size(), std::size_t{1});
        QCOMPARE(openSecond(*builder.live()), CandleBuilder::kMaxFlat + 2);
    }

    void candlesOfEveryIntervalHoldTheSameTrades_data()
    {
        QTest::addColumn<int>("seconds");
        for (const int seconds : {1, 5, 15, 60, 300, 900, 3600})
            QTest::addRow("%d s", seconds) << seconds;
    }

    void candlesOfEveryIntervalHoldTheSameTrades()
    {
        QFETCH(int, seconds);
        std::mt19937_64 random(11);
        CandleBuilder builder(Duration::seconds(seconds));
        Collector out;
        std::int64_t volume = 0;
        double time = 0.0;
        for (int i = 0; i < 5000; ++i) {
            time += static_cast<double>(random() % 4000) / 1000.0;
            const auto qty = static_cast<std::int64_t>(1 + random() % 9);
            volume += qty;
            builder.onTrade(trade(time, 1000 + static_cast<std::int64_t>(random() % 50), qty), out);
        }
        std::int64_t sum = builder.live()->volume.count;
        for (std::size_t i = 0; i < out.closed.size(); ++i) {
            const Candle& candle = out.closed[i];
            sum += candle.volume.count;
            QCOMPARE(candle.openTime.ns % (seconds * 1'000'000'000LL), 0);
            QVERIFY(i == 0 || candle.openTime - out.closed[i - 1].openTime == Duration::seconds(seconds));
            QVERIFY(candle.low <= candle.open && candle.open <= candle.high);
            QVERIFY(candle.low <= candle.close && candle.close <= candle.high);
        }
        QCOMPARE(sum, volume);
    }
};

MAKER_TEST(tst_candle_builder)
#include "tst_candle_builder.moc"
