#include "kernel/pricing/mid.h"

#include "support/maker_test.h"

#include <cmath>

using namespace maker;

namespace {

Instrument cents()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "AB";
    spec.base = "A";
    spec.quote = "B";
    spec.tickSize = "0.01";
    spec.lotSize = "0.1";
    return Instrument::make(spec).value();
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

} // namespace

class tst_mid : public QObject {
    Q_OBJECT

    const Instrument m_instrument = cents();
    const Touch m_touch{.bid = 100.00, .ask = 100.10, .bidQty = 3.0, .askQty = 1.0};

private slots:
    void theTouchIsInQuoteAndBaseUnits()
    {
        OrderBook book;
        book.set(Side::Buy, {10'000}, {30});
        QVERIFY(!touchOf(book, m_instrument));
        book.set(Side::Sell, {10'010}, {10});
        const auto touch = touchOf(book, m_instrument);
        QVERIFY(touch);
        QVERIFY(near(touch->bid, 100.00) && near(touch->ask, 100.10));
        QVERIFY(near(touch->bidQty, 3.0) && near(touch->askQty, 1.0));
    }

    void midIsHalfWay() { QVERIFY(near(mid(m_touch), 100.05)); }

    void weightedMidLeansToTheThinnerSide()
    {
        // (100.00 * 1 + 100.10 * 3) / 4
        QVERIFY(near(weightedMid(m_touch), 100.075));
        QVERIFY(near(weightedMid({100.0, 100.1, 0.0, 0.0}), 100.05));
    }

    void micropriceLiesBetweenMidAndWeightedMid()
    {
        QVERIFY(near(microprice(m_touch, 0.0), 100.05));
        QVERIFY(near(microprice(m_touch, 1.0), 100.075));
        QVERIFY(near(microprice(m_touch, 0.6), 100.065));
        const Touch balanced{.bid = 10.0, .ask = 11.0, .bidQty = 2.0, .askQty = 2.0};
        QVERIFY(near(microprice(balanced), 10.5));
    }

    void depthWeightedMidUsesEachSidesOwnAverage()
    {
        OrderBook book;
        book.set(Side::Buy, {10'000}, {10}); // 1.0 at 100.00
        book.set(Side::Buy, {9'990}, {30});  // 3.0 at 99.90: average 99.925, total 4
        book.set(Side::Sell, {10'010}, {20}); // 2.0 at 100.10
        book.set(Side::Sell, {20'000}, {999}); // beyond the depth below
        QVERIFY(near(*depthWeightedMid(book, m_instrument, 1), (100.00 * 2.0 + 100.10 * 1.0) / 3.0));
        book.set(Side::Sell, {20'000}, {0});
        QVERIFY(near(*depthWeightedMid(book, m_instrument, 2), (99.925 * 2.0 + 100.10 * 4.0) / 6.0));
        book.clear();
        QVERIFY(!depthWeightedMid(book, m_instrument, 2));
    }
};

MAKER_TEST(tst_mid)
#include "tst_mid.moc"
