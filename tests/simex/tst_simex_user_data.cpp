#include "support/maker_test.h"

#include "sim_client.h"

#include <QElapsedTimer>

using namespace maker;
using namespace maker::test;

class tst_simex_user_data : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_server = startServer(quietMarket());
        m_client = std::make_unique<WsClient>(m_server->port(), "/ws-api/v3");
    }
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void orderIsReportedFromAckToCancel();
    void fillsReportQuantitiesThatAddUp();
    void reportsComeInOrderWithBalancesAfterThem();
    void cancelReplaceAndCancelAllAreAnswered();
    void signatureIsCheckedOverSortedParameters();
    void fillReportMayComeTwice();
    void heldEventsFollowInOrder();
    void eventMayComeBeforeItsAnswer();
    void latencyKeepsTheOrderOfRequests();
    void unsubscribeEndsTheEvents();
    void limitsAreToldAndEnforced();
    void droppedConnectionLeavesTheOrder();

private:
    void subscribe()
    {
        const QJsonObject answer = m_client->call("userDataStream.subscribe.signature", {});
        QCOMPARE(answer["status"].toInt(), 200);
        QCOMPARE(answer["result"]["subscriptionId"].toInt(-1), 0);
    }
    std::map<std::string, std::string> buy(const std::string& id, double factor = 0.9, const std::string& qty = "0.01")
    {
        return {{"symbol", "BTCUSDT"}, {"side", "BUY"}, {"type", "LIMIT"}, {"timeInForce", "GTC"}, {"quantity", qty},
            {"price", priceText(topOf(m_server->port()).bid * factor)}, {"newClientOrderId", id}};
    }
    QJsonObject report() // the next executionReport
    {
        while (true) {
            const QJsonObject event = m_client->event();
            if (event.isEmpty() || event["e"].toString() == "executionReport")
                return event;
        }
    }

    std::unique_ptr<SimServer> m_server;
    std::unique_ptr<WsClient> m_client;
};

void tst_simex_user_data::orderIsReportedFromAckToCancel()
{
    subscribe();
    const QJsonObject placed = m_client->call("order.place", buy("a"));
    QCOMPARE(placed["status"].toInt(), 200);
    QCOMPARE(placed["result"]["status"].toString(), QString("NEW"));
    const QJsonObject created = report();
    QCOMPARE(created["x"].toString(), QString("NEW"));
    QCOMPARE(created["X"].toString(), QString("NEW"));
    QCOMPARE(created["c"].toString(), QString("a"));
    QCOMPARE(created["i"].toInteger(), placed["result"]["orderId"].toInteger());
    QCOMPARE(created["w"].toBool(), true);
    const QJsonObject seen = m_client->call("order.status", {{"symbol", "BTCUSDT"}, {"origClientOrderId", "a"}});
    QCOMPARE(seen["result"]["status"].toString(), QString("NEW"));
    const QJsonObject canceled = m_client->call("order.cancel",
        {{"symbol", "BTCUSDT"}, {"origClientOrderId", "a"}, {"newClientOrderId", "cancel-a"}});
    QCOMPARE(canceled["result"]["clientOrderId"].toString(), QString("cancel-a"));
    const QJsonObject gone = report();
    QCOMPARE(gone["x"].toString(), QString("CANCELED"));
    QCOMPARE(gone["c"].toString(), QString("cancel-a"));
    QCOMPARE(gone["C"].toString(), QString("a"));
    QCOMPARE(gone["w"].toBool(), false);
    const QJsonObject again = m_client->call("order.cancel", {{"symbol", "BTCUSDT"}, {"origClientOrderId", "a"}});
    QCOMPARE(again["status"].toInt(), 400);
    QCOMPARE(again["error"]["code"].toInt(), -2011);
}

void tst_simex_user_data::fillsReportQuantitiesThatAddUp()
{
    subscribe();
    auto order = buy("a", 1.0, "0.3");
    order["price"] = priceText(topOf(m_server->port()).bid + 0.01);
    QCOMPARE(m_client->call("order.place", order)["status"].toInt(), 200);
    QCOMPARE(report()["x"].toString(), QString("NEW"));
    double sum = 0.0;
    for (const char* qty : {"0.1", "0.05", "0.15"}) {
        m_server->tradeMarket("BTCUSDT", false, qty);
        const QJsonObject fill = report();
        QCOMPARE(fill["x"].toString(), QString("TRADE"));
        QCOMPARE(fill["l"].toString().toDouble(), QString(qty).toDouble());
        sum += fill["l"].toString().toDouble();
        QCOMPARE(fill["z"].toString().toDouble(), sum);
        QCOMPARE(fill["m"].toBool(), true);
        QCOMPARE(fill["N"].toString(), QString("BTC"));
        QCOMPARE(fill["n"].toString().toDouble(), QString(qty).toDouble() * 0.001);
        QCOMPARE(fill["X"].toString(), sum < 0.29 ? QString("PARTIALLY_FILLED") : QString("FILLED"));
        QVERIFY(fill["t"].toInteger() > 0);
    }
}

