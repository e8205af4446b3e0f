#include "kernel/pricing/trading_rate.h"

#include "support/maker_test.h"

#include <cmath>

using namespace maker;

namespace {

Timestamp at(double seconds)
{
    return {1'700'000'000'000'000'000 + static_cast<std::int64_t>(seconds * 1e9)};
}

} // namespace

class tst_trading_rate : public QObject {
    Q_OBJECT
private slots:
    void aConstantStreamTendsToItsRate()
    {
        TradingRate rate(Duration::seconds(10));
        for (int i = 0; i < 2000; ++i)
            rate.onTrade(Side::Buy, 0.5, at(i * 0.25));
        const Timestamp end = at(1999 * 0.25 + 0.125);
        QVERIFY(std::abs(rate.tradesPerSecond(end) - 4.0) < 0.02);
        QVERIFY(std::abs(rate.qtyPerSecond(end) - 2.0) < 0.01);
    }

    void oneTradeHalvesAfterAHalfLife()
    {
        TradingRate rate(Duration::seconds(10));
        QCOMPARE(rate.tradesPerSecond(at(0)), 0.0);
        rate.onTrade(Side::Sell, 2.0, at(0));
        const double now = rate.qtyPerSecond(at(0));
        QVERIFY(std::abs(now - 2.0 * std::log(2.0) / 10.0) < 1e-12);
        QVERIFY(std::abs(rate.qtyPerSecond(at(10)) - now / 2.0) < 1e-12);
    }

    void imbalanceComparesAggressors()
    {
        TradingRate rate;
        QCOMPARE(rate.imbalance(), 0.0);
        rate.onTrade(Side::Buy, 3.0, at(1));
        rate.onTrade(Side::Sell, 1.0, at(1));
        QVERIFY(std::abs(rate.imbalance() - 0.5) < 1e-12);
    }
};

MAKER_TEST(tst_trading_rate)
#include "tst_trading_rate.moc"
