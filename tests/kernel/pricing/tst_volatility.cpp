#include "kernel/pricing/volatility.h"

#include "support/maker_test.h"

#include <cmath>
#include <random>

using namespace maker;

namespace {

Timestamp at(double seconds)
{
    return {1'700'000'000'000'000'000 + static_cast<std::int64_t>(seconds * 1e9)};
}

bool near(double a, double b, double relative = 1e-9)
{
    return std::abs(a - b) <= relative * std::abs(b);
}

} // namespace

class tst_volatility : public QObject {
    Q_OBJECT
private slots:
    void oneReturnIsTakenWhole()
    {
        Volatility volatility(Duration::seconds(60));
        volatility.onPrice(100.0, at(0));
        QVERIFY(!volatility.ready());
        QCOMPARE(volatility.perSqrtSecond(), 0.0);
        volatility.onPrice(101.0, at(4));
        // One log return of 0.00995033 over 4 s: 0.00995033 / sqrt(4).
        QVERIFY(near(volatility.perSqrtSecond(), std::log(1.01) / 2.0));
        QVERIFY(near(volatility.over(Duration::seconds(9)), std::log(1.01) / 2.0 * 3.0));
    }

    void twoReturnsAreWeightedByTime()
    {
        Volatility volatility(Duration::seconds(1));
        volatility.onPrice(100.0, at(0));
        volatility.onPrice(100.0 * std::exp(0.02), at(1)); // rate 4e-4, then half forgotten
        volatility.onPrice(100.0, at(2));                  // rate 4e-4
        QVERIFY(near(volatility.perSqrtSecond(), 0.02));
        volatility.onPrice(100.0, at(3)); // rate 0: rates 0.0004, 0.0004, 0 with weights 1/8, 1/4, 1/2
        QVERIFY(near(volatility.perSqrtSecond(), std::sqrt(4e-4 * 0.375 / 0.875)));
    }

    void aRandomWalkIsMeasuredWhateverTheSpacing()
    {
        std::mt19937_64 random(5);
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> step(0.1, 2.0);
        Volatility volatility(Duration::seconds(2000));
        double logPrice = 4.0;
        double time = 0.0;
        for (int i = 0; i < 20'000; ++i) {
            const double dt = step(random);
            time += dt;
            logPrice += 1e-4 * std::sqrt(dt) * normal(random);
            volatility.onPrice(std::exp(logPrice), at(time));
        }
        QVERIFY(near(volatility.perSqrtSecond(), 1e-4, 0.05));
    }

    void itIsTheSameWheneverItIsAskedFor()
    {
        std::mt19937_64 random(11);
        std::uniform_real_distribution<double> step(0.0, 0.4);
        std::uniform_int_distribution<int> move(-3, 3);
        Volatility always;
        Volatility seldom;
        Volatility atTheEnd;
        double price = 100.0;
        double time = 0.0;
        for (int i = 1; i <= 5'000; ++i) {
            time += step(random);
            price += 0.01 * std::max(0, move(random) - 1) - 0.005;
            for (Volatility* each : {&always, &seldom, &atTheEnd})
                each->onPrice(price, at(time));
            const double now = always.perSqrtSecond();
            if (i % 701 == 0)
                QCOMPARE(seldom.perSqrtSecond(), now);
        }
        QVERIFY(always.perSqrtSecond() > 0.0);
        QVERIFY(atTheEnd.perSqrtSecond() == always.perSqrtSecond());
        atTheEnd.onPrice(price, at(time + 1.0));
        atTheEnd.reset();
        QVERIFY(!atTheEnd.ready());
        QCOMPARE(atTheEnd.perSqrtSecond(), 0.0);
    }

    void badSamplesAndTimeGoingBackAreIgnored()
    {
        Volatility volatility;
        volatility.onPrice(100.0, at(0));
        volatility.onPrice(0.0, at(1));
        volatility.onPrice(-5.0, at(2));
        volatility.onPrice(std::nan(""), at(3));
        volatility.onPrice(200.0, at(-1));
        volatility.onPrice(200.0, at(0.05)); // too soon
        QVERIFY(!volatility.ready());
        volatility.onPrice(100.0, at(1));
        QVERIFY(volatility.ready());
        QCOMPARE(volatility.perSqrtSecond(), 0.0);
        volatility.reset();
        QVERIFY(!volatility.ready());
    }
};

MAKER_TEST(tst_volatility)
#include "tst_volatility.moc"
