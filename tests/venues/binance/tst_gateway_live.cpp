#include "support/maker_test.h"
#include "venues/binance/live_venue.h"

#include <QCoreApplication>
#include <QElapsedTimer>

using namespace maker;
using namespace samples;

/// The gateway against the simulated exchange, over real sockets.
class tst_gateway_live : public QObject, private LiveVenue {
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { close(); }

    void placesAcknowledgesAndCancels();
    void aFillComesOnceForEachTradeWhicheverWay();
    void ordersCanBeReplaced();
    void postOnlyThatWouldTakeIsRefused();
    void cancelOfAFilledOrderIsNoError();
    void lostConnectionLeavesTheOrderInFlightAndAQueryFindsIt();
    void acceptedButAnsweredUnknownIsAmbiguousNeverResent();
    void notAcceptedAndAnsweredUnknownIsFoundUnknown();
    void missedFillsComeWithReconciliation();
    void cancelAllLeavesForeignOrdersAlone();
    void clockErrorHealsItself();
    void waitOfTheVenueIsObeyedAndTheCancelStillGoes();
    void cancelsGoByRestWhileTheSocketIsDown();
    void fullReceiverLosesNothing();
    void garbageMakesItConnectAnew();
    void productionRefusesOrders();
    void secretsNeverReachTheLog();
};

void tst_gateway_live::placesAcknowledgesAndCancels()
{
    begin();
    QVERIFY(trade());
    QVERIFY(count(ExecKind::Balance) >= 2);
    place(order("mk-1-000001", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000001") > 0; }));
    QVERIFY(!last(ExecKind::OrderAck)->venueOrderId.empty());
    m_gateway->cancel(cancelOf("mk-1-000001"));
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000001");
        return status != nullptr && status->state == OrderState::Canceled;
    }));
    QVERIFY(m_context.status->ackLatency.count() >= 2);
    QCOMPARE(m_context.status->badReplies.load(), std::uint64_t{0});
}

void tst_gateway_live::aFillComesOnceForEachTradeWhicheverWay()
{
    begin();
    QVERIFY(trade());
    NewOrder wanted = order("mk-1-000002", Side::Buy, "1.00", "0.01");
    wanted.type = OrderType::Market;
    place(wanted);
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000002");
        return status != nullptr && status->state == OrderState::Filled && count(ExecKind::Fill) >= 2;
    }));
    QTest::qWait(200);
    std::vector<std::string> ids;
    Qty sum;
    for (const ExecEvent& event : m_exec) {
        if (event.kind != ExecKind::Fill || std::find(ids.begin(), ids.end(), event.tradeId.str()) != ids.end())
            continue;
        ids.push_back(event.tradeId.str());
        sum += event.qty;
    }
    QVERIFY2(count(ExecKind::Fill) > static_cast<long>(ids.size()), "the same trade comes by the answer and by the stream");
    QCOMPARE(btc().format(sum), btc().format(wanted.qty));
}

void tst_gateway_live::ordersCanBeReplaced()
{
    begin();
    QVERIFY(trade());
    place(order("mk-1-000003", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000003") > 0; }));
    m_gateway->replace(RiskGate::approve(
        ReplaceOrder{cancelOf("mk-1-000003"), order("mk-1-000004", Side::Buy, "1001.00", "0.1")}));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000004") > 0; }));
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000003");
        return status != nullptr && status->state == OrderState::Canceled;
    }));
    m_gateway->replace(RiskGate::approve(
        ReplaceOrder{cancelOf("mk-1-nobody"), order("mk-1-000005", Side::Buy, "1001.00", "0.1")}));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderReject, "mk-1-000005") > 0; }));
    QCOMPARE(last(ExecKind::CancelReject, "mk-1-nobody")->reason, RejectReason::UnknownOrder);
}

void tst_gateway_live::postOnlyThatWouldTakeIsRefused()
{
    begin();
    QVERIFY(trade());
    NewOrder wanted = order("mk-1-000006", Side::Sell, "1000.00", "0.1");
    wanted.postOnly = true;
    place(wanted);
    QVERIFY(waitFor([this] { return count(ExecKind::OrderReject) > 0; }));
    QCOMPARE(last(ExecKind::OrderReject)->reason, RejectReason::PostOnlyWouldTake);
    QCOMPARE(last(ExecKind::OrderReject)->venueCode, -2010);
}

void tst_gateway_live::cancelOfAFilledOrderIsNoError()
{
    begin();
    QVERIFY(trade());
    NewOrder wanted = order("mk-1-000007", Side::Sell, "1.00", "0.01");
    wanted.type = OrderType::Market;
    place(wanted);
    QVERIFY(waitFor([this] { return count(ExecKind::Fill) > 0; }));
    m_gateway->cancel(cancelOf("mk-1-000007"));
    QVERIFY(waitFor([this] { return count(ExecKind::CancelReject) > 0; }));
    QCOMPARE(last(ExecKind::CancelReject)->reason, RejectReason::UnknownOrder);
    m_gateway->query(cancelOf("mk-1-000007"));
    const long fills = count(ExecKind::Fill);
    QVERIFY(waitFor([&] { return count(ExecKind::Fill) > fills; }));
    QCOMPARE(last(ExecKind::Fill)->clientOrderId.view(), std::string_view("mk-1-000007"));
}

