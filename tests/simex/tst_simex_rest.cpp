#include "support/maker_test.h"

#include "sim_client.h"

#include <QFile>

using namespace maker;
using namespace maker::test;

class tst_simex_rest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_server = startServer(quietMarket()); }
    void cleanup() { m_server.reset(); }

    void signaturesOfAnotherImplementationAreOurs();
    void whoMayNotAskIsRefused();
    void signatureMayCoverQueryAndBody();
    void weightIsCountedAndTooMuchIs429ThenBanned();
    void tooManyOrdersAre429();
    void restingOrderIsSeenLockedAndCanceled();
    void wrongOrdersAreRefusedWithTheVenuesCode_data();
    void wrongOrdersAreRefusedWithTheVenuesCode();
    void cancelReplaceTellsWhatBecameOfBothHalves();
    void crowdFillsTheOrderAndTheFeeIsExact();
    void clientIdIsUniqueAmongOpenOrdersOnly();
    void statusUnknownMayOrMayNotHaveAccepted();
    void connectionMayDieInsteadOfAnswering();
    void clockOffsetMovesTheWindow();
    void marketDataHasTheVenuesShape();
    void badConfigurationSaysWhy();

private:
    std::uint16_t port() const { return m_server->port(); }
    RestReply place(const std::string& query) { return signedRequest(port(), "POST", "/api/v3/order", query); }
    std::string limitBuy(double factor, const std::string& qty = "0.01")
    {
        return "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=" + qty
            + "&price=" + priceText(topOf(port()).bid * factor);
    }
    double balance(const QString& asset, const QString& part)
    {
        const QJsonArray all = signedRequest(port(), "GET", "/api/v3/account").json["balances"].toArray();
        for (const QJsonValue& entry : all) {
            if (entry["asset"].toString() == asset)
                return entry[part].toString().toDouble();
        }
        return -1.0;
    }

    std::unique_ptr<SimServer> m_server;
};

void tst_simex_rest::signaturesOfAnotherImplementationAreOurs()
{
    QFile file(QStringLiteral(MAKERDESK_SOURCE_DIR "/../shared/data/ccxt/binance.requests.json"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("recorded requests are not present");
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    const std::string secret = root["credentials"]["secret"].toString().toStdString();
    int seen = 0;
    for (const QJsonValue& vector : root["vectors"].toArray()) {
        for (const QJsonValue& sent : vector["requests"].toArray()) {
            std::string payload = sent["body"].toString().toStdString();
            if (payload.empty())
                payload = sent["url"].toString().section('?', 1).toStdString();
            const std::size_t at = payload.rfind("&signature=");
            if (at == std::string::npos)
                continue;
            QCOMPARE(simex::hmacSha256Hex(secret, payload.substr(0, at)), payload.substr(at + 11));
            ++seen;
        }
    }
    QVERIFY(seen >= 10);
}

void tst_simex_rest::whoMayNotAskIsRefused()
{
    const auto refused = [&](const std::string& query, int status, int code, std::string_view key = kKey) {
        const RestReply reply = request(port(), "GET", "/api/v3/account" + (query.empty() ? "" : "?" + query), {}, key);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.status, status);
    };
    const auto at = [](std::int64_t shift) { return "timestamp=" + std::to_string(nowMillis() + shift); };
    refused(timedAndSigned(""), 401, -2014, "");
    refused(timedAndSigned(""), 401, -2015, "someone-else");
    refused("", 400, -1102);
    refused(at(0), 400, -1102);
    refused(at(0) + "&signature=00", 400, -1022);
    refused(sign(at(0)) + "&recvWindow=5000", 400, -1022);
    refused(sign(at(-6000)), 400, -1021);
    refused(sign(at(5000)), 400, -1021);
    refused(sign(at(0) + "&recvWindow=60001"), 400, -1131);
    refused(sign("timestamp=yesterday"), 400, -1100);
    QCOMPARE(request(port(), "GET", "/api/v3/account?" + sign(at(-6000) + "&recvWindow=10000")).status, 200);
    QCOMPARE(request(port(), "GET", "/api/v3/account?" + sign("timestamp=" + std::to_string(nowMillis() * 1000))).status, 200);
    QCOMPARE(request(port(), "PUT", "/api/v3/account").status, 405);
    QCOMPARE(request(port(), "GET", "/api/v9/account").status, 404);
}

void tst_simex_rest::signatureMayCoverQueryAndBody()
{
    const std::string query = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";
    const std::string body = "quantity=0.01&price=50000&timestamp=" + std::to_string(nowMillis());
    const std::string signature = simex::hmacSha256Hex(kSecret, query + body);
    const RestReply reply = request(port(), "POST", "/api/v3/order?" + query, body + "&signature=" + signature);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.json["status"].toString(), QString("NEW"));
}

