#include "kernel/model/instrument.h"
#include "number_oracle.h"
#include "support/comma_locale.h"
#include "support/maker_test.h"

#include <cmath>
#include <limits>

using namespace maker;

namespace {

InstrumentSpec specOf(const char* tick, const char* lot)
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = tick;
    spec.lotSize = lot;
    return spec;
}

Instrument made(const char* tick, const char* lot)
{
    return Instrument::make(specOf(tick, lot)).value();
}

/// Instruments of very different scales; every property holds for each.
const std::vector<Instrument>& instruments()
{
    static const std::vector<Instrument> kAll{
        made("0.01", "0.00001"),       made("0.05", "1"),       made("0.000000000001", "1"), made("25", "0.5"),
        made("0.00000001", "0.00000001"), made("100", "0.001"), made("0.0025", "10"),        made("1", "0.000000000000000001"),
    };
    return kAll;
}

Price randomPrice(std::mt19937_64& random)
{
    return {static_cast<std::int64_t>(random() >> (1 + random() % 62))};
}

} // namespace

class tst_instrument : public QObject {
    Q_OBJECT

private slots:
    void decimalsComeFromTheSteps_data()
    {
        QTest::addColumn<QByteArray>("tick");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<qint64>("count");
        QTest::newRow("padded") << QByteArray("0.01000000") << 2 << qint64{1};
        QTest::newRow("one") << QByteArray("1.00000000") << 0 << qint64{1};
        QTest::newRow("five") << QByteArray("0.05") << 2 << qint64{5};
        QTest::newRow("quarter") << QByteArray("0.250") << 2 << qint64{25};
        QTest::newRow("tens") << QByteArray("10") << 0 << qint64{10};
        QTest::newRow("tens padded") << QByteArray("10.0") << 0 << qint64{10};
        QTest::newRow("fine") << QByteArray("0.000000000001") << 12 << qint64{1};
        QTest::newRow("2.5") << QByteArray("2.50") << 1 << qint64{25};
    }
    void decimalsComeFromTheSteps()
    {
        QFETCH(QByteArray, tick);
        QFETCH(int, decimals);
        QFETCH(qint64, count);
        const Instrument byTick = made(tick.constData(), "1");
        QCOMPARE(byTick.priceDecimals(), decimals);
        QCOMPARE(byTick.tickSize().count, std::int64_t{count});
        const Instrument byLot = made("1", tick.constData());
        QCOMPARE(byLot.qtyDecimals(), decimals);
        QCOMPARE(byLot.lotSize().count, std::int64_t{count});
    }

    void limitsAreReadInCounts()
    {
        InstrumentSpec spec = specOf("0.01000000", "0.00001000");
        spec.minPrice = "0.01000000";
        spec.maxPrice = "1000000.00000000";
        spec.minQty = "0.00001000";
        spec.maxQty = "9000.12345678"; // finer than a lot: what lies below counts
        spec.minNotional = "5.00000000";
        const Instrument instrument = Instrument::make(spec).value();
        QCOMPARE(instrument.minPrice().count, std::int64_t{1});
        QCOMPARE(instrument.maxPrice().count, std::int64_t{100'000'000});
        QCOMPARE(instrument.minQty().count, std::int64_t{1});
        QCOMPARE(instrument.maxQty().count, std::int64_t{900'012'345});
        QVERIFY(instrument.minNotional() == Money::fromInt(5));
        QVERIFY(instrument.symbol() == Symbol("BTCUSDT") && instrument.base() == Currency("BTC"));
    }

