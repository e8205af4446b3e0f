#include "kernel/sim/order_records.h"
#include "support/maker_test.h"

#include <algorithm>
#include <string>

using namespace maker;
using namespace maker::sim;

namespace {

constexpr AccountId kOurs{1};
constexpr AccountId kCrowd{2};
constexpr InstrumentId kBtc{1};
constexpr std::size_t kKeep = 10;

struct Desk {
    Desk() : records(kKeep)
    {
        records.openAccount(false);
        records.openAccount(true);
    }
    SimOrderId add(AccountId account, const std::string& name = {})
    {
        const ClientOrderId clientOrderId(name);
        return records.make(account, kBtc, clientOrderId, ++last, records.named(account, kBtc, clientOrderId)).id;
    }
    void close(SimOrderId id)
    {
        SimOrder& order = *records.find(id);
        order.state = OrderState::Canceled;
        records.closed(order);
    }

    OrderRecords records;
    SimOrderId last = 0;
};

} // namespace

class tst_order_records : public QObject {
    Q_OBJECT

private slots:
    void theLastDoneOrdersAreKept()
    {
        Desk desk;
        for (int i = 1; i <= 50; ++i)
            desk.close(desk.add(kOurs, std::to_string(i)));
        QCOMPARE(desk.records.allOf(kOurs).size(), kKeep);
        QVERIFY(!desk.records.find(40));
        QVERIFY(desk.records.find(41));
        QVERIFY(!desk.records.findClientId(kOurs, kBtc, ClientOrderId("40")));
        QCOMPARE(desk.records.findClientId(kOurs, kBtc, ClientOrderId("41"))->id, SimOrderId{41});
    }

    void anOrderThatStaysOpenKeepsNoOthers()
    {
        Desk desk;
        const SimOrderId stays = desk.add(kOurs, "stays");
        for (int i = 0; i < 1000; ++i)
            desk.close(desk.add(kOurs));
        QCOMPARE(desk.records.allOf(kOurs).size(), kKeep + 1);
        QVERIFY(desk.records.find(stays)->open());
        QCOMPARE(desk.records.openOf(kOurs), std::vector<SimOrderId>{stays});
        QVERIFY(std::ranges::is_sorted(desk.records.allOf(kOurs)));
        // It is the newest of those that are done now.
        desk.close(stays);
        QCOMPARE(desk.records.allOf(kOurs).front(), stays);
        QCOMPARE(desk.records.allOf(kOurs).size(), kKeep);
    }

    void ordersOfTheBackgroundAreForgottenAtOnce()
    {
        Desk desk;
        const SimOrderId first = desk.add(kCrowd);
        const SimOrderId second = desk.add(kCrowd);
        desk.close(first);
        QVERIFY(!desk.records.find(first));
        QVERIFY(desk.records.find(second));
        QVERIFY(desk.records.allOf(kCrowd).empty());
    }

    void theLastFillsAreKept()
    {
        Desk desk;
        SimFill fill;
        fill.account = kOurs;
        for (std::size_t i = 0; i < OrderRecords::kKept + 5; ++i) {
            fill.tradeId = static_cast<std::int64_t>(i);
            desk.records.addFill(fill);
        }
        QCOMPARE(desk.records.fillsOf(kOurs).size(), OrderRecords::kKept);
        QCOMPARE(desk.records.fillsOf(kOurs).front().tradeId, std::int64_t{5});
    }
};

MAKER_TEST(tst_order_records)
#include "tst_order_records.moc"
