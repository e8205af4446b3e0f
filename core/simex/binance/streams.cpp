#include "simex/binance/streams.h"

#include "simex/json_writer.h"

namespace maker::simex::binance {

namespace {

std::string acknowledgement(std::string_view id, std::string_view result)
{
    return R"({"result":)" + std::string(result) + R"(,"id":)" + std::string(id) + "}";
}

std::string complaint(std::string_view id, int code, std::string_view message)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("error").beginObject().field("code", code).field("msg", message).endObject();
    json.key("id").raw(id).endObject();
    return out;
}

} // namespace

Streams::Streams(Desk& desk)
    : m_desk(desk)
{
    for (const Instrument* instrument : desk.instruments()) {
        Market market;
        market.instrument = instrument;
        m_markets.push_back(std::move(market));
    }
    m_nextDepth = desk.now();
    // The first difference must not reach back to the market's beginning.
    for (const Market& market : m_markets)
        desk.exchange().takeChanges(market.instrument->id(), m_changes);
}

void Streams::open(const std::shared_ptr<Peer>& peer, std::string_view target)
{
    Client& client = m_clients[peer->id()];
    client.peer = peer;
    const std::size_t mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    std::string names;
    if (path.starts_with("/stream")) {
        client.combined = true;
        Params query;
        if (mark != std::string_view::npos && query.addForm(target.substr(mark + 1)))
            names = query.find("streams").value_or("");
    } else if (path.size() > 4) {
        names = percentDecoded(path.substr(4)).value_or("");
    }
    std::string_view rest = names;
    while (!rest.empty()) {
        const std::size_t slash = rest.find('/');
        const std::string name(rest.substr(0, slash));
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
        if (!name.empty())
            subscribe(client, peer->id(), name);
    }
}

void Streams::close(std::uint64_t peerId)
{
    const auto found = m_clients.find(peerId);
    if (found == m_clients.end())
        return;
    const std::set<std::string> names = found->second.names;
    for (const std::string& name : names)
        unsubscribe(found->second, peerId, name);
    m_clients.erase(found);
}

bool Streams::allowed(Client& client)
{
    const std::int64_t second = m_desk.now().ns / 1'000'000'000;
    if (client.second != second) {
        client.second = second;
        client.messages = 0;
    }
    return ++client.messages <= m_desk.config().limits.streamMessagesPerSecond;
}

void Streams::subscribe(Client& client, std::uint64_t id, const std::string& name)
{
    client.names.insert(name);
    Channel& channel = m_channels[name];
    if (channel.clients.empty())
        channel.topic = readTopic(m_desk, name);
    channel.clients.insert(id);
}

void Streams::unsubscribe(Client& client, std::uint64_t id, const std::string& name)
{
    client.names.erase(name);
    const auto found = m_channels.find(name);
    if (found == m_channels.end())
        return;
    found->second.clients.erase(id);
    if (found->second.clients.empty())
        m_channels.erase(found);
}

void Streams::text(const std::shared_ptr<Peer>& peer, std::string_view text)
{
    const auto found = m_clients.find(peer->id());
    if (found == m_clients.end())
        return;
    if (!allowed(found->second)) {
        peer->close(1008, "Too many requests");
        return;
    }
    const auto message = readWsMessage(text);
    if (!message) {
        peer->send(R"({"error":{"code":3,"msg":"Invalid JSON: expected a request object"}})");
        return;
    }
    command(found->second, peer->id(), *message);
}

void Streams::command(Client& client, std::uint64_t id, const WsMessage& message)
{
    if (message.method == "LIST_SUBSCRIPTIONS") {
        std::string list;
        JsonWriter json(list);
        json.beginArray();
        for (const std::string& name : client.names)
            json.text(name);
        json.endArray();
        client.peer->send(acknowledgement(message.id, list));
        return;
    }
    if (message.method == "SET_PROPERTY" || message.method == "GET_PROPERTY")
        return property(client, message);
    const bool adds = message.method == "SUBSCRIBE";
    if (!adds && message.method != "UNSUBSCRIBE") {
        client.peer->send(complaint(message.id, 2, "Invalid request: unknown variant `" + message.method + "`"));
        return;
    }
    if (!message.listed || message.list.empty()) {
        client.peer->send(complaint(message.id, 2, "Invalid request: params must be a list of stream names"));
        return;
    }
    if (adds && client.names.size() + message.list.size() > kMaxTopics) {
        client.peer->send(complaint(message.id, 2, "Invalid request: too many streams"));
        return;
    }
    // The acknowledgement goes first: nothing of a stream comes before it.
    client.peer->send(acknowledgement(message.id, "null"));
    for (const std::string& name : message.list) {
        if (adds)
            subscribe(client, id, name);
        else
            unsubscribe(client, id, name);
    }
}

void Streams::property(Client& client, const WsMessage& message)
{
    if (message.list.empty() || message.list.front() != "combined") {
        client.peer->send(complaint(message.id, 0, "Unknown property"));
    } else if (message.method == "GET_PROPERTY") {
        client.peer->send(acknowledgement(message.id, client.combined ? "true" : "false"));
    } else if (message.list.size() != 2 || (message.list[1] != "true" && message.list[1] != "false")) {
        client.peer->send(complaint(message.id, 1, "Invalid value type: expected Boolean"));
    } else {
        client.combined = message.list[1] == "true";
        client.peer->send(acknowledgement(message.id, "null"));
    }
}

void Streams::publish(const std::string& name, const Channel& channel, std::string payload)
{
    Frame raw;
    Frame combined;
    // Sending may end a client, which then leaves the channel.
    const std::vector<std::uint64_t> clients(channel.clients.begin(), channel.clients.end());
    for (const std::uint64_t id : clients) {
        const auto found = m_clients.find(id);
        if (found == m_clients.end())
            continue;
        Frame& frame = found->second.combined ? combined : raw;
        if (!frame) {
            frame = std::make_shared<const std::string>(found->second.combined
                    ? R"({"stream":")" + name + R"(","data":)" + payload + "}"
                    : payload);
        }
        const std::shared_ptr<Peer> peer = found->second.peer;
        peer->send(frame);
    }
}

void Streams::announceShutdown()
{
    std::string payload;
    JsonWriter json(payload);
    json.beginObject().field("e", "serverShutdown").field("E", m_desk.shownNow()).endObject();
    const auto frame = std::make_shared<const std::string>(payload);
    std::vector<std::shared_ptr<Peer>> peers;
    for (const auto& [id, client] : m_clients)
        peers.push_back(client.peer);
    for (const auto& peer : peers)
        peer->send(frame);
}

void Streams::skipDepthUpdates(int count)
{
    for (Market& market : m_markets)
        market.skip = count;
}

} // namespace maker::simex::binance
