#include "bench/window/loaded_desk.h"

#include "kernel/params/param_json.h"
#include "kernel/risk/risk_limits.h"
#include "kernel/strategy/strategy.h"
#include "platform/thread_priority.h"
#include "store/intent_log.h"
#include "venues/api/trade_gateway.h"
#include "venues/api/venue_clock.h"

#include <cmath>
#include <cstdio>
#include <random>

namespace bench {

using namespace maker;

namespace {

constexpr InstrumentId kBitcoin{1};
constexpr AccountId kAccount{1};
constexpr StrategyId kStrategy{1};
constexpr double kSpread = 0.0005; ///< of the strategy, as a share
constexpr int kBatch = 20;         ///< messages a millisecond
constexpr int kMoveEvery = 5;      ///< milliseconds between two moves of the mid
constexpr int kTradeEvery = 40;    ///< messages

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = kBitcoin;
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    spec.minQty = std::string("0.00001");
    spec.minNotional = std::string("5");
    return std::make_shared<const Instrument>(*Instrument::make(spec));
}

/// Writes the market's messages; the book is the ladder around step `at`.
class Market {
public:
    explicit Market(Ladder& ladder) : m_ladder(ladder) {}

    const std::vector<MarketEvent>& snapshot()
    {
        begin(MarketKind::BookSnapshot);
        for (int j = -Ladder::kAround; j < Ladder::kSteps + Ladder::kAround; ++j) {
            if (j <= m_at)
                level(Side::Buy, j, 50'000 + j * 100);
            if (j >= m_at)
                level(Side::Sell, j, 50'000 + j * 100);
        }
        return finish();
    }
    const std::vector<MarketEvent>& move()
    {
        m_direction = m_at == 0 ? 1 : m_at == Ladder::kSteps - 1 ? -1 : m_direction;
        begin(MarketKind::BookDelta);
        const Side gone = m_direction > 0 ? Side::Sell : Side::Buy;
        level(gone, m_at, 0);
        m_at += m_direction;
        level(opposite(gone), m_at, 40'000);
        m_ladder.cameAt[static_cast<std::size_t>(m_at)].store(m_now.ns, std::memory_order_relaxed);
        return finish();
    }
    const std::vector<MarketEvent>& change()
    {
        begin(MarketKind::BookDelta);
        for (int i = 0; i < 4; ++i) {
            const int away = 1 + static_cast<int>(m_random() % 60);
            const bool buy = m_random() % 2 == 0;
            level(buy ? Side::Buy : Side::Sell, buy ? m_at - away : m_at + away, 10'000 + static_cast<std::int64_t>(m_random() % 90'000));
        }
        return finish();
    }
    const std::vector<MarketEvent>& trade()
    {
        m_records.clear();
        MarketEvent& event = add(MarketKind::Trade);
        event.side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
        event.price = {priceOf(event.side == Side::Buy ? Side::Sell : Side::Buy, m_at)};
        event.qty = {1'000 + static_cast<std::int64_t>(m_random() % 9'000)};
        event.lastId = ++m_tradeId;
        return finish();
    }

private:
    static Side opposite(Side side) { return side == Side::Buy ? Side::Sell : Side::Buy; }
    static std::int64_t priceOf(Side side, int step)
    {
        return Ladder::kBase + Ladder::kStep * step + (side == Side::Buy ? -1 : 1);
    }
    MarketEvent& add(MarketKind kind)
    {
        MarketEvent& event = m_records.emplace_back();
        event.kind = kind;
        event.instrument = kBitcoin;
        event.venue = {1};
        event.localTime = m_now = localNow();
        return event;
    }
    void begin(MarketKind kind)
    {
        m_records.clear();
        MarketEvent& header = add(kind);
        header.firstId = header.lastId = ++m_id;
    }
    void level(Side side, int step, std::int64_t qty)
    {
        MarketEvent& event = add(MarketKind::BookLevel);
        event.side = side;
        event.price = {priceOf(side, step)};
        event.qty = {qty};
    }
    const std::vector<MarketEvent>& finish()
    {
        m_records.front().levels = static_cast<std::uint16_t>(m_records.size() - 1);
        for (MarketEvent& event : m_records) {
            event.last = &event == &m_records.back();
            event.localTime = m_now;
        }
        return m_records;
    }

    Ladder& m_ladder;
    std::vector<MarketEvent> m_records;
    std::mt19937 m_random{3};
    Timestamp m_now;
    std::int64_t m_id = 1'000;
    std::int64_t m_tradeId = 0;
    int m_at = Ladder::kSteps / 2;
    int m_direction = 1;
};

} // namespace

/// Trade thread: answers every request at once.
class LoadedDesk::Venue final : public TradeGateway {
public:
    explicit Venue(LoadedDesk& desk) : m_desk(desk) {}

