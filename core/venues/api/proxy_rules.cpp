#include "venues/api/proxy_rules.h"

#include <algorithm>
#include <cctype>

#include <QHostAddress>

namespace maker {

namespace {

constexpr std::string_view kArgument = "--proxy";

/// Names a proxy by where it was set, never by its text, which may hold a password.
tl::unexpected<Error> refuse(const std::string& source, const char* why)
{
    return fail(ErrorCode::InvalidArgument, "The proxy in " + source + " cannot be used: " + why);
}

std::optional<QNetworkProxy::ProxyType> typeOf(const QString& scheme)
{
    if (scheme == QStringLiteral("http"))
        return QNetworkProxy::HttpProxy;
    // The h asks for names to be looked up by the proxy, which is always done here.
    for (const char* name : {"socks5", "socks5h", "socks"})
        if (scheme == QLatin1String(name))
            return QNetworkProxy::Socks5Proxy;
    return std::nullopt;
}

QUrl urlOf(std::string_view text)
{
    QString written = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).trimmed();
    if (!written.contains(QStringLiteral("://")))
        written.prepend(QStringLiteral("http://"));
    return QUrl(written, QUrl::StrictMode);
}

Result<QNetworkProxy> readProxy(std::string_view text, const std::string& source)
{
    const QUrl url = urlOf(text);
    if (!url.isValid() || url.host().isEmpty())
        return refuse(source, "it must read http://host:port or socks5://host:port.");
    const auto type = typeOf(url.scheme());
    if (!type && url.scheme() == QStringLiteral("https"))
        return refuse(source, "connections to the proxy itself cannot be encrypted; https sites are reached through http://host:port.");
    if (!type)
        return refuse(source, "only http:// and socks5:// are known.");
    if (url.port() <= 0)
        return refuse(source, "its port is missing.");
    return QNetworkProxy(*type, url.host(), static_cast<quint16>(url.port()), url.userName(QUrl::FullyDecoded),
        url.password(QUrl::FullyDecoded));
}

std::string lowered(std::string_view text)
{
    std::string lower;
    for (const char c : text)
        if (std::isspace(static_cast<unsigned char>(c)) == 0)
            lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

/// `example.com` and `.example.com` mean the host and all below it.
bool covers(std::string_view rule, std::string_view host)
{
    if (rule.starts_with('.'))
        rule.remove_prefix(1);
    if (rule.empty() || !host.ends_with(rule))
        return false;
    return host.size() == rule.size() || host[host.size() - rule.size() - 1] == '.';
}

} // namespace

bool isLoopback(const QUrl& url)
{
    const QString host = url.host();
    return host == QStringLiteral("localhost") || host.endsWith(QStringLiteral(".localhost"))
        || QHostAddress(host).isLoopback();
}

std::string toText(const QNetworkProxy& proxy)
{
    const char* scheme = proxy.type() == QNetworkProxy::Socks5Proxy ? "socks5://" : "http://";
    const bool six = proxy.hostName().contains(QLatin1Char(':'));
    const std::string host = proxy.hostName().toStdString();
    return scheme + (six ? "[" + host + "]" : host) + ":" + std::to_string(proxy.port());
}

Result<ProxyRules> ProxyRules::read(std::string_view setting, const Variable& variable)
{
    ProxyRules rules;
    if (setting == "none")
        return rules;
    if (setting.empty()) {
        if (auto done = rules.readEnvironment(variable); !done)
            return tl::unexpected(done.error());
        return rules;
    }
    auto proxy = readProxy(setting, std::string(kArgument));
    if (!proxy)
        return tl::unexpected(proxy.error());
    rules.m_encrypted = rules.m_plain = Named{std::move(*proxy), std::string(kArgument)};
    return rules;
}

Result<ProxyRules> ProxyRules::read(std::string_view setting)
{
    return read(setting, [](const char* name) { return qgetenv(name).toStdString(); });
}

Result<void> ProxyRules::checkArgument(std::string_view setting)
{
    const auto rules = setting.empty() ? ProxyRules() : read(setting, {});
    if (!rules)
        return tl::unexpected(rules.error());
    if (rules->m_encrypted && !rules->m_encrypted->proxy.password().isEmpty())
        return refuse(std::string(kArgument), "arguments can be read by others; give the password in the variable all_proxy.");
    return {};
}

Result<void> ProxyRules::readEnvironment(const Variable& variable)
{
    const auto choose = [&variable](std::initializer_list<const char*> names) -> Result<std::optional<Named>> {
        for (const char* name : names) {
            const std::string text = variable(name);
            if (text.empty())
                continue;
            auto proxy = readProxy(text, name);
            if (!proxy)
                return tl::unexpected(proxy.error());
            return Named{std::move(*proxy), name};
        }
        return std::nullopt;
    };
    auto encrypted = choose({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    if (!encrypted)
        return tl::unexpected(encrypted.error());
    auto plain = choose({"http_proxy", "all_proxy", "ALL_PROXY"});
    if (!plain)
        return tl::unexpected(plain.error());
    m_encrypted = std::move(*encrypted);
    m_plain = std::move(*plain);

    std::string direct = variable("no_proxy");
    if (direct.empty())
        direct = variable("NO_PROXY");
    for (std::size_t from = 0; from < direct.size();) {
        const std::size_t comma = std::min(direct.find(',', from), direct.size());
        if (std::string host = lowered(std::string_view(direct).substr(from, comma - from)); !host.empty())
            m_direct.push_back(std::move(host));
        from = comma + 1;
    }
    return {};
}

bool ProxyRules::excepted(const QUrl& url) const
{
    const std::string host = lowered(url.host().toStdString());
    return isLoopback(url) || std::any_of(m_direct.begin(), m_direct.end(), [&host](const std::string& rule) {
        return rule == "*" || covers(rule, host);
    });
}

const ProxyRules::Named* ProxyRules::find(const QUrl& url) const
{
    const bool encrypted = url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("wss");
    const auto& named = encrypted ? m_encrypted : m_plain;
    return named && !excepted(url) ? &*named : nullptr;
}

QNetworkProxy ProxyRules::proxyFor(const QUrl& url) const
{
    const Named* named = find(url);
    return named != nullptr ? named->proxy : QNetworkProxy(QNetworkProxy::NoProxy);
}

std::string ProxyRules::describe(const QUrl& url) const
{
    const Named* named = find(url);
    return named != nullptr ? toText(named->proxy) + " (" + named->source + ")" : std::string();
}

} // namespace maker
