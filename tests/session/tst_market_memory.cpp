#include "kernel/book/book_sync.h"
#include "kernel/engine/engine.h"
#include "session/market_memory.h"
#include "support/maker_test.h"
#include "tape/tape_rig.h"

#include <atomic>
#include <random>
#include <thread>

using namespace maker;
using maker::test::same;

namespace {

constexpr InstrumentId kId{1};
constexpr VenueId kVenue{1};
constexpr Timestamp kBegin{1'700'000'000'000'000'000};

std::shared_ptr<const Instrument> anInstrument()
{
    InstrumentSpec spec;
    spec.id = kId;
    spec.venue = kVenue;
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

class Nowhere final : public OrderGateway, public FeedControl, public JournalSink {
public:
    void place(const Approved<NewOrder>&) override {}
    void replace(const Approved<ReplaceOrder>&) override {}
    void cancel(const CancelOrder&) override {}
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override {}
    void requestSnapshot(InstrumentId) override {}
    bool record(const JournalRow&) override { return true; }
};

/// An engine beside a memory, fed with a seeded book.
class World {
public:
    explicit World(MarketMemory::Limits limits) : instrument(anInstrument()), memory({instrument}, limits)
    {
        EngineConfig config;
        config.instruments = {{instrument, AccountId{1}}};
        engine = std::move(*Engine::make(config, {nowhere, nowhere, nowhere}));
    }

    void feed(MarketEvent event)
    {
        event.instrument = kId;
        event.venue = kVenue;
        event.venueTime = now - Duration::millis(3);
        event.localTime = now;
        memory.add(event, *engine);
        engine->process(event);
        ++fed;
        if (keep)
            kept.push_back(event);
    }
    void snapshot(int levels)
    {
        MarketEvent header;
        header.kind = MarketKind::BookSnapshot;
        header.lastId = ++lastId;
        header.levels = static_cast<std::uint16_t>(2 * levels);
        header.last = false;
        feed(header);
        for (int i = 0; i < levels; ++i) {
            level(Side::Buy, 1'000'000 - i, 100 + i, false);
            level(Side::Sell, 1'000'001 + i, 100 + i, i == levels - 1);
        }
    }
    void level(Side side, std::int64_t price, std::int64_t qty, bool last)
    {
        MarketEvent event;
        event.kind = MarketKind::BookLevel;
        event.side = side;
        event.price = {price};
        event.qty = {qty};
        event.last = last;
        feed(event);
    }
    void delta(std::uint16_t levels)
    {
        MarketEvent header;
        header.kind = MarketKind::BookDelta;
        header.firstId = lastId + 1;
        header.lastId = lastId += 1 + static_cast<std::int64_t>(random() % 3);
        header.levels = levels;
        header.last = false;
        feed(header);
        for (std::uint16_t i = 0; i < levels; ++i) {
            const bool buy = random() % 2 == 0;
            const auto away = static_cast<std::int64_t>(random() % 100);
            level(buy ? Side::Buy : Side::Sell, buy ? 1'000'000 - away : 1'000'001 + away,
                away == 0 ? 5 : static_cast<std::int64_t>(random() % 4) * 10, i + 1 == levels);
        }
    }

    Nowhere nowhere;
    std::shared_ptr<const Instrument> instrument;
    MarketMemory memory;
    std::unique_ptr<Engine> engine;
    std::mt19937 random{7};
    std::int64_t lastId = 100;
    Timestamp now = kBegin;
    std::uint64_t fed = 0;
    bool keep = false;
    std::vector<MarketEvent> kept; ///< while `keep`
};

std::vector<MarketEvent> all(backtest::EventSource& source)
{
    std::vector<MarketEvent> events;
    for (;;) {
        const auto batch = source.next();
        if (!batch || batch->empty())
            return events;
        events.insert(events.end(), batch->begin(), batch->end());
    }
}

bool sameBook(const OrderBook& a, const OrderBook& b)
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        std::vector<Level> left(a.levelCount(side));
        std::vector<Level> right(b.levelCount(side));
        a.top(side, left);
        b.top(side, right);
        if (left.size() != right.size())
            return false;
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (left[i].price != right[i].price || left[i].qty != right[i].qty)
                return false;
        }
    }
    return true;
}

} // namespace

class tst_market_memory : public QObject {
    Q_OBJECT

private slots:
    void aReplayFromAnyPartEndsInTheSameBook();
    void whatIsOldGoesAndBytesAreBounded();
    void whatIsPackedIsToldAsItCame();
    void aWindowStaysAsItWasTakenWhileTheMarketGoesOn();
    void aBookThatIsNotBelievedHasNoPicture();
    void readersAndTheEngineDoNotMeet();
};

void tst_market_memory::aReplayFromAnyPartEndsInTheSameBook()
{
    World world({Duration::seconds(3600), 64U << 20U});
    world.snapshot(100);
    for (int i = 0; i < 20'000; ++i) {
        world.now = world.now + Duration::millis(20);
        world.delta(static_cast<std::uint16_t>(1 + i % 5));
    }
    QCOMPARE(world.engine->market(kId).health, MarketHealth::Live);
    for (const int seconds : {1, 65, 130, 200, 300, 390, 3600}) {
        const auto window = world.memory.window(Duration::seconds(seconds));
        QVERIFY(!window.empty());
        QVERIFY(window.to() - window.from() >= Duration::seconds(std::min(seconds, 399)));
        QVERIFY(window.to() - window.from() <= Duration::seconds(seconds + 61));
        auto source = window.source();
        QCOMPARE(source->leastFeedLatency(), Duration::millis(3));
        BookSync book(world.instrument->tickSize(), kBinanceSpotRule);
        for (const MarketEvent& event : all(*source))
            book.process(event);
        QVERIFY(book.live());
        QCOMPARE(book.counters().gaps, std::uint64_t{0});
        QVERIFY(sameBook(book.book(), *world.engine->book(kId)));
    }
    const auto everything = world.memory.window(Duration::seconds(3600));
    QCOMPARE(everything.events(), world.fed);
}

