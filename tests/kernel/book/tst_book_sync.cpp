#include "kernel/book/book_sync.h"

#include "kernel/book/book_view.h"
#include "support/maker_test.h"

#include <map>
#include <random>

using namespace maker;

namespace {

struct Change {
    Side side;
    std::int64_t price;
    std::int64_t qty;
};

struct Ids {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t prev = 0;
};

std::vector<MarketEvent> message(MarketKind kind, Ids ids, const std::vector<Change>& changes, Timestamp at)
{
    std::vector<MarketEvent> events(1 + changes.size());
    events[0].kind = kind;
    events[0].firstId = ids.first;
    events[0].lastId = ids.last;
    events[0].prevId = ids.prev;
    events[0].levels = static_cast<std::uint16_t>(changes.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
        events[i + 1].kind = MarketKind::BookLevel;
        events[i + 1].side = changes[i].side;
        events[i + 1].price = {changes[i].price};
        events[i + 1].qty = {changes[i].qty};
    }
    for (MarketEvent& event : events) {
        event.localTime = at;
        event.last = false;
    }
    events.back().last = true;
    return events;
}

SyncStep feed(BookSync& sync, const std::vector<MarketEvent>& events)
{
    SyncStep all;
    for (const MarketEvent& event : events) {
        const SyncStep step = sync.process(event);
        all.complete = all.complete || step.complete;
        all.needSnapshot = all.needSnapshot || step.needSnapshot;
        all.stateChanged = all.stateChanged || step.stateChanged;
    }
    return all;
}

MarketEvent feedEvent(MarketKind kind, Timestamp at)
{
    MarketEvent event;
    event.kind = kind;
    event.localTime = at;
    return event;
}

Timestamp at(std::int64_t millis)
{
    return Timestamp::fromMillis(1'700'000'000'000 + millis);
}

std::vector<MarketEvent> delta(Ids ids, const std::vector<Change>& changes, std::int64_t millis = 0)
{
    return message(MarketKind::BookDelta, ids, changes, at(millis));
}

std::vector<MarketEvent> snapshot(std::int64_t id, const std::vector<Change>& changes, std::int64_t millis = 0)
{
    return message(MarketKind::BookSnapshot, {id, id, 0}, changes, at(millis));
}

const std::vector<Change> kTouch{{Side::Buy, 100, 5}, {Side::Sell, 101, 5}};

BookSync liveSpot()
{
    BookSync sync({1}, kBinanceSpotRule);
    feed(sync, snapshot(10, kTouch));
    return sync;
}

/// A venue that changes its book at random and numbers what it sends, with the true book at every id.
class FakeVenue {
public:
    FakeVenue(std::uint64_t seed, DeltaChain chain) : m_random(seed), m_chain(chain) {}

    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(n)); }

    std::vector<MarketEvent> next(Timestamp now)
    {
        std::vector<Change> changes;
        for (std::int64_t n = below(6); n >= 0; --n) {
            const Side side = below(2) == 0 ? Side::Buy : Side::Sell;
            const std::int64_t price = side == Side::Buy ? 10'000 - below(800) : 10'001 + below(800);
            changes.push_back({side, price, below(3) == 0 ? 0 : 1 + below(100)});
            auto& held = side == Side::Buy ? bids : asks;
            if (changes.back().qty == 0)
                held.erase(price);
            else
                held[price] = changes.back().qty;
        }
        Ids ids;
        ids.prev = lastId;
        ids.first = lastId + 1 + (m_chain == DeltaChain::PrevId ? below(4) : 0);
        ids.last = ids.first + below(10);
        lastId = ids.last;
        return message(MarketKind::BookDelta, ids, changes, now);
    }

    std::vector<MarketEvent> snapshotNow(Timestamp now) const
    {
        std::vector<Change> changes;
        for (const auto& [price, qty] : bids)
            changes.push_back({Side::Buy, price, qty});
        for (const auto& [price, qty] : asks)
            changes.push_back({Side::Sell, price, qty});
        return message(MarketKind::BookSnapshot, {lastId, lastId, 0}, changes, now);
    }

    bool equals(const OrderBook& book) const
    {
        if (book.levelCount(Side::Buy) != bids.size() || book.levelCount(Side::Sell) != asks.size())
            return false;
        for (const auto& [price, qty] : bids) {
            if (book.qtyAt(Side::Buy, {price}).count != qty)
                return false;
        }
        for (const auto& [price, qty] : asks) {
            if (book.qtyAt(Side::Sell, {price}).count != qty)
                return false;
        }
        return true;
    }

    std::map<std::int64_t, std::int64_t> bids;
    std::map<std::int64_t, std::int64_t> asks;
    std::int64_t lastId = 1000;

