#include "session/engine_loop.h"

#include "kernel/base/log.h"
#include "platform/thread_priority.h"
#include "venues/api/venue_clock.h"

namespace maker {

namespace {
constexpr Duration kTickEvery = Duration::millis(100);
constexpr Duration kPublishEvery = Duration::millis(10);
constexpr std::size_t kMarketBatch = 512;
} // namespace

/// Engine thread: each row goes to the store and to the window.
class EngineLoop::Journal final : public JournalSink {
public:
    Journal(StoreLoop& store, RowLane& rows, EventRecorder* recorder)
        : m_store(store), m_rows(rows), m_recorder(recorder)
    {
    }
    bool record(const JournalRow& row) override
    {
        m_rows.pushJournal(row);
        const StoreLoop::Taken taken = m_store.record(row);
        if (taken == StoreLoop::Taken::Yes)
            return true;
        if (m_recorder != nullptr)
            m_recorder->record(JournalAnswer{row.sequence, taken == StoreLoop::Taken::WhileUnhealthy});
        return false;
    }

private:
    StoreLoop& m_store;
    RowLane& m_rows;
    EventRecorder* m_recorder;
};

class EngineLoop::Feed final : public FeedControl {
public:
    explicit Feed(std::function<void(InstrumentId)> request) : m_request(std::move(request)) {}
    void requestSnapshot(InstrumentId instrument) override { m_request(instrument); }

private:
    std::function<void(InstrumentId)> m_request;
};

EngineLoop::EngineLoop(Config config, StoreLoop& store, Doorbell& bell, RowLane& rows, CandleLane& candles)
    : m_config(std::move(config)), m_store(store), m_bell(bell), m_rows(rows), m_candles(candles),
      m_quotes(m_config.engine.strategies)
{
    for (const EngineInstrument& entry : m_config.engine.instruments)
        m_markets.emplace_back().instrument = entry.instrument->id();
    m_paramsVersions.resize(m_config.engine.strategies.size());
    m_params.resize(m_config.engine.strategies.size() + 1);
    m_limits = m_config.limits;
    m_limits.resize(m_config.engine.instruments.size());
}

EngineLoop::~EngineLoop()
{
    stop();
}

Result<void> EngineLoop::prepare(TradePump* pump, const EngineHistory& history)
{
    m_lane = std::make_unique<TradeLane>(m_store, pump, m_config.tradingRefusal);
    m_journal = std::make_unique<Journal>(m_store, m_rows, m_config.recorder);
    m_feed = std::make_unique<Feed>(m_config.requestSnapshot);
    auto engine = Engine::make(m_config.engine, {*m_lane, *m_journal, *m_feed});
    if (!engine)
        return tl::unexpected(engine.error());
    m_engine = std::move(*engine);
    if (auto restored = m_engine->restore(history); !restored)
        return restored;
    rememberParams();
    return {};
}

void EngineLoop::start()
{
    m_thread = std::thread([this] { run(); });
}

void EngineLoop::stop()
{
    if (!m_thread.joinable())
        return;
    m_stop.store(true);
    m_bell.ring();
    m_thread.join();
}

bool EngineLoop::offerMarket(const MarketEvent* events, std::size_t count)
{
    if (!m_marketRing.tryPushAll(events, count))
        return false;
    m_bell.ring();
    return true;
}

bool EngineLoop::offerExec(const ExecEvent* events, std::size_t count)
{
    if (!m_execRing.tryPushAll(events, count)) {
        m_execOverflow.store(true);
        m_bell.ring();
        return false;
    }
    m_bell.ring();
    return true;
}

bool EngineLoop::offerCommand(Command command)
{
    if (!m_commands.tryPush(std::move(command)))
        return false;
    m_bell.ring();
    return true;
}

template <typename Event>
void EngineLoop::feed(const Event& event)
{
    if (m_config.recorder != nullptr)
        m_config.recorder->record(event);
    if constexpr (std::is_same_v<Event, MarketEvent>) {
        if (m_config.tapes != nullptr)
            m_config.tapes->record(event);
    }
    m_engine->process(event);
}

void EngineLoop::run()
{
    answerSoon();
    tick(localNow());
    restoreLimits();
    const auto ready = [this] {
        return !m_execRing.empty() || !m_store.refused().empty() || !m_commands.empty() || !m_marketRing.empty()
            || m_stop.load();
    };
    while (!m_stop.load()) {
        bool worked = drainExec();
        worked = drainCommands() || worked;
        tick(localNow());
        worked = drainMarket() || worked;
        m_lane->flush();
        const Timestamp now = localNow();
        if (now - m_lastPublish >= kPublishEvery)
            publish(now);
        if (!worked)
            m_bell.park(ready, std::chrono::nanoseconds((kPublishEvery).ns));
    }
    drainExec();
    // The last picture is the one that counts.
    m_deskWanted.store(true);
    m_lastDesk = {};
    for (MarketView& view : m_markets) {
        view.changed = true;
        view.wanted.store(true);
    }
    publish(localNow());
}

bool EngineLoop::drainExec()
{
    if (m_execOverflow.exchange(false)) {
        m_rows.pushSentence(Severity::Danger, RowKind::Alert, "session",
            "Execution reports overflowed their queue: everything is canceled and trading stops.", localNow());
        feed(Command{CommandKind::Kill, {}, {}, {}, "the execution queue was full"});
    }
    bool worked = false;
    ExecEvent event;
    while (m_execRing.tryPop(event) || m_store.refused().tryPop(event) || m_lane->nextAnswer(event)) {
        feed(event);
        if (event.instrument.valid()) {
            for (MarketView& view : m_markets)
                view.changed = view.changed || view.instrument == event.instrument;
        }
        worked = true;
    }
    return worked;
}

bool EngineLoop::drainCommands()
{
    bool worked = false;
    Command command;
    while (m_commands.tryPop(command)) {
        feed(command);
        rememberParams();
        worked = true;
    }
    return worked;
}

bool EngineLoop::drainMarket()
{
    std::size_t count = 0;
    m_lane->takeRequests();
    while (count < kMarketBatch) {
        const MarketEvent* event = m_marketRing.front();
        if (event == nullptr)
            break;
        if (m_config.memory != nullptr)
            m_config.memory->add(*event, *m_engine);
        feed(*event);
        if (event->last && m_lane->takeRequests() > 0)
            m_tickToOrder.record(localNow() - event->localTime);
        for (MarketView& view : m_markets) {
            if (view.instrument != event->instrument && event->instrument.valid())
                continue;
            view.changed = true;
            if (event->kind != MarketKind::Trade)
                continue;
            if (view.open24h.count == 0)
                view.open24h = event->price;
            view.rate.onTrade(event->side, static_cast<double>(event->qty.count), event->localTime);
        }
        if (event->kind == MarketKind::Trade) {
            m_rows.pushTrade(*event);
            m_candles.onTrade(*event);
        }
        m_marketRing.pop();
        ++count;
        // A fill must not wait behind a burst of market data.
        if (!m_execRing.empty() || !m_commands.empty())
            break;
    }
    return count > 0;
}

void EngineLoop::tick(Timestamp now)
{
    if (now - m_lastTick < kTickEvery)
        return;
    m_lastTick = now;
    feed(Timer{now});
    m_candles.onTime(now);
    for (MarketView& view : m_markets)
        view.changed = true; // health depends on time
}

void EngineLoop::rememberParams()
{
    const std::lock_guard lock(m_paramsMutex);
    for (std::size_t i = 0; i < m_paramsVersions.size(); ++i) {
        const StrategyId id = m_config.engine.strategies[i].id;
        const std::uint64_t version = m_engine->strategy(id).paramsVersion;
        if (version == m_paramsVersions[i])
            continue;
        m_params[i] = m_engine->params(id);
        if (m_paramsVersions[i] != 0)
            m_store.saveParams(QString::fromStdString("strategy/" + m_config.engine.strategies[i].kind + "/"
                                   + std::to_string(id.value)),
                QString::fromStdString(m_params[i]));
        m_paramsVersions[i] = version;
    }
    std::string limits = m_engine->riskLimits();
    if (limits != m_params.back()) {
        const bool first = m_params.back().empty();
        m_params.back() = std::move(limits);
        if (!first)
            m_store.saveParams(QStringLiteral("risk"), QString::fromStdString(m_params.back()));
    }
    if (m_limitsRestored)
        rememberLimits();
}

/// As commands, so that the recording of the run holds them.
void EngineLoop::restoreLimits()
{
    for (std::size_t i = 0; i < m_config.limits.size(); ++i) {
        if (!m_config.limits[i].empty())
            feed(Command{.kind = CommandKind::SetRiskLimits,
                         .instrument = m_config.engine.instruments[i].instrument->id(),
                         .text = m_config.limits[i]});
    }
    m_limitsRestored = true;
    rememberParams();
}

void EngineLoop::rememberLimits()
{
    for (std::size_t i = 0; i < m_limits.size(); ++i) {
        const Instrument& instrument = *m_config.engine.instruments[i].instrument;
        std::string limits = m_engine->riskLimits(instrument.id());
        if (limits == m_limits[i])
            continue;
        m_limits[i] = std::move(limits);
        m_store.saveParams(QString::fromStdString("risk/" + instrument.symbol().str()),
            QString::fromStdString(m_limits[i]));
    }
}

std::string EngineLoop::riskLimits(InstrumentId instrument)
{
    const std::lock_guard lock(m_paramsMutex);
    for (std::size_t i = 0; i < m_limits.size(); ++i) {
        if (m_config.engine.instruments[i].instrument->id() == instrument)
            return m_limits[i];
    }
    return {};
}

std::string EngineLoop::params(StrategyId strategy)
{
    const std::lock_guard lock(m_paramsMutex);
    if (!strategy.valid())
        return m_params.back();
    for (std::size_t i = 0; i < m_paramsVersions.size(); ++i) {
        if (m_config.engine.strategies[i].id == strategy)
            return m_params[i];
    }
    return "{}";
}

bool EngineLoop::market(InstrumentId instrument, MarketSnapshot& out)
{
    for (MarketView& view : m_markets) {
        if (view.instrument != instrument)
            continue;
        view.wanted.store(true, std::memory_order_relaxed);
        const MarketSnapshot* newest = view.latest.read();
        if (newest == nullptr || (out.instrument == instrument && out.version == view.latest.readVersion()))
            return false;
        out = *newest;
        out.version = view.latest.readVersion();
        return true;
    }
    return false;
}

bool EngineLoop::desk(DeskSnapshot& out)
{
    m_deskWanted.store(true, std::memory_order_relaxed);
    const DeskSnapshot* newest = m_desk.read();
    if (newest == nullptr || out.version == m_desk.readVersion())
        return false;
    out = *newest;
    out.version = m_desk.readVersion();
    return true;
}

} // namespace maker
