#pragma once

#include "kernel/engine/engine.h"
#include "kernel/pricing/trading_rate.h"
#include "lanes/doorbell.h"
#include "lanes/latest.h"
#include "lanes/ring.h"
#include "session/candle_lane.h"
#include "session/event_recorder.h"
#include "session/quote_views.h"
#include "session/market_memory.h"
#include "session/market_recorder.h"
#include "session/row_lane.h"
#include "session/store_loop.h"
#include "session/trade_lane.h"
#include "session/views.h"
#include "venues/api/latency_histogram.h"
#include "venues/api/venue_status.h"

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace maker {

/// The engine thread: the one place where events meet. Drains executions first, then commands, time and market data, each
/// bounded, publishes snapshots when someone looks, and sleeps on one doorbell when there is nothing to do.
class EngineLoop {
public:
    static constexpr std::size_t kMarketRing = 1U << 16U;
    static constexpr std::size_t kExecRing = 8192;
    static constexpr std::size_t kCommandRing = 256;

    struct Config {
        EngineConfig engine;
        TradingMode mode = TradingMode::Demo;
        std::vector<std::string> titles; ///< one a strategy
        std::string venueName;
        std::shared_ptr<const VenueStatus> venueStatus;
        std::function<void(InstrumentId)> requestSnapshot; ///< must not block
        std::string tradingRefusal;                        ///< non-empty: this session cannot send orders
        EventRecorder* recorder = nullptr;                 ///< null: the engine's input is not recorded
        MarketRecorder* tapes = nullptr;                   ///< null: the market is not recorded
        MarketMemory* memory = nullptr;                    ///< null: the last minutes are not kept
        std::vector<std::string> limits;                   ///< one an instrument, empty: none of its own
    };

    EngineLoop(Config config, StoreLoop& store, Doorbell& bell, RowLane& rows, CandleLane& candles);
    ~EngineLoop();

    /// Makes the engine and hands it what earlier runs left. `pump` null where the session cannot trade.
    Result<void> prepare(TradePump* pump, const EngineHistory& history);
    void start();
    void stop();

    // feed thread, trade thread
    bool offerMarket(const MarketEvent* events, std::size_t count);
    bool offerExec(const ExecEvent* events, std::size_t count);

    // the window's thread
    bool offerCommand(Command command);
    bool market(InstrumentId instrument, MarketSnapshot& out);
    bool desk(DeskSnapshot& out);
    std::string params(StrategyId strategy);
    std::string riskLimits(InstrumentId instrument);
    QuoteViews& quotes() { return m_quotes; }

private:
    struct MarketView {
        InstrumentId instrument;
        Latest<MarketSnapshot> latest;
        std::atomic<bool> wanted{true};
        Price open24h;
        TradingRate rate; ///< of the market's trades, for the chances of our orders
        bool changed = true;
    };
    class Journal;
    class Feed;

    void run();
    /// The only way into the engine once it runs: what it decides follows from these calls alone.
    template <typename Event>
    void feed(const Event& event);
    bool drainExec();
    bool drainCommands();
    bool drainMarket();
    void tick(Timestamp now);
    void publish(Timestamp now);
    void fillMarket(MarketView& view, MarketSnapshot& out) const;
    void fillOwn(const MarketView& view, MarketSnapshot& out) const;
    void fillDesk(DeskSnapshot& out, Timestamp now) const;
    void fillVenue(VenueView& out, Timestamp now) const;
    void rememberParams();
    void rememberLimits();
    void restoreLimits();

    Config m_config;
    StoreLoop& m_store;
    Doorbell& m_bell;
    RowLane& m_rows;
    CandleLane& m_candles;
    std::unique_ptr<TradeLane> m_lane;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<Engine> m_engine;
    Ring<MarketEvent> m_marketRing{kMarketRing};
    Ring<ExecEvent> m_execRing{kExecRing};
    Ring<Command> m_commands{kCommandRing};
    std::deque<MarketView> m_markets;
    QuoteViews m_quotes;
    Latest<DeskSnapshot> m_desk;
    std::atomic<bool> m_deskWanted{true};
    std::atomic<bool> m_execOverflow{false};
    LatencyHistogram m_tickToOrder;
    Timestamp m_lastTick;
    Timestamp m_lastPublish;
    Timestamp m_lastDesk;
    std::vector<std::uint64_t> m_paramsVersions;
    bool m_limitsRestored = false; ///< before this, what was saved is not applied yet
    std::mutex m_paramsMutex;
    std::vector<std::string> m_params; ///< index: strategy; the last one is the risk limits
    std::vector<std::string> m_limits; ///< index: instrument; guarded by the same
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

} // namespace maker
