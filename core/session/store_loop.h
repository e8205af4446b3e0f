#pragma once

#include "kernel/engine/ports.h"
#include "lanes/doorbell.h"
#include "lanes/ring.h"
#include "session/event_recorder.h"
#include "session/requests.h"
#include "session/trade_pump.h"
#include "store/database.h"
#include "store/intent_log.h"
#include "store/journal_writer.h"

#include <QString>

#include <atomic>
#include <functional>
#include <future>
#include <mutex>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace maker {

/// The store thread: makes order intents safe before it releases them to the venue, and writes the journal into SQLite in
/// batches. It alone touches the intent log and, while it runs, the database.
class StoreLoop {
public:
    struct Config {
        QString databasePath;
        Instruments instruments;
        JournalWriter::Identity identity;
        EventRecorder* recorder = nullptr; ///< outlives the thread; null: nothing is recorded
    };
    static constexpr std::size_t kIntentRing = 2048;
    static constexpr std::size_t kJournalRing = 8192;
    static constexpr std::size_t kBatch = 64;

    StoreLoop(Config config, IntentLog log, TradePump* pump, Doorbell& engineBell);
    ~StoreLoop();

    /// Reads of the store before the run begins, in the store's thread: the database is opened and checked once.
    using FirstRead = std::function<Result<void>(Database::Opened&)>;

    /// Starts the thread; returns when the database is open and read, or why it is not.
    Result<void> start(FirstRead firstRead = {});
    /// Writes everything that was given, then ends the thread.
    void stop();

    // engine thread
    bool submit(const TradeRequest& request);
    enum class Taken : std::uint8_t { Yes, WhileUnhealthy, No };
    Taken record(const JournalRow& row);
    /// Orders that were not released because their intent could not be written.
    Ring<ExecEvent>& refused() noexcept { return m_refused; }
    bool healthy() const noexcept { return m_healthy.load(std::memory_order_relaxed); }

    std::uint32_t run() const noexcept { return m_config.identity.run; }

    /// Any thread, rare: remembers a parameter set.
    void saveParams(QString subject, QString json);

private:
    void run(std::promise<Result<void>> opened, const FirstRead& firstRead);
    Result<void> beginRun(JournalWriter& writer, Database::Opened& database, const FirstRead& firstRead);
    bool passIntents();
    bool writeJournal(JournalWriter& writer);
    void writeParams(JournalWriter& writer);
    void refuse(const TradeRequest& request, const Error& error);
    void note(bool healthy, const std::string& sentence);

    Config m_config;
    IntentLog m_log;
    TradePump* m_pump;
    Doorbell& m_engineBell;
    Doorbell m_bell;
    Ring<TradeRequest> m_intents{kIntentRing};
    Ring<JournalRow> m_journal{kJournalRing};
    Ring<ExecEvent> m_refused{kIntentRing};
    std::vector<IntentRecord> m_records;
    std::vector<TradeRequest> m_batch;
    std::vector<JournalRow> m_rows; ///< taken from the ring, not yet committed
    std::atomic<bool> m_healthy{true};
    std::atomic<bool> m_stop{false};
    struct Params {
        QString subject;
        QString json;
    };
    std::mutex m_paramsMutex;
    std::vector<Params> m_params;
    std::thread m_thread;
};

} // namespace maker
