#pragma once

#include "simex/binance/service.h"
#include "simex/binance/ws_message.h"
#include "simex/transport.h"

#include <functional>
#include <map>

namespace maker::simex::binance {

/// Runs a task after a delay; tasks of equal delay keep their order, no delay means at once.
using Later = std::function<void(Duration, std::function<void()>)>;

/// The WebSocket API: requests answered by id, and the user data of those who subscribed on the same connection.
class WsApi {
public:
    struct Parts {
        Desk& desk;
        RateLimits& limits;
        Faults& faults;
        Later later;                   ///< before a trading request is carried out
        Later answerLater;             ///< before an answer leaves
        std::function<void()> served;  ///< a request has been carried out: news may have to go out
        std::function<Duration()> answerDelay;
    };

    explicit WsApi(Parts parts) : m_parts(std::move(parts)) {}

    void open(const std::shared_ptr<Peer>& peer);
    void text(const std::shared_ptr<Peer>& peer, std::string_view text);
    void close(std::uint64_t peerId) { m_clients.erase(peerId); }

    /// User data for every subscriber; kept back while the fault asks for it.
    void publish(std::vector<Desk::UserEvent> events);
    void announceShutdown();

private:
    struct Client {
        std::shared_ptr<Peer> peer;
        std::optional<std::int64_t> subscription;
        std::int64_t nextSubscription = 0;
    };

    void run(const std::shared_ptr<Peer>& peer, const Operation& operation, const WsMessage& message);
    void userData(Client& client, const WsMessage& message);
    void answer(const std::shared_ptr<Peer>& peer, std::string_view id, const Served& served, bool orders);
    void sendEvent(const std::string& event);

    Parts m_parts;
    std::map<std::uint64_t, Client> m_clients;
    std::vector<Desk::UserEvent> m_held;
};

} // namespace maker::simex::binance
