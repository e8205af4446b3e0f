#include "support/maker_test.h"

#include "sim_client.h"

#include <map>
#include <set>

using namespace maker;
using namespace maker::test;

namespace {

/// A book kept from a snapshot and differences by the venue's rule.
struct Book {
    std::map<double, double> bids;
    std::map<double, double> asks;
    qint64 id = 0;
    int applied = 0;
    int gaps = 0;

    static void put(std::map<double, double>& side, const QJsonArray& levels)
    {
        for (const QJsonValue& level : levels) {
            const double qty = level[1].toString().toDouble();
            if (qty == 0.0)
                side.erase(level[0].toString().toDouble());
            else
                side[level[0].toString().toDouble()] = qty;
        }
    }

    void snapshot(const QJsonObject& depth)
    {
        bids.clear();
        asks.clear();
        put(bids, depth["bids"].toArray());
        put(asks, depth["asks"].toArray());
        id = depth["lastUpdateId"].toInteger();
        applied = 0;
    }

    void apply(const QJsonObject& event)
    {
        const qint64 first = event["U"].toInteger();
        const qint64 last = event["u"].toInteger();
        if (last <= id)
            return;
        const bool bridges = applied == 0 ? first <= id + 1 : first == id + 1;
        gaps += bridges ? 0 : 1;
        put(bids, event["b"].toArray());
        put(asks, event["a"].toArray());
        id = last;
        ++applied;
    }
};

SimServerConfig liveMarket(double speed)
{
    SimServerConfig config = quietMarket();
    config.speed = speed;
    return config;
}

QJsonObject depthOf(std::uint16_t port, const std::string& symbol)
{
    return request(port, "GET", "/api/v3/depth?limit=5000&symbol=" + symbol).json.object();
}

std::string subscribe(const std::string& names, int id = 1)
{
    return R"({"method":"SUBSCRIBE","params":[)" + names + R"(],"id":)" + std::to_string(id) + "}";
}

} // namespace

class tst_simex_streams : public QObject {
    Q_OBJECT

private slots:
    void depthDifferencesBridgeAndChainIntoTheRestBook();
    void slowDepthIsTheSameBook();
    void skippedUpdateIsAGap();
    void combinedStreamsAreWrapped();
    void subscriptionsAreAcknowledgedAndListed();
    void nonsenseIsAnsweredAndTooManyMessagesEndTheConnection();
    void tradesAscendByOne();
    void bestPricesMatchTheBook();
    void candlesAndTickersCome();
    void serversPingAndShutdownAreTold();
    void connectionsCanBeDroppedAndRefused();
    void sameSeedGivesTheSameMarket();
};

void tst_simex_streams::depthDifferencesBridgeAndChainIntoTheRestBook()
{
    const auto server = startServer(liveMarket(10.0));
    for (const std::string symbol : {"BTCUSDT", "SOLUSDT"}) {
        const std::string stream = (symbol == "BTCUSDT" ? "btcusdt" : "solusdt") + std::string("@depth@100ms");
        WsClient client(server->port(), "/ws/" + stream);
        Book book;
        QVERIFY(!client.receive().isEmpty()); // a difference before the snapshot, as every client meets it
        book.snapshot(depthOf(server->port(), symbol));
        while (book.applied < 30) {
            const QJsonObject event = client.receive();
            QCOMPARE(event["e"].toString(), QString("depthUpdate"));
            book.apply(event);
        }
        QCOMPARE(book.gaps, 0);
        server->pauseMarket(true);
        const QJsonObject last = depthOf(server->port(), symbol);
        while (book.id < last["lastUpdateId"].toInteger())
            book.apply(client.receive());
        server->pauseMarket(false);
        Book rest;
        rest.snapshot(last);
        QCOMPARE(book.id, rest.id);
        QVERIFY(book.bids == rest.bids);
        QVERIFY(book.asks == rest.asks);
        QVERIFY(book.bids.rbegin()->first < book.asks.begin()->first);
    }
}