void tst_market_memory::whatIsOldGoesAndBytesAreBounded()
{
    World bySpan({Duration::seconds(120), 64U << 20U});
    bySpan.snapshot(10);
    for (int i = 0; i < 1000; ++i) {
        bySpan.now = bySpan.now + Duration::seconds(1);
        bySpan.delta(2);
    }
    QTRY_VERIFY(bySpan.memory.window(Duration::seconds(3600)).from() >= bySpan.now - Duration::seconds(241));
    const auto kept = bySpan.memory.window(Duration::seconds(3600));
    QVERIFY(kept.to() - kept.from() >= Duration::seconds(120));

    constexpr std::size_t kBytes = 4 * RawEvents::kBytes;
    World byBytes({Duration::seconds(100'000), kBytes});
    byBytes.snapshot(10);
    for (int i = 0; i < 200'000; ++i) {
        byBytes.now = byBytes.now + Duration::millis(1);
        byBytes.delta(3);
        if (i % 1000 == 0)
            QVERIFY(byBytes.memory.usage().bytes <= kBytes);
    }
    const auto bounded = byBytes.memory.window(Duration::seconds(100'000));
    QVERIFY(bounded.events() < byBytes.fed);
    QVERIFY(bounded.events() >= MarketMemory::kPartEvents);
    QCOMPARE(bounded.to(), byBytes.now);
}

void tst_market_memory::whatIsPackedIsToldAsItCame()
{
    World world({Duration::seconds(3600), 64U << 20U});
    world.keep = true;
    world.snapshot(300);
    for (int i = 0; i < 30'000; ++i) {
        world.now = world.now + Duration::millis(10);
        world.delta(static_cast<std::uint16_t>(1 + i % 5));
    }
    const auto early = world.memory.window(Duration::seconds(3600)); // parts of it may not be packed yet
    QTRY_COMPARE(world.memory.usage().packed, world.memory.usage().parts - 1);
    QVERIFY(world.memory.usage().packed >= 5);
    const auto late = world.memory.window(Duration::seconds(3600));
    QCOMPARE(late.from(), early.from());
    QCOMPARE(late.to(), early.to());
    QCOMPARE(late.events(), early.events());
    auto lateSource = late.source();
    QCOMPARE(lateSource->leastFeedLatency(), early.source()->leastFeedLatency());
    std::vector<MarketEvent> told = all(*lateSource);
    QVERIFY(same(told, all(*early.source())));
    QVERIFY(lateSource->rewind());
    QVERIFY(same(told, all(*lateSource)));
    // But for the picture that the story begins with: what the engine was fed, record by record.
    told.erase(told.begin(), told.end() - static_cast<std::ptrdiff_t>(world.kept.size()));
    QVERIFY(same(told, world.kept));
    // What was packed and the part that is not: some seventy bytes in eighty are gone.
    QVERIFY(world.memory.usage().bytes < world.fed * sizeof(MarketEvent) / 8 + 2 * RawEvents::kBytes);
}

void tst_market_memory::aWindowStaysAsItWasTakenWhileTheMarketGoesOn()
{
    World world({Duration::seconds(30), 4U << 20U});
    world.snapshot(20);
    const auto more = [&world] {
        for (int i = 0; i < 5000; ++i) {
            world.now = world.now + Duration::millis(20);
            world.delta(2);
        }
    };
    more();
    const auto window = world.memory.window(Duration::seconds(30));
    auto source = window.source();
    const std::vector<MarketEvent> before = all(*source);
    more();
    more();
    QVERIFY(source->rewind());
    const std::vector<MarketEvent> after = all(*source);
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i)
        QVERIFY(after[i].localTime == before[i].localTime && after[i].price == before[i].price
            && after[i].lastId == before[i].lastId);
}

void tst_market_memory::aBookThatIsNotBelievedHasNoPicture()
{
    World world({Duration::seconds(600), 4U << 20U});
    MarketEvent trade;
    trade.kind = MarketKind::Trade;
    trade.price = {1'000'000};
    trade.qty = {1};
    world.feed(trade);
    auto source = world.memory.window(Duration::seconds(600)).source();
    const std::vector<MarketEvent> events = all(*source);
    QCOMPARE(events.size(), std::size_t{2});
    QCOMPARE(events[0].kind, MarketKind::FeedUp);
    QCOMPARE(events[1].kind, MarketKind::Trade);
}

void tst_market_memory::readersAndTheEngineDoNotMeet()
{
    World world({Duration::seconds(10), 4U << 20U});
    world.snapshot(20);
    std::atomic<bool> stop{false};
    std::atomic<bool> good{true};
    std::thread reader([&] {
        while (!stop.load()) {
            const auto window = world.memory.window(Duration::seconds(10));
            BookSync book(world.instrument->tickSize(), kBinanceSpotRule);
            auto source = window.source();
            for (const MarketEvent& event : all(*source))
                book.process(event);
            if (!window.empty() && book.counters().gaps != 0)
                good.store(false);
        }
    });
    for (int i = 0; i < 100'000; ++i) {
        world.now = world.now + Duration::millis(5);
        world.delta(2);
    }
    stop.store(true);
    reader.join();
    QVERIFY(good.load());
}

MAKER_TEST(tst_market_memory)
#include "tst_market_memory.moc"
