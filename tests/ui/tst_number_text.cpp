#include "support/fake_session.h"
#include "support/maker_test.h"
#include "ui/base/number_text.h"

using namespace maker;

class tst_number_text : public QObject {
    Q_OBJECT
private slots:
    void thousandsGetCommasAndNegativesATrueMinus()
    {
        QCOMPARE(text::grouped("0.5"), QStringLiteral("0.5"));
        QCOMPARE(text::grouped("999"), QStringLiteral("999"));
        QCOMPARE(text::grouped("1000"), QStringLiteral("1,000"));
        QCOMPARE(text::grouped("-1234567.1250"), QString(QChar(0x2212)) + QStringLiteral("1,234,567.1250"));
        QCOMPARE(text::grouped("-0.00"), QStringLiteral("0.00"));
    }
    void zeroCarriesNoSignAndOthersAlwaysDo()
    {
        QCOMPARE(text::signedNumber(0.004, 2), QStringLiteral("0.00"));
        QCOMPARE(text::signedNumber(-0.004, 2), QStringLiteral("0.00"));
        QCOMPARE(text::signedNumber(1284.371, 2), QStringLiteral("+1,284.37"));
        QCOMPARE(text::signedNumber(-38.1, 2), QString(QChar(0x2212)) + QStringLiteral("38.10"));
        QCOMPARE(text::shownSign(-0.004, 2), 0);
        QCOMPARE(text::shownSign(-0.006, 2), -1);
        QCOMPARE(text::signedMoney(Money::parse("-0.001").value()), QStringLiteral("0.00"));
    }
    void pricesKeepTheDecimalsOfTheirTick()
    {
        const FakeSession session(FakeSession::Content::Empty);
        QCOMPARE(text::price(session.instrument(FakeSession::kSol), Price { 23640 }), QStringLiteral("236.40"));
        QCOMPARE(text::price(session.instrument(FakeSession::kBtc), Price { 978423 }), QStringLiteral("97,842.3"));
        QCOMPARE(text::signedQty(session.instrument(FakeSession::kSol), Qty { 416 }), QStringLiteral("+41.6"));
        QCOMPARE(text::signedQty(session.instrument(FakeSession::kSol), Qty { 0 }), QStringLiteral("0.0"));
    }
    void trailingZerosAreFoundAfterThePointOnly_data()
    {
        QTest::addColumn<QString>("number");
        QTest::addColumn<int>("dim");
        QTest::newRow("one zero") << "236.40" << 5;
        QTest::newRow("point and all zeros") << "12.00" << 2;
        QTest::newRow("none") << "236.41" << 6;
        QTest::newRow("whole") << "1,200" << 5;
        QTest::newRow("inner zero") << "1.05" << 4;
    }
    void trailingZerosAreFoundAfterThePointOnly()
    {
        QFETCH(QString, number);
        QFETCH(int, dim);
        QCOMPARE(text::dimFrom(number), qsizetype(dim));
    }
    void latenciesShowTwoDigitsAndTheirUnit()
    {
        QCOMPARE(text::latency(Duration { 38'400 }), QStringLiteral("38 µs"));
        QCOMPARE(text::latency(Duration { 112'000 }), QStringLiteral("110 µs"));
        QCOMPARE(text::latency(Duration { 9'400'000 }), QStringLiteral("9.4 ms"));
        QCOMPARE(text::latency(Duration { 999'900 }), QStringLiteral("1.0 ms"));
        QCOMPARE(text::latency(Duration { 2'400'000'000 }), QStringLiteral("2.4 s"));
    }
    void timesAreUtc()
    {
        const Timestamp at = Timestamp::fromMillis(FakeSession::kNowSeconds * 1000 + 218);
        QCOMPARE(text::clock(at), QStringLiteral("14:32:08"));
        QCOMPARE(text::clockMillis(at), QStringLiteral("14:32:08.218"));
        QCOMPARE(text::clockSeconds(at), QStringLiteral("32:08"));
        QCOMPARE(text::dateClock(at), QStringLiteral("2026-11-22 14:32:08"));
        QCOMPARE(text::clock(Timestamp {}), QString(text::kUnknown));
    }
    void unknownIsADashAndNeverZero()
    {
        QCOMPARE(text::number(std::numeric_limits<double>::quiet_NaN(), 2), QString(text::kUnknown));
    }
};

MAKER_TEST(tst_number_text)
#include "tst_number_text.moc"
