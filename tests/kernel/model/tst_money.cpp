#include "kernel/base/checked.h"
#include "kernel/model/money.h"
#include "number_oracle.h"
#include "support/comma_locale.h"
#include "support/maker_test.h"

#include <cmath>
#include <limits>

using namespace maker;

namespace {

constexpr Rounding kRoundings[]{Rounding::Down, Rounding::Up, Rounding::TowardZero, Rounding::AwayFromZero, Rounding::HalfEven};
const cpp_int kMax = (cpp_int(1) << 127) - 1;

std::string digits(std::mt19937_64& random, std::size_t count)
{
    std::string text;
    while (text.size() < count)
        text += static_cast<char>('0' + random() % 10);
    return text;
}

} // namespace

class tst_money : public QObject {
    Q_OBJECT

private slots:
    void mulDivEqualsUnboundedArithmeticInEveryRounding()
    {
        std::mt19937_64 random(1);
        int compared = 0;
        for (int i = 0; i < 40'000; ++i) {
            const Int128 a = randomInt128(random);
            const Int128 b = randomInt128(random);
            const Int128 c = randomInt128(random);
            if (c == 0)
                continue;
            for (const Rounding rounding : kRoundings) {
                const cpp_int expected = divided(big(a) * big(b), big(c), rounding);
                if (abs(expected) > kMax)
                    continue;
                QVERIFY2(big(mulDiv(a, b, c, rounding)) == expected, expected.str().c_str());
                ++compared;
            }
        }
        QVERIFY(compared > 50'000);
    }

    void theProductOfTwoAmountsIsMulDivByAWholeUnit()
    {
        constexpr Int128 kUnit = 1'000'000'000'000'000'000;
        std::mt19937_64 random(3);
        const auto agrees = [](Int128 a, Int128 b) {
            return product(Money::fromUnits(a), Money::fromUnits(b)).units() == mulDiv(a, b, kUnit, Rounding::HalfEven);
        };
        for (int i = 0; i < 200'000; ++i) {
            const Int128 a = randomInt128(random) >> (random() % 128);
            const Int128 b = randomInt128(random) >> (random() % 128);
            if (abs(big(a) * big(b)) < kMax * big(kUnit - 1))
                QVERIFY(agrees(a, b));
        }
        // Halves, whole units, and both sides of the amounts at which the quick way ends.
        for (int i = 0; i < 2000; ++i) {
            const Int128 odd = 2 * static_cast<Int128>(random() >> (random() % 60)) + 1;
            for (const Int128 delta : {-1, 0, 1}) {
                QVERIFY(agrees(odd + delta, kUnit / 2));
                QVERIFY(agrees(-odd, kUnit / 2 + delta));
                QVERIFY(agrees((kUnit << 32) + delta, odd));
                QVERIFY(agrees(odd % 1000 * kUnit + delta, -kUnit + delta));
            }
        }
        constexpr Int128 kTop = static_cast<Int128>(~UInt128{0} >> 1);
        QVERIFY(agrees(kTop, kUnit) && agrees(-kTop, kUnit) && agrees(kTop, 1) && agrees(0, kTop) && agrees(kUnit, -kTop));
    }

    void mulDivRoundsHalvesAndEdges()
    {
        std::mt19937_64 random(2);
        int compared = 0;
        for (int i = 0; i < 2000; ++i) {
            // A product of exactly k + 1/2 divisors, one unit below it, and one above.
            const Int128 c = 2 * (1 + static_cast<Int128>(random() >> (random() % 60)));
            const Int128 k = static_cast<Int128>(random()) - (Int128{1} << 63);
            for (const Int128 delta : {-1, 0, 1}) {
                const Int128 product = c / 2 + delta;
                for (const Rounding rounding : kRoundings) {
                    const auto n = tryMul(k, c);
                    if (!n || abs(big(*n)) > kMax / 2)
                        continue;
                    QVERIFY(big(mulDiv(*n + product, 1, c, rounding)) == divided(big(*n) + big(product), big(c), rounding));
                    QVERIFY(big(mulDiv(*n + product, -1, c, rounding)) == divided(-big(*n) - big(product), big(c), rounding));
                    ++compared;
                }
            }
        }
        QVERIFY(compared > 15'000);
        constexpr Int128 kTop = static_cast<Int128>(~UInt128{0} >> 1);
        QVERIFY(mulDiv(kTop, kTop, kTop, Rounding::Down) == kTop);
        QVERIFY(mulDiv(-kTop, kTop, kTop, Rounding::Up) == -kTop);
        QVERIFY(mulDiv(kTop, kTop - 1, kTop, Rounding::HalfEven) == kTop - 1);
        QVERIFY(mulDiv(0, kTop, -kTop, Rounding::AwayFromZero) == 0);
        QVERIFY(mulDiv(1, 1, kTop, Rounding::Up) == 1);
        QVERIFY(mulDiv(-1, 1, kTop, Rounding::Down) == -1);
    }

    void textRoundTrips()
    {
        std::mt19937_64 random(3);
        for (int i = 0; i < 5000; ++i) {
            const Money money = Money::fromUnits(randomInt128(random));
            const std::string text = money.toString();
            const auto read = Money::parse(text);
            QVERIFY2(read.has_value() && *read == money, text.c_str());
            QVERIFY(decimalValue(text) == cpp_rational(big(money.units()), bigPow10(18)));
            QVERIFY(text.find('.') == std::string::npos || text.back() != '0');
        }
    }

    void parsedTextHasItsExactValue()
    {
        std::mt19937_64 random(4);
        for (int i = 0; i < 3000; ++i) {
            std::string text = random() % 2 == 0 ? "-" : "";
            text += digits(random, 1 + random() % 20);
            if (random() % 4 != 0)
                text += '.' + digits(random, 1 + random() % 18);
            const auto read = Money::parse(text);
            QVERIFY2(read.has_value(), text.c_str());
            QVERIFY2(cpp_rational(big(read->units()), bigPow10(18)) == decimalValue(text), text.c_str());
        }
    }

    void displayTextIsRoundedAsAsked()
    {
        std::mt19937_64 random(5);
        for (int i = 0; i < 3000; ++i) {
            const Money money = Money::fromUnits(randomInt128(random));
            const auto decimals = static_cast<int>(random() % 19);
            const Rounding rounding = kRoundings[random() % 5];
            const std::string text = money.toString(decimals, rounding);
            const cpp_int expected = divided(big(money.units()), bigPow10(18 - decimals), rounding);
            QVERIFY2(decimalValue(text) == cpp_rational(expected, bigPow10(decimals)), text.c_str());
            const std::size_t point = text.find('.');
            QCOMPARE(point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1), decimals);
        }
        QCOMPARE(Money::parse("-0.001").value().toString(2), std::string("0.00"));
        QCOMPARE(Money::parse("2.5").value().toString(0), std::string("2"));
        QCOMPARE(Money::parse("-12.345").value().toString(2), std::string("-12.34"));
    }

    void refusedTextSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("why");
        const char* decimal = " is not a plain decimal number.";
        for (const char* text : {"", "-", "+1", "1.", ".5", "-.5", "1e5", "1E5", "NaN", "inf", "0x10", " 1", "1 ", "1,5", "1.2.3", "--1", "1-",
                                 "1_000", "\xD9\xA1", "\xEF\xBC\x91", "1\xC2\xA0", "."})
            QTest::newRow(text) << QByteArray(text) << QByteArray(decimal);
        QTest::newRow("nul") << QByteArray("1\0", 2) << QByteArray(decimal);
        QTest::newRow("19 decimals") << QByteArray("0.1234567890123456789") << QByteArray(" has more than 18 decimals.");
        QTest::newRow("30 zeros") << QByteArray("0.000000000000000000000000000000") << QByteArray(" has more than 18 decimals.");
        QTest::newRow("too large") << QByteArray("170141183460469231731.687303715884105728") << QByteArray(" is too large for an amount.");
        QTest::newRow("40 digits") << QByteArray(40, '9') << QByteArray(" is too large for an amount.");
        QTest::newRow("4000 digits") << QByteArray(4000, '9') << QByteArray(" is too large for an amount.");
    }
    void refusedTextSaysWhy()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, why);
        const auto read = Money::parse(text.toStdString());
        QVERIFY(!read.has_value());
        QCOMPARE(QByteArray::fromStdString(read.error().detail), '"' + text.left(64) + '"' + why);
    }

    void acceptedTextIsRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shortest");
        const std::pair<const char*, const char*> rows[]{
            {"0", "0"}, {"-0", "0"}, {"-0.0", "0"}, {"007", "7"}, {"1.50", "1.5"}, {"100", "100"}, {"-12.5", "-12.5"},
            {"0.000000000000000001", "0.000000000000000001"},
            {"170141183460469231731.687303715884105727", "170141183460469231731.687303715884105727"},
            {"00000000000000000000000000000000000000000000000001", "1"}};
        for (const auto& [text, shortest] : rows)
            QTest::newRow(text) << QByteArray(text) << QByteArray(shortest);
    }
    void acceptedTextIsRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shortest);
        const auto read = Money::parse(text.toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(QByteArray::fromStdString(read->toString()), shortest);
    }

    void aDoubleBecomesTheNearestAmount()
    {
        std::mt19937_64 random(6);
        for (int i = 0; i < 5000; ++i) {
            const auto fraction = 1.0 + static_cast<double>(random() >> 12) * 0x1p-52;
            const double value = std::ldexp(random() % 2 == 0 ? fraction : -fraction, static_cast<int>(random() % 160) - 93);
            const auto money = Money::fromDouble(value);
            if (std::fabs(value) >= 1.7e20) {
                QVERIFY(!money.has_value());
                continue;
            }
            QVERIFY(money.has_value());
            const cpp_rational exact = cpp_rational(value) * bigPow10(18);
            const cpp_int expected = divided(numerator(exact), denominator(exact), Rounding::HalfEven);
            QVERIFY(big(money->units()) == expected);
        }
        for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e300, 1.7e20})
            QVERIFY(!Money::fromDouble(value).has_value());
        QVERIFY(Money::fromDouble(5e-324)->isZero());
        QVERIFY(Money::fromDouble(-0.0)->isZero());
    }

    void toDoubleIsWithinOneBitOfTheAmount()
    {
        std::mt19937_64 random(7);
        for (int i = 0; i < 3000; ++i) {
            const Money money = Money::fromUnits(randomInt128(random));
            const cpp_rational exact(big(money.units()), bigPow10(18));
            const cpp_rational error = abs(cpp_rational(money.toDouble()) - exact);
            QVERIFY(error * (cpp_int(1) << 52) <= abs(exact));
        }
    }

    void sumsAndOrderFollowTheUnits()
    {
        std::mt19937_64 random(8);
        for (int i = 0; i < 2000; ++i) {
            const Money a = Money::fromUnits(randomInt128(random) / 2);
            const Money b = Money::fromUnits(randomInt128(random) / 2);
            QVERIFY(big((a + b).units()) == big(a.units()) + big(b.units()));
            QVERIFY(big((a - b).units()) == big(a.units()) - big(b.units()));
            QVERIFY((a < b) == (big(a.units()) < big(b.units())));
            QVERIFY((a == b) == (big(a.units()) == big(b.units())));
            QVERIFY(big((-a).units()) == -big(a.units()));
            QCOMPARE(a.sign(), a < Money{} ? -1 : a == Money{} ? 0 : 1);
        }
        QVERIFY(Money::fromInt(std::numeric_limits<std::int64_t>::min()).toString() == "-9223372036854775808");
    }

    void aCommaLocaleChangesNothing()
    {
        const CommaLocale locale;
        if (!locale.active())
            QSKIP("No locale with a decimal comma is installed or can be compiled.");
        const std::string text = Money::parse("-1234.5").value().toString();
        const std::string display = Money::parse("1234.5").value().toString(2);
        const bool comma = Money::parse("1,5").has_value();
        QCOMPARE(text, std::string("-1234.5"));
        QCOMPARE(display, std::string("1234.50"));
        QVERIFY(!comma);
    }
};

MAKER_TEST(tst_money)
#include "tst_money.moc"
