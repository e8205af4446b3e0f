#include "kernel/model/exec_event.h"
#include "kernel/model/market_event.h"
#include "kernel/model/order.h"
#include "support/maker_test.h"

#include <set>

using namespace maker;

namespace {

template <typename Enum>
std::set<std::string_view> textsUpTo(Enum last)
{
    std::set<std::string_view> texts;
    for (int value = 0; value <= static_cast<int>(last); ++value)
        texts.insert(toText(static_cast<Enum>(value)));
    return texts;
}

} // namespace

class tst_model_values : public QObject {
    Q_OBJECT

private slots:
    void everyEnumeratorHasItsOwnText()
    {
        for (const auto& [texts, expected] : {std::pair{textsUpTo(OrderState::Expired), 9}, {textsUpTo(RejectReason::Other), 15},
                                              {textsUpTo(TimeInForce::Fok), 3}, {textsUpTo(OrderType::Market), 2}, {textsUpTo(Side::Sell), 2}}) {
            QCOMPARE(static_cast<int>(texts.size()), expected);
            QVERIFY(!texts.contains("?"));
        }
    }

    void terminalStatesAreThoseWithoutAWayOut()
    {
        for (const OrderState state : {OrderState::PendingNew, OrderState::Accepted, OrderState::PartiallyFilled,
                                       OrderState::PendingCancel, OrderState::PendingReplace})
            QVERIFY(!isTerminal(state));
        for (const OrderState state : {OrderState::Filled, OrderState::Canceled, OrderState::Rejected, OrderState::Expired})
            QVERIFY(isTerminal(state));
    }

    void sidesHaveASignAndAnOpposite()
    {
        QCOMPARE(sign(Side::Buy), 1);
        QCOMPARE(sign(Side::Sell), -1);
        QVERIFY(opposite(Side::Buy) == Side::Sell && opposite(Side::Sell) == Side::Buy);
    }

    void leavesIsWhatIsNotFilled()
    {
        Order order;
        order.qty = {100};
        order.cumQty = {30};
        QCOMPARE(order.leaves().count, std::int64_t{70});
        order.qty -= Qty{10};
        order.qty += Qty{5};
        QCOMPARE((-order.qty).count, std::int64_t{-95});
    }
};

MAKER_TEST(tst_model_values)
#include "tst_model_values.moc"
