#include "kernel/base/fixed_text.h"
#include "support/maker_test.h"

#include <random>
#include <type_traits>

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
