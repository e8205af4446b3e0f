#pragma once

#include "simex/binance/topic.h"
#include "simex/binance/ws_message.h"
#include "simex/transport.h"

#include <map>
#include <set>

namespace maker::simex::binance {

/// The market streams: who listens to what, and what goes out when.
class Streams {
public:
    explicit Streams(Desk& desk);

    /// Subscribes to what the target names: /ws/a, /stream?streams=a/b, or nothing yet.
    void open(const std::shared_ptr<Peer>& peer, std::string_view target);
    void text(const std::shared_ptr<Peer>& peer, std::string_view text);
    void close(std::uint64_t peerId);

    void publishTrades(const std::vector<sim::SimTrade>& trades);
    /// Best prices that changed since the last call.
    void publishTops();
    /// What is due by now: depth every 100 ms and 1 s, tickers and candles every second.
    void publishDue(Timestamp now);
    void skipDepthUpdates(int count);
    void announceShutdown();

private:
    static constexpr std::size_t kMaxTopics = 1024;

    struct Client {
        std::shared_ptr<Peer> peer;
        bool combined = false;
        std::set<std::string> names;
        std::int64_t second = 0;
        int messages = 0;
    };

    struct Channel {
        std::optional<Topic> topic;
        std::set<std::uint64_t> clients;
        std::int64_t candleOpen = 0; ///< ms, of the candle told last
    };

    /// Level changes of one instrument since a stream last told them.
    struct Pending {
        std::int64_t first = 0; ///< 0: none
        std::int64_t last = 0;
        std::map<std::int64_t, Qty, std::greater<>> bids; ///< by price count
        std::map<std::int64_t, Qty> asks;

        void add(const sim::UpdateRange& range, const std::vector<sim::LevelChange>& changes);
    };

    struct Market {
        const Instrument* instrument = nullptr;
        Pending slow;
        std::int64_t topUpdate = -1; ///< book's update id when the top was last looked at
        sim::DepthLevel bid;
        sim::DepthLevel ask;
        int skip = 0;
    };

    bool allowed(Client& client);
    void subscribe(Client& client, std::uint64_t id, const std::string& name);
    void unsubscribe(Client& client, std::uint64_t id, const std::string& name);
    void command(Client& client, std::uint64_t id, const WsMessage& message);
    void property(Client& client, const WsMessage& message);
    void publish(const std::string& name, const Channel& channel, std::string payload);
    template <typename Write>
    void publishKind(TopicKind kind, const Instrument* instrument, const Write& write);
    void publishDepth(Market& market, bool slowDue);
    void publishPartialDepth(const Instrument& instrument, bool slowDue);
    void publishSecond();
    void publishCandle(const std::string& name, Channel& channel);

    Desk& m_desk;
    std::map<std::uint64_t, Client> m_clients;
    std::map<std::string, Channel> m_channels;
    std::vector<Market> m_markets;
    std::vector<sim::LevelChange> m_changes;
    Timestamp m_nextDepth;
    int m_depthTicks = 0;
};

} // namespace maker::simex::binance
