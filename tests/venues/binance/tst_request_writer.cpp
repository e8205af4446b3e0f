#include "venues/binance/request_writer.h"

#include "support/maker_test.h"
#include "venues/binance/binance_samples.h"

#include <algorithm>

#include <QJsonDocument>
#include <QJsonObject>

using namespace maker;
using namespace maker::binance;

class tst_request_writer : public QObject {
    Q_OBJECT

private slots:
    void orderFrameIsWhatTheVenueDescribes();
    void everyFrameSignsItsSortedParameters();
    void restQueryIsSignedAndEncoded();
    void marketOrdersHaveNoPriceAndPostOnlyNoTimeInForce();
    void textThatCouldBreakAFrameIsNotSent();
    void secretIsInNoFrame();

private:
    static constexpr Timestamp kTime = Timestamp::fromMillis(1'645'423'376'532);

    static std::string sign(std::string_view payload)
    {
        HmacSigner signer(samples::theKeys().secret);
        std::string hex(HmacSigner::kHexSize, '\0');
        signer.signHex(payload, hex.data());
        return hex;
    }
    static QJsonObject parse(std::string_view frame)
    {
        return QJsonDocument::fromJson(QByteArray(frame.data(), static_cast<qsizetype>(frame.size()))).object();
    }
    /// The rule of the WebSocket API, done again by hand: all parameters but the signature, sorted by name.
    static std::string payloadOf(const QJsonObject& params)
    {
        std::string payload;
        QStringList names = params.keys();
        names.sort();
        for (const QString& name : names) {
            if (name == QLatin1String("signature"))
                continue;
            const QJsonValue value = params[name];
            const QString text =
                value.isString() ? value.toString() : QString::number(static_cast<qint64>(value.toDouble()));
            if (!payload.empty())
                payload.push_back('&');
            payload.append(name.toStdString()).append("=").append(text.toStdString());
        }
        return payload;
    }

    std::shared_ptr<const InstrumentSet> m_instruments = samples::theInstruments();
    const Instrument& m_btc = *m_instruments->find({1});
    RequestWriter m_writer{samples::theKeys(), Duration::seconds(5)};
};

void tst_request_writer::orderFrameIsWhatTheVenueDescribes()
{
    m_writer.begin(Transport::WebSocketApi, 42, kTime);
    const QJsonObject frame = parse(m_writer.place(m_btc, samples::anOrder(m_btc)));
    QCOMPARE(frame[QStringLiteral("id")].toString(), QStringLiteral("42"));
    QCOMPARE(frame[QStringLiteral("method")].toString(), QStringLiteral("order.place"));
    const QJsonObject params = frame[QStringLiteral("params")].toObject();
    QCOMPARE(params[QStringLiteral("symbol")].toString(), QStringLiteral("BTCUSDT"));
    QCOMPARE(params[QStringLiteral("side")].toString(), QStringLiteral("SELL"));
    QCOMPARE(params[QStringLiteral("type")].toString(), QStringLiteral("LIMIT"));
    QCOMPARE(params[QStringLiteral("timeInForce")].toString(), QStringLiteral("GTC"));
    QCOMPARE(params[QStringLiteral("price")].toString(), QStringLiteral("52000.00"));
    QCOMPARE(params[QStringLiteral("quantity")].toString(), QStringLiteral("0.01000"));
    QCOMPARE(params[QStringLiteral("newClientOrderId")].toString(), QStringLiteral("mk-1f-000012"));
    QCOMPARE(params[QStringLiteral("timestamp")].toDouble(), 1645423376532.0);
    QCOMPARE(params[QStringLiteral("recvWindow")].toInt(), 5000);
}

void tst_request_writer::everyFrameSignsItsSortedParameters()
{
    const NewOrder order = samples::anOrder(m_btc);
    const CancelOrder cancel{order.clientOrderId, {}, order.instrument, order.account};
    NewOrder next = order;
    next.clientOrderId = "mk-1f-000013";
    const ListPage since{1'645'000'000'000, 0, {}};
    const ListPage from{0, 77, {}};
    const ListPage ofOrder{0, 0, "4293153"};
    const auto check = [&](auto&& write) {
        m_writer.begin(Transport::WebSocketApi, 7, kTime);
        const std::string frame(write());
        QVERIFY(!frame.empty());
        const QJsonObject params = parse(frame)[QStringLiteral("params")].toObject();
        QCOMPARE(payloadOf(params), std::string(m_writer.payload()));
        QCOMPARE(params[QStringLiteral("signature")].toString().toStdString(), sign(m_writer.payload()));
    };
    check([&] { return m_writer.place(m_btc, order); });
    check([&] { return m_writer.replace(m_btc, {cancel, next}); });
    check([&] { return m_writer.cancel(m_btc, cancel); });
    check([&] { return m_writer.status(m_btc, cancel); });
    check([&] { return m_writer.openOrders(m_btc); });
    check([&] { return m_writer.allOrders(m_btc, since); });
    check([&] { return m_writer.allOrders(m_btc, from); });
    check([&] { return m_writer.trades(m_btc, since); });
    check([&] { return m_writer.trades(m_btc, ofOrder); });
    check([&] { return m_writer.account(); });
    check([&] { return m_writer.subscribe(); });
}

