#include "session/session.h"
#include "support/bad_proxy.h"
#include "support/maker_test.h"

#include <QCoreApplication>
#include <QTemporaryDir>

using namespace maker;
using namespace proxies;

/// How a session is told of a proxy; the proxy refuses, so nothing leaves this machine.
class tst_session_proxy : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
            qunsetenv(name);
    }
    void cleanup() { init(); }

    void theSettingLeadsThroughTheProxy();
    void theEnvironmentLeadsThroughTheProxy();
    void aVariableThatIsNotUnderstoodStopsTheStart();
    void theSimulatedExchangeStartsWhateverTheEnvironmentSays();
};

namespace {

SessionConfig aConfig(const QTemporaryDir& folder, Environment environment)
{
    SessionConfig config;
    config.profile = folder.path().toStdString();
    config.version = "test";
    config.environment = environment;
    config.symbols = {"BTCUSDT"};
    config.startTimeout = Duration::seconds(10);
    return config;
}

/// The sentence with which a start fails; empty where it does not.
std::string whyNot(const SessionConfig& config)
{
    auto session = Session::start(config);
    return session ? std::string() : session.error().detail;
}

} // namespace

void tst_session_proxy::theSettingLeadsThroughTheProxy()
{
    const QTemporaryDir folder;
    BadProxy proxy("HTTP/1.0 403 Forbidden\r\n\r\n");
    SessionConfig config = aConfig(folder, Environment::Testnet);
    config.proxy = proxy.url().toStdString();
    const std::string why = whyNot(config);
    QVERIFY2(why.find("through the proxy " + config.proxy + " (--proxy)") != std::string::npos, why.c_str());
    QVERIFY2(proxy.heard().startsWith("CONNECT testnet.binance.vision:443 HTTP/1."), proxy.heard().constData());
}

void tst_session_proxy::theEnvironmentLeadsThroughTheProxy()
{
    const QTemporaryDir folder;
    BadProxy proxy("HTTP/1.0 403 Forbidden\r\n\r\n");
    qputenv("all_proxy", proxy.url());
    const std::string why = whyNot(aConfig(folder, Environment::Production));
    QVERIFY2(why.find("(all_proxy)") != std::string::npos, why.c_str());
    QVERIFY2(proxy.heard().startsWith("CONNECT data-api.binance.vision:443 HTTP/1."), proxy.heard().constData());
}

void tst_session_proxy::aVariableThatIsNotUnderstoodStopsTheStart()
{
    const QTemporaryDir folder;
    qputenv("https_proxy", "socks4://desk:hunter2@office:1080");
    const std::string why = whyNot(aConfig(folder, Environment::Testnet));
    QVERIFY2(why.find("https_proxy") != std::string::npos && why.find("hunter2") == std::string::npos, why.c_str());
}

void tst_session_proxy::theSimulatedExchangeStartsWhateverTheEnvironmentSays()
{
    const QTemporaryDir folder;
    BadProxy proxy("HTTP/1.0 403 Forbidden\r\n\r\n");
    for (const QByteArray& text : {proxy.url(), QByteArray("nonsense://")}) {
        qputenv("all_proxy", text);
        QCOMPARE(whyNot(aConfig(folder, Environment::Simulated)), std::string());
    }
    QCOMPARE(proxy.asked(), 0);
}

MAKER_APP_TEST(tst_session_proxy, QCoreApplication)
#include "tst_session_proxy.moc"
