#include "simex/http_server.h"

#include "simex/http_connection.h"

namespace maker::simex {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

HttpServer::HttpServer(asio::io_context& io, Dialect& dialect, TransportLimits limits)
    : m_io(io)
    , m_acceptor(io)
    , m_dialect(dialect)
    , m_limits(limits)
{
}

HttpServer::~HttpServer()
{
    close();
}

Result<std::uint16_t> HttpServer::listen(std::uint16_t port)
{
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    boost::system::error_code error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return fail(ErrorCode::Io, "cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + error.message());
    const std::uint16_t bound = m_acceptor.local_endpoint(error).port();
    accept();
    return bound;
}

void HttpServer::accept()
{
    m_acceptor.async_accept([this](boost::system::error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted || !m_acceptor.is_open())
            return;
        if (!error && !m_refuse && m_connections.size() < static_cast<std::size_t>(m_limits.maxConnections)) {
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            startHttpConnection(*this, std::move(socket));
        }
        accept();
    });
}

std::uint64_t HttpServer::add(const std::shared_ptr<Connection>& connection)
{
    m_connections.emplace(m_nextId, connection);
    return m_nextId++;
}

void HttpServer::countOpen(SimChannel channel)
{
    m_counters.connections[static_cast<int>(channel)].fetch_add(1, std::memory_order_relaxed);
}

void HttpServer::countClosed(SimChannel channel)
{
    m_counters.connections[static_cast<int>(channel)].fetch_sub(1, std::memory_order_relaxed);
}

// Copies, because a connection that ends leaves the map.
std::vector<std::shared_ptr<Connection>> HttpServer::select(SimChannel channel) const
{
    std::vector<std::shared_ptr<Connection>> found;
    for (const auto& [id, weak] : m_connections) {
        if (auto connection = weak.lock(); connection && (channel == SimChannel::All || connection->channel() == channel))
            found.push_back(std::move(connection));
    }
    return found;
}

void HttpServer::drop(SimChannel channel)
{
    for (const auto& connection : select(channel))
        connection->dropNow();
}

void HttpServer::inject(SimChannel channel, const Frame& frame)
{
    for (const auto& connection : select(channel))
        connection->inject(frame);
}

void HttpServer::close()
{
    boost::system::error_code ignored;
    m_acceptor.close(ignored);
    drop(SimChannel::All);
}

} // namespace maker::simex
