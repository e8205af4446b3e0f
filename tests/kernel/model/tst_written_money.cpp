#include "kernel/base/checked.h"
#include "kernel/model/written_money.h"
#include "support/maker_test.h"

#include <cmath>
#include <limits>
#include <random>

using namespace maker;

/// Numbers that people write, as amounts.
class tst_written_money : public QObject {
    Q_OBJECT

private slots:
    void aNumberIsTheDecimalThatStandsThere_data()
    {
        QTest::addColumn<double>("number");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a tenth") << 0.1 << QByteArray("0.1");
        QTest::newRow("cents") << 111.11 << QByteArray("111.11");
        QTest::newRow("below zero") << -0.3 << QByteArray("-0.3");
        QTest::newRow("nothing") << -0.0 << QByteArray("0");
        QTest::newRow("whole") << 100'000.0 << QByteArray("100000");
        QTest::newRow("large") << 1e20 << QByteArray("100000000000000000000");
        QTest::newRow("one satoshi") << 1e-8 << QByteArray("0.00000001");
        QTest::newRow("the finest") << 1e-18 << QByteArray("0.000000000000000001");
        QTest::newRow("finer, rounded") << 5e-324 << QByteArray("0");
        QTest::newRow("more digits than there are") << 1.0000000000000002 << QByteArray("1.0000000000000002");
    }
    void aNumberIsTheDecimalThatStandsThere()
    {
        QFETCH(double, number);
        QFETCH(QByteArray, text);
        const auto money = moneyAsWritten(number);
        QVERIFY(money.has_value());
        QCOMPARE(QByteArray::fromStdString(money->toString()), text);
    }

    void everyAmountOfCentsComesBack()
    {
        std::mt19937_64 random(3);
        for (int i = 0; i < 20'000; ++i) {
            const Money cents = Money::fromUnits(Int128{static_cast<std::int64_t>(random() % 1'000'000'000'000)} * pow10(16));
            QCOMPARE(moneyAsWritten(std::stod(cents.toString()))->toString(), cents.toString());
        }
    }

    void whatIsNoAmountIsRefused()
    {
        for (const double number : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e300, 1.7e20})
            QVERIFY(!moneyAsWritten(number).has_value());
    }
};

MAKER_TEST(tst_written_money)
#include "tst_written_money.moc"
