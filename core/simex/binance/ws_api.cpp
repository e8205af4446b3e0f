#include "simex/binance/ws_api.h"

#include "simex/binance/authentication.h"

namespace maker::simex::binance {

namespace {

constexpr std::string_view kUserData = "userDataStream.";
constexpr std::size_t kMaxHeld = 100'000;

} // namespace

void WsApi::open(const std::shared_ptr<Peer>& peer)
{
    m_clients[peer->id()].peer = peer;
    // Connecting costs weight too; a client beyond its limit hears so with its first request.
    m_parts.limits.charge(2, m_parts.desk.now(), m_parts.desk.shownNow());
}

void WsApi::text(const std::shared_ptr<Peer>& peer, std::string_view text)
{
    const auto client = m_clients.find(peer->id());
    if (client == m_clients.end())
        return;
    Served refused;
    const auto message = readWsMessage(text);
    if (!message || message->listed) {
        refused.failure = error(-1135, "Invalid JSON Request");
        return answer(peer, message ? message->id : "null", refused, false);
    }
    const bool userDataCall = message->method.starts_with(kUserData);
    const Operation* operation = userDataCall ? nullptr : findWebSocket(message->method);
    const int weight = operation ? weightOf(*operation, message->named) : 2;
    if (auto tooMuch = m_parts.limits.charge(weight, m_parts.desk.now(), m_parts.desk.shownNow())) {
        refused.failure = std::move(tooMuch);
        return answer(peer, message->id, refused, false);
    }
    if (userDataCall)
        return userData(client->second, *message);
    if (!operation) {
        refused.failure = error(-1000, "Unknown method '" + message->method + "'.");
        return answer(peer, message->id, refused, false);
    }
    run(peer, *operation, *message);
}

void WsApi::run(const std::shared_ptr<Peer>& peer, const Operation& operation, const WsMessage& message)
{
    const auto work = [this, peer, &operation, message] {
        Served served;
        served.failure = authenticate(m_parts.desk, operation.security, message.named);
        if (!served.failure)
            served = serve(operation, m_parts.desk, m_parts.limits, message.named, m_parts.faults);
        if (served.drop)
            peer->drop();
        else
            answer(peer, message.id, served, operation.places);
        m_parts.served();
    };
    m_parts.later(operation.trades ? m_parts.desk.config().latency : Duration{}, work);
}

void WsApi::userData(Client& client, const WsMessage& message)
{
    Served served;
    JsonWriter json(served.body);
    const std::string_view action = std::string_view(message.method).substr(kUserData.size());
    if (action == "subscribe.signature") {
        served.failure = authenticate(m_parts.desk, Security::Signed, message.named);
        if (!served.failure && client.subscription)
            served.failure = error(-2035, "User Data Stream subscription already active.");
        if (!served.failure) {
            client.subscription = client.nextSubscription++;
            json.beginObject().field("subscriptionId", *client.subscription).endObject();
        }
    } else if (action == "unsubscribe") {
        if (!client.subscription)
            served.failure = error(-2036, "User Data Stream subscription not active.");
        client.subscription.reset();
        json.beginObject().endObject();
    } else {
        served.failure = error(-1000, "Unknown method '" + message.method + "'.");
    }
    answer(client.peer, message.id, served, false);
}

void WsApi::answer(const std::shared_ptr<Peer>& peer, std::string_view id, const Served& served, bool orders)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("id").raw(id);
    if (!served.failure) {
        json.field("status", 200).key("result").raw(served.body);
    } else {
        VenueError failure = *served.failure;
        if (failure.retryAfterSeconds) {
            const std::int64_t now = m_parts.desk.shownNow();
            JsonWriter data(failure.data);
            data.beginObject().field("serverTime", now);
            data.field("retryAfter", now + std::int64_t{1000} * *failure.retryAfterSeconds).endObject();
        }
        json.field("status", failure.httpStatus).key("error").raw(errorJson(failure));
    }
    json.key("rateLimits").beginArray();
    m_parts.limits.write(json, true, orders);
    json.endArray().endObject();
    m_parts.answerLater(m_parts.answerDelay(), [peer, frame = std::make_shared<const std::string>(std::move(out))] { peer->send(frame); });
}

void WsApi::publish(std::vector<Desk::UserEvent> events)
{
    for (Desk::UserEvent& event : events) {
        if (m_held.size() < kMaxHeld)
            m_held.push_back(std::move(event));
    }
    if (m_parts.faults.holdUserData || m_held.empty())
        return;
    std::vector<Desk::UserEvent> due;
    due.swap(m_held);
    for (const Desk::UserEvent& event : due) {
        sendEvent(event.json);
        if (event.trade && m_parts.faults.duplicateFills > 0) {
            --m_parts.faults.duplicateFills;
            sendEvent(event.json);
        }
    }
}

void WsApi::sendEvent(const std::string& event)
{
    for (const auto& [id, client] : m_clients) {
        if (!client.subscription)
            continue;
        client.peer->send(R"({"subscriptionId":)" + std::to_string(*client.subscription) + R"(,"event":)" + event + "}");
    }
}

void WsApi::announceShutdown()
{
    const std::string event
        = R"({"event":{"e":"serverShutdown","E":)" + std::to_string(m_parts.desk.shownNow()) + "}}";
    for (const auto& [id, client] : m_clients)
        client.peer->send(std::string(event));
}

} // namespace maker::simex::binance