void tst_simex_user_data::reportsComeInOrderWithBalancesAfterThem()
{
    subscribe();
    const QJsonObject answer = m_client->call("order.place",
        {{"symbol", "BTCUSDT"}, {"side", "BUY"}, {"type", "MARKET"}, {"quantity", "0.5"}});
    QCOMPARE(answer["result"]["status"].toString(), QString("FILLED"));
    const qsizetype fills = answer["result"]["fills"].toArray().size();
    QVERIFY(fills >= 1);
    QStringList kinds;
    QJsonObject last;
    do {
        last = m_client->event();
        kinds += last["e"].toString() == "executionReport" ? last["x"].toString() : last["e"].toString();
    } while (last["e"].toString() == "executionReport");
    QCOMPARE(kinds.first(), QString("NEW"));
    QCOMPARE(kinds.count("TRADE"), fills);
    QCOMPARE(kinds.last(), QString("outboundAccountPosition"));
    const QJsonArray account = m_client->call("account.status", {})["result"]["balances"].toArray();
    for (const QJsonValue& told : last["B"].toArray()) {
        for (const QJsonValue& entry : account) {
            if (entry["asset"] == told["a"])
                QCOMPARE(entry["free"].toString(), told["f"].toString());
        }
    }
    QCOMPARE(m_client->call("myTrades", {{"symbol", "BTCUSDT"}})["result"].toArray().size(), fills);
}

void tst_simex_user_data::cancelReplaceAndCancelAllAreAnswered()
{
    QCOMPARE(m_client->call("order.place", buy("a"))["status"].toInt(), 200);
    auto replacement = buy("b", 0.89);
    replacement["cancelReplaceMode"] = "STOP_ON_FAILURE";
    replacement["cancelOrigClientOrderId"] = "a";
    QCOMPARE(m_client->call("order.cancelReplace", replacement)["result"]["newOrderResult"].toString(), QString("SUCCESS"));
    const QJsonObject failed = m_client->call("order.cancelReplace", replacement);
    QCOMPARE(failed["status"].toInt(), 400);
    QCOMPARE(failed["error"]["code"].toInt(), -2022);
    QCOMPARE(failed["error"]["data"]["cancelResponse"]["code"].toInt(), -2011);
    QCOMPARE(m_client->call("openOrders.status", {{"symbol", "BTCUSDT"}})["result"].toArray().size(), 1);
    QCOMPARE(m_client->call("openOrders.cancelAll", {{"symbol", "BTCUSDT"}})["result"].toArray().size(), 1);
    QVERIFY(m_client->call("openOrders.status", {})["result"].toArray().isEmpty());
}

void tst_simex_user_data::signatureIsCheckedOverSortedParameters()
{
    const std::string time = std::to_string(nowMillis());
    const std::string good = simex::hmacSha256Hex(kSecret, "apiKey=test-key&timestamp=" + time);
    const auto ask = [&](const std::string& key, const std::string& at, const std::string& signature) -> const QJsonObject {
        return m_client->call("account.status", {{"apiKey", key}, {"timestamp", at}, {"signature", signature}}, false);
    };
    QCOMPARE(ask("test-key", time, good)["status"].toInt(), 200);
    QCOMPARE(ask("test-key", time, good.substr(1) + "0")["error"]["code"].toInt(), -1022);
    QCOMPARE(ask("other", time, good)["error"]["code"].toInt(), -2015);
    QCOMPARE(ask("test-key", "", good)["error"]["code"].toInt(), -1102);
    // Numbers keep their spelling in what is signed.
    const std::string payload = "apiKey=test-key&limit=1.0&symbol=BTCUSDT&timestamp=" + time;
    m_client->send(R"({"id":900,"method":"myTrades","params":{"timestamp":)" + time
        + R"(,"symbol":"BTCUSDT","limit":1.0,"apiKey":"test-key","signature":")" + simex::hmacSha256Hex(kSecret, payload) + R"("}})");
    QCOMPARE(m_client->receive()["error"]["code"].toInt(), -1100); // signed well, but 1.0 is no integer
}

