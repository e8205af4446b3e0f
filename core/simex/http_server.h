#pragma once

#include "kernel/base/result.h"
#include "simex/transport.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <map>

namespace maker::simex {

/// Bounds and times of the transport.
struct TransportLimits {
    std::size_t maxBody = 1024 * 1024;      ///< bytes of a request body or an incoming message
    std::size_t maxQueued = 16 * 1024 * 1024; ///< bytes waiting for a client before it is dropped
    int maxConnections = 1024;
    Duration idleTime = Duration::seconds(75);
    Duration pingInterval = Duration::seconds(20);
};

/// Figures other threads may read.
struct TransportCounters {
    std::atomic<int> connections[3]{}; ///< by SimChannel: streams, WebSocket API, REST
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> framesSent{0};
};

/// A live connection, so that the server can end it.
class Connection {
public:
    virtual ~Connection() = default;
    virtual SimChannel channel() const noexcept = 0;
    virtual void dropNow() = 0;
    /// Text frames only make sense on WebSocket connections; others ignore them.
    virtual void inject(Frame frame) = 0;
};

/// HTTP/1.1 with keep-alive and WebSocket upgrades on one port of 127.0.0.1, on the thread that runs `io`.
class HttpServer {
public:
    HttpServer(boost::asio::io_context& io, Dialect& dialect, TransportLimits limits);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds and begins to accept; the port in use, or why it could not be had.
    Result<std::uint16_t> listen(std::uint16_t port);
    void close();
    void drop(SimChannel channel);
    void inject(SimChannel channel, const Frame& frame);
    void refuse(bool refuse) noexcept { m_refuse = refuse; }

    const TransportLimits& limits() const noexcept { return m_limits; }
    Dialect& dialect() noexcept { return m_dialect; }
    TransportCounters& counters() noexcept { return m_counters; }
    std::uint64_t add(const std::shared_ptr<Connection>& connection);
    void remove(std::uint64_t id) { m_connections.erase(id); }
    /// A connection that frames reach: a WebSocket counts once its handshake is done.
    void countOpen(SimChannel channel);
    void countClosed(SimChannel channel);

private:
    void accept();
    std::vector<std::shared_ptr<Connection>> select(SimChannel channel) const;

    boost::asio::io_context& m_io;
    boost::asio::ip::tcp::acceptor m_acceptor;
    Dialect& m_dialect;
    TransportLimits m_limits;
    TransportCounters m_counters;
    std::map<std::uint64_t, std::weak_ptr<Connection>> m_connections;
    std::uint64_t m_nextId = 1;
    bool m_refuse = false;
};

} // namespace maker::simex