void tst_simex_rest::weightIsCountedAndTooMuchIs429ThenBanned()
{
    SimServerConfig config = quietMarket();
    config.limits.weightPerMinute = 12;
    config.limits.requestsBeforeBan = 3;
    config.limits.retryAfter = Duration::seconds(30);
    m_server = startServer(config);
    QCOMPARE(request(port(), "GET", "/api/v3/ping").headers["X-MBX-USED-WEIGHT-1M"], std::string("1"));
    QCOMPARE(request(port(), "GET", "/api/v3/depth?symbol=BTCUSDT").headers["X-MBX-USED-WEIGHT-1M"], std::string("6"));
    QCOMPARE(request(port(), "GET", "/api/v3/depth?symbol=BTCUSDT&limit=100").headers["X-MBX-USED-WEIGHT-1M"], std::string("11"));
    QCOMPARE(request(port(), "GET", "/api/v3/ping").status, 200);
    for (int i = 0; i < 3; ++i) {
        const RestReply refused = request(port(), "GET", "/api/v3/ping");
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.code(), -1003);
        const int wait = std::stoi(refused.headers.at("Retry-After"));
        QVERIFY(wait >= 29 && wait <= 30);
    }
    const RestReply banned = request(port(), "GET", "/api/v3/ping");
    QCOMPARE(banned.status, 418);
    QVERIFY(std::stoi(banned.headers.at("Retry-After")) > 100);
    QVERIFY(banned.message().contains("banned until"));
    QTRY_COMPARE(m_server->counters().refused429, std::uint64_t{3});
    QTRY_COMPARE(m_server->counters().refused418, std::uint64_t{1});
}

void tst_simex_rest::tooManyOrdersAre429()
{
    SimServerConfig config = quietMarket();
    config.limits.ordersPer10s = 2;
    config.limits.ordersPerDay = 3;
    m_server = startServer(config);
    const std::string order = limitBuy(0.9);
    QCOMPARE(place(order).headers["X-MBX-ORDER-COUNT-1D"], std::string("1"));
    int refused = 0;
    for (int i = 0; i < 4; ++i) {
        const RestReply reply = place(order);
        if (reply.status != 429)
            continue;
        ++refused;
        QCOMPARE(reply.code(), -1015);
        QVERIFY(reply.headers.count("Retry-After") == 1);
    }
    QVERIFY(refused >= 2);
    QVERIFY(signedRequest(port(), "GET", "/api/v3/openOrders").json.array().size() <= 3);
}

void tst_simex_rest::restingOrderIsSeenLockedAndCanceled()
{
    const RestReply placed = place(limitBuy(0.9) + "&newClientOrderId=mine-1");
    QCOMPARE(placed.status, 200);
    QCOMPARE(placed.json["status"].toString(), QString("NEW"));
    QCOMPARE(placed.json["clientOrderId"].toString(), QString("mine-1"));
    QVERIFY(placed.json["fills"].toArray().isEmpty());
    const double price = placed.json["price"].toString().toDouble();
    QCOMPARE(balance("USDT", "locked"), price * 0.01);
    QCOMPARE(balance("USDT", "free"), 100000.0 - price * 0.01);
    const QString id = QString::number(placed.json["orderId"].toInteger());
    const RestReply seen = signedRequest(port(), "GET", "/api/v3/order", "symbol=BTCUSDT&orderId=" + id.toStdString());
    QCOMPARE(seen.json["origQty"].toString(), QString("0.01000000"));
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/openOrders", "symbol=BTCUSDT").json.array().size(), 1);
    const RestReply gone = signedRequest(port(), "DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine-1");
    QCOMPARE(gone.json["status"].toString(), QString("CANCELED"));
    QCOMPARE(gone.json["origClientOrderId"].toString(), QString("mine-1"));
    QCOMPARE(balance("USDT", "locked"), 0.0);
    QCOMPARE(signedRequest(port(), "DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine-1").code(), -2011);
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=never").code(), -2013);
    QCOMPARE(signedRequest(port(), "DELETE", "/api/v3/openOrders", "symbol=BTCUSDT").code(), -2011);
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/allOrders", "symbol=BTCUSDT").json.array().size(), 1);
}

