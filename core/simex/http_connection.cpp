#include "simex/http_connection.h"

#include "simex/ws_connection.h"

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace maker::simex {

namespace beast = boost::beast;
namespace http = beast::http;
namespace asio = boost::asio;

namespace {

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

class HttpConnection final : public Connection, public std::enable_shared_from_this<HttpConnection> {
public:
    HttpConnection(HttpServer& server, asio::ip::tcp::socket socket)
        : m_server(server)
        , m_stream(std::move(socket))
    {
    }

    ~HttpConnection() override { leave(); }

    void run()
    {
        m_id = m_server.add(shared_from_this());
        m_server.countOpen(SimChannel::Rest);
        read();
    }

    SimChannel channel() const noexcept override { return SimChannel::Rest; }

    void dropNow() override
    {
        m_stream.close();
        leave();
    }

    void inject(Frame) override {}

private:
    void read()
    {
        m_parser.emplace();
        m_parser->body_limit(m_server.limits().maxBody);
        m_stream.expires_after(std::chrono::nanoseconds(m_server.limits().idleTime.ns));
        http::async_read(m_stream, m_buffer, *m_parser,
            [self = shared_from_this()](beast::error_code error, std::size_t) { self->onRead(error); });
    }

    void onRead(beast::error_code error)
    {
        if (error == http::error::body_limit)
            return write({.status = 413, .body = R"({"code":-1015,"msg":"Request body is too large."})", .headers = {}}, false);
        if (error == http::error::header_limit)
            return write({.status = 431, .body = R"({"code":-1000,"msg":"Header is too large."})", .headers = {}}, false);
        if (error && error.category() == make_error_code(http::error::end_of_stream).category()
            && error != http::error::end_of_stream && error != http::error::partial_message)
            return write({.status = 400, .body = R"({"code":-1000,"msg":"Bad request."})", .headers = {}}, false);
        if (error) {
            dropNow();
            return;
        }
        if (beast::websocket::is_upgrade(m_parser->get()))
            return upgrade();
        serve();
    }

    void serve()
    {
        m_server.counters().requests.fetch_add(1, std::memory_order_relaxed);
        const auto& message = m_parser->get();
        const std::string_view target = view(message.target());
        const std::size_t mark = target.find('?');
        HttpRequest request;
        request.method = view(message.method_string());
        request.path = target.substr(0, mark);
        request.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
        request.body = message.body();
        request.contentType = view(message[http::field::content_type]);
        request.apiKey = view(message["X-MBX-APIKEY"]);
        const bool keepAlive = message.keep_alive();
        // While the exchange thinks, no timer of the transport may end the connection.
        m_stream.expires_never();
        m_server.dialect().onRequest(request, [self = shared_from_this(), keepAlive](HttpReply reply) {
            if (reply.dropConnection)
                self->dropNow();
            else if (self->m_id != 0)
                self->write(std::move(reply), keepAlive);
        });
    }

    void upgrade()
    {
        const std::string_view target = view(m_parser->get().target());
        const std::optional<SimChannel> channel = m_server.dialect().channelOf(target.substr(0, target.find('?')));
        if (!channel) {
            write({.status = 404, .body = R"({"code":-1000,"msg":"No such stream path."})", .headers = {}}, false);
            return;
        }
        m_stream.expires_never();
        leave();
        startWsConnection(m_server, m_stream.release_socket(), *channel, m_parser->release());
    }

    void write(HttpReply reply, bool keepAlive)
    {
        const auto response = std::make_shared<http::response<http::string_body>>();
        response->version(11);
        response->result(static_cast<unsigned>(reply.status));
        response->set(http::field::content_type, "application/json;charset=UTF-8");
        for (const auto& [name, value] : reply.headers)
            response->set(name, value);
        response->body() = std::move(reply.body);
        response->keep_alive(keepAlive);
        response->prepare_payload();
        m_stream.expires_after(std::chrono::seconds(30));
        http::async_write(m_stream, *response,
            [self = shared_from_this(), response, keepAlive](beast::error_code error, std::size_t) {
                if (error || !keepAlive)
                    self->finish();
                else
                    self->read();
            });
    }

    void finish()
    {
        beast::error_code ignored;
        m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
        dropNow();
    }

    void leave()
    {
        if (m_id == 0)
            return;
        m_server.remove(m_id);
        m_server.countClosed(SimChannel::Rest);
        m_id = 0;
    }

    HttpServer& m_server;
    beast::tcp_stream m_stream;
    beast::flat_buffer m_buffer{64 * 1024 + 1024 * 1024};
    std::optional<http::request_parser<http::string_body>> m_parser;
    std::uint64_t m_id = 0;
};

} // namespace

void startHttpConnection(HttpServer& server, asio::ip::tcp::socket socket)
{
    std::make_shared<HttpConnection>(server, std::move(socket))->run();
}

} // namespace maker::simex
