#pragma once

#include "simex/http_server.h"

namespace maker::simex {

/// Serves one accepted socket until it is closed or becomes a WebSocket.
void startHttpConnection(HttpServer& server, boost::asio::ip::tcp::socket socket);

} // namespace maker::simex
