#include "support/maker_test.h"
#include "venues/api/proxy_rules.h"

#include <map>

using namespace maker;

namespace {

const QUrl kVenue(QStringLiteral("wss://stream.venue.example/ws"));

Result<ProxyRules> readWith(std::map<std::string, std::string> environment, std::string_view setting = {})
{
    return ProxyRules::read(setting, [&environment](const char* name) { return environment[name]; });
}

std::string chosen(std::map<std::string, std::string> environment, const char* url, std::string_view setting = {})
{
    const auto rules = readWith(std::move(environment), setting);
    return rules ? rules->describe(QUrl(QString::fromLatin1(url))) : rules.error().detail;
}

} // namespace

class tst_proxy_rules : public QObject {
    Q_OBJECT

private slots:
    void withoutSettingAndEnvironmentEverythingIsDirect();
    void theSettingGoesBeforeTheEnvironment();
    void eachKindOfAddressHasItsVariable();
    void hostsOfNoProxyAreReachedDirectly_data();
    void hostsOfNoProxyAreReachedDirectly();
    void addressesOfThisMachineNeverGoThroughAProxy_data();
    void addressesOfThisMachineNeverGoThroughAProxy();
    void kindHostPortAndUserAreRead();
    void whatCannotBeUsedIsRefusedWithASentence_data();
    void whatCannotBeUsedIsRefusedWithASentence();
    void aPasswordIsNoArgumentAndInNoMessage();
};

void tst_proxy_rules::withoutSettingAndEnvironmentEverythingIsDirect()
{
    // NoProxy, not DefaultProxy: that one is whatever the process was told.
    QCOMPARE(ProxyRules().proxyFor(kVenue).type(), QNetworkProxy::NoProxy);
    const auto rules = readWith({});
    QVERIFY(rules.has_value());
    QCOMPARE(rules->proxyFor(kVenue).type(), QNetworkProxy::NoProxy);
    QCOMPARE(rules->describe(kVenue), std::string());
}

void tst_proxy_rules::theSettingGoesBeforeTheEnvironment()
{
    const std::map<std::string, std::string> environment{{"https_proxy", "http://office:3128"}, {"no_proxy", "*"}};
    QCOMPARE(chosen(environment, "wss://venue.example/", "socks5://desk:1080"), std::string("socks5://desk:1080 (--proxy)"));
    QCOMPARE(chosen({{"https_proxy", "http://office:3128"}}, "wss://venue.example/", "none"), std::string());
}

void tst_proxy_rules::eachKindOfAddressHasItsVariable()
{
    const std::map<std::string, std::string> all{
        {"https_proxy", "http://a:1"}, {"http_proxy", "http://b:2"}, {"all_proxy", "socks5://c:3"}};
    QCOMPARE(chosen(all, "https://venue.example/"), std::string("http://a:1 (https_proxy)"));
    QCOMPARE(chosen(all, "wss://venue.example/"), std::string("http://a:1 (https_proxy)"));
    QCOMPARE(chosen(all, "http://venue.example/"), std::string("http://b:2 (http_proxy)"));
    QCOMPARE(chosen(all, "ws://venue.example/"), std::string("http://b:2 (http_proxy)"));
    QCOMPARE(chosen({{"ALL_PROXY", "socks5h://c:3"}}, "wss://venue.example/"), std::string("socks5://c:3 (ALL_PROXY)"));
    QCOMPARE(chosen({{"HTTPS_PROXY", "d:4"}}, "wss://venue.example/"), std::string("http://d:4 (HTTPS_PROXY)"));
    QCOMPARE(chosen({{"http_proxy", "http://b:2"}}, "wss://venue.example/"), std::string());
}

void tst_proxy_rules::hostsOfNoProxyAreReachedDirectly_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<bool>("direct");
    QTest::newRow("the host") << "stream.venue.example" << true;
    QTest::newRow("a host above") << "other.example, Venue.Example" << true;
    QTest::newRow("with a dot") << ".venue.example" << true;
    QTest::newRow("all") << "*" << true;
    QTest::newRow("another that ends alike") << "nue.example" << false;
    QTest::newRow("one below") << "a.stream.venue.example" << false;
    QTest::newRow("empty parts") << ", ,." << false;
}

void tst_proxy_rules::hostsOfNoProxyAreReachedDirectly()
{
    QFETCH(const QString, list);
    QFETCH(const bool, direct);
    for (const char* name : {"no_proxy", "NO_PROXY"}) {
        const auto rules = readWith({{"all_proxy", "http://a:1"}, {name, list.toStdString()}});
        QVERIFY(rules.has_value());
        QCOMPARE(rules->proxyFor(kVenue).type(), direct ? QNetworkProxy::NoProxy : QNetworkProxy::HttpProxy);
    }
}

