#include "simex/ws_connection.h"

#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

namespace maker::simex {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
namespace asio = boost::asio;

namespace {

class WsConnection final : public Connection, public Peer, public std::enable_shared_from_this<WsConnection> {
public:
    WsConnection(HttpServer& server, asio::ip::tcp::socket socket, SimChannel channel,
        http::request<http::string_body> upgrade)
        : m_server(server)
        , m_stream(std::move(socket))
        , m_channel(channel)
        , m_upgrade(std::move(upgrade))
    {
        const auto silence = std::chrono::nanoseconds(2 * server.limits().pingInterval.ns);
        m_stream.set_option(websocket::stream_base::timeout{std::chrono::seconds(10), silence, true});
        m_stream.read_message_max(server.limits().maxBody);
        m_stream.auto_fragment(false);
        m_stream.text(true);
    }

    ~WsConnection() override { leave(); }

    void run()
    {
        m_id = m_peerId = m_server.add(shared_from_this());
        m_stream.async_accept(m_upgrade, [self = shared_from_this()](beast::error_code error) {
            if (error || self->m_id == 0)
                return self->dropNow();
            self->m_open = self->m_announced = true; // frames reach it from here on
            self->m_server.countOpen(self->m_channel);
            const beast::string_view target = self->m_upgrade.target();
            self->m_server.dialect().onOpen(self, self->m_channel, {target.data(), target.size()});
            self->read();
        });
    }

    SimChannel channel() const noexcept override { return m_channel; }
    std::uint64_t id() const noexcept override { return m_peerId; }
    void inject(Frame frame) override { send(std::move(frame)); }
    void drop() override { dropNow(); }

    void dropNow() override
    {
        const auto self = weak_from_this().lock(); // leave() must not end us in the middle
        beast::get_lowest_layer(m_stream).close();
        leave();
    }

    void send(Frame frame) override
    {
        if (!m_open)
            return;
        m_queuedBytes += frame->size();
        if (m_queuedBytes > m_server.limits().maxQueued + kHugeAllowance) {
            // Later, because the caller may be walking its clients.
            m_open = false;
            asio::post(m_stream.get_executor(), [self = shared_from_this()] { self->dropNow(); });
            return;
        }
        m_queue.push_back(std::move(frame));
        if (!m_writing)
            write();
    }

    void close(std::uint16_t code, std::string_view reason) override
    {
        if (!m_open)
            return;
        m_open = false;
        m_stream.async_close(websocket::close_reason(static_cast<websocket::close_code>(code), beast::string_view(reason.data(), reason.size())),
            [self = shared_from_this()](beast::error_code) { self->dropNow(); });
    }

private:
    // A test may ask for one frame larger than any bound of ours.
    static constexpr std::size_t kHugeAllowance = 80 * 1024 * 1024;

    void read()
    {
        m_stream.async_read(m_buffer, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error)
                return self->dropNow();
            if (!self->m_open)
                return;
            const auto bytes = self->m_buffer.cdata();
            if (self->m_stream.got_text()) {
                self->m_server.dialect().onText(
                    self, self->m_channel, {static_cast<const char*>(bytes.data()), bytes.size()});
            }
            self->m_buffer.consume(self->m_buffer.size());
            if (self->m_open)
                self->read();
        });
    }

    void write()
    {
        m_writing = true;
        m_stream.async_write(asio::buffer(*m_queue.front()),
            [self = shared_from_this()](beast::error_code error, std::size_t) {
                self->m_writing = false;
                if (error || self->m_queue.empty())
                    return self->dropNow();
                self->m_server.counters().framesSent.fetch_add(1, std::memory_order_relaxed);
                self->m_queuedBytes -= self->m_queue.front()->size();
                self->m_queue.pop_front();
                if (!self->m_queue.empty() && self->m_open)
                    self->write();
            });
    }

    void leave()
    {
        m_open = false;
        if (m_id == 0)
            return;
        m_server.remove(m_id);
        m_id = 0;
        if (!m_announced)
            return;
        m_server.countClosed(m_channel);
        m_server.dialect().onClose(m_peerId, m_channel);
    }

    HttpServer& m_server;
    websocket::stream<beast::tcp_stream> m_stream;
    beast::flat_buffer m_buffer;
    const SimChannel m_channel;
    http::request<http::string_body> m_upgrade;
    std::deque<Frame> m_queue;
    std::size_t m_queuedBytes = 0;
    std::uint64_t m_id = 0;
    std::uint64_t m_peerId = 0; ///< stays after leaving
    bool m_announced = false;
    bool m_writing = false;
    bool m_open = false;
};

} // namespace

void startWsConnection(HttpServer& server, asio::ip::tcp::socket socket, SimChannel channel,
    http::request<http::string_body> upgrade)
{
    std::make_shared<WsConnection>(server, std::move(socket), channel, std::move(upgrade))->run();
}

} // namespace maker::simex