void tst_simex_streams::slowDepthIsTheSameBook()
{
    const auto server = startServer(liveMarket(10.0));
    WsClient client(server->port(), "/ws/ethusdt@depth");
    Book book;
    QVERIFY(!client.receive().isEmpty());
    book.snapshot(depthOf(server->port(), "ETHUSDT"));
    while (book.applied < 3)
        book.apply(client.receive());
    QCOMPARE(book.gaps, 0);
    QVERIFY(book.bids.rbegin()->first < book.asks.begin()->first);
}

void tst_simex_streams::skippedUpdateIsAGap()
{
    const auto server = startServer(liveMarket(10.0));
    WsClient client(server->port(), "/ws/btcusdt@depth@100ms");
    client.receive();
    Book book;
    book.snapshot(depthOf(server->port(), "BTCUSDT"));
    while (book.applied < 3)
        book.apply(client.receive());
    QCOMPARE(book.gaps, 0);
    server->skipDepthUpdates(1);
    for (int i = 0; i < 5; ++i)
        book.apply(client.receive());
    QCOMPARE(book.gaps, 1);
}

void tst_simex_streams::combinedStreamsAreWrapped()
{
    const auto server = startServer(liveMarket(10.0));
    WsClient client(server->port(), "/stream?streams=btcusdt@trade/ethusdt@bookTicker");
    std::set<QString> streams;
    while (streams.size() < 2) {
        const QJsonObject message = client.receive();
        QVERIFY(!message.isEmpty());
        const QString stream = message["stream"].toString();
        streams.insert(stream);
        QCOMPARE(message["data"]["s"].toString(), stream.startsWith("btc") ? QString("BTCUSDT") : QString("ETHUSDT"));
    }
}

void tst_simex_streams::subscriptionsAreAcknowledgedAndListed()
{
    const auto server = startServer(quietMarket());
    WsClient client(server->port(), "/ws/0");
    client.send(subscribe(R"("btcusdt@depth@100ms","nosuch@trade")", 7));
    const QJsonObject acknowledged = client.receive();
    QVERIFY(acknowledged["result"].isNull());
    QCOMPARE(acknowledged["id"].toInt(), 7);
    client.send(R"({"method":"UNSUBSCRIBE","params":["nosuch@trade"],"id":"text"})");
    QCOMPARE(client.receive()["id"].toString(), QString("text"));
    client.send(R"({"method":"LIST_SUBSCRIPTIONS","id":3})");
    const QJsonArray list = client.receive()["result"].toArray();
    QCOMPARE(list.size(), 2); // with the name in the path
    QVERIFY(list.contains("btcusdt@depth@100ms"));
    client.send(R"({"method":"SET_PROPERTY","params":["combined",true],"id":4})");
    QVERIFY(client.receive()["result"].isNull());
    server->tradeMarket("BTCUSDT", true, "0.5");
    QCOMPARE(client.receive()["stream"].toString(), QString("btcusdt@depth@100ms"));
}

void tst_simex_streams::nonsenseIsAnsweredAndTooManyMessagesEndTheConnection()
{
    const auto server = startServer(quietMarket());
    WsClient client(server->port(), "/ws");
    client.send("{not json");
    QCOMPARE(client.receive()["error"]["code"].toInt(), 3);
    client.send(R"({"method":"DANCE","id":1})");
    QCOMPARE(client.receive()["error"]["code"].toInt(), 2);
    client.send(R"({"method":"SUBSCRIBE","params":{"a":1},"id":2})");
    QCOMPARE(client.receive()["error"]["code"].toInt(), 2);
    for (int i = 0; i < 12; ++i)
        client.send(R"({"method":"LIST_SUBSCRIPTIONS","id":5})");
    client.receiveUntil([](const QJsonObject&) { return false; }, 1500);
    QVERIFY(client.closed());
    QCOMPARE(client.stream().reason().code, beast::websocket::close_code::policy_error);
}

void tst_simex_streams::tradesAscendByOne()
{
    const auto server = startServer(liveMarket(20.0));
    WsClient client(server->port(), "/ws/btcusdt@trade");
    qint64 previous = 0;
    for (int i = 0; i < 60; ++i) {
        const QJsonObject trade = client.receive();
        QCOMPARE(trade["e"].toString(), QString("trade"));
        if (previous != 0)
            QCOMPARE(trade["t"].toInteger(), previous + 1);
        previous = trade["t"].toInteger();
        QVERIFY(std::abs(trade["T"].toInteger() - nowMillis()) < 2000);
    }
}

