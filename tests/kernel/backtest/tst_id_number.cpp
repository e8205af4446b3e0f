#include "kernel/backtest/id_number.h"

#include "kernel/orders/client_order_id.h"
#include "support/maker_test.h"

using namespace maker;
using namespace maker::backtest;

class tst_id_number : public QObject {
    Q_OBJECT

private slots:
    void everyNumberComesBackFromTheIdThatHoldsIt()
    {
        const IdNumber numberOf("bt-1-");
        std::vector<std::uint64_t> numbers{1, 9, 10, 99'999, 100'000, 999'999, 1'000'000, 9'999'999, 10'000'000,
                                           99'999'999, 100'000'000, 12'345'678'901};
        for (std::uint64_t number = 1; number < 30'000'000; number = number * 7 / 5 + 1)
            numbers.push_back(number);
        for (const std::uint64_t number : numbers)
            QCOMPARE(numberOf.of(formatClientOrderId("bt", {1, number})), number);
    }

    void markOfAnyLengthIsToldFromOthers()
    {
        for (const std::string_view mark : {"m-1-", "makers-1-", "makers-fffff-", "makers-ffffffff-"}) {
            const IdNumber numberOf(mark);
            const std::string text(mark);
            QCOMPARE(numberOf.of(ClientOrderId(text + "000042")), std::uint64_t{42});
            QCOMPARE(numberOf.of(ClientOrderId(text)), std::uint64_t{0});
            QCOMPARE(numberOf.of(ClientOrderId(text.substr(0, text.size() - 1))), std::uint64_t{0});
            for (std::size_t at = 0; at < text.size(); ++at) {
                std::string other = text + "000042";
                other[at] = 'x';
                QCOMPARE(numberOf.of(ClientOrderId(other)), std::uint64_t{0});
            }
        }
        QCOMPARE(IdNumber("bt-1-").of(ClientOrderId()), std::uint64_t{0});
    }
};

MAKER_TEST(tst_id_number)
#include "tst_id_number.moc"