    void stepsThatDoNotFitAreUnsupportedAndSayWhy_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("why");
        const auto row = [](const char* member, const char* text, const char* why) {
            QTest::addRow("%s %s", member, text) << QByteArray(member) << QByteArray(text) << QByteArray(why);
        };
        row("tick", "0", "is not a positive decimal");
        row("tick", "0.00", "is not a positive decimal");
        row("tick", "-0.01", "is not a positive decimal");
        row("tick", "", "is not a positive decimal");
        row("tick", "1e-8", "is not a positive decimal");
        row("tick", "0.0000000000000000001", "more than 18 decimals");
        row("tick", "0.00000000000001", "more than 18 decimals together");
        row("tick", "99999999999999999999", "is too large");
        row("lot", "0", "is not a positive decimal");
        row("lot", "abc", "is not a positive decimal");
        row("lot", "0.00000000000000001", "more than 18 decimals together");
        row("minPrice", "0.015", "is not a multiple of its step");
        row("minQty", "0.000001", "is not a multiple of its step");
        row("minQty", "-1", "is not a multiple of its step");
        row("maxPrice", "x", "is not a plain decimal");
        row("maxPrice", "0.5", "is below the minimum");
        row("maxQty", "92233720368547758.08", "does not fit 63 bits");
        row("maxQty", "100000000000000000000", "does not fit 63 bits");
        row("maxQty", "1.", "is not a plain decimal");
        row("minNotional", "-5", "is not a plain decimal");
        row("minNotional", "5 USDT", "is not a plain decimal");
    }
    void stepsThatDoNotFitAreUnsupportedAndSayWhy()
    {
        QFETCH(QByteArray, member);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, why);
        InstrumentSpec spec = specOf("0.01", "0.00001");
        spec.minPrice = "1";
        const std::string value = text.toStdString();
        (member == "tick" ? spec.tickSize : member == "lot" ? spec.lotSize : member == "minPrice" ? spec.minPrice
             : member == "maxPrice" ? spec.maxPrice : member == "minQty" ? spec.minQty
             : member == "maxQty" ? spec.maxQty : spec.minNotional) = value;
        const auto result = Instrument::make(spec);
        QVERIFY(!result.has_value());
        QVERIFY(result.error().code == ErrorCode::Unsupported);
        QVERIFY2(result.error().detail.find(why.toStdString()) != std::string::npos, result.error().detail.c_str());
        QVERIFY2(result.error().detail.find('"' + value + '"') != std::string::npos, result.error().detail.c_str());
    }

    void textRoundTripsInEveryScale()
    {
        std::mt19937_64 random(1);
        for (const Instrument& instrument : instruments()) {
            for (int i = 0; i < 1000; ++i) {
                const Price price = randomPrice(random);
                const std::string text = instrument.format(price);
                QVERIFY(decimalValue(text) == cpp_rational(cpp_int(price.count), bigPow10(instrument.priceDecimals())));
                QVERIFY(instrument.tryPrice(text) == price);
                QVERIFY(instrument.parsePrice(text).value() == price);
                const Qty qty{price.count};
                QVERIFY(instrument.tryQty(instrument.format(qty)) == qty);
                QCOMPARE(instrument.format(-qty), qty.isZero() ? instrument.format(qty) : '-' + instrument.format(qty));
            }
        }
    }

    void paddedAndShortTextsAreTheSameNumber()
    {
        std::mt19937_64 random(2);
        const Instrument& instrument = instruments().front();
        for (int i = 0; i < 2000; ++i) {
            const auto whole = static_cast<std::int64_t>(random() % 10'000'000'000);
            const std::string text = std::to_string(whole);
            const std::string zeros(random() % 25, '0');
            QCOMPARE(instrument.tryPrice(text)->count, whole * 100);
            QCOMPARE(instrument.tryPrice(text + ".0" + zeros)->count, whole * 100);
            QCOMPARE(instrument.tryPrice(text + ".5" + zeros)->count, whole * 100 + 50);
            QCOMPARE(instrument.tryPrice(zeros + text + ".05" + zeros)->count, whole * 100 + 5);
        }
    }

    void randomDecimalsAreAcceptedExactlyWhenTheyFit()
    {
        std::mt19937_64 random(3);
        int accepted = 0;
        for (int i = 0; i < 20'000; ++i) {
            const Instrument& instrument = instruments()[random() % instruments().size()];
            std::string text = std::to_string(random() >> (random() % 64));
            if (random() % 4 != 0) {
                text += '.';
                for (std::uint64_t n = 1 + random() % 20; n > 0; --n)
                    text += random() % 3 == 0 ? static_cast<char>('0' + random() % 10) : '0';
            }
            const cpp_rational count = decimalValue(text) * bigPow10(instrument.priceDecimals());
            const bool fits = denominator(count) == 1 && numerator(count) <= std::numeric_limits<std::int64_t>::max();
            const auto read = instrument.tryPrice(text);
            QVERIFY2(read.has_value() == fits, text.c_str());
            QVERIFY(instrument.parsePrice(text).has_value() == fits);
            QVERIFY(!fits || cpp_int(read->count) == numerator(count));
            accepted += fits ? 1 : 0;
        }
        QVERIFY(accepted > 2000 && accepted < 19'000);
    }

    void refusedTextSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("why");
        for (const char* text : {"", "-", "-1", "+1", "1.", ".5", "1e5", "1E-2", "NaN", "inf", " 1", "1 ", "1,5", "1.2.3", "0x1", "\xD9\xA1",
                                 "\xEF\xBC\x91", "1\xC2\xA0", "."})
            QTest::newRow(text) << QByteArray(text) << QByteArray(" is not a plain decimal number.");
        QTest::newRow("nul") << QByteArray("1\0", 2) << QByteArray(" is not a plain decimal number.");
        QTest::newRow("0.001") << QByteArray("0.001") << QByteArray(" has more than 2 decimals.");
        QTest::newRow("30 decimals") << QByteArray("0.000000000000000000000000000001") << QByteArray(" has more than 2 decimals.");
        QTest::newRow("2^63") << QByteArray("92233720368547758.08") << QByteArray(" is too large.");
        QTest::newRow("300 digits") << QByteArray(300, '7') << QByteArray(" is too large.");
    }
    void refusedTextSaysWhy()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, why);
        const Instrument instrument = made("0.01", "0.01");
        QVERIFY(!instrument.tryPrice(text.toStdString()).has_value());
        QVERIFY(!instrument.tryQty(text.toStdString()).has_value());
        const auto price = instrument.parsePrice(text.toStdString());
        QVERIFY(!price.has_value());
        QCOMPARE(QByteArray::fromStdString(price.error().detail), "Price \"" + text.left(64) + '"' + why);
        QCOMPARE(QByteArray::fromStdString(instrument.parseQty(text.toStdString()).error().detail),
                 "Quantity \"" + text.left(64) + '"' + why);
        QCOMPARE(instrument.tryPrice("92233720368547758.07")->count, std::numeric_limits<std::int64_t>::max());
    }

    void theNotionalIsExactOrRefused()
    {
        std::mt19937_64 random(4);
        int exact = 0;
        for (int i = 0; i < 10'000; ++i) {
            const Instrument& instrument = instruments()[random() % instruments().size()];
            const Price price = randomPrice(random);
            const Qty qty{random() % 2 == 0 ? randomPrice(random).count : -randomPrice(random).count};
            const cpp_int expected = cpp_int(price.count) * qty.count
                * bigPow10(18 - instrument.priceDecimals() - instrument.qtyDecimals());
            const auto notional = instrument.tryNotional(price, qty);
            QCOMPARE(notional.has_value(), abs(expected) < (cpp_int(1) << 127));
            QVERIFY(!notional || big(notional->units()) == expected);
            exact += notional ? 1 : 0;
            QVERIFY(big(instrument.toMoney(qty).units()) == cpp_int(qty.count) * bigPow10(18 - instrument.qtyDecimals()));
            QVERIFY(big(instrument.toMoney(price).units()) == cpp_int(price.count) * bigPow10(18 - instrument.priceDecimals()));
        }
        QVERIFY(exact > 5000 && exact < 10'000);
        const Instrument btc = made("0.01", "0.00001");
        QCOMPARE(btc.notional(btc.tryPrice("61685.99").value(), btc.tryQty("0.00123").value()).toString(), std::string("75.8737677"));
    }

    void onTickAndOnLotAreDivisibility()
    {
        const Instrument instrument = made("0.05", "0.5");
        QVERIFY(instrument.onTick(instrument.tryPrice("10.05").value()));
        QVERIFY(!instrument.onTick(instrument.tryPrice("10.04").value()));
        QVERIFY(instrument.onLot(instrument.tryQty("1.5").value()));
        QVERIFY(!instrument.onLot(instrument.tryQty("1.4").value()));
        std::mt19937_64 random(5);
        for (int i = 0; i < 2000; ++i) {
            const Instrument& any = instruments()[random() % instruments().size()];
            const Price price = randomPrice(random);
            const cpp_rational ticks = cpp_rational(cpp_int(price.count), cpp_int(any.tickSize().count));
            QCOMPARE(any.onTick(price), denominator(ticks) == 1);
        }
    }

    void priceDownAndUpAreTheNearestTicks()
    {
        std::mt19937_64 random(6);
        int between = 0;
        for (int i = 0; i < 20'000; ++i) {
            const Instrument& instrument = instruments()[random() % instruments().size()];
            const auto ticks = static_cast<double>(1 + random() % 100'000'000) + static_cast<double>(random() % 1000) / 1000.0;
            const double tick = instrument.toDouble(instrument.tickSize());
            const double value = ticks * tick;
            const auto down = instrument.priceDown(value);
            const auto up = instrument.priceUp(value);
            QVERIFY(down && up);
            QVERIFY(instrument.onTick(*down) && instrument.onTick(*up));
            // In exact arithmetic, with the guard band on the outer side only.
            const cpp_rational exact = cpp_rational(value) * bigPow10(instrument.priceDecimals()) / instrument.tickSize().count;
            const cpp_rational guard = std::max(cpp_rational(1, bigPow10(9)), exact * cpp_rational(1, cpp_int(1) << 49));
            const cpp_rational below(cpp_int(down->count / instrument.tickSize().count));
            const cpp_rational above(cpp_int(up->count / instrument.tickSize().count));
            QVERIFY(below <= exact + guard && below + 1 > exact);
            QVERIFY(above >= exact - guard && above - 1 < exact);
            QVERIFY(above - below <= 1);
            between += above != below ? 1 : 0;
        }
        QVERIFY(between > 10'000);
    }

    void theLastBitOfAValueCannotMoveAPrice()
    {
        std::mt19937_64 random(7);
        for (int i = 0; i < 10'000; ++i) {
            const Instrument& instrument = instruments()[random() % instruments().size()];
            const Price price{static_cast<std::int64_t>(1 + random() % 1'000'000'000'000) * instrument.tickSize().count};
            const double value = instrument.toDouble(price);
            for (const double nearby : {value, std::nextafter(value, 0.0), std::nextafter(value, 1e300)}) {
                QVERIFY(instrument.priceDown(nearby) == price);
                QVERIFY(instrument.priceUp(nearby) == price);
            }
        }
    }

    void theGuardBandIsABillionthOfATick()
    {
        const Instrument instrument = made("1", "1");
        QCOMPARE(instrument.priceDown(100.0 - 0.5e-9)->count, std::int64_t{100});
        QCOMPARE(instrument.priceDown(100.0 - 2e-9)->count, std::int64_t{99});
        QCOMPARE(instrument.priceUp(100.0 + 0.5e-9)->count, std::int64_t{100});
        QCOMPARE(instrument.priceUp(100.0 + 2e-9)->count, std::int64_t{101});
        QCOMPARE(instrument.qtyDown(100.0 - 0.5e-9)->count, std::int64_t{100});
        QCOMPARE(instrument.qtyDown(100.0 - 2e-9)->count, std::int64_t{99});
    }

    void valuesThatAreNoPriceGiveNone()
    {
        const Instrument instrument = made("0.01", "0.001");
        for (const double value : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                                   -std::numeric_limits<double>::infinity(), 1e17, 1e300}) {
            QVERIFY(!instrument.priceDown(value).has_value());
            QVERIFY(!instrument.priceUp(value).has_value());
        }
        QVERIFY(!instrument.priceDown(0.004).has_value()); // below the first tick there is no price
        QCOMPARE(instrument.priceUp(0.004)->count, std::int64_t{1});
        QCOMPARE(instrument.priceUp(5e-324)->count, std::int64_t{1});
        QCOMPARE(instrument.qtyDown(0.0004)->count, std::int64_t{0});
        QCOMPARE(instrument.qtyDown(0.0)->count, std::int64_t{0});
        QVERIFY(!instrument.qtyDown(-0.001).has_value());
        QVERIFY(!instrument.qtyDown(1e17).has_value());
    }

    void formatToWritesTheSameTextWithinItsBuffer()
    {
        const Instrument instrument = made("1", "0.000000000000000001");
        char buffer[32];
        std::fill(std::begin(buffer), std::end(buffer), '#');
        char* end = instrument.formatTo(buffer, Qty{std::numeric_limits<std::int64_t>::min()});
        QCOMPARE(std::string(buffer, end), std::string("-9.223372036854775808"));
        QVERIFY(end <= buffer + 24 && *end == '#');
        QCOMPARE(instrument.format(Qty{-1}), std::string("-0.000000000000000001"));
        QCOMPARE(instrument.format(Price{0}), std::string("0"));
        QCOMPARE(made("0.01", "1").format(Price{5}), std::string("0.05"));
    }

    void aCommaLocaleChangesNothing()
    {
        const CommaLocale locale;
        if (!locale.active())
            QSKIP("No locale with a decimal comma is installed or can be compiled.");
        const Instrument instrument = made("0.01", "1");
        const auto price = instrument.tryPrice("61685.99");
        const std::string text = instrument.format(Price{6'168'599});
        QCOMPARE(price->count, std::int64_t{6'168'599});
        QCOMPARE(text, std::string("61685.99"));
    }
};

MAKER_TEST(tst_instrument)
#include "tst_instrument.moc"
