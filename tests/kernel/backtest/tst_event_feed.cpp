#include "kernel/backtest/cursors.h"
#include "kernel/backtest/event_feed.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::backtest;
using namespace maker::test;

namespace {

std::vector<std::unique_ptr<EventSource>> listOf(std::unique_ptr<EventSource> a, std::unique_ptr<EventSource> b = nullptr)
{
    std::vector<std::unique_ptr<EventSource>> sources;
    sources.push_back(std::move(a));
    if (b != nullptr)
        sources.push_back(std::move(b));
    return sources;
}

std::vector<MarketEvent> drain(EventFeed& feed)
{
    std::vector<MarketEvent> all;
    for (;;) {
        const auto batch = feed.next();
        if (!batch)
            qFatal("%s", batch.error().detail.c_str());
        if (batch->empty())
            return all;
        all.insert(all.end(), batch->begin(), batch->end());
    }
}

/// Breaks off with an error after its first batch.
class TornSource final : public EventSource {
public:
    explicit TornSource(std::unique_ptr<EventSource> whole) : m_whole(std::move(whole)) {}
    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_whole->instruments(); }
    Result<std::span<const MarketEvent>> next() override
    {
        if (m_read)
            return fail(ErrorCode::Corrupt, "The recording is torn.");
        m_read = true;
        return m_whole->next();
    }
    Result<void> rewind() override { return m_whole->rewind(); }
    std::uint64_t expectedEvents() const override { return 0; }
    Duration leastFeedLatency() const override { return {}; }
    SequenceRule sequenceRule(InstrumentId id) const override { return m_whole->sequenceRule(id); }

private:
    std::unique_ptr<EventSource> m_whole;
    bool m_read = false;
};

} // namespace