void tst_proxy_rules::addressesOfThisMachineNeverGoThroughAProxy_data()
{
    QTest::addColumn<QUrl>("url");
    for (const char* url : {"http://127.0.0.1:8080/", "ws://127.9.8.7:1/ws", "https://localhost/", "wss://[::1]:9443/",
             "wss://LOCALHOST/", "ws://desk.localhost/", "http://127.1/", "ws://[::ffff:127.0.0.1]/"})
        QTest::newRow(url) << QUrl(QString::fromLatin1(url));
}

void tst_proxy_rules::addressesOfThisMachineNeverGoThroughAProxy()
{
    QFETCH(const QUrl, url);
    for (const char* setting : {"http://a:1", "socks5://a:1", ""}) {
        const auto rules = readWith({{"all_proxy", "http://a:1"}}, setting);
        QVERIFY(rules.has_value());
        QCOMPARE(rules->proxyFor(url).type(), QNetworkProxy::NoProxy);
        QVERIFY(rules->proxyFor(kVenue).type() != QNetworkProxy::NoProxy);
    }
}

void tst_proxy_rules::kindHostPortAndUserAreRead()
{
    const auto http = readWith({{"https_proxy", "http://me:p%40ss%3Aword@proxy.example:3128/"}});
    QVERIFY(http.has_value());
    const QNetworkProxy proxy = http->proxyFor(kVenue);
    QCOMPARE(proxy.type(), QNetworkProxy::HttpProxy);
    QCOMPARE(proxy.hostName(), QStringLiteral("proxy.example"));
    QCOMPARE(proxy.port(), quint16{3128});
    QCOMPARE(proxy.user(), QStringLiteral("me"));
    QCOMPARE(proxy.password(), QStringLiteral("p@ss:word"));
    QCOMPARE(chosen({}, "wss://venue.example/", "socks5://[fd00::7]:1080"), std::string("socks5://[fd00::7]:1080 (--proxy)"));
    // Names are looked up by the proxy: behind one, this computer often cannot.
    const auto socks = readWith({}, "socks5://a:1");
    QVERIFY(socks->proxyFor(kVenue).capabilities().testFlag(QNetworkProxy::HostNameLookupCapability));
}

void tst_proxy_rules::whatCannotBeUsedIsRefusedWithASentence_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no port") << "http://office" << "port is missing";
    QTest::newRow("port 0") << "socks5://office:0" << "port is missing";
    QTest::newRow("port too large") << "http://office:70000" << "must read";
    QTest::newRow("encrypted") << "https://office:443" << "cannot be encrypted";
    QTest::newRow("socks4") << "socks4://office:1080" << "only http:// and socks5://";
    QTest::newRow("no host") << "http://:3128" << "must read";
    QTest::newRow("blanks") << "http://a b:3128" << "must read";
}

void tst_proxy_rules::whatCannotBeUsedIsRefusedWithASentence()
{
    QFETCH(const QString, text);
    QFETCH(const QString, sentence);
    const auto argument = readWith({}, text.toStdString());
    QVERIFY(!argument.has_value());
    QCOMPARE(argument.error().code, ErrorCode::InvalidArgument);
    QVERIFY2(argument.error().detail.find(sentence.toStdString()) != std::string::npos, argument.error().detail.c_str());
    QVERIFY(argument.error().detail.find("--proxy") != std::string::npos);
    // A variable that is not understood must not mean: go there without the proxy.
    const auto variable = readWith({{"all_proxy", text.toStdString()}});
    QVERIFY(!variable.has_value());
    QVERIFY(variable.error().detail.find("all_proxy") != std::string::npos);
}

void tst_proxy_rules::aPasswordIsNoArgumentAndInNoMessage()
{
    const auto argument = ProxyRules::checkArgument("http://me:hunter2@office:3128");
    QVERIFY(!argument.has_value());
    QVERIFY2(argument.error().detail.find("all_proxy") != std::string::npos, argument.error().detail.c_str());
    for (const char* text : {"", "none", "http://office:3128", "socks5://me@office:1080"})
        QVERIFY2(ProxyRules::checkArgument(text).has_value(), text);
    QCOMPARE(chosen({{"all_proxy", "http://me:hunter2@office:3128"}}, "wss://venue.example/"),
        std::string("http://office:3128 (all_proxy)"));
    for (const char* bad : {"socks4://me:hunter2@office:1", "http://me:hunter2@office", "http://me:hunter2@a b:1"})
        QVERIFY2(readWith({}, bad).error().detail.find("hunter2") == std::string::npos, bad);
}

MAKER_TEST(tst_proxy_rules)
#include "tst_proxy_rules.moc"
