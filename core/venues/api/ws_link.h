#pragma once

#include "kernel/base/timestamp.h"
#include "venues/api/backoff.h"
#include "venues/api/proxy_rules.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QObject>
#include <QTimer>
#include <QUrl>

class QWebSocket;

namespace maker {

/// A WebSocket that stays connected: reconnects with jittered back-off, pings, gives up a silent peer and a connection
/// near the end of its life. Lives in one thread with an event loop; callbacks come there and may call back.
class WsLink : public QObject {
public:
    struct Options {
        std::string name; ///< log category
        QUrl url;
        ProxyRules proxies;
        std::uint64_t seed = 1;
        std::size_t largestFrame = std::size_t{8} << 20; ///< bytes of a frame and of a message
        Duration connectTimeout = Duration::seconds(10);
        Duration pingEvery = Duration::seconds(10);
        Duration deadAfter = Duration::seconds(30);   ///< neither data nor pong
        Duration silentAfter = Duration::seconds(0);  ///< no data, pongs or not; zero: never
        Duration rotateAfter = Duration::seconds(23 * 3'600 + 1'800); ///< venues end a connection after 24 h
        Duration firstRetry = Duration::millis(250);
    };
    struct Callbacks {
        std::function<void()> up;
        std::function<void(std::string_view reason)> down; ///< once per up
        /// UTF-8, valid during the call; `capacity` bytes may be read.
        std::function<void(const char* data, std::size_t size, std::size_t capacity)> text;
        std::function<void(std::string_view reason)> badFrame; ///< refused by the protocol: too large, not UTF-8 ...
    };

    WsLink(Options options, Callbacks callbacks);
    ~WsLink() override;

    void open();
    void close();
    /// Loses this connection and makes another after the back-off.
    void reconnect(std::string_view reason);
    bool isUp() const noexcept { return m_up; }
    bool sendText(std::string_view text);
    /// Call when the connection has proved useful: the back-off starts anew.
    void proved() noexcept { m_backoff.reset(); }

private:
    void connectNow();
    void onConnected();
    void onText(const QString& message);
    void onClosed(std::string_view reason);
    void onTick();
    void dropSocket();
    Duration sinceNs(std::int64_t ns) const noexcept;

    Options m_options;
    Callbacks m_callbacks;
    Backoff m_backoff;
    QWebSocket* m_socket = nullptr;
    QTimer m_retry;
    QTimer m_tick;
    std::vector<char> m_buffer;
    bool m_wanted = false;
    bool m_up = false;
    std::int64_t m_startedNs = 0;
    std::int64_t m_heardNs = 0;
    std::int64_t m_dataNs = 0;
    std::int64_t m_pingNs = 0;
    Duration m_life;
};

} // namespace maker
