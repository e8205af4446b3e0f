#include "support/bad_proxy.h"
#include "support/maker_test.h"
#include "venues/api/ws_link.h"
#include "venues/binance/live_venue.h"
#include "venues/binance/proxy_rig.h"
#include "venues/binance/rest_client.h"

#include <QCoreApplication>
#include <QElapsedTimer>

using namespace maker;
using namespace samples;
using namespace proxies;

Q_DECLARE_METATYPE(proxies::RealProxy::Kind)

namespace {

bool logSays(std::string_view words)
{
    const std::lock_guard lock(g_logMutex);
    return g_log.find(words) != std::string::npos;
}

ProxyRules rulesOf(const QByteArray& setting)
{
    const auto rules = ProxyRules::read(setting.toStdString(), {});
    return rules ? *rules : ProxyRules();
}

} // namespace

/// A user behind a proxy: the venue of the registry, TLS, a real proxy and the simulated exchange.
class tst_proxy_live : public QObject, private LiveVenue {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt finds no TLS library on this machine.");
        m_identity = Identity::make();
        QVERIFY(!m_identity.certificate.isNull() && !m_identity.key.isNull());
    }
    void init()
    {
        open();
        const std::lock_guard lock(g_logMutex);
        g_log.clear();
    }
    void cleanup()
    {
        close();
        m_door.reset();
    }

    void marketAndOrdersPassAndStayEncrypted_data() { kinds(); }
    void marketAndOrdersPassAndStayEncrypted();
    void aStrangersCertificateIsRefusedThroughAProxyToo_data() { kinds(); }
    void aStrangersCertificateIsRefusedThroughAProxyToo();
    void theProxysUserAndPasswordAreGiven_data() { kinds(); }
    void theProxysUserAndPasswordAreGiven();
    void aProxyThatDiesPullsTheBookAndComesBack_data() { kinds(); }
    void aProxyThatDiesPullsTheBookAndComesBack();
    void addressesOfThisMachineNeverGoThroughIt_data() { kinds(); }
    void addressesOfThisMachineNeverGoThroughIt();
    void aBadProxyIsNamedAndAskedLessAndLess_data();
    void aBadProxyIsNamedAndAskedLessAndLess();

private:
    void kinds()
    {
        QTest::addColumn<RealProxy::Kind>("kind");
        QTest::newRow("HTTP CONNECT, tinyproxy") << RealProxy::Kind::Connect;
        QTest::newRow("SOCKS5, microsocks") << RealProxy::Kind::Socks5;
    }
    /// The exchange behind TLS, at an address that a proxy is asked for.
    void beginBehindTls()
    {
        begin();
        m_door = std::make_unique<TlsDoor>(m_identity, m_server->port());
        const QString host = kAnyHost + QLatin1Char(':') + QString::number(m_door->serverPort());
        m_context.endpoints = {QUrl(QStringLiteral("https://") + host), QUrl(QStringLiteral("wss://") + host + QStringLiteral("/ws")),
            QUrl(QStringLiteral("wss://") + host + QStringLiteral("/ws-api/v3"))};
    }
    void useProxy(const QByteArray& setting)
    {
        m_context.proxies = rulesOf(setting);
        m_gateway = m_venue->makeGateway(m_context);
        m_gateway->setSink([this](const ExecEvent* events, std::size_t n) {
            m_exec.insert(m_exec.end(), events, events + n);
            return true;
        });
    }
    /// The sentence of a question that fails; empty where it was answered.
    std::string ask(Duration timeout = Duration::seconds(10))
    {
        binance::RestClient client(m_context.endpoints.rest, m_context.proxies, timeout);
        std::optional<std::string> failure;
        client.send("GET", "/api/v3/ping", {}, {}, [&](const binance::RestAnswer& answer) {
            failure = answer.status == 200 ? std::string() : answer.failure;
        });
        return waitFor([&] { return failure.has_value(); }, 15'000) ? *failure : std::string("nothing came back");
    }

    Identity m_identity;
    std::unique_ptr<TlsDoor> m_door;
};

#define MAKER_START_PROXY(proxy, ...)                                                                                  \
    QFETCH(const RealProxy::Kind, kind);                                                                               \
    if (RealProxy::programOf(kind).isEmpty())                                                                          \
        QSKIP("This proxy is not installed (apt-get install tinyproxy-bin microsocks).");                                  \
    RealProxy proxy;                                                                                                   \
    QVERIFY(proxy.start(kind __VA_OPT__(, ) __VA_ARGS__))

void tst_proxy_live::marketAndOrdersPassAndStayEncrypted()
{
    MAKER_START_PROXY(proxy);
    const Trust trust(m_identity.certificate);
    beginBehindTls();
    useProxy(proxy.url());
    QCOMPARE(ask(), std::string());
    QCOMPARE(proxy.passedTo(m_door->serverPort()), 1L);
    startFeed();
    m_feed->requestSnapshot(btc().id());
    QVERIFY(waitFor([this] { return countMarket(MarketKind::BookSnapshot) > 0 && countMarket(MarketKind::BookDelta) > 5; }));
    QVERIFY(trade());
    place(order("mk-1-000001", Side::Buy, "1000.00", "0.1"));
    QVERIFY(waitFor([this] { return count(ExecKind::OrderAck, "mk-1-000001") > 0; }));
    // Nothing reached the exchange's door but what the proxy brought: a question, a book, two streams.
    QVERIFY2(m_door->opened() >= 4, qPrintable(QString::number(m_door->opened())));
    QVERIFY(waitFor([&] { return proxy.passedTo(m_door->serverPort()) == m_door->opened(); }));
}

