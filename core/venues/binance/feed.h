#pragma once

#include "venues/api/backoff.h"
#include "venues/api/market_feed.h"
#include "venues/api/rate_limiter.h"
#include "venues/api/ws_link.h"
#include "venues/binance/parse/market_parser.h"
#include "venues/binance/rest_client.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QTimer>

namespace maker::binance {

/// Market data of Binance spot: depth (100 ms), trades and best quotes by WebSocket, snapshots by REST.
class Feed final : public MarketFeed {
public:
    explicit Feed(const VenueContext& context);
    ~Feed() override;

    void setSink(MarketSink sink) override { m_sink = std::move(sink); }
    void start(std::vector<InstrumentId> instruments) override;
    void requestSnapshot(InstrumentId instrument) override;
    void stop() override;

private:
    static constexpr std::size_t kSnapshotLevels = 1'000;
    static constexpr std::uint32_t kSnapshotWeight = 50;

    /// A snapshot asked for and not delivered yet.
    struct SnapshotWish {
        InstrumentId instrument;
        bool underWay = false;
        Timestamp notBefore;
        Backoff backoff;
    };

    void onUp();
    void onDown(std::string_view reason);
    void onText(const char* data, std::size_t size, std::size_t capacity);
    void onControl(std::string_view frame);
    void onSnapshot(InstrumentId id, const RestAnswer& answer);
    void onTick();
    void announceUp();
    void askSnapshots();
    void retrySnapshot(SnapshotWish& wish, Timestamp now);
    SnapshotWish* wishOf(InstrumentId id);
    void noteBadFrame(std::string_view why, std::string_view frame);

    bool offer(const MarketEvent* events, std::size_t count);
    bool offerState(MarketKind kind);
    void overflow();

    VenueContext m_context;
    MarketSink m_sink;
    MarketParser m_parser;
    RateLimiter m_limiter;
    std::vector<InstrumentId> m_instruments;
    std::vector<SnapshotWish> m_wishes;
    std::unique_ptr<WsLink> m_link; // made in the thread of start()
    std::unique_ptr<RestClient> m_rest;
    std::unique_ptr<QTimer> m_tick;
    bool m_announced = false; ///< FeedUp was taken on this connection
    bool m_downOwed = false;  ///< FeedDown has yet to be taken
    bool m_upOwed = false;    ///< FeedUp follows it
    std::uint64_t m_badSinceLogged = 0;
    Timestamp m_badLogged;
};

} // namespace maker::binance
