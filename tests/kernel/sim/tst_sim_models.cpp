#include "kernel/sim/client_id_table.h"
#include "kernel/sim/fees.h"
#include "kernel/sim/growing_ring.h"
#include "kernel/sim/hawkes.h"
#include "kernel/sim/id_table.h"
#include "kernel/sim/latency.h"
#include "kernel/sim/market_history.h"
#include "kernel/sim/random.h"

#include "support/maker_test.h"

#include <cmath>
#include <map>
#include <random>

using namespace maker;
using namespace maker::sim;

namespace {

Money money(const char* text)
{
    return Money::parse(text).value();
}

Instrument btc()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.001";
    return Instrument::make(spec).value();
}

SimTrade trade(std::int64_t id, std::int64_t price, std::int64_t qty, std::int64_t second, Side side)
{
    return {id, {1}, {price}, {qty}, Timestamp::fromMillis(second * 1000 + 500), side, 1, 2};
}

constexpr std::int64_t kMinute = 1'767'225'600; // a full day, in seconds

} // namespace

class tst_sim_models : public QObject {
    Q_OBJECT

private slots:
    void variatesHaveTheMomentsOfTheirLaws()
    {
        Random random(9);
        constexpr int kCount = 200'000;
        double normal = 0.0;
        double square = 0.0;
        double waits = 0.0;
        double counts = 0.0;
        for (int i = 0; i < kCount; ++i) {
            const double value = random.normal();
            normal += value / kCount;
            square += value * value / kCount;
            waits += random.exponential(2.5) / kCount;
            counts += random.poisson(i % 2 == 0 ? 3.0 : 40.0) / static_cast<double>(kCount);
        }
        QVERIFY(std::fabs(normal) < 0.01);
        QVERIFY(std::fabs(square - 1.0) < 0.02);
        QVERIFY(std::fabs(waits - 2.5) < 0.03);
        QVERIFY(std::fabs(counts - 21.5) < 0.2);
    }

    void theGeneratorIsTheOnePublished()
    {
        // splitmix64 of 0 begins with e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec; xoshiro256**
        // answers with rotl(second * 5, 7) * 9.
        Random random(0);
        const std::uint64_t five = 0x6E789E6AA1B965F4ULL * 5;
        QCOMPARE(random.next(), ((five << 7) | (five >> 57)) * 9);
        Random again(0);
        again.next();
        QCOMPARE(random.next(), again.next());
        for (int i = 0; i < 1000; ++i)
            QVERIFY(again.below(7) < 7);
    }

    void feesAreRoundedAsNamed()
    {
        const FeeModel down{.makerPpm = 333, .takerPpm = -333, .decimals = 2, .rounding = Rounding::Down};
        QCOMPARE(down.fee(money("100"), true), money("0.03"));
        QCOMPARE(down.fee(money("100"), false), money("-0.04"));
        QCOMPARE(down.highestFee(money("100")), money("0.04"));
        const FeeModel even{.makerPpm = 250, .takerPpm = 0, .decimals = 2, .rounding = Rounding::HalfEven};
        QCOMPARE(even.fee(money("100"), true), money("0.02"));
        QCOMPARE(even.fee(money("300"), true), money("0.08"));
        QVERIFY(even.fee(money("300"), false).isZero());
    }

    void latencyIsConstantOrJitteredAndKeepsTheOrder()
    {
        LatencyModel constant({.base = Duration::millis(3), .meanJitter = {}});
        QCOMPARE(constant.next(), Duration::millis(3));
        const LatencyModel::Config config{Duration::millis(3), Duration::millis(2), 5};
        LatencyModel a(config);
        LatencyModel b(config);
        Timestamp last;
        bool jittered = false;
        for (int i = 0; i < 1000; ++i) {
            const Timestamp sent = Timestamp::fromMicros(i * 100);
            const Timestamp arrived = a.arrival(sent);
            QCOMPARE(arrived, b.arrival(sent));
            QVERIFY(arrived >= last && arrived - sent >= Duration::millis(3));
            jittered = jittered || arrived - sent > Duration::millis(4);
            last = arrived;
        }
        QVERIFY(jittered);
    }

