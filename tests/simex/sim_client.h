#pragma once

#include "simex/hmac.h"
#include "simex/sim_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace maker::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

inline constexpr std::string_view kKey = "test-key";
inline constexpr std::string_view kSecret = "test-secret";

inline SimServerConfig quietMarket()
{
    SimServerConfig config;
    config.key = kKey;
    config.secret = kSecret;
    config.speed = 0.0;
    config.history = Duration::seconds(300);
    return config;
}

inline std::unique_ptr<SimServer> startServer(const SimServerConfig& config)
{
    auto server = SimServer::start(config);
    if (!server)
        qFatal("%s", server.error().detail.c_str());
    return std::move(*server);
}

inline std::int64_t nowMillis()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

inline std::string sign(const std::string& query)
{
    return query + "&signature=" + simex::hmacSha256Hex(kSecret, query);
}

/// The parameters with a timestamp of now and their signature.
inline std::string timedAndSigned(const std::string& query)
{
    return sign((query.empty() ? query : query + "&") + "timestamp=" + std::to_string(nowMillis()));
}

inline tcp::socket connectTo(asio::io_context& io, std::uint16_t port)
{
    tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), port});
    return socket;
}

/// One answer; `status` 0 means that the connection died instead.
struct RestReply {
    int status = 0;
    std::map<std::string, std::string> headers;
    QJsonDocument json;

    int code() const { return json.object()["code"].toInt(); }
    QString message() const { return json.object()["msg"].toString(); }
};

/// One request on a connection of its own.
inline RestReply request(std::uint16_t port, const std::string& method, const std::string& target, const std::string& body = {},
    std::string_view key = kKey)
{
    RestReply result;
    asio::io_context io;
    beast::error_code error;
    tcp::socket socket = connectTo(io, port);
    http::request<http::string_body> message(http::string_to_verb(method), target, 11);
    message.set(http::field::host, "127.0.0.1");
    if (!key.empty())
        message.set("X-MBX-APIKEY", beast::string_view(key.data(), key.size()));
    if (!body.empty())
        message.set(http::field::content_type, "application/x-www-form-urlencoded");
    message.body() = body;
    message.prepare_payload();
    http::write(socket, message, error);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(socket, buffer, response, error);
    if (error)
        return result;
    result.status = static_cast<int>(response.result_int());
    for (const auto& field : response)
        result.headers[std::string(field.name_string())] = std::string(field.value());
    result.json = QJsonDocument::fromJson(QByteArray::fromStdString(response.body()));
    return result;
}

inline RestReply signedRequest(std::uint16_t port, const std::string& method, const std::string& path, const std::string& query = {})
{
    const std::string payload = timedAndSigned(query);
    return method == "POST" ? request(port, method, path, payload) : request(port, method, path + "?" + payload);
}

/// A blocking WebSocket client; receive() gives nothing after its time. Objects are const, so that [] nests.
class WsClient {
public:
    WsClient(std::uint16_t port, const std::string& target)
        : m_stream(m_io)
    {
        beast::get_lowest_layer(m_stream).connect({asio::ip::address_v4::loopback(), port});
        m_stream.handshake("127.0.0.1", target);
        m_stream.read_message_max(128 * 1024 * 1024);
    }

    beast::error_code send(const std::string& text)
    {
        beast::error_code error;
        m_stream.write(asio::buffer(text), error);
        return error;
    }

    std::optional<std::string> receiveText(int millis = 3000)
    {
        if (!m_reading) {
            m_reading = true;
            m_done = false;
            m_stream.async_read(m_buffer, [this](beast::error_code error, std::size_t) {
                m_done = true;
                m_error = error;
            });
        }
        m_io.restart();
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(millis);
        while (!m_done && std::chrono::steady_clock::now() < end)
            m_io.run_one_until(end);
        if (!m_done)
            return std::nullopt;
        m_reading = false;
        if (m_error) {
            m_closed = true;
            return std::nullopt;
        }
        std::string text = beast::buffers_to_string(m_buffer.data());
        m_buffer.consume(m_buffer.size());
        return text;
    }

    const QJsonObject receive(int millis = 3000)
    {
        const auto text = receiveText(millis);
        return text ? QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object() : QJsonObject();
    }

    /// The first message that the test holds for; others are dropped.
    template <typename Predicate>
    const QJsonObject receiveUntil(Predicate holds, int millis = 5000)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(millis);
        while (!m_closed && std::chrono::steady_clock::now() < end) {
            const QJsonObject message = receive(100);
            if (!message.isEmpty() && holds(message))
                return message;
        }
        return {};
    }

    /// Calls the WebSocket API and returns its answer; events before it are kept in `events`.
    const QJsonObject call(const std::string& method, std::map<std::string, std::string> params, bool sign = true)
    {
        if (sign) {
            params["apiKey"] = kKey;
            params["timestamp"] = std::to_string(nowMillis());
            std::string payload;
            for (const auto& [name, value] : params)
                payload += (payload.empty() ? "" : "&") + name + "=" + value;
            params["signature"] = simex::hmacSha256Hex(kSecret, payload);
        }
        QJsonObject object;
        for (const auto& [name, value] : params)
            object[QString::fromStdString(name)] = QString::fromStdString(value);
        const int id = ++m_nextId;
        const QJsonObject message{{"id", id}, {"method", QString::fromStdString(method)}, {"params", object}};
        send(QJsonDocument(message).toJson(QJsonDocument::Compact).toStdString());
        return receiveUntil([&](const QJsonObject& answer) {
            if (answer.contains("event"))
                events.push_back(answer["event"].toObject());
            return answer["id"].toInt(-1) == id;
        });
    }

    /// The next event of the user data stream.
    const QJsonObject event(int millis = 3000)
    {
        if (events.isEmpty()) {
            const QJsonObject message = receiveUntil([](const QJsonObject& m) { return m.contains("event"); }, millis);
            return message["event"].toObject();
        }
        return events.takeAt(0).toObject();
    }

    bool closed() const { return m_closed; }
    beast::websocket::stream<beast::tcp_stream>& stream() { return m_stream; }

    QJsonArray events;

private:
    asio::io_context m_io;
    beast::websocket::stream<beast::tcp_stream> m_stream;
    beast::flat_buffer m_buffer;
    beast::error_code m_error;
    bool m_reading = false;
    bool m_done = false;
    bool m_closed = false;
    int m_nextId = 0;
};

/// Best prices now.
struct Top {
    double bid = 0.0;
    double ask = 0.0;
};

inline Top topOf(std::uint16_t port, const std::string& symbol = "BTCUSDT")
{
    const QJsonObject top = request(port, "GET", "/api/v3/ticker/bookTicker?symbol=" + symbol).json.object();
    return {top["bidPrice"].toString().toDouble(), top["askPrice"].toString().toDouble()};
}

inline std::string priceText(double price)
{
    return QString::number(price, 'f', 2).toStdString();
}

} // namespace maker::test