private:
    std::mt19937_64 m_random;
    DeltaChain m_chain;
};

} // namespace

class tst_book_sync : public QObject {
    Q_OBJECT
private slots:
    void keepsDeltasAndAsksOnceUntilTheSnapshotComes()
    {
        BookSync sync({1}, kBinanceSpotRule);
        QCOMPARE(sync.state(), SyncState::Waiting);
        QVERIFY(feed(sync, delta({5, 8}, {{Side::Buy, 99, 1}})).needSnapshot);
        QVERIFY(!feed(sync, delta({9, 12}, {{Side::Buy, 98, 2}}, 10)).needSnapshot);
        QVERIFY(!feed(sync, delta({13, 14}, {{Side::Buy, 97, 3}}, 20)).complete);
        const SyncStep step = feed(sync, snapshot(10, kTouch, 30));
        QVERIFY(step.complete && step.stateChanged);
        QVERIFY(sync.live());
        QCOMPARE(sync.lastId(), 14);
        QCOMPARE(sync.counters().dropped, 1U);
        QCOMPARE(sync.counters().applied, 2U);
        QCOMPARE(sync.firstAppliedFirstId(), 9);
        QCOMPARE(sync.firstAppliedLastId(), 12);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {99}).count, 0);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {97}).count, 3);
    }

    void theFirstSpotDeltaMustHoldTheIdAfterTheSnapshot_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::addColumn<SyncState>("state");
        QTest::addColumn<int>("applied");
        QTest::newRow("ends at the snapshot: old") << 8 << 10 << SyncState::Live << 0;
        QTest::newRow("holds L + 1 at its end") << 8 << 11 << SyncState::Live << 1;
        QTest::newRow("starts at L + 1") << 11 << 15 << SyncState::Live << 1;
        QTest::newRow("starts behind it: gap") << 12 << 15 << SyncState::Waiting << 0;
    }

    void theFirstSpotDeltaMustHoldTheIdAfterTheSnapshot()
    {
        QFETCH(int, first);
        QFETCH(int, last);
        BookSync sync = liveSpot();
        feed(sync, delta({first, last}, {{Side::Buy, 99, 1}}));
        QTEST(sync.state(), "state");
        QTEST(static_cast<int>(sync.counters().applied), "applied");
    }

    void theFirstFuturesDeltaMayEndAtTheSnapshotItself_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::addColumn<int>("prev");
        QTest::addColumn<SyncState>("state");
        QTest::addColumn<int>("applied");
        QTest::newRow("ends before L: old") << 5 << 9 << 4 << SyncState::Live << 0;
        QTest::newRow("ends at L") << 5 << 10 << 4 << SyncState::Live << 1;
        QTest::newRow("holds L") << 8 << 15 << 7 << SyncState::Live << 1;
        QTest::newRow("L lies in the hole before it") << 13 << 15 << 9 << SyncState::Live << 1;
        QTest::newRow("begins after L and so did the one before: gap") << 13 << 15 << 12 << SyncState::Waiting << 0;
    }

    void theFirstFuturesDeltaMayEndAtTheSnapshotItself()
    {
        QFETCH(int, first);
        QFETCH(int, last);
        QFETCH(int, prev);
        BookSync sync({1}, kBinanceFuturesRule);
        feed(sync, snapshot(10, kTouch));
        feed(sync, delta({first, last, prev}, {{Side::Buy, 99, 1}}));
        QTEST(sync.state(), "state");
        QTEST(static_cast<int>(sync.counters().applied), "applied");
    }

    void aGapStopsTheBookKeepsTheDeltaAndAsks()
    {
        BookSync sync = liveSpot();
        feed(sync, delta({11, 12}, {{Side::Buy, 99, 1}}));
        const SyncStep step = feed(sync, delta({14, 15}, {{Side::Buy, 98, 2}}, 2000));
        QVERIFY(step.needSnapshot && step.stateChanged && !step.complete);
        QCOMPARE(sync.state(), SyncState::Waiting);
        QCOMPARE(sync.counters().gaps, 1U);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {98}).count, 0);
        feed(sync, snapshot(14, kTouch, 2100));
        QVERIFY(sync.live());
        QCOMPARE(sync.lastId(), 15);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {98}).count, 2);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {99}).count, 0);
    }

    void aSnapshotTooOldForTheKeptDeltasIsRefusedAndAskedForAgain()
    {
        BookSync sync({1}, kBinanceSpotRule);
        feed(sync, delta({20, 22}, {{Side::Buy, 99, 1}}, 0));
        QVERIFY(!feed(sync, snapshot(10, kTouch, 100)).needSnapshot); // asked less than a second ago
        QCOMPARE(sync.counters().refused, 1U);
        QVERIFY(sync.book().empty());
        QVERIFY(!sync.onTime(at(500)).needSnapshot);
        QVERIFY(sync.onTime(at(1000)).needSnapshot);
        QVERIFY(!sync.onTime(at(1500)).needSnapshot);
        QVERIFY(sync.onTime(at(2000)).needSnapshot);
        feed(sync, snapshot(21, kTouch, 2100));
        QVERIFY(sync.live());
        QVERIFY(!sync.onTime(at(3100)).needSnapshot);
    }

    void aQuietMarketIsAskedForWithoutAnyDelta()
    {
        BookSync sync({1}, kBinanceSpotRule);
        sync.process(feedEvent(MarketKind::FeedUp, at(0)));
        QVERIFY(!sync.onTime(at(900)).needSnapshot);
        QVERIFY(sync.onTime(at(1000)).needSnapshot);
    }

    void duplicatesAreDroppedWithoutHarm()
    {
        BookSync sync = liveSpot();
        feed(sync, delta({11, 12}, {{Side::Buy, 99, 1}}));
        feed(sync, delta({13, 14}, {{Side::Buy, 99, 4}}));
        QVERIFY(!feed(sync, delta({11, 12}, {{Side::Buy, 99, 1}})).complete);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {99}).count, 4);
        QCOMPARE(sync.counters().dropped, 1U);
        QVERIFY(sync.live());
    }

    void silenceMakesItStaleAndTheNextChangeHealsIt()
    {
        BookSync sync = liveSpot();
        QVERIFY(!sync.onTime(at(5000)).stateChanged);
        QVERIFY(sync.onTime(at(5001)).stateChanged);
        QCOMPARE(sync.state(), SyncState::Stale);
        const SyncStep step = feed(sync, delta({11, 11}, {{Side::Buy, 99, 1}}, 6000));
        QVERIFY(step.complete && step.stateChanged);
        QVERIFY(sync.live());
    }

    void aCrossedBookIsSaidAndRebuiltFromTheNextSnapshot()
    {
        BookSync sync = liveSpot();
        const SyncStep step = feed(sync, delta({11, 12}, {{Side::Buy, 101, 1}}, 10));
        QVERIFY(step.stateChanged && step.needSnapshot);
        QCOMPARE(sync.state(), SyncState::Crossed);
        feed(sync, delta({13, 13}, {{Side::Buy, 90, 9}}, 20));
        QCOMPARE(sync.state(), SyncState::Crossed);
        feed(sync, snapshot(12, kTouch, 30));
        QVERIFY(sync.live());
        QCOMPARE(sync.lastId(), 13);
        QCOMPARE(sync.book().qtyAt(Side::Buy, {90}).count, 9);
        QCOMPARE(sync.book().bestBid()->price.count, 100);
    }

    void aCrossThatTheNextDeltaUndoesNeedsNoSnapshot()
    {
        BookSync sync = liveSpot();
        feed(sync, delta({11, 12}, {{Side::Buy, 101, 1}}, 10));
        feed(sync, delta({13, 13}, {{Side::Sell, 101, 0}, {Side::Sell, 102, 1}}, 20));
        QVERIFY(sync.live());
        QCOMPARE(sync.counters().crossed, 1U);
        QVERIFY(!sync.onTime(at(3000)).needSnapshot);
    }

    void aSilentVenuesCrossIsPurged()
    {
        SequenceRule rule = kBinanceSpotRule;
        rule.crossed = CrossedPolicy::Purge;
        BookSync sync({1}, rule);
        feed(sync, snapshot(10, {{Side::Buy, 100, 5}, {Side::Sell, 101, 5}, {Side::Sell, 103, 5}}));
        feed(sync, delta({11, 12}, {{Side::Buy, 102, 1}}));
        QVERIFY(sync.live());
        QCOMPARE(sync.book().bestAsk()->price.count, 103);
    }

    void aLostConnectionIsNotBelievedUntilANewSnapshot()
    {
        BookSync sync = liveSpot();
        QVERIFY(sync.process(feedEvent(MarketKind::FeedDown, at(10))).stateChanged);
        QCOMPARE(sync.state(), SyncState::Disconnected);
        feed(sync, delta({11, 12}, {{Side::Buy, 99, 1}}, 20));
        feed(sync, snapshot(50, kTouch, 20));
        QCOMPARE(sync.state(), SyncState::Disconnected);
        sync.process(feedEvent(MarketKind::FeedUp, at(30)));
        QCOMPARE(sync.state(), SyncState::Waiting);
        QVERIFY(feed(sync, delta({60, 61}, {{Side::Buy, 98, 1}}, 40)).needSnapshot);
        feed(sync, snapshot(60, kTouch, 50));
        QVERIFY(sync.live());
        QCOMPARE(sync.book().qtyAt(Side::Buy, {99}).count, 0);
    }

    void aMessageThatNeverEndsIsAGap()
    {
        BookSync sync = liveSpot();
        auto cut = delta({11, 12}, {{Side::Buy, 99, 1}, {Side::Buy, 98, 1}});
        cut.pop_back();
        feed(sync, cut);
        QVERIFY(sync.midMessage());
        feed(sync, delta({13, 14}, {{Side::Buy, 97, 1}}, 5));
        QCOMPARE(sync.state(), SyncState::Waiting);
        QCOMPARE(sync.counters().gaps, 1U);
    }

    void anOlderSnapshotNeverReplacesALiveBook()
    {
        BookSync sync = liveSpot();
        feed(sync, delta({11, 12}, {{Side::Buy, 99, 1}}));
        feed(sync, snapshot(11, {{Side::Buy, 50, 1}}));
        QCOMPARE(sync.lastId(), 12);
        QCOMPARE(sync.book().bestBid()->price.count, 100);
    }

    void waitingForeverKeepsABoundedNumberOfDeltas()
    {
        BookSync sync({1}, kBinanceSpotRule);
        std::int64_t id = 1;
        for (std::size_t i = 0; i < BookSync::kMaxKept; ++i, ++id)
            feed(sync, delta({id, id}, {{Side::Buy, 99, 1}, {Side::Buy, 98, 1}}));
        feed(sync, snapshot(id - 1, kTouch));
        QVERIFY(sync.live());
        QVERIFY(sync.counters().dropped < BookSync::kMaxKept);
    }

    void neverAWrongBookUnderDropsDuplicatesAndReorders_data()
    {
        QTest::addColumn<qulonglong>("seed");
        QTest::addColumn<bool>("futures");
        for (qulonglong seed = 1; seed <= 40; ++seed) {
            QTest::addRow("spot seed %llu", seed) << seed << false;
            QTest::addRow("futures seed %llu", seed) << seed << true;
        }
    }

    void neverAWrongBookUnderDropsDuplicatesAndReorders()
    {
        QFETCH(qulonglong, seed);
        QFETCH(bool, futures);
        const SequenceRule rule = futures ? kBinanceFuturesRule : kBinanceSpotRule;
        FakeVenue venue(seed, rule.chain);
        BookSync sync({1}, rule, {}, 256);
        std::vector<MarketEvent> heldBack;
        std::vector<MarketEvent> before;
        std::vector<MarketEvent> answer;
        std::int64_t answerAt = -1;
        int liveChecks = 0;
        for (int i = 0; i < 3000; ++i) {
            const Timestamp now = at(i * 50);
            const auto next = venue.next(now);
            std::vector<std::vector<MarketEvent>> sent{next};
            switch (venue.below(60)) {
            case 0: sent.clear(); break;              // lost
            case 1: sent = {next, next}; break;       // twice
            case 2: sent = {next, before}; break;     // an old one again
            case 3: sent.clear(); heldBack = next; break;
            default: break;
            }
            if (!heldBack.empty() && venue.below(3) == 0) {
                sent.push_back(heldBack); // out of order
                heldBack.clear();
            }
            before = next;
            bool wanted = sync.onTime(now).needSnapshot;
            for (const auto& one : sent)
                wanted = feed(sync, one).needSnapshot || wanted;
            if (wanted && answerAt < 0) {
                answer = venue.snapshotNow(now);
                answerAt = i + venue.below(8);
            }
            if (answerAt >= 0 && i >= answerAt) {
                feed(sync, answer);
                answerAt = -1;
            }
            if (sync.live() && sync.lastId() == venue.lastId) {
                ++liveChecks;
                QVERIFY2(venue.equals(sync.book()), qPrintable(QStringLiteral("message %1").arg(i)));
            }
            QVERIFY(sync.lastId() <= venue.lastId);
        }
        QVERIFY(liveChecks > 500);
        QVERIFY(sync.counters().gaps > 5);
        QVERIFY(sync.counters().snapshots > 5);
    }
};

Q_DECLARE_METATYPE(maker::SyncState)
MAKER_TEST(tst_book_sync)
#include "tst_book_sync.moc"
