#include "session/store_loop.h"

#include "kernel/base/log.h"
#include "platform/thread_priority.h"
#include "store/checkpointer.h"
#include "venues/api/venue_clock.h"

#include <algorithm>

namespace maker {

namespace {
constexpr auto kSyncWithin = std::chrono::milliseconds(5);
constexpr auto kIdle = std::chrono::milliseconds(50);
constexpr auto kRetry = std::chrono::milliseconds(500);
} // namespace

StoreLoop::StoreLoop(Config config, IntentLog log, TradePump* pump, Doorbell& engineBell)
    : m_config(std::move(config)), m_log(std::move(log)), m_pump(pump), m_engineBell(engineBell)
{
    m_records.reserve(kBatch);
    m_batch.reserve(kBatch);
    m_rows.reserve(kBatch);
}

StoreLoop::~StoreLoop()
{
    stop();
}

Result<void> StoreLoop::start(FirstRead firstRead)
{
    std::promise<Result<void>> opened;
    auto outcome = opened.get_future();
    m_thread = std::thread([this, promise = std::move(opened), read = std::move(firstRead)]() mutable {
        run(std::move(promise), read);
    });
    return outcome.get();
}

void StoreLoop::stop()
{
    if (!m_thread.joinable())
        return;
    m_stop.store(true);
    m_bell.ring();
    m_thread.join();
}

bool StoreLoop::submit(const TradeRequest& request)
{
    if (!m_intents.tryPush(request))
        return false;
    m_bell.ring();
    return true;
}

StoreLoop::Taken StoreLoop::record(const JournalRow& row)
{
    if (!m_journal.tryPush(row))
        return Taken::No;
    m_bell.ring();
    return healthy() ? Taken::Yes : Taken::WhileUnhealthy;
}

void StoreLoop::saveParams(QString subject, QString json)
{
    {
        const std::lock_guard lock(m_paramsMutex);
        m_params.push_back({std::move(subject), std::move(json)});
    }
    m_bell.ring();
}

/// A start reads what earlier runs left before it says that it is one of them.
Result<void> StoreLoop::beginRun(JournalWriter& writer, Database::Opened& database, const FirstRead& firstRead)
{
    if (firstRead) {
        if (auto read = firstRead(database); !read)
            return read;
    }
    return writer.beginRun(localNow());
}

void StoreLoop::run(std::promise<Result<void>> opened, const FirstRead& firstRead)
{
    answerSoon(); // an order waits here for its intent
    auto database = Database::open(m_config.databasePath);
    if (!database) {
        opened.set_value(tl::unexpected(database.error()));
        return;
    }
    const Checkpointer checkpointer(m_config.databasePath);
    JournalWriter writer(database->database, m_config.instruments, m_config.identity);
    auto begun = beginRun(writer, *database, firstRead);
    const bool usable = begun.has_value();
    opened.set_value(std::move(begun));
    if (!usable)
        return;

    EventRecorder* const recorder = m_config.recorder;
    const auto ready = [this, recorder] {
        return !m_intents.empty() || !m_journal.empty() || m_stop.load()
            || (recorder != nullptr && recorder->pressed());
    };
    for (;;) {
        bool worked = passIntents();
        worked = writeJournal(writer) || worked;
        writeParams(writer);
        worked = (recorder != nullptr && recorder->drain()) || worked;
        if (worked)
            continue;
        if (m_log.hasUnsynced()) {
            if (auto synced = m_log.sync(); !synced)
                note(false, synced.error().detail);
        }
        if (m_stop.load() && m_intents.empty() && m_journal.empty())
            break;
        if (healthy())
            m_bell.park(ready, m_log.hasUnsynced() ? kSyncWithin : kIdle);
        else if (m_stop.load())
            break; // the disk refuses and the operator leaves: what is lost was said in the log
        else
            std::this_thread::sleep_for(kRetry);
    }
    if (recorder != nullptr)
        recorder->end(m_journal.empty());
    if (auto ended = writer.endRun(localNow()); !ended)
        log(LogLevel::Warning, "store", ended.error().detail);
}

bool StoreLoop::passIntents()
{
    m_batch.clear();
    m_records.clear();
    TradeRequest request;
    while (m_batch.size() < kBatch && m_intents.tryPop(request)) {
        const NewOrder& order = request.order();
        const auto instrument = std::find_if(m_config.instruments.begin(), m_config.instruments.end(),
            [&](const auto& candidate) { return candidate->id() == order.instrument; });
        const std::string_view symbol =
            instrument == m_config.instruments.end() ? std::string_view{} : (*instrument)->symbol().view();
        m_records.push_back(makeIntent(order, symbol, localNow()));
        m_batch.push_back(request);
    }
    if (m_batch.empty())
        return false;
    if (auto safe = m_log.append(m_records); !safe) {
        note(false, safe.error().detail);
        for (const TradeRequest& unsafe : m_batch)
            refuse(unsafe, safe.error());
        return true;
    }
    for (TradeRequest& safe : m_batch) {
        // The trade thread drains this ring without waiting for anyone, so there is always room in a moment.
        while (m_pump != nullptr && !m_pump->released().tryPush(safe)) {
            m_pump->ring();
            std::this_thread::yield();
        }
    }
    if (m_pump != nullptr)
        m_pump->ring();
    return true;
}

void StoreLoop::refuse(const TradeRequest& request, const Error& error)
{
    const ExecEvent event =
        neverSent(request, RejectReason::Other, "Not sent, its intent could not be stored: " + error.detail);
    // As many slots as intents that can be on their way, so this cannot be full.
    MAKER_ASSERT(m_refused.tryPush(event));
    m_engineBell.ring();
}

bool StoreLoop::writeJournal(JournalWriter& writer)
{
    JournalRow row;
    while (m_rows.size() < kBatch && m_journal.tryPop(row)) {
        if (m_config.recorder != nullptr)
            m_config.recorder->digest(row);
        m_rows.push_back(row);
    }
    if (m_rows.empty())
        return false;
    if (auto written = writer.write(m_rows); !written) {
        note(false, written.error().detail);
        return false; // kept, written again; fills are unique, so nothing is doubled
    }
    m_rows.clear();
    note(true, {});
    return true;
}

void StoreLoop::writeParams(JournalWriter& writer)
{
    std::vector<Params> params;
    {
        const std::lock_guard lock(m_paramsMutex);
        params.swap(m_params);
    }
    for (const Params& entry : params) {
        if (auto saved = writer.saveParams(entry.subject, entry.json, localNow()); !saved)
            log(LogLevel::Warning, "store", saved.error().detail);
    }
}

void StoreLoop::note(bool healthy, const std::string& sentence)
{
    if (m_healthy.exchange(healthy) == healthy)
        return;
    log(healthy ? LogLevel::Info : LogLevel::Error, "store",
        healthy ? "The store writes again." : "The store cannot write, trading pauses: " + sentence);
    m_engineBell.ring();
}

} // namespace maker
