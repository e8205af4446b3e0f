#include "lanes/latest.h"

#include "support/maker_test.h"

using namespace maker;

class tst_latest : public QObject {
    Q_OBJECT

private slots:
    void isNothingBeforeTheFirstValue();
    void newestWins();
    void readValueStaysUntilTheNextRead();
    void readsTheSameValueAgainWhileNothingIsNew();
};

void tst_latest::isNothingBeforeTheFirstValue()
{
    Latest<int> latest;
    QCOMPARE(latest.read(), nullptr);
    QCOMPARE(latest.version(), std::uint64_t{0});
}

void tst_latest::newestWins()
{
    Latest<int> latest;
    for (int value = 1; value <= 10; ++value)
        latest.publish(value);
    QCOMPARE(*latest.read(), 10);
    QCOMPARE(latest.readVersion(), std::uint64_t{10});
}

void tst_latest::readValueStaysUntilTheNextRead()
{
    Latest<int> latest;
    latest.publish(1);
    const int* held = latest.read();
    for (int value = 2; value <= 7; ++value) {
        latest.publish(value);
        QCOMPARE(*held, 1);
    }
    QCOMPARE(*latest.read(), 7);
}

void tst_latest::readsTheSameValueAgainWhileNothingIsNew()
{
    Latest<int> latest;
    latest.publish(5);
    QCOMPARE(*latest.read(), 5);
    QCOMPARE(*latest.read(), 5);
    latest.publish(6);
    latest.publish(7);
    QCOMPARE(*latest.read(), 7);
    QCOMPARE(*latest.read(), 7);
    QCOMPARE(latest.version(), std::uint64_t{3});
}

MAKER_TEST(tst_latest)
#include "tst_latest.moc"
