// bench_engine_event: changes of one level each through Engine::process with a strategy that decides after every one, as
// a backtest feeds them; most leave the touch alone. The floor is the same records through the sequence rule and the book.
#include "bench/support/figure.h"
#include "kernel/engine/engine.h"

#include <array>
#include <cstdio>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace maker;

constexpr int kRounds = 400;
constexpr std::size_t kBatch = 2'048; ///< changes, each a header and one level
constexpr std::int64_t kMid = 6'700'000;
constexpr std::int64_t kDepth = 200;
constexpr AccountId kAccount{1};
constexpr StrategyId kStrategy{1};

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    spec.minNotional = std::string("5");
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

/// Accepts every order when it is asked to; keeps no journal.
class QuietVenue final : public OrderGateway, public FeedControl, public JournalSink {
public:
    void place(const Approved<NewOrder>& order) override { answer(order.request().clientOrderId, OrderState::Accepted); }
    void replace(const Approved<ReplaceOrder>& order) override
    {
        answer(order.request().cancel.clientOrderId, OrderState::Canceled);
        answer(order.request().order.clientOrderId, OrderState::Accepted);
    }
    void cancel(const CancelOrder& order) override { answer(order.clientOrderId, OrderState::Canceled); }
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override
    {
        balance("BTC", 1);
        balance("USDT", 67'000);
        ExecEvent done;
        done.kind = ExecKind::ReconcileDone;
        done.account = kAccount;
        m_answers.push_back(done);
    }
    void requestSnapshot(InstrumentId) override {}
    bool record(const JournalRow&) override { return true; }

    void deliver(Engine& engine, Timestamp now)
    {
        auto answers = std::move(m_answers);
        m_answers.clear();
        for (ExecEvent& each : answers) {
            each.localTime = now;
            engine.process(each);
        }
        orders += answers.size();
    }

    std::size_t orders = 0;

private:
    void answer(const ClientOrderId& id, OrderState state)
    {
        ExecEvent event;
        event.kind = ExecKind::OrderStatus;
        event.state = state;
        event.account = kAccount;
        event.instrument = {1};
        event.clientOrderId = id;
        m_answers.push_back(event);
    }
    void balance(const char* asset, std::int64_t amount)
    {
        ExecEvent event;
        event.kind = ExecKind::Balance;
        event.account = kAccount;
        event.asset = asset;
        event.free = Money::fromInt(amount);
        m_answers.push_back(event);
    }

    std::vector<ExecEvent> m_answers;
};

/// The recording: a book 200 levels deep whose levels change one at a time.
class Stream {
public:
    const std::vector<MarketEvent>& snapshot()
    {
        m_events = {record(MarketKind::BookSnapshot, false)};
        for (std::int64_t i = 0; i < kDepth; ++i) {
            push(Side::Buy, kMid - i, 100'000, false);
            push(Side::Sell, kMid + 1 + i, 100'000, i + 1 == kDepth);
        }
        return m_events;
    }

    const std::vector<MarketEvent>& next()
    {
        m_events.clear();
        for (std::size_t i = 0; i < kBatch; ++i) {
            m_now = m_now + Duration::millis(1);
            ++m_id;
            m_events.push_back(record(MarketKind::BookDelta, false));
            const Side side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
            const bool touch = m_random() % 32 == 0; // the quantity at the best price
            const auto behind = touch ? std::int64_t{0} : 1 + static_cast<std::int64_t>(m_random() % (kDepth - 1));
            const auto qty = static_cast<std::int64_t>(!touch && m_random() % 4 == 0 ? 0 : 1 + m_random() % 200'000);
            push(side, side == Side::Buy ? kMid - behind : kMid + 1 + behind, qty, true);
        }
        return m_events;
    }

    Timestamp now() const { return m_now; }

private:
    MarketEvent record(MarketKind kind, bool last) const
    {
        MarketEvent event;
        event.kind = kind;
        event.last = last;
        event.instrument = {1};
        event.venue = {1};
        event.venueTime = event.localTime = m_now;
        event.levels = 1;
        event.firstId = event.lastId = m_id;
        return event;
    }
    void push(Side side, std::int64_t price, std::int64_t qty, bool last)
    {
        MarketEvent event = record(MarketKind::BookLevel, last);
        event.side = side;
        event.price = {price};
        event.qty = {qty};
        m_events.push_back(event);
    }

    std::mt19937_64 m_random{7};
    std::vector<MarketEvent> m_events;
    Timestamp m_now = Timestamp::fromMillis(1'767'225'600'000);
    std::int64_t m_id = 1'000;
};

std::unique_ptr<Engine> makeEngine(QuietVenue& venue)
{
    EngineConfig config;
    config.instruments.push_back({bitcoin(), kAccount, kBinanceSpotRule});
    config.strategies.push_back({kStrategy, "pure_market_making", {1}, R"({"order_size": 0.01, "refresh_time": 1})"});
    auto engine = std::move(*Engine::make(config, {venue, venue, venue}));
    Stream start;
    ExecEvent up;
    up.kind = ExecKind::TradingUp;
    up.account = kAccount;
    up.localTime = start.now();
    engine->process(up);
    venue.deliver(*engine, start.now());
    return engine;
}

} // namespace

int main()
{
    QuietVenue venue;
    const auto engine = makeEngine(venue);
    Stream stream;
    BookSync bare(Price{1}, kBinanceSpotRule);
    for (const MarketEvent& event : stream.snapshot()) {
        engine->process(event);
        bare.process(event);
    }
    engine->process(Command{.kind = CommandKind::StartStrategy, .strategy = kStrategy});
    std::vector<double> ours;
    std::vector<double> floors;
    std::size_t complete = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto& events = stream.next();
        auto start = bench::Clock::now();
        for (const MarketEvent& event : events)
            engine->process(event);
        ours.push_back(bench::nanosSince(start) / static_cast<double>(kBatch));
        start = bench::Clock::now();
        for (const MarketEvent& event : events)
            complete += bare.process(event).complete ? 1 : 0;
        floors.push_back(bench::nanosSince(start) / static_cast<double>(kBatch));
        venue.deliver(*engine, stream.now());
    }
    const bool quotes = engine->strategy(kStrategy).run == StrategyRun::Running && venue.orders > 0;
    if (!quotes || complete != kRounds * kBatch) {
        std::fprintf(stderr, "bench_engine_event: the strategy does not quote\n");
        return 1;
    }
    const double nanos = bench::median(ours);
    std::fprintf(stderr, "engine: %.1f ns a one-level change with its decision, sequence rule and book alone %.1f ns, %zu answers\n",
                 nanos, bench::median(floors), venue.orders);
    const double rate = 1e9 / nanos;
    bench::print({"engine: one-level changes with a decision each", rate, "events/s", 1e9 / bench::median(floors), ">= 11000000/s",
                  rate >= 11e6});
    return 0;
}
