#pragma once

#include "kernel/base/timestamp.h"
#include "venues/api/proxy_rules.h"
#include "venues/api/secret.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

class QNetworkReply;

namespace maker::binance {

/// One answer of the REST API; `body` is padded for simdjson and valid during the call.
struct RestAnswer {
    int status = 0; ///< 0: none came
    std::string_view body;
    std::size_t capacity = 0;
    Duration retryAfter;
    std::uint32_t weightUsed = 0;
    std::uint32_t ordersUsed = 0;
    std::string failure; ///< where status is 0
    Timestamp sent;
    Timestamp received;
};

/// REST requests with a time limit. Qt may send a request again when a kept connection dies under it, so only questions
/// and cancels, which may come twice, are ever sent this way.
class RestClient : public QObject {
public:
    using Done = std::function<void(const RestAnswer&)>;

    RestClient(const QUrl& base, const ProxyRules& proxies, Duration timeout = Duration::seconds(10));

    /// `query` is already encoded (and signed); `apiKey` may be empty.
    void send(std::string_view verb, std::string_view path, std::string_view query, std::string_view apiKey, Done done);
    /// Forgets what is under way: no answer comes any more.
    void abandon();

private:
    void finish(QNetworkReply* reply, Timestamp sent, const Done& done);
    std::string whyNot(const QNetworkReply& reply) const;

    QUrl m_base;
    std::string m_proxy; ///< as shown; empty: none
    Duration m_timeout;
    QNetworkAccessManager m_network;
    std::uint64_t m_generation = 0;
    std::vector<char> m_buffer;
};

} // namespace maker::binance
