#include "support/maker_test.h"

#include "sim_client.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QWebSocket>

using namespace maker;
using namespace maker::test;

/// The terminal's own transports against the server.
class tst_simex_qt_clients : public QObject {
    Q_OBJECT

private slots:
    void restAnswersOverOneKeptConnection();
    void socketSubscribesAndReceives();
    void socketStaysThroughPings();
};

void tst_simex_qt_clients::restAnswersOverOneKeptConnection()
{
    const auto server = startServer(quietMarket());
    QNetworkAccessManager network;
    for (int i = 0; i < 20; ++i) {
        QNetworkRequest get(QUrl(QString("http://127.0.0.1:%1/api/v3/account?%2").arg(server->port()).arg(
            QString::fromStdString(timedAndSigned("recvWindow=5000")))));
        get.setRawHeader("X-MBX-APIKEY", "test-key");
        QNetworkReply* reply = network.get(get);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        QVERIFY(finished.wait(3000));
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QVERIFY(QJsonDocument::fromJson(reply->readAll()).object()["canTrade"].toBool());
        QCOMPARE(reply->rawHeader("X-MBX-USED-WEIGHT-1M").isEmpty(), false);
        reply->deleteLater();
    }
    QCOMPARE(server->counters().restConnections, 1);
    QCOMPARE(server->counters().requests, std::uint64_t{20});
}

void tst_simex_qt_clients::socketSubscribesAndReceives()
{
    SimServerConfig config = quietMarket();
    config.speed = 10.0;
    const auto server = startServer(config);
    QWebSocket socket;
    QSignalSpy connected(&socket, &QWebSocket::connected);
    QSignalSpy messages(&socket, &QWebSocket::textMessageReceived);
    socket.open(QUrl(QString("ws://127.0.0.1:%1/stream").arg(server->port())));
    QVERIFY(connected.wait(3000));
    socket.sendTextMessage(R"({"method":"SUBSCRIBE","params":["btcusdt@depth@100ms","btcusdt@trade"],"id":1})");
    QTRY_VERIFY(messages.count() >= 20);
    QVERIFY(messages[0][0].toString().contains("\"result\":null"));
    QVERIFY(messages[5][0].toString().startsWith("{\"stream\":\"btcusdt@"));
}

void tst_simex_qt_clients::socketStaysThroughPings()
{
    SimServerConfig config = quietMarket();
    config.pingInterval = Duration::millis(100);
    const auto server = startServer(config);
    QWebSocket socket;
    QSignalSpy connected(&socket, &QWebSocket::connected);
    QSignalSpy disconnected(&socket, &QWebSocket::disconnected);
    socket.open(QUrl(QString("ws://127.0.0.1:%1/ws-api/v3").arg(server->port())));
    QVERIFY(connected.wait(3000));
    QTest::qWait(1000);
    QCOMPARE(disconnected.count(), 0);
    server->dropConnections(SimChannel::WebSocketApi);
    QVERIFY(disconnected.wait(3000));
}

MAKER_APP_TEST(tst_simex_qt_clients, QCoreApplication)
#include "tst_simex_qt_clients.moc"