void tst_proxy_live::aStrangersCertificateIsRefusedThroughAProxyToo()
{
    MAKER_START_PROXY(proxy);
    beginBehindTls();
    useProxy(proxy.url());
    const std::string failure = ask();
    QVERIFY2(failure.find("certificate was not accepted") != std::string::npos, failure.c_str());
    QVERIFY2(failure.find(proxy.url().toStdString()) != std::string::npos, failure.c_str());
    m_gateway->start();
    QVERIFY(waitFor([&] { return proxy.passedTo(m_door->serverPort()) >= 3; })); // it tries again, in vain
    QCOMPARE(count(ExecKind::TradingUp), 0L);
    QVERIFY(!logSays("Connected."));
    QCOMPARE(m_server->counters().streamConnections, decltype(m_server->counters().streamConnections){0});
}

void tst_proxy_live::theProxysUserAndPasswordAreGiven()
{
    MAKER_START_PROXY(proxy, "desk", "swordfish");
    const Trust trust(m_identity.certificate);
    beginBehindTls();
    useProxy(proxy.url("desk:swordfish"));
    QCOMPARE(ask(), std::string());
    startFeed();
    m_feed->stop();
    for (const QByteArray& login : {QByteArray("desk:wrong"), QByteArray()}) {
        useProxy(proxy.url(login));
        const std::string failure = ask();
        QVERIFY2(failure.find("proxy") != std::string::npos, failure.c_str());
        QVERIFY2(failure.find("wrong") == std::string::npos, failure.c_str());
    }
    useProxy(proxy.url("desk:wrong"));
    m_gateway->start();
    QVERIFY(waitFor([] { return logSays("Connection lost"); }));
    QVERIFY(logSays("proxy=" + proxy.url().toStdString()));
    QVERIFY(!logSays("swordfish") && !logSays("wrong"));
    QCOMPARE(count(ExecKind::TradingUp), 0L);
}

void tst_proxy_live::aProxyThatDiesPullsTheBookAndComesBack()
{
    MAKER_START_PROXY(proxy);
    const Trust trust(m_identity.certificate);
    beginBehindTls();
    useProxy(proxy.url());
    startFeed();
    QVERIFY(trade());
    proxy.stop();
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedDown) == 1 && count(ExecKind::TradingDown) == 1; }));
    QVERIFY(waitFor([] { return logSays("retry_ms="); }));
    QVERIFY(proxy.start(kind));
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) == 2 && count(ExecKind::TradingUp) == 2; }, 20'000));
}

void tst_proxy_live::addressesOfThisMachineNeverGoThroughIt()
{
    MAKER_START_PROXY(proxy);
    begin();
    const quint16 own = m_server->port();
    useProxy(proxy.url());
    QCOMPARE(ask(), std::string());
    startFeed();
    QVERIFY(trade());
    QCOMPARE(proxy.passedTo(own), 0L);
    proxy.stop(); // and nobody misses it
    const long before = countMarket(MarketKind::BookDelta);
    QVERIFY(waitFor([this, before] { return countMarket(MarketKind::BookDelta) > before + 3; }));
    QCOMPARE(countMarket(MarketKind::FeedDown), 0L);
}

void tst_proxy_live::aBadProxyIsNamedAndAskedLessAndLess_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("question");
    QTest::newRow("refuses") << QByteArray("HTTP/1.0 403 Forbidden\r\n\r\n") << "the proxy refused";
    QTest::newRow("wants a password") << QByteArray("HTTP/1.0 407 Who are you\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n")
                                      << "user or password";
    QTest::newRow("reaches nobody") << QByteArray("HTTP/1.0 502 Bad Gateway\r\n\r\n") << "proxy";
    QTest::newRow("is none") << QByteArray("220 mail.example ESMTP\r\n\r\n") << "proxy";
    QTest::newRow("hangs") << QByteArray() << "in time";
}

void tst_proxy_live::aBadProxyIsNamedAndAskedLessAndLess()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QString, question);
    BadProxy proxy(answer);
    beginBehindTls();
    m_context.proxies = rulesOf(proxy.url());
    const std::string failure = ask(Duration::seconds(1));
    QVERIFY2(failure.find(question.toStdString()) != std::string::npos, failure.c_str());
    QVERIFY2(failure.find("through the proxy " + proxy.url().toStdString()) != std::string::npos, failure.c_str());

    const int before = proxy.asked();
    WsLink::Options options;
    options.name = "test.link";
    options.url = m_context.endpoints.streams;
    options.proxies = m_context.proxies;
    options.connectTimeout = Duration::millis(500);
    options.firstRetry = Duration::millis(100);
    bool up = false;
    WsLink link(options, {.up = [&] { up = true; }, .down = [](std::string_view) {}, .text = {}, .badFrame = {}});
    link.open();
    QTest::qWait(3'000);
    link.close();
    QVERIFY(!up);
    QVERIFY(logSays("proxy=" + proxy.url().toStdString()));
    // With a retry each 100 ms there would be 30, or 60 as Qt asks twice where it is refused; doubling waits leave few.
    const int tried = proxy.asked() - before;
    QVERIFY2(tried >= 2 && tried <= 15, qPrintable(QString::number(tried)));
    QCOMPARE(m_door->opened(), 0);
}

MAKER_APP_TEST(tst_proxy_live, QCoreApplication)
#include "tst_proxy_live.moc"