/// Several recordings as one, and the two readers of it.
class tst_event_feed : public QObject {
    Q_OBJECT

private slots:
    void recordingsAreMergedByTheTimeOfReceipt()
    {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const MarketScript a = randomMarket(seed, 2'000);
            const MarketScript b = randomMarket(seed + 100, 1'500);
            auto feed = EventFeed::make(listOf(a.source(tenthTick("BTC")), b.source(tenthTick("ETH"))), {});
            QVERIFY(feed);
            QCOMPARE(feed->expectedEvents(), std::uint64_t(a.events.size() + b.events.size()));
            const auto all = drain(*feed);
            QCOMPARE(all.size(), a.events.size() + b.events.size());
            std::size_t ofA = 0;
            std::size_t ofB = 0;
            for (std::size_t i = 0; i < all.size(); ++i) {
                if (i > 0) {
                    QVERIFY(all[i - 1].localTime <= all[i].localTime);
                    // At equal times the first recording comes first.
                    QVERIFY(all[i - 1].localTime < all[i].localTime || all[i - 1].instrument <= all[i].instrument);
                }
                const bool first = all[i].instrument == feed->instruments()[0]->id();
                const MarketEvent& meant = first ? a.events[ofA++] : b.events[ofB++];
                QCOMPARE(all[i].localTime.ns, meant.localTime.ns);
                QCOMPARE(all[i].price.count, meant.price.count);
            }
            QCOMPARE(feed->instruments()[1]->symbol().str(), std::string("ETHUSDT"));
            QVERIFY(feed->instruments()[0]->id() != feed->instruments()[1]->id());
        }
    }

    void aConnectionOfOneRecordingIsNotThatOfAnother()
    {
        MarketScript a;
        a.snapshot(0, {{999, 1}}, {{1'001, 1}});
        MarketEvent down;
        down.kind = MarketKind::FeedDown;
        down.venue = {1};
        down.localTime = a.events.back().localTime + Duration::millis(5);
        a.events.push_back(down);
        const MarketScript b = a;
        auto feed = EventFeed::make(listOf(a.source(tenthTick("BTC")), b.source(tenthTick("ETH"))), {});
        QVERIFY(feed);
        int downs = 0;
        for (const MarketEvent& event : drain(*feed)) {
            if (event.kind == MarketKind::FeedDown) {
                QVERIFY(event.instrument.valid());
                ++downs;
            }
        }
        QCOMPARE(downs, 2);
    }

    void stepsThatDifferAreAnError()
    {
        InstrumentSpec spec;
        spec.id = {1};
        spec.venue = {1};
        spec.symbol = "BTCUSDT";
        spec.base = "BTC";
        spec.quote = "USDT";
        spec.tickSize = "0.01";
        spec.lotSize = "0.001";
        const auto finer = std::make_shared<const Instrument>(*Instrument::make(spec));
        const MarketScript script = randomMarket(1, 10);
        const auto feed = EventFeed::make(listOf(script.source(), script.source(finer)), {});
        QVERIFY(!feed);
        QVERIFY(feed.error().detail.find("BTCUSDT") != std::string::npos);
    }

    void theVenuesReaderIsAheadAndNothingIsLostBetweenTheTwo()
    {
        // A feed latency of many batches keeps thousands of records between the two readers.
        MarketScript script(Duration::seconds(30));
        script.snapshot(0, {{999, 1}}, {{1'001, 1}});
        for (int i = 1; i <= 20'000; ++i)
            script.trade(i * 5, Side::Buy, 1'001, i);
        auto feed = EventFeed::make(listOf(script.source()), {});
        QVERIFY(feed);
        Cursors cursors(*feed);
        std::size_t exchange = 0;
        std::size_t local = 0;
        Timestamp last;
        for (;;) {
            if (!cursors.exchangeReady())
                QVERIFY(cursors.refill().has_value());
            const bool haveExchange = cursors.exchangeTime() != kNever;
            const bool haveLocal = cursors.localTime() != kNever;
            if (!haveExchange && !haveLocal)
                break;
            const bool venueFirst = cursors.exchangeTime() <= cursors.localTime();
            const Timestamp now = std::min(cursors.exchangeTime(), cursors.localTime());
            QVERIFY(last <= now);
            last = now;
            const Moment moment = venueFirst ? cursors.takeExchange() : cursors.takeLocal();
            if (venueFirst)
                cursors.hold(moment);
            for (const MarketEvent& event : moment.records())
                QCOMPARE(event.lastId, script.events[venueFirst ? exchange++ : local++].lastId);
            QVERIFY(local <= exchange);
        }
        QCOMPARE(exchange, script.events.size());
        QCOMPARE(local, script.events.size());
    }

    void recordsWithoutAVenueTimeHappenWithThoseAroundThem()
    {
        MarketScript script(Duration::millis(4));
        script.snapshot(0, {{999, 1}}, {{1'001, 1}}).trade(10, Side::Buy, 1'001, 5).trade(20, Side::Buy, 1'001, 5);
        script.events[script.events.size() - 2].venueTime = {};
        auto feed = EventFeed::make(listOf(script.source()), {});
        Cursors cursors(*feed);
        QVERIFY(cursors.refill().has_value());
        std::vector<std::int64_t> times;
        while (cursors.exchangeReady()) {
            const std::int64_t at = (cursors.exchangeTime() - MarketScript::kBegin).ns / 1'000'000;
            times.insert(times.end(), cursors.takeExchange().count, at);
        }
        QCOMPARE(times, (std::vector<std::int64_t>{0, 0, 0, 0, 20}));
    }

    void damageEndsTheRunWithItsSentence()
    {
        MarketScript script = randomMarket(9, 9'000);
        auto run = makeRun(plainSetup(), std::unique_ptr<EventSource>(new TornSource(script.source())));
        Result<bool> more = true;
        while (more && *more)
            more = run->step(1'000);
        QVERIFY(!more);
        QCOMPARE(more.error().detail, std::string("The recording is torn."));
        QVERIFY(run->finish().events > 0);
    }
};

MAKER_TEST(tst_event_feed)
#include "tst_event_feed.moc"