    void arrivalsHaveTheRateThatTheirExcitementImplies()
    {
        HawkesArrivals arrivals({.base = 1.0, .excitement = 0.5, .decay = 2.0}, 3, Timestamp::fromMillis(0));
        int count = 0;
        int followsOwnSide = 0;
        Side before = arrivals.nextSide();
        while (arrivals.nextTime().millis() < 20'000'000) {
            followsOwnSide += arrivals.nextSide() == before ? 1 : 0;
            before = arrivals.nextSide();
            arrivals.pop();
            ++count;
        }
        // base / (1 - excitement) = 2 a second.
        QVERIFY(std::fabs(count / 20'000.0 - 2.0) < 0.1);
        QVERIFY(followsOwnSide > count * 0.52);
    }

    void idsAreFoundAsLongAsTheyLive()
    {
        IdTable table;
        std::map<std::int64_t, std::uint32_t> live;
        std::mt19937 random(11);
        for (std::int64_t id = 1'000'000; id < 1'100'000; ++id) {
            table.insert(id, static_cast<std::uint32_t>(id - 999'999));
            live[id] = static_cast<std::uint32_t>(id - 999'999);
            while (live.size() > 1000) {
                const auto gone = std::next(live.begin(), static_cast<std::ptrdiff_t>(random() % 100));
                table.erase(gone->first);
                QCOMPARE(table.find(gone->first), IdTable::kNoSlot);
                live.erase(gone);
            }
        }
        for (std::int64_t id = 1'000'000; id < 1'100'000; ++id)
            QCOMPARE(table.find(id), live.contains(id) ? live[id] : IdTable::kNoSlot);
        QCOMPARE(table.find(1), IdTable::kNoSlot);
        QCOMPARE(table.find(9'000'000), IdTable::kNoSlot);
    }

    void idsThatStayCostNothingForThoseThatWentBetween()
    {
        IdTable table;
        for (std::int64_t id = 1; id <= 2'000'000; ++id) {
            table.insert(id, 7);
            if (id % 4000 != 0)
                table.erase(id);
        }
        QCOMPARE(table.find(4000), std::uint32_t{7});
        QVERIFY(table.bytes() <= 1024 * 16);
    }

    void candlesAndTickerSumTheTrades()
    {
        const Instrument instrument = btc();
        MarketHistory history(instrument);
        QVERIFY(history.candles(Duration::seconds(60), 10, Timestamp::fromMillis(kMinute * 1000)).empty());
        history.add(trade(1, 6'000'000, 100, kMinute, Side::Buy));
        history.add(trade(2, 6'010'000, 200, kMinute + 30, Side::Sell));
        history.add(trade(3, 5'990'000, 300, kMinute + 59, Side::Buy));
        history.add(trade(4, 6'020'000, 400, kMinute + 180, Side::Buy));
        const Timestamp now = Timestamp::fromMillis((kMinute + 200) * 1000);
        const auto minutes = history.candles(Duration::seconds(60), 10, now);
        QCOMPARE(minutes.size(), std::size_t{4});
        const Candle& first = minutes[0].candle;
        QCOMPARE(first.open, Price{6'000'000});
        QCOMPARE(first.high, Price{6'010'000});
        QCOMPARE(first.low, Price{5'990'000});
        QCOMPARE(first.close, Price{5'990'000});
        QCOMPARE(first.volume, Qty{600});
        QCOMPARE(first.buyVolume, Qty{400});
        QCOMPARE(minutes[0].quoteVolume, money("35990"));
        QCOMPARE(minutes[0].lastTradeId, std::int64_t{3});
        QCOMPARE(minutes[1].candle.open, Price{5'990'000});
        QCOMPARE(minutes[1].candle.trades, std::uint32_t{0});
        QCOMPARE(minutes[3].candle.close, Price{6'020'000});
        const auto five = history.candles(Duration::seconds(300), 1, now);
        QCOMPARE(five.size(), std::size_t{1});
        QCOMPARE(five[0].candle.volume, Qty{1000});
        QCOMPARE(history.candles(Duration::seconds(1), 30, now).size(), std::size_t{30});
        const auto ticker = history.ticker(now);
        QCOMPARE(ticker->open, Price{6'000'000});
        QCOMPARE(ticker->last, Price{6'020'000});
        QCOMPARE(ticker->volume, Qty{1000});
        QCOMPARE(ticker->trades, std::int64_t{4});
        QCOMPARE(history.trades(2).front().tradeId, std::int64_t{3});
        QCOMPARE(history.tradesFrom(2, 2).back().tradeId, std::int64_t{3});
    }

    void clientIdsAreFoundWhateverCameAndWentBefore()
    {
        // Few different hashes, so that entries collide and holes are closed all the time.
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            std::mt19937_64 random(seed);
            ClientIdTable table;
            std::map<std::uint32_t, std::uint64_t> held;
            for (std::uint32_t id = 1; id <= 6000; ++id) {
                const std::uint64_t hash = random() % 700 * (seed % 2 ? 1 : 0x9E3779B97F4A7C15U);
                table.insert(hash, id);
                held[id] = hash;
                while (held.size() > 900 || (!held.empty() && random() % 3 == 0)) {
                    auto gone = held.lower_bound(static_cast<std::uint32_t>(random() % id));
                    if (gone == held.end())
                        gone = held.begin();
                    table.erase(gone->second, gone->first);
                    table.erase(gone->second, gone->first); // once more changes nothing
                    const std::uint32_t wanted = gone->first;
                    QCOMPARE(table.find(gone->second, [&](std::uint32_t each) { return each == wanted; }), ClientIdTable::kNoSlot);
                    held.erase(gone);
                }
            }
            for (const auto& [id, hash] : held) {
                const std::uint32_t wanted = id;
                QCOMPARE(table.find(hash, [&](std::uint32_t each) { return each == wanted; }), wanted);
            }
        }
    }

    void aGrowingRingKeepsItsOrder()
    {
        GrowingRing<int> ring(2);
        std::mt19937_64 random(4);
        int in = 0;
        int out = 0;
        for (int i = 0; i < 20'000; ++i) {
            if (random() % 100 < 52)
                ring.push() = in++;
            else if (!ring.empty()) {
                QCOMPARE(ring.front(), out++);
                ring.pop();
            }
            QCOMPARE(ring.size(), static_cast<std::size_t>(in - out));
        }
        QVERIFY(out > 5000);
    }
};

MAKER_TEST(tst_sim_models)
#include "tst_sim_models.moc"