    void setSink(ExecSink sink) override { m_sink = std::move(sink); }
    void start() override { answer({}, ExecKind::TradingUp, OrderState::Accepted); }
    void stop() override {}
    void place(const Approved<NewOrder>& order) override
    {
        m_desk.note(order.request());
        answer(order.request(), ExecKind::OrderAck, OrderState::Accepted);
    }
    void replace(const Approved<ReplaceOrder>& request) override
    {
        m_desk.note(request.request().order);
        cancel(request.request().cancel);
        answer(request.request().order, ExecKind::OrderAck, OrderState::Accepted);
    }
    void cancel(const CancelOrder& request) override
    {
        NewOrder order;
        order.clientOrderId = request.clientOrderId;
        order.instrument = request.instrument;
        answer(order, ExecKind::OrderStatus, OrderState::Canceled);
    }
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder& request) override { cancel(request); }
    void reconcile(AccountId, Timestamp) override
    {
        balance("BTC", Money::fromInt(1));
        balance("USDT", Money::fromInt(60'000));
        answer({}, ExecKind::ReconcileDone, OrderState::Accepted);
    }

private:
    void balance(const char* asset, Money free)
    {
        ExecEvent event;
        event.kind = ExecKind::Balance;
        event.account = kAccount;
        event.localTime = localNow();
        event.asset = asset;
        event.free = free;
        m_sink(&event, 1);
    }
    void answer(const NewOrder& order, ExecKind kind, OrderState state)
    {
        ExecEvent event;
        event.kind = kind;
        event.state = state;
        event.account = kAccount;
        event.venue = {1};
        event.instrument = order.instrument;
        event.clientOrderId = order.clientOrderId;
        event.side = order.side;
        event.price = order.price;
        event.qty = order.qty;
        event.localTime = localNow();
        m_sink(&event, 1);
    }

    LoadedDesk& m_desk;
    ExecSink m_sink;
};

std::unique_ptr<LoadedDesk> LoadedDesk::start(const std::string& folder)
{
    std::unique_ptr<LoadedDesk> desk(new LoadedDesk);
    return desk->bringUp(folder) ? std::move(desk) : nullptr;
}

bool LoadedDesk::bringUp(const std::string& folder)
{
    const auto instrument = bitcoin();
    const StrategyKind* kind = findStrategyKind("pure_market_making");
    m_catalog.instruments = {instrument};
    m_catalog.venueNames = {"Made-up market"};
    m_catalog.riskSchema = &schemaOf<RiskLimits>();
    m_catalog.strategies.push_back({kStrategy, std::string(kind->name), "Pure market making BTC", std::string(kind->help), kBitcoin, kind->schema});
    m_candles = std::make_unique<CandleLane>(std::vector{kBitcoin});
    auto log = IntentLog::open(folder + "/intents", IntentDurability::Process);
    if (!log) {
        std::fprintf(stderr, "%s\n", log.error().detail.c_str());
        return false;
    }
    m_venue = std::make_unique<Venue>(*this);
    const ExecSink sink = [this](const ExecEvent* events, std::size_t count) { return m_engine->offerExec(events, count); };
    m_venue->setSink(sink);
    m_pump = std::make_unique<TradePump>(*m_venue, sink);
    const std::uint32_t run = log->run();
    m_store = std::make_unique<StoreLoop>(
        StoreLoop::Config{QString::fromStdString(folder + "/bench.db"), m_catalog.instruments,
                          {run, QStringLiteral("bench"), QStringLiteral("0"), QStringLiteral("bench")}},
        std::move(*log), m_pump.get(), m_bell);
    if (const auto started = m_store->start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().detail.c_str());
        return false;
    }
    EngineLoop::Config config;
    config.engine.run = run;
    config.engine.instruments.push_back({instrument, kAccount});
    config.engine.strategies.push_back({kStrategy, "pure_market_making", kBitcoin,
        R"({"bid_spread": 5, "ask_spread": 5, "order_size": 0.01, "refresh_time": 0, "refresh_tolerance": 0,
            "price_source": "mid", "price_skew": 0, "size_skew": false})"});
    config.engine.riskLimits = R"({"order_rate": 1000})";
    config.titles = {"Pure market making BTC"};
    config.venueName = "Made-up market";
    auto status = std::make_shared<VenueStatus>();
    status->market = status->trading = LinkState::Up;
    config.venueStatus = status;
    config.requestSnapshot = [](InstrumentId) {};
    m_engine = std::make_unique<EngineLoop>(std::move(config), *m_store, m_bell, m_rows, *m_candles);
    if (const auto prepared = m_engine->prepare(m_pump.get(), {}); !prepared) {
        std::fprintf(stderr, "%s\n", prepared.error().detail.c_str());
        return false;
    }
    m_engine->start();
    m_venue->moveToThread(&m_tradeThread);
    m_pump->moveToThread(&m_tradeThread);
    m_tradeThread.start();
    QMetaObject::invokeMethod(m_venue.get(), [this] {
        answerSoon(); // as the session's venue threads
        m_pump->begin();
        m_venue->start();
    });
    m_feedThread = std::thread([this] { feed(); });
    post({CommandKind::StartStrategy, kStrategy, {}, {}, {}});
    return true;
}

LoadedDesk::~LoadedDesk()
{
    m_stop = true;
    if (m_feedThread.joinable())
        m_feedThread.join();
    if (m_engine)
        m_engine->stop();
    if (m_store)
        m_store->stop();
    m_tradeThread.quit();
    m_tradeThread.wait();
}

void LoadedDesk::feed()
{
    answerSoon();
    Market market(m_ladder);
    const auto push = [this](const std::vector<MarketEvent>& records) {
        if (!m_engine->offerMarket(records.data(), records.size()))
            m_overflows.fetch_add(1);
    };
    MarketEvent up;
    up.kind = MarketKind::FeedUp;
    up.venue = {1};
    up.localTime = localNow();
    push({up});
    push(market.snapshot());
    auto due = std::chrono::steady_clock::now();
    for (int millisecond = 0, message = 0; !m_stop.load(); ++millisecond) {
        for (int i = 0; i < kBatch; ++i, ++message) {
            const bool moves = i == 0 && millisecond % kMoveEvery == 0;
            push(moves ? market.move() : message % kTradeEvery == 1 ? market.trade() : market.change());
        }
        due += std::chrono::milliseconds(1);
        std::this_thread::sleep_until(due);
    }
}

/// The price of an order names the step of the mid it was made for.
void LoadedDesk::note(const NewOrder& order)
{
    if (order.side != Side::Buy)
        return;
    const double mid = static_cast<double>(order.price.count) / (1.0 - kSpread);
    const auto step = std::llround((mid - static_cast<double>(Ladder::kBase)) / static_cast<double>(Ladder::kStep));
    if (step < 0 || step >= Ladder::kSteps)
        return;
    const std::int64_t came = m_ladder.cameAt[static_cast<std::size_t>(step)].load(std::memory_order_relaxed);
    if (came == 0)
        return;
    const std::lock_guard lock(m_mutex);
    m_latencies.push_back(static_cast<double>(localNow().ns - came));
}

std::vector<double> LoadedDesk::takeLatencies()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_latencies, {});
}

} // namespace bench