void tst_request_writer::restQueryIsSignedAndEncoded()
{
    InstrumentSpec spec;
    spec.id = {9};
    spec.symbol = "\xEF\xBC\x91USDT"; // a symbol outside ASCII
    spec.base = "X";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.1";
    const Instrument odd = *Instrument::make(spec);
    m_writer.begin(Transport::Rest, 0, kTime);
    const std::string query(m_writer.openOrders(odd));
    const std::string payload = "recvWindow=5000&symbol=%EF%BC%91USDT&timestamp=1645423376532";
    QCOMPARE(std::string(m_writer.payload()), payload);
    std::string expected = payload;
    expected.append("&signature=").append(sign(payload));
    QCOMPARE(query, expected);
}

void tst_request_writer::marketOrdersHaveNoPriceAndPostOnlyNoTimeInForce()
{
    NewOrder market = samples::anOrder(m_btc);
    market.type = OrderType::Market;
    m_writer.begin(Transport::WebSocketApi, 1, kTime);
    QJsonObject params = parse(m_writer.place(m_btc, market))[QStringLiteral("params")].toObject();
    QCOMPARE(params[QStringLiteral("type")].toString(), QStringLiteral("MARKET"));
    QVERIFY(!params.contains(QStringLiteral("price")) && !params.contains(QStringLiteral("timeInForce")));
    NewOrder resting = samples::anOrder(m_btc);
    resting.postOnly = true;
    m_writer.begin(Transport::WebSocketApi, 2, kTime);
    params = parse(m_writer.place(m_btc, resting))[QStringLiteral("params")].toObject();
    QCOMPARE(params[QStringLiteral("type")].toString(), QStringLiteral("LIMIT_MAKER"));
    QVERIFY(!params.contains(QStringLiteral("timeInForce")));
    NewOrder ioc = samples::anOrder(m_btc);
    ioc.timeInForce = TimeInForce::Ioc;
    m_writer.begin(Transport::WebSocketApi, 3, kTime);
    params = parse(m_writer.place(m_btc, ioc))[QStringLiteral("params")].toObject();
    QCOMPARE(params[QStringLiteral("timeInForce")].toString(), QStringLiteral("IOC"));
}

void tst_request_writer::textThatCouldBreakAFrameIsNotSent()
{
    for (const char* id : {"mk\"x", "mk\\x", "mk\nx", "mk\x7Fx"}) {
        NewOrder order = samples::anOrder(m_btc);
        order.clientOrderId = id;
        m_writer.begin(Transport::WebSocketApi, 1, kTime);
        QVERIFY(m_writer.place(m_btc, order).empty());
    }
    const ListPage bad{0, 0, "12a"};
    m_writer.begin(Transport::WebSocketApi, 1, kTime);
    QVERIFY(m_writer.trades(m_btc, bad).empty());
    m_writer.begin(Transport::WebSocketApi, 1, kTime);
    QVERIFY2(!m_writer.place(m_btc, samples::anOrder(m_btc)).empty(), "one bad request must not spoil the next");
}

void tst_request_writer::secretIsInNoFrame()
{
    const Credentials keys = samples::theKeys();
    for (const Transport transport : {Transport::WebSocketApi, Transport::Rest}) {
        m_writer.begin(transport, 1, kTime);
        const std::string bytes(m_writer.place(m_btc, samples::anOrder(m_btc)));
        QVERIFY(bytes.find(keys.secret.reveal()) == std::string::npos);
        QCOMPARE(bytes.find(keys.apiKey.reveal()) == std::string::npos, transport == Transport::Rest);
    }
}

MAKER_TEST(tst_request_writer)
#include "tst_request_writer.moc"