void tst_simex_rest::wrongOrdersAreRefusedWithTheVenuesCode_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("message");
    const QString limit = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";
    const QString market = "symbol=BTCUSDT&side=SELL&type=MARKET";
    QTest::newRow("no symbol") << "side=BUY&type=MARKET&quantity=1" << -1102 << "Mandatory parameter 'symbol'";
    QTest::newRow("unknown symbol") << "symbol=FOOBAR&side=BUY&type=MARKET&quantity=1" << -1121 << "Invalid symbol.";
    QTest::newRow("side") << "symbol=BTCUSDT&side=HOLD&type=MARKET&quantity=1" << -1117 << "Invalid side.";
    QTest::newRow("type") << "symbol=BTCUSDT&side=BUY&type=OCO&quantity=1" << -1116 << "Invalid orderType.";
    QTest::newRow("no price") << limit + "&quantity=1" << -1102 << "Mandatory parameter 'price'";
    QTest::newRow("no tif") << "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=1" << -1102 << "timeInForce";
    QTest::newRow("tif") << "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=DAY&quantity=1&price=1" << -1115 << "Invalid timeInForce.";
    QTest::newRow("price of a market order") << market + "&quantity=1&price=1" << -1106 << "'price' sent when not required";
    QTest::newRow("negative") << limit + "&quantity=-1&price=50000" << -1100 << "Illegal characters found in parameter 'quantity'";
    QTest::newRow("exponent") << limit + "&quantity=1&price=5e4" << -1100 << "Illegal characters found in parameter 'price'";
    QTest::newRow("not a number") << limit + "&quantity=nan&price=1" << -1100 << "quantity";
    QTest::newRow("precision") << limit + "&quantity=0.01&price=50000.000000001" << -1111 << "too much precision";
    QTest::newRow("off tick") << limit + "&quantity=0.01&price=50000.001" << -1013 << "Filter failure: PRICE_FILTER";
    QTest::newRow("off lot") << limit + "&quantity=0.000001&price=50000" << -1013 << "Filter failure: LOT_SIZE";
    QTest::newRow("zero") << limit + "&quantity=0&price=50000" << -1013 << "Filter failure: LOT_SIZE";
    QTest::newRow("zero price") << limit + "&quantity=0.01&price=0" << -1013 << "Filter failure: PRICE_FILTER";
    QTest::newRow("huge") << limit + "&quantity=99999999999999999999&price=50000" << -1013 << "Filter failure: LOT_SIZE";
    QTest::newRow("small") << limit + "&quantity=0.00001&price=50000" << -1013 << "Filter failure: NOTIONAL";
    QTest::newRow("too dear") << limit + "&quantity=100&price=50000" << -2010
                              << "Account has insufficient balance for requested action.";
    QTest::newRow("not owned") << market + "&quantity=3" << -2010 << "Account has insufficient balance for requested action.";
    QTest::newRow("post-only takes") << "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.01&price=90000" << -2010
                                     << "Order would immediately match and take.";
    QTest::newRow("client id") << limit + "&quantity=0.01&price=50000&newClientOrderId=a%20b" << -1100 << "newClientOrderId";
    QTest::newRow("broken escape") << limit + "&quantity=0.01&price=50000&newClientOrderId=%G1" << -1100 << "Illegal characters";
}

void tst_simex_rest::wrongOrdersAreRefusedWithTheVenuesCode()
{
    QFETCH(QString, query);
    QFETCH(int, code);
    QFETCH(QString, message);
    const RestReply reply = place(query.toStdString());
    QCOMPARE(reply.code(), code);
    QVERIFY2(reply.message().contains(message), qPrintable(reply.message()));
    QCOMPARE(reply.status, 400);
    QVERIFY(signedRequest(port(), "GET", "/api/v3/openOrders").json.array().isEmpty());
    QCOMPARE(balance("USDT", "free"), 100000.0);
}

