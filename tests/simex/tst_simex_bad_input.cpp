#include "support/maker_test.h"

#include "sim_client.h"

#include "kernel/sim/random.h"
#include "simex/binance/ws_message.h"
#include "simex/form.h"
#include "simex/json_writer.h"

using namespace maker;
using namespace maker::test;

class tst_simex_bad_input : public QObject {
    Q_OBJECT

private slots:
    void init() { m_server = startServer(quietMarket()); }
    void cleanup()
    {
        QCOMPARE(request(m_server->port(), "GET", "/api/v3/ping").status, 200); // whatever came, it still serves
        m_server.reset();
    }

    void hugeMessagesAndBodiesAreCutOff();
    void invalidUtf8ClosesTheConnection();
    void wrongTypesAndDeepNestingAreAnswered_data();
    void wrongTypesAndDeepNestingAreAnswered();
    void mutatedMessagesNeverStopTheServer();
    void rawGarbageOnThePortIsRefused();
    void halfRequestsDoNotKeepOthersWaiting();
    void testsMaySendBadFramesToClients();
    void formsAreDecodedStrictly();
    void writerEscapesWhatJsonForbids();

private:
    std::unique_ptr<SimServer> m_server;
};

void tst_simex_bad_input::hugeMessagesAndBodiesAreCutOff()
{
    WsClient client(m_server->port(), "/ws-api/v3");
    client.send(std::string(64 * 1024 * 1024, 'x'));
    client.receive(2000);
    QVERIFY(client.closed());
    // The server may answer or close while the rest is still on its way.
    const RestReply reply = request(m_server->port(), "POST", "/api/v3/order", std::string(2 * 1024 * 1024, 'a'));
    QVERIFY(reply.status == 413 || reply.status == 0);
    const RestReply fits = request(m_server->port(), "POST", "/api/v3/order", std::string(500 * 1024, 'a'));
    QCOMPARE(fits.status, 400);
    const RestReply longTarget = request(m_server->port(), "GET", "/api/v3/ping?" + std::string(100 * 1024, 'a'));
    QVERIFY(longTarget.status == 431 || longTarget.status == 0);
}

void tst_simex_bad_input::invalidUtf8ClosesTheConnection()
{
    for (const char* path : {"/ws", "/ws-api/v3"}) {
        WsClient client(m_server->port(), path);
        client.send("{\"id\":\"\xC3\x28\"}");
        client.receive(2000);
        QVERIFY(client.closed());
        QCOMPARE(client.stream().reason().code, beast::websocket::close_code::bad_payload);
    }
}

void tst_simex_bad_input::wrongTypesAndDeepNestingAreAnswered_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("number") << QByteArray("7");
    QTest::newRow("cut") << QByteArray("{\"id\":1,\"method\":\"pi");
    QTest::newRow("two") << QByteArray("{\"id\":1,\"method\":\"ping\"}{}");
    QTest::newRow("method number") << QByteArray("{\"id\":1,\"method\":5}");
    QTest::newRow("id object") << QByteArray("{\"id\":{\"a\":1},\"method\":\"ping\"}");
    QTest::newRow("params string") << QByteArray("{\"id\":1,\"method\":\"ping\",\"params\":\"x\"}");
    QTest::newRow("params null") << QByteArray("{\"id\":1,\"method\":\"depth\",\"params\":null}");
    QTest::newRow("nested value") << QByteArray("{\"id\":1,\"method\":\"depth\",\"params\":{\"symbol\":{\"a\":[1]}}}");
    QTest::newRow("limit 1e999") << QByteArray("{\"id\":1,\"method\":\"depth\",\"params\":{\"symbol\":\"BTCUSDT\",\"limit\":1e999}}");
    QTest::newRow("limit negative") << QByteArray("{\"id\":1,\"method\":\"depth\",\"params\":{\"symbol\":\"BTCUSDT\",\"limit\":-5}}");
    QTest::newRow("limit huge") << QByteArray(
        "{\"id\":1,\"method\":\"depth\",\"params\":{\"symbol\":\"BTCUSDT\",\"limit\":99999999999999999999}}");
    QTest::newRow("deep") << QByteArray("{\"id\":1,\"method\":\"ping\",\"params\":") + QByteArray(5000, '[') + QByteArray(5000, ']') + "}";
    QTest::newRow("unknown method") << QByteArray("{\"id\":1,\"method\":\"order.steal\",\"params\":{}}");
}

void tst_simex_bad_input::wrongTypesAndDeepNestingAreAnswered()
{
    QFETCH(QByteArray, text);
    WsClient client(m_server->port(), "/ws-api/v3");
    client.send(text.toStdString());
    const QJsonObject answer = client.receive();
    QVERIFY(answer["status"].toInt() >= 400);
    QVERIFY(answer["error"]["code"].toInt() < 0);
    QCOMPARE(client.call("ping", {}, false)["status"].toInt(), 200);
}

