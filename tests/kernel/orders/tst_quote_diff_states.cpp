#include "quote_desk.h"
#include "support/maker_test.h"

using namespace maker;
using namespace maker::orders_test;

/// The difference in any state, with a venue that answers when it likes and orders of others among ours.
class tst_quote_diff_states : public QObject {
    Q_OBJECT

private slots:
    void whateverTheStateNoRequestIsOutOfPlace()
    {
        std::uint64_t seed = 9;
        const auto random = [&seed](std::int64_t below) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            return static_cast<std::int64_t>((seed >> 33) % static_cast<std::uint64_t>(below));
        };
        QuoteDesk desk;
        for (int round = 0; round < 3000; ++round) {
            desk.options.useReplace = random(4) != 0;
            desk.target.clear();
            const std::int64_t mid = 1000 + random(8);
            for (std::int64_t level = random(4); level > 0; --level)
                desk.quote(Side::Buy, mid - 1 - random(4), random(4));
            for (std::int64_t level = random(4); level > 0; --level)
                desk.quote(Side::Sell, mid + 1 + random(4), random(4));
            desk.diff();
            RequestKind last = RequestKind::Cancel;
            std::vector<ClientOrderId> left;
            for (const OrderRequest& request : desk.requests.view()) {
                QVERIFY(request.kind >= last);
                last = request.kind;
                if (request.kind != RequestKind::New) {
                    const WorkingOrder* leaving = desk.orders.find(request.cancel.clientOrderId);
                    QVERIFY(leaving != nullptr && !leaving->order.foreign);
                    QCOMPARE(leaving->order.strategy, desk.options.strategy);
                    QCOMPARE(leaving->order.instrument, desk.options.instrument);
                    const bool answered = !isPending(leaving->order.state);
                    QVERIFY(answered || (leaving->order.state == OrderState::PendingNew && desk.target.count == 0));
                    QVERIFY(std::ranges::count(left, leaving->order.clientOrderId) == 0);
                    left.push_back(leaving->order.clientOrderId);
                    QVERIFY(request.kind == RequestKind::Cancel || leaving->order.side == request.order.side);
                }
                if (request.kind != RequestKind::Cancel) {
                    QVERIFY(request.order.qty.count > 0);
                    desk.orders.forEachOpen([&](const WorkingOrder& w) {
                        const bool meets = w.order.instrument == desk.options.instrument && w.order.side != request.order.side
                            && (w.order.side == Side::Buy ? w.order.price >= request.order.price
                                                          : w.order.price <= request.order.price);
                        QVERIFY(!meets);
                    });
                }
            }
            desk.send();
            if (random(2) == 0)
                desk.answer();
            if (random(8) == 0) {
                const std::string id = (random(2) == 0 ? "mk-9-" : "xx-9-") + std::to_string(100'000 + round);
                NewOrder other = anOrder(id.c_str(), random(2) == 0 ? Side::Buy : Side::Sell, mid - 6 + random(12));
                other.strategy = {2};
                other.instrument = {static_cast<std::uint32_t>(1 + random(2))};
                desk.orders.onPlaced(other, kStart);
                desk.orders.apply(anEvent(random(2) == 0 ? ExecKind::OrderAck : ExecKind::OrderReject, id.c_str()));
            }
        }
    }
};

MAKER_TEST(tst_quote_diff_states)
#include "tst_quote_diff_states.moc"
