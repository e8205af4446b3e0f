#include "support/maker_test.h"
#include "venues/binance/candles.h"

#include <random>

using namespace maker;

namespace {

Instrument btc()
{
    InstrumentSpec spec;
    spec.id = InstrumentId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    return *Instrument::make(spec);
}

const std::string kTwo =
    R"([[1700000000000,"100.10","101.00","99.50","100.70","12.34500",1700000059999,"1240.0",42,"7.00000","700.0","0"],)"
    R"([1700000060000,"100.70","100.90","100.60","100.80","1.00000",1700000119999,"100.0",3,"0.50000","50.0","0"]])";

} // namespace

class tst_candles : public QObject {
    Q_OBJECT

private slots:
    void aRowBecomesACandle();
    void theCandleStillOpenIsLeftOut();
    void brokenAnswersAreErrors_data();
    void brokenAnswersAreErrors();
    void mutatedAnswersNeverCrash();
};

void tst_candles::aRowBecomesACandle()
{
    const auto candles = binance::parseCandles(kTwo, btc(), Timestamp::fromMillis(1700000200000));
    QVERIFY(candles);
    QCOMPARE(candles->size(), std::size_t{2});
    const Candle& first = candles->front();
    QVERIFY(first.openTime == Timestamp::fromMillis(1700000000000));
    QVERIFY(first.open == Price{10010} && first.high == Price{10100} && first.low == Price{9950} && first.close == Price{10070});
    QVERIFY(first.volume == Qty{1234500} && first.buyVolume == Qty{700000} && first.trades == 42);
}

void tst_candles::theCandleStillOpenIsLeftOut()
{
    const auto candles = binance::parseCandles(kTwo, btc(), Timestamp::fromMillis(1700000100000));
    QVERIFY(candles);
    QCOMPARE(candles->size(), std::size_t{1});
}

void tst_candles::brokenAnswersAreErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("object") << QByteArray("{\"code\":-1121}");
    QTest::newRow("not rows") << QByteArray("[1,2]");
    QTest::newRow("short row") << QByteArray("[[1700000000000,\"1\"]]");
    QTest::newRow("negative time") << QByteArray(kTwo.c_str()).replace("1700000000000", "-1");
    QTest::newRow("huge time") << QByteArray(kTwo.c_str()).replace("1700000000000", "9223372036854775807");
    QTest::newRow("negative price") << QByteArray(kTwo.c_str()).replace("\"100.10\"", "\"-100.10\"");
    QTest::newRow("exponent") << QByteArray(kTwo.c_str()).replace("\"100.10\"", "\"1e999\"");
    QTest::newRow("truncated") << QByteArray(kTwo.c_str()).left(60);
}

void tst_candles::brokenAnswersAreErrors()
{
    QFETCH(QByteArray, body);
    const auto candles = binance::parseCandles(body.toStdString(), btc(), Timestamp::fromMillis(1700000200000));
    QVERIFY(!candles);
    QVERIFY(!candles.error().detail.empty());
}

void tst_candles::mutatedAnswersNeverCrash()
{
    std::mt19937 random(3);
    int refused = 0;
    for (int i = 0; i < 10000; ++i) {
        std::string body = kTwo;
        for (unsigned n = random() % 4 + 1; n > 0; --n)
            body[random() % body.size()] = static_cast<char>(random());
        refused += binance::parseCandles(body, btc(), Timestamp::fromMillis(1700000200000)) ? 0 : 1;
    }
    QVERIFY(refused > 1000 && refused < 10000);
}

MAKER_TEST(tst_candles)
#include "tst_candles.moc"