void tst_simex_user_data::fillReportMayComeTwice()
{
    subscribe();
    m_server->duplicateFillReports(1);
    m_client->call("order.place", {{"symbol", "BTCUSDT"}, {"side", "BUY"}, {"type", "MARKET"}, {"quantity", "0.00100"}});
    QCOMPARE(report()["x"].toString(), QString("NEW"));
    const QJsonObject first = report();
    const QJsonObject second = report();
    QCOMPARE(first["x"].toString(), QString("TRADE"));
    QCOMPARE(second["t"].toInteger(), first["t"].toInteger());
    QCOMPARE(second, first);
    int listed = 0;
    for (const QJsonValue& trade : m_client->call("myTrades", {{"symbol", "BTCUSDT"}})["result"].toArray())
        listed += trade["id"].toInteger() == first["t"].toInteger() ? 1 : 0;
    QCOMPARE(listed, 1);
}

void tst_simex_user_data::heldEventsFollowInOrder()
{
    subscribe();
    m_server->holdUserData(true);
    m_client->call("order.place", buy("a"));
    m_client->call("order.place", buy("b"));
    QVERIFY(m_client->event(300).isEmpty());
    m_server->holdUserData(false);
    QCOMPARE(report()["c"].toString(), QString("a"));
    QCOMPARE(report()["c"].toString(), QString("b"));
}

void tst_simex_user_data::eventMayComeBeforeItsAnswer()
{
    subscribe();
    m_server->delayAnswers(Duration::millis(300));
    QCOMPARE(m_client->call("order.place", buy("a"))["status"].toInt(), 200);
    QVERIFY(!m_client->events.isEmpty()); // collected while waiting for the answer
    QCOMPARE(report()["c"].toString(), QString("a"));
    m_server->delayAnswers({});
    QElapsedTimer timer;
    timer.start();
    m_client->call("ping", {}, false);
    m_client->call("ping", {}, false);
    QVERIFY(timer.elapsed() < 600);
}

void tst_simex_user_data::latencyKeepsTheOrderOfRequests()
{
    SimServerConfig config = quietMarket();
    config.latency = Duration::millis(150);
    m_server = startServer(config);
    m_client = std::make_unique<WsClient>(m_server->port(), "/ws-api/v3");
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_client->call("order.place", buy("a"))["status"].toInt(), 200);
    QVERIFY(timer.elapsed() >= 150);
    QCOMPARE(m_client->call("order.cancel", {{"symbol", "BTCUSDT"}, {"origClientOrderId", "a"}})["status"].toInt(), 200);
}

void tst_simex_user_data::unsubscribeEndsTheEvents()
{
    subscribe();
    QCOMPARE(m_client->call("userDataStream.subscribe.signature", {})["error"]["code"].toInt(), -2035);
    QCOMPARE(m_client->call("userDataStream.unsubscribe", {}, false)["status"].toInt(), 200);
    m_client->call("order.place", buy("a"));
    QVERIFY(m_client->event(200).isEmpty());
    const QJsonObject again = m_client->call("userDataStream.subscribe.signature", {});
    QCOMPARE(again["result"]["subscriptionId"].toInt(), 1);
}

void tst_simex_user_data::limitsAreToldAndEnforced()
{
    const QJsonObject placed = m_client->call("order.place", buy("a"));
    QCOMPARE(placed["rateLimits"].toArray().size(), 3);
    QCOMPARE(placed["rateLimits"][1]["count"].toInt(), 1);
    m_server->forceRateLimit(Duration::seconds(20));
    const QJsonObject refused = m_client->call("ping", {}, false);
    QCOMPARE(refused["status"].toInt(), 429);
    QCOMPARE(refused["error"]["code"].toInt(), -1003);
    const qint64 wait = refused["error"]["data"]["retryAfter"].toInteger() - refused["error"]["data"]["serverTime"].toInteger();
    QVERIFY(wait > 15000 && wait <= 20000);
}

void tst_simex_user_data::droppedConnectionLeavesTheOrder()
{
    m_server->dropBeforeAnswer(1);
    QVERIFY(m_client->call("order.place", buy("lost")).isEmpty());
    QVERIFY(m_client->closed());
    WsClient again(m_server->port(), "/ws-api/v3");
    QCOMPARE(again.call("order.status", {{"symbol", "BTCUSDT"}, {"origClientOrderId", "lost"}})["status"].toInt(), 200);
}

MAKER_TEST(tst_simex_user_data)
#include "tst_simex_user_data.moc"
