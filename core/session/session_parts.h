#pragma once

#include "session/candle_lane.h"
#include "session/config.h"
#include "session/engine_loop.h"
#include "session/event_recorder.h"
#include "session/market_recorder.h"
#include "session/paper/paper_gateway.h"
#include "session/port.h"
#include "session/row_lane.h"
#include "session/session.h"
#include "session/store_loop.h"
#include "session/trade_pump.h"
#include "simex/sim_server.h"
#include "store/database.h"
#include "venues/api/venue_descriptor.h"

#include <QThread>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace maker {

/// A thread with an event loop and the objects that live in it; they are destroyed there.
class VenueThread {
public:
    VenueThread();
    ~VenueThread();

    void start(const QString& name);
    /// Runs `work` in the thread and waits for it.
    void call(std::function<void()> work);
    /// Runs `work` in the thread, later.
    void post(std::function<void()> work);
    void adopt(QObject& object) { object.moveToThread(&m_thread); }
    void stop();

private:
    QThread m_thread;
    std::unique_ptr<QObject> m_context;
};

/// What a session consists of, in the order in which it is brought up; torn down the other way round.
struct Session::Parts {
    SessionConfig config;
    Catalog catalog;
    std::vector<std::string> notes;
    const VenueDescriptor* venue = nullptr;
    std::unique_ptr<SimServer> exchange; ///< embedded only
    VenueContext context;
    std::vector<std::string> titles;
    EngineHistory history;
    std::vector<std::string> limits; ///< one an instrument, as the profile remembers them
    std::string account;
    std::vector<DayPnl> pastDays;
    std::vector<PastFill> pastFills;
    std::map<InstrumentId, std::vector<RestedSpan>> pastQuotes;

    Doorbell engineBell;
    RowLane rows;
    std::unique_ptr<CandleLane> candles;
    std::unique_ptr<EventRecorder> recorder; ///< null: this run is not recorded
    std::shared_ptr<MarketMemory> memory;
    std::unique_ptr<MarketRecorder> tapes; ///< null: the market is not recorded
    std::unique_ptr<StoreLoop> store;
    std::unique_ptr<EngineLoop> engine;
    std::unique_ptr<MarketFeed> feed;
    std::unique_ptr<TradeGateway> gateway;
    PaperGateway* paper = nullptr; ///< the gateway where orders stay on paper
    std::unique_ptr<TradePump> pump;
    VenueThread feedThread;
    VenueThread tradeThread;
    bool running = false;

    /// Why no order can be sent; empty: they can.
    std::string tradingRefusal() const;
    std::unique_ptr<TradeGateway> makePaper(std::uint32_t run);
    /// Once the history is read.
    void fundPaper();
    Result<void> chooseVenue();
    Result<void> chooseProxy();
    Result<void> loadInstruments();
    Result<void> openStore();
    void loadCandles();
    void loadPast(Database& database);
    Result<void> readHistory(Database::Opened& opened, std::span<const IntentRecord> intents);
    Result<void> makeEngine();
    void beginRecording(const EngineConfig& engineConfig);
    void beginTapes(const EngineConfig& engineConfig);
    void startThreads();
    void stopThreads();
};

} // namespace maker