void tst_simex_bad_input::mutatedMessagesNeverStopTheServer()
{
    const std::string valid = R"({"id":"a1","method":"order.place","params":{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT",)"
                              R"("timeInForce":"GTC","quantity":"0.01","price":"50000","apiKey":"test-key","timestamp":1700000000000,)"
                              R"("signature":"00"}})";
    sim::Random random(11);
    int understood = 0;
    for (int i = 0; i < 10000; ++i) {
        std::string text = valid;
        for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
            const std::size_t at = random.below(text.size());
            switch (random.below(4)) {
            case 0: text[at] = static_cast<char>(random.below(256)); break;
            case 1: text.erase(at, 1 + random.below(8)); break;
            case 2: text.insert(at, std::string(1 + random.below(5), "{}[]\",:0e"[random.below(9)])); break;
            default: text.resize(at + 1);
            }
        }
        understood += simex::binance::readWsMessage(text) ? 1 : 0;
    }
    QVERIFY(understood > 0 && understood < 10000);
    WsClient client(m_server->port(), "/ws-api/v3");
    int answers = 0;
    for (int i = 0; i < 300; ++i) {
        std::string text = valid;
        text[random.below(text.size())] = static_cast<char>(32 + random.below(95));
        client.send(text);
        answers += client.receive()["status"].toInt() >= 400 ? 1 : 0;
    }
    QCOMPARE(answers, 300);
    QVERIFY(signedRequest(m_server->port(), "GET", "/api/v3/openOrders").json.array().isEmpty());
}

void tst_simex_bad_input::rawGarbageOnThePortIsRefused()
{
    sim::Random random(5);
    for (int i = 0; i < 100; ++i) {
        asio::io_context io;
        tcp::socket socket = connectTo(io, m_server->port());
        std::string bytes = i % 2 == 0 ? "GET /api/v3/ping HTTP/1.1\r\nHost: x\r\nContent-Length: " : "";
        for (int n = 0; n < 200; ++n)
            bytes += static_cast<char>(random.below(256));
        beast::error_code error;
        asio::write(socket, asio::buffer(bytes + "\r\n\r\n"), error);
        socket.shutdown(tcp::socket::shutdown_send, error);
        std::string answer;
        asio::read(socket, asio::dynamic_buffer(answer), error);
        QVERIFY(answer.empty() || answer.rfind("HTTP/1.1 4", 0) == 0);
    }
    QTRY_COMPARE(m_server->counters().restConnections, 0);
}

void tst_simex_bad_input::halfRequestsDoNotKeepOthersWaiting()
{
    asio::io_context io;
    std::vector<tcp::socket> idle;
    for (int i = 0; i < 200; ++i) {
        idle.push_back(connectTo(io, m_server->port()));
        asio::write(idle.back(), asio::buffer(std::string("GET /api/v3/ping HTTP/1.1\r\nHo")));
    }
    const auto start = std::chrono::steady_clock::now();
    QCOMPARE(request(m_server->port(), "GET", "/api/v3/ping").status, 200);
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
}

void tst_simex_bad_input::testsMaySendBadFramesToClients()
{
    WsClient client(m_server->port(), "/ws");
    QTRY_COMPARE(m_server->counters().streamConnections, 1);
    m_server->sendFrame(SimChannel::Streams, "{\"e\":");
    QCOMPARE(client.receiveText().value_or(""), std::string("{\"e\":"));
    m_server->sendHugeFrame(SimChannel::Streams, 20 * 1024 * 1024);
    QCOMPARE(client.receiveText(10000).value_or("").size(), std::size_t{20 * 1024 * 1024});
}

void tst_simex_bad_input::formsAreDecodedStrictly()
{
    simex::Params params;
    QVERIFY(params.addForm("a=1&b=x%20y+z&c=&a=2&&d"));
    QCOMPARE(std::string(*params.find("a")), std::string("1"));
    QCOMPARE(std::string(*params.find("b")), std::string("x y z"));
    QVERIFY(!params.find("c") && !params.find("d") && !params.find("e"));
    for (const char* broken : {"a=%", "a=%2", "a=%zz", "%=1"})
        QVERIFY(!simex::Params().addForm(broken));
    QCOMPARE(simex::parseInteger("-12").value_or(0), -12LL);
    for (const char* bad : {"", "1.0", "1e3", " 1", "1 ", "0x1", "99999999999999999999"})
        QVERIFY(!simex::parseInteger(bad));
}

void tst_simex_bad_input::writerEscapesWhatJsonForbids()
{
    std::string out;
    simex::JsonWriter json(out);
    json.beginObject().field("a", "q\"\\\n\x01").key("b").beginArray().integer(-1).boolean(true).raw("null").endArray();
    json.field("c", std::int64_t{9223372036854775807}).endObject();
    const std::string expected = "{\"a\":\"q\\\"\\\\\\u000a\\u0001\",\"b\":[-1,true,null],\"c\":9223372036854775807}";
    QCOMPARE(out, expected);
}

MAKER_TEST(tst_simex_bad_input)
#include "tst_simex_bad_input.moc"
