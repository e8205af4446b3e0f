#pragma once

#include "simex/sim_server.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maker::simex {

/// Bytes of one text frame, shared by every connection it goes to.
using Frame = std::shared_ptr<const std::string>;

/// A request as it came: the views live as long as the call it is handed to.
struct HttpRequest {
    std::string_view method;
    std::string_view path;  ///< without the query
    std::string_view query; ///< after the '?', undecoded
    std::string_view body;
    std::string_view contentType;
    std::string_view apiKey; ///< the X-MBX-APIKEY header, empty if there is none
};

struct HttpReply {
    int status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    bool dropConnection = false; ///< close the socket instead of answering
};

/// Takes the one answer to a request, at once or later; harmless when the client has gone.
using Answer = std::function<void(HttpReply)>;

/// One WebSocket client, as a dialect sees it.
class Peer {
public:
    virtual ~Peer() = default;
    virtual std::uint64_t id() const noexcept = 0;
    /// Queues a text frame; a client that does not read until megabytes wait is dropped.
    virtual void send(Frame frame) = 0;
    virtual void close(std::uint16_t code, std::string_view reason) = 0;
    /// Closes the socket without a handshake.
    virtual void drop() = 0;

    void send(std::string text) { send(std::make_shared<const std::string>(std::move(text))); }
};

/// What an exchange protocol gives the transport. Every call comes on the server's one thread.
class Dialect {
public:
    virtual ~Dialect() = default;
    virtual void onRequest(const HttpRequest& request, Answer answer) = 0;
    /// Which channel a WebSocket path belongs to; nullopt refuses the upgrade with 404.
    virtual std::optional<SimChannel> channelOf(std::string_view path) const = 0;
    virtual void onOpen(const std::shared_ptr<Peer>& peer, SimChannel channel, std::string_view target) = 0;
    virtual void onText(const std::shared_ptr<Peer>& peer, SimChannel channel, std::string_view text) = 0;
    virtual void onClose(std::uint64_t peerId, SimChannel channel) = 0;
};

} // namespace maker::simex