void tst_simex_rest::cancelReplaceTellsWhatBecameOfBothHalves()
{
    const auto replace = [&](const std::string& query) {
        return signedRequest(port(), "POST", "/api/v3/order/cancelReplace", query);
    };
    const std::string mode = "&cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=";
    QCOMPARE(place(limitBuy(0.9) + "&newClientOrderId=a").status, 200);
    const RestReply good = replace(limitBuy(0.89) + "&newClientOrderId=b" + mode + "a");
    QCOMPARE(good.status, 200);
    QCOMPARE(good.json["cancelResponse"]["origClientOrderId"].toString(), QString("a"));
    QCOMPARE(good.json["newOrderResponse"]["clientOrderId"].toString(), QString("b"));
    const RestReply stopped = replace(limitBuy(0.88) + "&newClientOrderId=c" + mode + "a");
    QCOMPARE(stopped.status, 400);
    QCOMPARE(stopped.code(), -2022);
    QCOMPARE(stopped.json["data"]["newOrderResult"].toString(), QString("NOT_ATTEMPTED"));
    QCOMPARE(stopped.json["data"]["cancelResponse"]["code"].toInt(), -2011);
    const RestReply partly = replace(limitBuy(0.88) + "&newClientOrderId=c&cancelReplaceMode=ALLOW_FAILURE&cancelOrigClientOrderId=a");
    QCOMPARE(partly.status, 409);
    QCOMPARE(partly.code(), -2021);
    QCOMPARE(partly.json["data"]["newOrderResponse"]["clientOrderId"].toString(), QString("c"));
    const RestReply poor = replace(limitBuy(0.88, "50") + "&newClientOrderId=d" + mode + "c");
    QCOMPARE(poor.code(), -2021);
    QCOMPARE(poor.json["data"]["cancelResult"].toString(), QString("SUCCESS"));
    QCOMPARE(poor.json["data"]["newOrderResponse"]["code"].toInt(), -2010);
    const RestReply filtered = replace(limitBuy(0.88, "0.000001") + mode + "b");
    QCOMPARE(filtered.code(), -1013);
    const QJsonArray open = signedRequest(port(), "GET", "/api/v3/openOrders").json.array();
    QCOMPARE(open.size(), 1);
    QCOMPARE(open[0]["clientOrderId"].toString(), QString("b"));
}

