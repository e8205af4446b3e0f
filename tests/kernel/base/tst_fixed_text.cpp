#include "kernel/base/fixed_text.h"
#include "support/maker_test.h"

#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

using namespace maker;

class tst_fixed_text : public QObject {
    Q_OBJECT

private slots:
    void itHoldsTextUpToItsCapacity()
    {
        static_assert(std::is_trivially_copyable_v<FixedText<15>>);
        FixedText<4> text;
        QVERIFY(text.empty());
        QVERIFY(text.assign("USDT"));
        QVERIFY(text.view() == "USDT");
        QCOMPARE(FixedText<4>::capacity(), std::size_t{4});
    }

    void longerTextIsRefusedAndLeavesItEmpty()
    {
        FixedText<4> text("BTC");
        QVERIFY(!text.assign("USDTX"));
        QVERIFY(text.empty());
    }

    void orderAndEqualityAreThoseOfTheText()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 2000; ++i) {
            std::string a(random() % 6, 'a');
            std::string b(random() % 6, 'a');
            for (std::string* text : {&a, &b}) {
                for (char& c : *text)
                    c = static_cast<char>('a' + random() % 2);
            }
            const FixedText<8> x(a);
            const FixedText<8> y(b);
            QCOMPARE(x == y, a == b);
            QCOMPARE(x < y, a < b);
        }
    }

    void shorterTextLeavesNothingOfTheLongerBehind()
    {
        FixedText<8> text("LONGER");
        text.assign("SHORT");
        QVERIFY(text == FixedText<8>("SHORT"));
        QVERIFY(text.str() == "SHORT");
    }

    void numbersAreWrittenAsTheirDigits()
    {
        std::vector<std::int64_t> numbers{0, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
        for (std::int64_t power = 1; power <= 1'000'000'000'000'000'000 / 10; power *= 10) {
            for (const std::int64_t around : {power - 1, power, power + 1, 9 * power})
                numbers.insert(numbers.end(), {around, -around});
        }
        std::mt19937_64 random(7);
        for (int i = 0; i < 20'000; ++i)
            numbers.push_back(static_cast<std::int64_t>(random() >> (random() % 64)));
        // The bytes behind the digits are zero, as of every text: they are compared by words elsewhere.
        for (const std::int64_t number : numbers) {
            FixedText<36> text("a text of before, longer than any number");
            text.assignNumber(number);
            QCOMPARE(text.str(), std::to_string(number));
            const FixedText<36> same(text.view());
            QVERIFY(std::memcmp(&text, &same, sizeof(text)) == 0);
        }
    }

    void truncationCutsBetweenCharacters()
    {
        QVERIFY(FixedText<4>::truncated("abcdef").view() == "abcd");
        QVERIFY(FixedText<4>::truncated("abc\xC3\xA9").view() == "abc");
        QVERIFY(FixedText<5>::truncated("abc\xC3\xA9").view() == "abc\xC3\xA9");
        QVERIFY(FixedText<2>::truncated("\xE2\x82\xAC\xE2\x82\xAC").view().empty());
    }
};

MAKER_TEST(tst_fixed_text)
#include "tst_fixed_text.moc"
