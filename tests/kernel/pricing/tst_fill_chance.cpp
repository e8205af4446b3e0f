#include "kernel/pricing/fill_chance.h"
#include "support/maker_test.h"

#include <cmath>
#include <random>

using namespace maker;

namespace {

constexpr Duration kMinute = Duration::seconds(60);

/// Plays the assumption itself: Poisson arrivals, exponential sizes.
double played(double ahead, double tradesPerSecond, double qtyPerTrade, std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::poisson_distribution<int> count(tradesPerSecond * 60.0);
    std::exponential_distribution<double> size(1.0 / qtyPerTrade);
    constexpr int kRuns = 20'000;
    int filled = 0;
    for (int run = 0; run < kRuns; ++run) {
        double volume = 0.0;
        const int trades = count(random);
        for (int i = 0; i < trades; ++i)
            volume += size(random);
        filled += volume > ahead ? 1 : 0;
    }
    return static_cast<double>(filled) / kRuns;
}

} // namespace

class tst_fill_chance : public QObject {
    Q_OBJECT
private slots:
    void atTheFrontItIsTheChanceOfATrade()
    {
        QVERIFY(std::abs(fillChance(0.0, 0.01, 5.0, kMinute) - (1.0 - std::exp(-0.6))) < 1e-12);
    }
    void itIsWhatTheAssumptionPlayedGives_data()
    {
        QTest::addColumn<double>("ahead");
        QTest::addColumn<double>("trades");
        QTest::newRow("few trades") << 4.0 << 0.05;
        QTest::newRow("as much as comes") << 30.0 << 0.25;
        QTest::newRow("deep") << 90.0 << 0.3;
        QTest::newRow("busy, beyond the exact sum") << 700.0 << 6.0;
    }
    void itIsWhatTheAssumptionPlayedGives()
    {
        QFETCH(double, ahead);
        QFETCH(double, trades);
        const double wanted = played(ahead, trades, 2.0, 11);
        const double got = fillChance(ahead, trades, 2.0, kMinute);
        QVERIFY2(std::abs(got - wanted) < 0.015, qPrintable(QStringLiteral("%1, played %2").arg(got).arg(wanted)));
    }
    void moreAheadIsNeverLikelier()
    {
        double before = 1.0;
        for (double ahead = 0.0; ahead < 400.0; ahead += 1.5) {
            const double chance = fillChance(ahead, 0.9, 3.0, kMinute);
            QVERIFY(chance >= 0.0 && chance <= before + 1e-3); // the two branches meet within a thousandth
            before = chance;
        }
    }
    void thePriceComesAsFarAsItsVolatilityCarriesIt()
    {
        QCOMPARE(touchChance(0.0, 0.0001, kMinute), 1.0);
        QCOMPARE(touchChance(0.001, 0.0, kMinute), 0.0);
        // One standard deviation: twice the normal tail beyond one.
        QVERIFY(std::abs(touchChance(0.0001 * std::sqrt(60.0), 0.0001, kMinute) - 0.317310507862914) < 1e-12);
        QVERIFY(touchChance(0.0004, 0.0001, kMinute) > touchChance(0.0005, 0.0001, kMinute));
    }
    void noTradesMeanNoFill()
    {
        QCOMPARE(fillChance(1.0, 0.0, 3.0, kMinute), 0.0);
        QCOMPARE(fillChance(1.0, 1.0, 0.0, kMinute), 0.0);
    }
};

MAKER_TEST(tst_fill_chance)
#include "tst_fill_chance.moc"
