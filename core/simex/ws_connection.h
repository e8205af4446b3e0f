#pragma once

#include "simex/http_server.h"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace maker::simex {

/// Answers the upgrade request and serves the WebSocket until it is closed.
void startWsConnection(HttpServer& server, boost::asio::ip::tcp::socket socket, SimChannel channel,
    boost::beast::http::request<boost::beast::http::string_body> upgrade);

} // namespace maker::simex
