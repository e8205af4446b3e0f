#pragma once

#include "kernel/backtest/event_source.h"
#include "kernel/base/result.h"
#include "kernel/base/timestamp.h"
#include "kernel/sim/tape_market.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// A starting balance of the simulated account: decimal text of an asset.
struct SimBalance {
    std::string asset;
    std::string amount;
};

/// The venue's limits a client must respect; lowered by tests to force refusals.
struct SimLimits {
    int weightPerMinute = 6000;
    int ordersPer10s = 100;
    int ordersPerDay = 200'000;
    int openOrdersPerSymbol = 200;
    int streamMessagesPerSecond = 5;  ///< incoming messages of a market stream connection
    int requestsBeforeBan = 20;       ///< requests sent in spite of a 429 before the answer becomes 418
    Duration retryAfter;              ///< of a 429; zero: until the minute ends
    Duration banTime = Duration::seconds(120);
};

/// Everything a simulated exchange is started with. The same seed gives the same sequence of market actions.
struct SimServerConfig {
    std::uint16_t port = 0; ///< 0: a free one
    std::string key = "sim-key";
    std::string secret = "sim-secret";
    std::vector<SimBalance> balances{{"USDT", "100000"}, {"BTC", "2"}, {"ETH", "20"}, {"SOL", "300"}};
    std::vector<std::string> symbols{"BTCUSDT", "ETHUSDT", "SOLUSDT"};
    std::uint64_t seed = 7;
    double informed = 0.0; ///< share of arrivals that know where the fair value goes, 0..1
    double speed = 1.0;    ///< market time per wall time; 0: the book stands still
    Duration history = Duration::seconds(1800); ///< of the market before the start, so that charts are not empty
    double makerFeeBps = 10.0;
    double takerFeeBps = 10.0;
    /// A recording in place of the generated market; symbols, seed, informed, speed and history are then without effect.
    std::shared_ptr<backtest::EventSource> replay;
    double replaySpeed = 1.0; ///< recorded time per wall time; 0: as fast as possible
    int replayLoops = 1;      ///< times that it is played; 0: for ever
    QueueModel replayQueue;   ///< how orders of customers wait in the recording; Exact needs one that tells every order
    sim::FillMode replayFills = sim::FillMode::Partial;
    Duration latency;                              ///< added before an order request is handled
    Duration pingInterval = Duration::seconds(20); ///< WebSocket pings; a connection silent for two of them is closed
    SimLimits limits;
};

/// Which connections a fault concerns.
enum class SimChannel : std::uint8_t { Streams, WebSocketApi, Rest, All };

/// The simulated exchange as a network server on 127.0.0.1: REST, market streams and WebSocket API of the Binance spot
/// dialect on one port, driven by a market generator on wall time, on a thread of its own. Destroying it stops it.
/// The switches below are for tests; they may be called from any thread and take effect within a millisecond or so.
class SimServer {
public:
    /// Fails with InvalidArgument for an unknown symbol, a bad number or exact queues of a recording of levels, Io where
    /// the port is taken.
    static Result<std::unique_ptr<SimServer>> start(const SimServerConfig& config);
    ~SimServer();
    SimServer(const SimServer&) = delete;
    SimServer& operator=(const SimServer&) = delete;

    std::uint16_t port() const noexcept;
    /// Closes every connection and joins the thread; harmless when repeated.
    void stop();

    /// Closes the sockets of a channel at once, without a closing handshake.
    void dropConnections(SimChannel channel);
    /// While true new connections are closed as soon as they come.
    void refuseConnections(bool refuse);
    /// Holds every answer (not events) of the REST and WebSocket APIs back by this much; zero ends it.
    void delayAnswers(Duration delay);
    /// The next `count` order placements are accepted, then answered 503 / -1007: status unknown.
    void failAfterAccept(int count);
    /// The next `count` order placements are answered 503 / -1007 without having been accepted.
    void failBeforeAccept(int count);
    /// The next `count` order placements are accepted (or a cancel carried out) and the connection dies instead of answering.
    void dropBeforeAnswer(int count);
    /// Leaves out the next `count` depth updates of each symbol: a gap.
    void skipDepthUpdates(int count);
    /// Sends this as one text frame on every WebSocket connection of the channel.
    void sendFrame(SimChannel channel, std::string bytes);
    /// Sends a text frame of `bytes` bytes on every WebSocket connection of the channel.
    void sendHugeFrame(SimChannel channel, std::size_t bytes);
    /// Tells every stream and user-data subscriber that the server is about to shut down.
    void announceShutdown();
    /// Sends the next `count` reports of trades twice.
    void duplicateFillReports(int count);
    /// Keeps back user-data events while true; they follow, in order, when it ends.
    void holdUserData(bool hold);
    /// Answers 429 with Retry-After for this long, whatever the weight used.
    void forceRateLimit(Duration time);
    /// Adds this to the clock the venue shows and checks timestamps against.
    void setClockOffset(Duration offset);
    /// A market order of the crowd, so that a test gets its fill now; quantity as decimal text.
    void tradeMarket(std::string_view symbol, bool buy, std::string_view qty);
    /// Stops and resumes the generator (the book stands still, requests are served).
    void pauseMarket(bool paused);

    /// Plays that many records of the recording at once, also while paused.
    void stepReplay(std::uint64_t records);
    /// Records of the recording played so far, over all times through.
    std::uint64_t replayed();

    /// Open connections of a channel, requests served and frames sent so far: for tests and the health strip.
    struct Counters {
        int restConnections = 0;
        int streamConnections = 0;
        int apiConnections = 0;
        std::uint64_t requests = 0;
        std::uint64_t refused429 = 0;
        std::uint64_t refused418 = 0;
        std::uint64_t framesSent = 0;
        std::uint64_t ordersPlaced = 0;
    };
    Counters counters() const;

private:
    struct Parts;
    explicit SimServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace maker