void tst_simex_rest::crowdFillsTheOrderAndTheFeeIsExact()
{
    const Top top = topOf(port());
    const std::string price = priceText(top.bid + 0.01);
    QCOMPARE(place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.5&newClientOrderId=bid&price=" + price).status, 200);
    m_server->tradeMarket("BTCUSDT", false, "0.2");
    const RestReply seen = signedRequest(port(), "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=bid");
    QCOMPARE(seen.json["status"].toString(), QString("PARTIALLY_FILLED"));
    QCOMPARE(seen.json["executedQty"].toString(), QString("0.20000000"));
    const QJsonArray trades = signedRequest(port(), "GET", "/api/v3/myTrades", "symbol=BTCUSDT").json.array();
    QCOMPARE(trades.size(), 1);
    QCOMPARE(trades[0]["commission"].toString(), QString("0.00020000"));
    QCOMPARE(trades[0]["commissionAsset"].toString(), QString("BTC"));
    QCOMPARE(trades[0]["isMaker"].toBool(), true);
    QCOMPARE(trades[0]["price"].toString().toDouble(), std::stod(price));
    QCOMPARE(balance("BTC", "free"), 2.1998);
    QCOMPARE(balance("USDT", "locked"), std::stod(price) * 0.3);
}

void tst_simex_rest::clientIdIsUniqueAmongOpenOrdersOnly()
{
    const std::string order = limitBuy(0.9) + "&newClientOrderId=same";
    QCOMPARE(place(order).status, 200);
    QCOMPARE(place(order).message(), QString("Duplicate order sent."));
    QCOMPARE(signedRequest(port(), "DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=same").status, 200);
    QCOMPARE(place(order).status, 200);
}

void tst_simex_rest::statusUnknownMayOrMayNotHaveAccepted()
{
    m_server->failAfterAccept(1);
    const RestReply after = place(limitBuy(0.9) + "&newClientOrderId=after");
    QCOMPARE(after.status, 503);
    QCOMPARE(after.code(), -1007);
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=after").status, 200);
    m_server->failBeforeAccept(1);
    QCOMPARE(place(limitBuy(0.9) + "&newClientOrderId=before").status, 503);
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=before").code(), -2013);
    QCOMPARE(place(limitBuy(0.9) + "&newClientOrderId=before").status, 200);
}

void tst_simex_rest::connectionMayDieInsteadOfAnswering()
{
    m_server->dropBeforeAnswer(1);
    QCOMPARE(place(limitBuy(0.9) + "&newClientOrderId=lost").status, 0);
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=lost").status, 200);
}

void tst_simex_rest::clockOffsetMovesTheWindow()
{
    m_server->setClockOffset(Duration::seconds(30));
    QCOMPARE(signedRequest(port(), "GET", "/api/v3/account").code(), -1021);
    const std::int64_t time = request(port(), "GET", "/api/v3/time").json["serverTime"].toInteger();
    QVERIFY(std::abs(time - nowMillis() - 30000) < 500);
    QCOMPARE(request(port(), "GET", "/api/v3/account?" + sign("timestamp=" + std::to_string(nowMillis() + 30000))).status, 200);
}

void tst_simex_rest::marketDataHasTheVenuesShape()
{
    const QJsonArray candles = request(port(), "GET", "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=3").json.array();
    QCOMPARE(candles.size(), 3);
    for (const QJsonValue& candle : candles) {
        QCOMPARE(candle.toArray().size(), 12);
        QVERIFY(candle[2].toString().toDouble() >= candle[3].toString().toDouble());
        QCOMPARE(candle[6].toInteger() - candle[0].toInteger(), qint64{59999});
    }
    QCOMPARE(request(port(), "GET", "/api/v3/klines?symbol=BTCUSDT&interval=7m").code(), -1120);
    const QJsonArray trades = request(port(), "GET", "/api/v3/trades?symbol=ETHUSDT&limit=10").json.array();
    QCOMPARE(trades.size(), 10);
    const QJsonArray merged = request(port(), "GET", "/api/v3/aggTrades?symbol=ETHUSDT&limit=10").json.array();
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(merged[i]["a"].toInteger(), trades[i]["id"].toInteger());
        QCOMPARE(merged[i]["p"].toString(), trades[i]["price"].toString());
        QVERIFY(i == 0 || trades[i]["id"].toInteger() == trades[i - 1]["id"].toInteger() + 1);
    }
    QCOMPARE(request(port(), "GET", "/api/v3/ticker/24hr").json.array().size(), 3);
    QCOMPARE(request(port(), "GET", "/api/v3/ticker/price?symbols=[%22BTCUSDT%22,%22SOLUSDT%22]").json.array().size(), 2);
    QVERIFY(request(port(), "GET", "/fapi/v1/exchangeInfo").json["symbols"].toArray().isEmpty());
    const QJsonObject info = request(port(), "GET", "/api/v3/exchangeInfo?symbol=SOLUSDT").json.object();
    QCOMPARE(info["symbols"].toArray().size(), 1);
    QCOMPARE(info["rateLimits"][0]["limit"].toInt(), 6000);
}

void tst_simex_rest::badConfigurationSaysWhy()
{
    const auto refused = [](auto change, const char* word) {
        SimServerConfig config = quietMarket();
        change(config);
        const auto server = SimServer::start(config);
        QVERIFY(!server);
        QVERIFY2(server.error().detail.find(word) != std::string::npos, server.error().detail.c_str());
    };
    refused([](SimServerConfig& c) { c.symbols = {"NOPE"}; }, "NOPE");
    refused([](SimServerConfig& c) { c.symbols = {"BTCUSDT", "BTCUSDT"}; }, "twice");
    refused([](SimServerConfig& c) { c.symbols.clear(); }, "symbol");
    refused([](SimServerConfig& c) { c.balances = {{"USDT", "a lot"}}; }, "a lot");
    refused([](SimServerConfig& c) { c.informed = 1.5; }, "informed");
    refused([](SimServerConfig& c) { c.makerFeeBps = -20.0; }, "rebate");
    refused([this](SimServerConfig& c) { c.port = port(); }, "cannot listen");
}

MAKER_TEST(tst_simex_rest)
#include "tst_simex_rest.moc"
