#include "kernel/orders/client_order_id.h"
#include "tests/support/engine_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

/// A venue that answers what was never asked must not bring the engine down.
class tst_known_ids : public QObject {
    Q_OBJECT

private slots:
    void anOrderIdThatTheVenueReportedFirstIsNotUsedAgain()
    {
        EngineRig rig;
        rig.startQuoting();
        const std::uint64_t before = rig.engine->counters().ordersSent + rig.engine->counters().replacesSent;
        QVERIFY(before >= 2);
        auto ids = ClientOrderIds::make(rig.config.clientPrefix, rig.config.run);
        QVERIFY(ids);
        for (std::uint64_t i = 0; i < before; ++i)
            ids->next();
        const ClientOrderId early = ids->next();
        ExecEvent event = rig.venue.about({}, ExecKind::OrderAck);
        event.instrument = EngineRig::kInstrument;
        event.clientOrderId = early;
        event.venueOrderId = "999";
        event.price = Price{4'000'000};
        event.qty = Qty{100};
        rig.feed(event);
        rig.deliver();
        for (int step = 1; step <= 10; ++step) {
            rig.book(59'999.0 + 40 * step, 60'001.0 + 40 * step);
            rig.deliver();
            rig.pass(Duration::seconds(2));
        }
        QVERIFY(rig.journal.says(JournalKind::Alert, "already knows an order " + early.str()));
        QVERIFY(rig.engine->counters().ordersSent + rig.engine->counters().replacesSent >= before + 4);
        std::array<Order, 8> orders;
        QVERIFY(rig.engine->openOrders(orders) >= 2);
    }
};

MAKER_TEST(tst_known_ids)
#include "tst_known_ids.moc"
