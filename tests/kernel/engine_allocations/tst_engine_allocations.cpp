#include "tests/support/allocations.h"
#include "tests/support/engine_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

namespace {

/// Acknowledges everything from memory it owns.
class InstantVenue final : public OrderGateway, public FeedControl {
public:
    void place(const Approved<NewOrder>& order) override
    {
        ++requests;
        answer(order.request(), ExecKind::OrderAck, OrderState::Accepted);
    }
    void replace(const Approved<ReplaceOrder>& request) override
    {
        ++requests;
        cancel(request.request().cancel);
        answer(request.request().order, ExecKind::OrderAck, OrderState::Accepted);
    }
    void cancel(const CancelOrder& request) override
    {
        NewOrder order;
        order.clientOrderId = request.clientOrderId;
        order.instrument = request.instrument;
        order.account = request.account;
        answer(order, ExecKind::OrderStatus, OrderState::Canceled);
    }
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId account, Timestamp) override
    {
        NewOrder none;
        none.account = account;
        answer(none, ExecKind::Balance, OrderState::Accepted);
        m_answers[m_count - 1].asset = "BTC";
        m_answers[m_count - 1].free = Money::fromInt(1);
        answer(none, ExecKind::Balance, OrderState::Accepted);
        m_answers[m_count - 1].asset = "USDT";
        m_answers[m_count - 1].free = Money::fromInt(60'000);
        answer(none, ExecKind::ReconcileDone, OrderState::Accepted);
    }
    void requestSnapshot(InstrumentId) override {}

    void deliver(Engine& engine)
    {
        for (std::size_t i = 0; i < m_count; ++i)
            engine.process(m_answers[i]);
        m_count = 0;
    }

    std::size_t requests = 0;
    Timestamp now;

private:
    void answer(const NewOrder& order, ExecKind kind, OrderState state)
    {
        MAKER_ASSERT(m_count < m_answers.size());
        ExecEvent& event = m_answers[m_count++];
        event = {};
        event.kind = kind;
        event.state = state;
        event.account = order.account;
        event.instrument = order.instrument;
        event.clientOrderId = order.clientOrderId;
        event.side = order.side;
        event.price = order.price;
        event.qty = order.qty;
        event.localTime = now;
    }

    std::array<ExecEvent, 64> m_answers;
    std::size_t m_count = 0;
};

} // namespace

/// From market event to order without an allocation.
class tst_engine_allocations : public QObject {
    Q_OBJECT

    static void step(Engine& engine, InstantVenue& venue, std::mt19937_64& random, std::int64_t i, std::int64_t& mid)
    {
        mid += static_cast<std::int64_t>(random() % 3'001) - 1'500;
        venue.now = venue.now + Duration::millis(50);
        std::array<MarketEvent, 5> records;
        const auto level = [&](std::size_t at, Side side, std::int64_t price, std::int64_t qty) {
            records[at].kind = MarketKind::BookLevel;
            records[at].side = side;
            records[at].price = {price};
            records[at].qty = {qty};
        };
        records[0].kind = i == 0 ? MarketKind::BookSnapshot : MarketKind::BookDelta;
        records[0].levels = 4;
        records[0].firstId = records[0].lastId = 1'000 + i;
        level(1, Side::Buy, m_bid, 0);
        level(2, Side::Sell, m_ask, 0);
        m_bid = mid - 100;
        m_ask = mid + 100;
        level(3, Side::Buy, m_bid, 10'000);
        level(4, Side::Sell, m_ask, 10'000);
        for (std::size_t r = 0; r < records.size(); ++r) {
            records[r].instrument = EngineRig::kInstrument;
            records[r].venue = VenueId{1};
            records[r].localTime = venue.now;
            records[r].last = r + 1 == records.size();
            engine.process(records[r]);
        }
        venue.deliver(engine);
    }

    static inline std::int64_t m_bid = 1;
    static inline std::int64_t m_ask = 100'000'000;

private slots:
    void tenThousandMarketEventsAllocateNothing()
    {
        InstantVenue venue;
        venue.now = Timestamp::fromMillis(1'700'000'000'000);
        MemoryJournal journal;
        journal.keeps = false;
        EngineConfig config;
        config.instruments.push_back({btcUsdt(), EngineRig::kAccount, kBinanceSpotRule});
        config.strategies.push_back({EngineRig::kStrategy, "pure_market_making", EngineRig::kInstrument,
                                     R"({"levels": 3, "order_size": 0.01, "refresh_time": 0.2})"});
        config.riskLimits = R"({"order_rate": 1000})";
        auto engine = std::move(*Engine::make(config, {venue, journal, venue}));
        ExecEvent up;
        up.kind = ExecKind::TradingUp;
        up.account = EngineRig::kAccount;
        up.localTime = venue.now;
        engine->process(up);
        venue.deliver(*engine);
        MarketEvent feed;
        feed.kind = MarketKind::FeedUp;
        feed.venue = VenueId{1};
        feed.localTime = venue.now;
        engine->process(feed);
        engine->process(Command{.kind = CommandKind::StartStrategy, .strategy = EngineRig::kStrategy});
        std::mt19937_64 random(3);
        std::int64_t mid = 6'000'000;
        std::int64_t i = 0;
        for (; i < 5'000; ++i)
            step(*engine, venue, random, i, mid);
        QCOMPARE(engine->strategy(EngineRig::kStrategy).run, StrategyRun::Running);
        const std::size_t requestsBefore = venue.requests;
        const std::uint64_t eventsBefore = engine->counters().marketEvents;
        const std::uint64_t made = allocationsOf([&] {
            for (; i < 7'000; ++i)
                step(*engine, venue, random, i, mid);
        });
        QCOMPARE(engine->counters().marketEvents - eventsBefore, std::uint64_t(10'000));
        QVERIFY2(venue.requests - requestsBefore > 1'000, "the events must lead to orders");
        QCOMPARE(made, std::uint64_t(0));
    }

    void theCounterCounts()
    {
        std::unique_ptr<std::string> text;
        QCOMPARE(allocationsOf([&] { text = std::make_unique<std::string>(100, 'x'); }), std::uint64_t(2));
    }
};

MAKER_TEST(tst_engine_allocations)
#include "tst_engine_allocations.moc"
