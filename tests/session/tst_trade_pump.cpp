#include "kernel/risk/builders.h"
#include "session/trade_pump.h"
#include "support/maker_test.h"

#include <QCoreApplication>

using namespace maker;

// Cancels do not wait for the intent gate, so they may arrive before the order they are meant for.

namespace {

class RecordingGateway final : public TradeGateway {
public:
    void setSink(ExecSink) override {}
    void start() override {}
    void stop() override {}
    void place(const Approved<NewOrder>& order) override { sent += "place " + order.request().clientOrderId.str() + "\n"; }
    void replace(const Approved<ReplaceOrder>& order) override
    {
        sent += "replace " + order.request().cancel.clientOrderId.str() + " by "
            + order.request().order.clientOrderId.str() + "\n";
    }
    void cancel(const CancelOrder& cancel) override { sent += "cancel " + cancel.clientOrderId.str() + "\n"; }
    void cancelAll(AccountId, InstrumentId) override { sent += "cancel all\n"; }
    void query(const CancelOrder& order) override { sent += "query " + order.clientOrderId.str() + "\n"; }
    void reconcile(AccountId, Timestamp) override { sent += "reconcile\n"; }

    std::string sent;
};

struct Rig {
    risk_test::Desk desk;
    RiskGate gate;
    RecordingGateway gateway;
    std::vector<ExecEvent> answers;
    TradePump pump{gateway, [this](const ExecEvent* events, std::size_t count) {
                       answers.insert(answers.end(), events, events + count);
                       return true;
                   }};
    std::uint64_t sequence = 0;

    TradeRequest aPlace()
    {
        TradeRequest request;
        request.kind = TradeRequest::Kind::Place;
        request.sequence = ++sequence;
        const auto approved = gate.check(desk.anOrder(Side::Buy, 99'00, 100), desk.context);
        MAKER_ASSERT(approved.has_value());
        request.place = *approved;
        return request;
    }
    TradeRequest aReplaceOf(const NewOrder& old)
    {
        TradeRequest request;
        request.kind = TradeRequest::Kind::Replace;
        request.sequence = ++sequence;
        ReplaceOrder replace{{old.clientOrderId, {}, old.instrument, old.account}, desk.anOrder(Side::Buy, 98'00, 100)};
        const auto approved = gate.check(replace, desk.context);
        MAKER_ASSERT(approved.has_value());
        request.replace = *approved;
        return request;
    }
    TradeRequest aCancelOf(const NewOrder& order)
    {
        TradeRequest request;
        request.kind = TradeRequest::Kind::Cancel;
        request.sequence = ++sequence;
        request.cancel = {order.clientOrderId, {}, order.instrument, order.account};
        return request;
    }
    TradeRequest aCancelAll(InstrumentId instrument)
    {
        TradeRequest request;
        request.kind = TradeRequest::Kind::CancelAll;
        request.sequence = ++sequence;
        request.instrument = instrument;
        return request;
    }
    void direct(const TradeRequest& request)
    {
        pump.direct().tryPush(request);
        pump.begin();
    }
    void release(const TradeRequest& request)
    {
        pump.released().tryPush(request);
        pump.begin();
    }
};

} // namespace

class tst_trade_pump : public QObject {
    Q_OBJECT

private slots:
    void anOrderGoesOutAndItsLaterCancelFollows();
    void anOrderWhoseCancelCameFirstIsNeverSent();
    void anOrderAskedForBeforeACancelAllIsNeverSent();
    void anOrderAskedForAfterACancelAllIsSent();
    void aWithdrawnReplaceCancelsItsOldHalf();
    void aRingWakesTheThread();
};

void tst_trade_pump::anOrderGoesOutAndItsLaterCancelFollows()
{
    Rig rig;
    const TradeRequest place = rig.aPlace();
    rig.release(place);
    rig.direct(rig.aCancelOf(place.order()));
    const std::string id = place.order().clientOrderId.str();
    QCOMPARE(rig.gateway.sent, "place " + id + "\ncancel " + id + "\n");
    QVERIFY(rig.answers.empty());
}

void tst_trade_pump::anOrderWhoseCancelCameFirstIsNeverSent()
{
    Rig rig;
    const TradeRequest place = rig.aPlace();
    rig.direct(rig.aCancelOf(place.order()));
    rig.release(place);
    QVERIFY(rig.gateway.sent.find("place") == std::string::npos);
    QCOMPARE(rig.answers.size(), std::size_t{1});
    QVERIFY(rig.answers[0].kind == ExecKind::OrderReject && rig.answers[0].clientOrderId == place.order().clientOrderId);
}

void tst_trade_pump::anOrderAskedForBeforeACancelAllIsNeverSent()
{
    for (const InstrumentId instrument : {InstrumentId{1}, InstrumentId{}}) {
        Rig rig;
        const TradeRequest place = rig.aPlace();
        rig.direct(rig.aCancelAll(instrument));
        rig.release(place);
        QCOMPARE(rig.gateway.sent, std::string("cancel all\n"));
        QCOMPARE(rig.answers.size(), std::size_t{1});
    }
    Rig rig;
    const TradeRequest elsewhere = rig.aPlace();
    rig.direct(rig.aCancelAll(InstrumentId{2}));
    rig.release(elsewhere);
    QVERIFY(rig.gateway.sent.find("place") != std::string::npos);
}

void tst_trade_pump::anOrderAskedForAfterACancelAllIsSent()
{
    Rig rig;
    rig.direct(rig.aCancelAll({}));
    const TradeRequest place = rig.aPlace();
    rig.release(place);
    QCOMPARE(rig.gateway.sent, "cancel all\nplace " + place.order().clientOrderId.str() + "\n");
}

void tst_trade_pump::aWithdrawnReplaceCancelsItsOldHalf()
{
    Rig rig;
    const NewOrder old = rig.desk.working(Side::Buy, 99'00, 100);
    const TradeRequest replace = rig.aReplaceOf(old);
    rig.direct(rig.aCancelOf(replace.order()));
    rig.release(replace);
    QVERIFY(rig.gateway.sent.find("replace") == std::string::npos);
    QVERIFY(rig.gateway.sent.ends_with("cancel " + old.clientOrderId.str() + "\n"));
    QCOMPARE(rig.answers.size(), std::size_t{1});
    QVERIFY(rig.answers[0].fromReplace);
}

void tst_trade_pump::aRingWakesTheThread()
{
    Rig rig;
    rig.pump.begin();
    const TradeRequest place = rig.aPlace();
    QVERIFY(rig.pump.released().tryPush(place));
    rig.pump.ring();
    QVERIFY(rig.gateway.sent.empty());
    QTRY_VERIFY(!rig.gateway.sent.empty());
}

MAKER_APP_TEST(tst_trade_pump, QCoreApplication)
#include "tst_trade_pump.moc"