void tst_simex_streams::bestPricesMatchTheBook()
{
    const auto server = startServer(quietMarket());
    WsClient client(server->port(), "/ws/btcusdt@bookTicker");
    // A trade of exactly the best level moves the best price.
    const QJsonObject before = depthOf(server->port(), "BTCUSDT");
    server->tradeMarket("BTCUSDT", true, before["asks"][0][1].toString().toStdString());
    const QJsonObject told = client.receive();
    QCOMPARE(told["a"].toString(), before["asks"][1][0].toString());
    QCOMPARE(told["A"].toString(), before["asks"][1][1].toString());
    QCOMPARE(told["b"].toString(), before["bids"][0][0].toString());
    QCOMPARE(told["u"].toInteger(), depthOf(server->port(), "BTCUSDT")["lastUpdateId"].toInteger());
}

void tst_simex_streams::candlesAndTickersCome()
{
    const auto server = startServer(liveMarket(5.0));
    WsClient client(server->port(), "/stream?streams=btcusdt@kline_1s/btcusdt@miniTicker/btcusdt@ticker/btcusdt@depth5/!miniTicker@arr");
    std::set<QString> seen;
    bool closedCandle = false;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(6);
    while ((seen.size() < 5 || !closedCandle) && std::chrono::steady_clock::now() < end) {
        const QJsonObject message = client.receive();
        seen.insert(message["stream"].toString());
        closedCandle = closedCandle || message["data"]["k"]["x"].toBool();
        if (message["stream"].toString() == "btcusdt@depth5")
            QCOMPARE(message["data"]["bids"].toArray().size(), 5);
    }
    QCOMPARE(seen.size(), std::size_t{5});
    QVERIFY(closedCandle);
}

void tst_simex_streams::serversPingAndShutdownAreTold()
{
    SimServerConfig config = quietMarket();
    config.pingInterval = Duration::millis(200);
    const auto server = startServer(config);
    WsClient client(server->port(), "/ws");
    int pings = 0;
    client.stream().control_callback([&pings](beast::websocket::frame_type kind, beast::string_view) {
        pings += kind == beast::websocket::frame_type::ping ? 1 : 0;
    });
    client.receive(900);
    QVERIFY(pings >= 2);
    QVERIFY(!client.closed());
    server->announceShutdown();
    QCOMPARE(client.receive()["e"].toString(), QString("serverShutdown"));
    QTest::qSleep(1000); // nobody answers the pings now
    QTRY_COMPARE(server->counters().streamConnections, 0);
}

void tst_simex_streams::connectionsCanBeDroppedAndRefused()
{
    const auto server = startServer(quietMarket());
    WsClient client(server->port(), "/ws");
    WsClient api(server->port(), "/ws-api/v3");
    QTRY_COMPARE(server->counters().streamConnections, 1);
    server->dropConnections(SimChannel::Streams);
    client.receive(1000);
    QVERIFY(client.closed());
    QCOMPARE(api.call("ping", {}, false)["status"].toInt(), 200);
    server->refuseConnections(true);
    QVERIFY_EXCEPTION_THROWN(WsClient(server->port(), "/ws"), std::exception);
    server->refuseConnections(false);
    WsClient again(server->port(), "/ws");
    QVERIFY_EXCEPTION_THROWN(WsClient(server->port(), "/elsewhere"), std::exception);
    server->stop();
    server->stop();
    again.receive(1000);
    QVERIFY(again.closed());
}

void tst_simex_streams::sameSeedGivesTheSameMarket()
{
    const auto prices = [](std::uint64_t seed) {
        SimServerConfig config = quietMarket();
        config.seed = seed;
        const auto server = startServer(config);
        QStringList list;
        for (const QJsonValue& trade : request(server->port(), "GET", "/api/v3/trades?symbol=BTCUSDT&limit=200").json.array())
            list += trade["price"].toString() + "x" + trade["qty"].toString();
        return list;
    };
    const QStringList first = prices(7);
    QCOMPARE(first.size(), 200);
    QCOMPARE(prices(7), first);
    QVERIFY(prices(8) != first);
}

MAKER_TEST(tst_simex_streams)
#include "tst_simex_streams.moc"