void tst_gateway_live::lostConnectionLeavesTheOrderInFlightAndAQueryFindsIt()
{
    begin();
    QVERIFY(trade());
    m_server->dropBeforeAnswer(1);
    place(order("mk-1-000008", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::RequestAmbiguous, "mk-1-000008") > 0; }));
    QCOMPARE(count(ExecKind::OrderReject), 0L);
    QVERIFY(waitFor([this] { return count(ExecKind::TradingDown) > 0; }));
    QVERIFY(waitFor([this] { return count(ExecKind::TradingUp) > 1; }));
    m_gateway->query(cancelOf("mk-1-000008"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderStatus, "mk-1-000008") > 0; }));
    QCOMPARE(last(ExecKind::OrderStatus, "mk-1-000008")->state, OrderState::Accepted);
    QCOMPARE(m_server->counters().ordersPlaced, std::uint64_t{1});
}

void tst_gateway_live::acceptedButAnsweredUnknownIsAmbiguousNeverResent()
{
    begin();
    QVERIFY(trade());
    m_server->failAfterAccept(1);
    place(order("mk-1-000009", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::RequestAmbiguous, "mk-1-000009") > 0; }));
    QTest::qWait(300);
    QCOMPARE(count(ExecKind::OrderReject), 0L);
    QCOMPARE(m_server->counters().ordersPlaced, std::uint64_t{1});
    QCOMPARE(m_context.status->ambiguous.load(), 1U);
}

void tst_gateway_live::notAcceptedAndAnsweredUnknownIsFoundUnknown()
{
    begin();
    QVERIFY(trade());
    m_server->failBeforeAccept(1);
    place(order("mk-1-000010", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::RequestAmbiguous, "mk-1-000010") > 0; }));
    m_gateway->query(cancelOf("mk-1-000010"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderUnknown, "mk-1-000010") > 0; }));
}

void tst_gateway_live::missedFillsComeWithReconciliation()
{
    begin();
    QVERIFY(trade());
    m_server->holdUserData(true);
    place(order("mk-1-000011", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000011") > 0; }));
    NewOrder wanted = order("mk-1-000012", Side::Buy, "1.00", "0.02");
    wanted.type = OrderType::Market;
    place(wanted);
    QVERIFY(waitFor([this] { return count(ExecKind::Fill, "mk-1-000012") > 0; }));
    m_exec.clear();
    m_gateway->reconcile({1}, Timestamp());
    QVERIFY(waitFor([this] { return count(ExecKind::ReconcileDone) > 0; }));
    QVERIFY(count(ExecKind::OrderStatus, "mk-1-000011") > 0);
    QVERIFY2(count(ExecKind::Fill, "mk-1-000012") > 0, "a fill of the trade list is given its client id");
    QVERIFY(count(ExecKind::Balance) >= 2);
    QCOMPARE(m_exec.back().kind, ExecKind::ReconcileDone);
}

void tst_gateway_live::cancelAllLeavesForeignOrdersAlone()
{
    begin();
    QVERIFY(trade());
    place(order("web-1", Side::Buy, "900.00", "0.1"));
    place(order("mk-1-000013", Side::Buy, "1000.00", "0.1"));
    place(order("mk-1-000014", Side::Buy, "1001.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000014") > 0; }));
    // A gateway that has never seen these orders: it knows them by their prefix only.
    m_gateway->stop();
    m_gateway = m_venue->makeGateway(m_context);
    m_gateway->setSink([this](const ExecEvent* events, std::size_t n) {
        m_exec.insert(m_exec.end(), events, events + n);
        return true;
    });
    m_exec.clear();
    QVERIFY(trade());
    m_gateway->cancelAll({1}, {});
    const auto canceled = [this](std::string_view id) {
        const ExecEvent* status = last(ExecKind::OrderStatus, id);
        return status != nullptr && status->state == OrderState::Canceled;
    };
    QVERIFY(waitFor([&] { return canceled("mk-1-000013") && canceled("mk-1-000014"); }));
    QTest::qWait(200);
    QVERIFY(!canceled("web-1"));
}

