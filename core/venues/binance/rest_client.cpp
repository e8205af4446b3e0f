#include "venues/binance/rest_client.h"

#include "venues/api/venue_clock.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace maker::binance {

namespace {

constexpr qint64 kLargestBody = 64LL << 20;
constexpr std::size_t kPadding = 64;

std::uint32_t headerNumber(const QNetworkReply& reply, const char* name)
{
    bool good = false;
    const uint value = reply.rawHeader(name).toUInt(&good);
    return good ? value : 0;
}

/// What went wrong on the way; the venue itself said nothing, or not all of it.
const char* wayFailure(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::RemoteHostClosedError:
        return "no complete answer in time";
    case QNetworkReply::HostNotFoundError:
        return "its address is not known";
    case QNetworkReply::ConnectionRefusedError:
        return "the connection was refused";
    case QNetworkReply::SslHandshakeFailedError:
        return "its certificate was not accepted or the connection could not be encrypted";
    case QNetworkReply::ProxyConnectionRefusedError:
        return "the proxy refused";
    case QNetworkReply::ProxyConnectionClosedError:
        return "the proxy closed the connection";
    case QNetworkReply::ProxyNotFoundError:
        return "the proxy's address is not known";
    case QNetworkReply::ProxyTimeoutError:
        return "the proxy did not answer in time";
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return "the proxy asks for another user or password";
    default:
        return nullptr;
    }
}

} // namespace

RestClient::RestClient(const QUrl& base, const ProxyRules& proxies, Duration timeout)
    : m_base(base), m_proxy(proxies.describe(base)), m_timeout(timeout), m_network(this)
{
    m_network.setProxy(proxies.proxyFor(base));
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void RestClient::send(
    std::string_view verb, std::string_view path, std::string_view query, std::string_view apiKey, Done done)
{
    QUrl url(m_base);
    url.setPath(m_base.path() + QString::fromLatin1(path.data(), static_cast<qsizetype>(path.size())));
    if (!query.empty())
        url.setQuery(QString::fromUtf8(query.data(), static_cast<qsizetype>(query.size())), QUrl::StrictMode);
    QNetworkRequest request(url);
    request.setTransferTimeout(static_cast<int>(m_timeout.ns / 1'000'000));
    if (!apiKey.empty())
        request.setRawHeader("X-MBX-APIKEY", QByteArray(apiKey.data(), static_cast<qsizetype>(apiKey.size())));
    const Timestamp sent = localNow();
    QNetworkReply* reply =
        m_network.sendCustomRequest(request, QByteArray(verb.data(), static_cast<qsizetype>(verb.size())));
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > kLargestBody)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this,
        [this, reply, sent, generation = m_generation, done = std::move(done)] {
            reply->deleteLater();
            if (generation == m_generation)
                finish(reply, sent, done);
        });
}

void RestClient::finish(QNetworkReply* reply, Timestamp sent, const Done& done)
{
    RestAnswer answer;
    answer.sent = sent;
    answer.received = localNow();
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (wayFailure(reply->error()) != nullptr)
        answer.status = 0; // the head came, the body did not; or it is the head of a proxy's refusal
    if (answer.status == 0)
        answer.failure = whyNot(*reply);
    answer.retryAfter = Duration::seconds(headerNumber(*reply, "Retry-After"));
    answer.weightUsed = headerNumber(*reply, "X-MBX-USED-WEIGHT-1M");
    answer.ordersUsed = headerNumber(*reply, "X-MBX-ORDER-COUNT-10S");
    const QByteArray body = reply->isReadable() ? reply->readAll() : QByteArray();
    const auto size = static_cast<std::size_t>(body.size());
    if (m_buffer.size() < size + kPadding)
        m_buffer.resize(size + kPadding);
    std::copy(body.begin(), body.end(), m_buffer.begin());
    answer.body = {m_buffer.data(), size};
    answer.capacity = m_buffer.size();
    done(answer);
}

/// Qt's own sentence may quote the url, and with it a signature.
std::string RestClient::whyNot(const QNetworkReply& reply) const
{
    const char* known = wayFailure(reply.error());
    if (m_proxy.empty())
        return known != nullptr ? known : "no answer";
    // What a proxy answers beside the usual, Qt does not tell apart.
    return std::string(known != nullptr ? known : "the proxy refused or did not understand") + " (through the proxy "
        + m_proxy + ")";
}

void RestClient::abandon()
{
    ++m_generation;
}

} // namespace maker::binance