void tst_gateway_live::clockErrorHealsItself()
{
    begin();
    m_server->setClockOffset(Duration::seconds(5));
    QVERIFY(trade());
    place(order("mk-1-000015", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000015") > 0; }));
    QVERIFY(std::abs(m_context.status->clockOffsetNs.load() - 5'000'000'000) < 500'000'000);
    m_server->setClockOffset(Duration::seconds(-20)); // a step while connected
    m_gateway->cancel(cancelOf("mk-1-000015"));
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000015");
        return status != nullptr && status->state == OrderState::Canceled;
    }));
}

void tst_gateway_live::waitOfTheVenueIsObeyedAndTheCancelStillGoes()
{
    SimServerConfig config;
    config.limits.retryAfter = Duration::seconds(2);
    begin(config);
    QVERIFY(trade());
    place(order("mk-1-000016", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000016") > 0; }));
    m_server->forceRateLimit(Duration::millis(1'500));
    QElapsedTimer timer;
    timer.start();
    m_gateway->cancel(cancelOf("mk-1-000016"));
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000016");
        return status != nullptr && status->state == OrderState::Canceled;
    }, 12'000));
    QVERIFY(timer.elapsed() >= 1'000);
    QCOMPARE(m_server->counters().refused429, std::uint64_t{1});
    QCOMPARE(m_server->counters().refused418, std::uint64_t{0});
}

void tst_gateway_live::cancelsGoByRestWhileTheSocketIsDown()
{
    begin();
    QVERIFY(trade());
    place(order("mk-1-000017", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000017") > 0; }));
    m_server->dropConnections(SimChannel::WebSocketApi);
    QVERIFY(waitFor([this] { return count(ExecKind::TradingDown) > 0; }));
    m_exec.clear();
    m_gateway->cancel(cancelOf("mk-1-000017"));
    place(order("mk-1-000018", Side::Buy, "1000.00", "0.1"));
    QCOMPARE(count(ExecKind::OrderReject, "mk-1-000018"), 1L);
    QVERIFY(waitFor([this] {
        const ExecEvent* status = last(ExecKind::OrderStatus, "mk-1-000017");
        return status != nullptr && status->state == OrderState::Canceled;
    }));
}

void tst_gateway_live::fullReceiverLosesNothing()
{
    begin();
    QVERIFY(trade());
    m_execFull = true;
    place(order("mk-1-000019", Side::Buy, "1000.00", "0.1"));
    place(order("mk-1-000020", Side::Buy, "1001.00", "0.1"));
    QVERIFY(waitFor([this] { return m_context.status->overflows.load() >= 2; }));
    QCOMPARE(count(ExecKind::OrderAck), 0L);
    m_execFull = false;
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000020") > 0; }));
    QVERIFY(count(ExecKind::OrderAck, "mk-1-000019") > 0);
}

void tst_gateway_live::garbageMakesItConnectAnew()
{
    begin();
    QVERIFY(trade());
    m_server->sendFrame(SimChannel::WebSocketApi, R"({"subscriptionId":0,"event":{"e":"executionReport"}})");
    QVERIFY(waitFor([this] { return count(ExecKind::TradingUp) > 1; }));
    QCOMPARE(m_context.status->badReplies.load(), std::uint64_t{1});
    QCOMPARE(count(ExecKind::TradingDown), 1L);
}

void tst_gateway_live::productionRefusesOrders()
{
    begin();
    VenueContext context = m_context;
    context.environment = Environment::Production;
    context.endpoints = m_venue->endpoints(Environment::Production, 0);
    QVERIFY(context.endpoints.trading.isEmpty());
    m_gateway = m_venue->makeGateway(context);
    m_gateway->setSink([this](const ExecEvent* events, std::size_t n) {
        m_exec.insert(m_exec.end(), events, events + n);
        return true;
    });
    m_gateway->start();
    place(order("mk-1-000021", Side::Buy, "1000.00", "0.1"));
    QCOMPARE(last(ExecKind::OrderReject)->reason, RejectReason::Permission);
    QVERIFY(last(ExecKind::OrderReject)->detail.view().starts_with("Production is market data only"));
    QCOMPARE(count(ExecKind::TradingUp), 0L);
}

void tst_gateway_live::secretsNeverReachTheLog()
{
    begin();
    m_context.credentials =
        std::make_shared<const Credentials>(Credentials{Secret("live-test-key-7c1f"), Secret("wrong-secret-55aa")});
    m_gateway = m_venue->makeGateway(m_context);
    m_gateway->setSink([](const ExecEvent*, std::size_t) { return true; });
    m_gateway->start();
    QVERIFY(waitFor([] {
        const std::lock_guard lock(g_logMutex);
        return g_log.find("The user stream was refused") != std::string::npos;
    }));
    const std::lock_guard lock(g_logMutex);
    for (const char* secret : {"live-test-key-7c1f", "live-test-secret-93ab", "wrong-secret-55aa", "signature="})
        QVERIFY2(g_log.find(secret) == std::string::npos, secret);
}

MAKER_APP_TEST(tst_gateway_live, QCoreApplication)
#include "tst_gateway_live.moc"
