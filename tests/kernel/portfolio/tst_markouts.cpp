#include "kernel/portfolio/markouts.h"
#include "portfolio_builders.h"
#include "support/maker_test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <tuple>

using namespace maker;

namespace {

constexpr Timestamp kStart{1'700'000'000'000'000'000};

Fill fillAt(Timestamp time, Side side, Money mid, const std::string& id = "1", std::uint32_t instrument = 1)
{
    Fill fill;
    fill.tradeId = TradeId(id);
    fill.instrument = {instrument};
    fill.account = {1};
    fill.strategy = {3};
    fill.side = side;
    fill.mid = mid;
    fill.localTime = time;
    return fill;
}

/// The mid of a tape that drifts by `bpsPerSecond` of its start, in steps of 10 ms.
struct DriftingTape {
    double bpsPerSecond = 0.5;
    Money start = Money::fromInt(60'000);

    Money at(Timestamp time) const
    {
        const std::int64_t step = (time - kStart).ns / 10'000'000;
        return Money::fromDouble(60'000.0 * (1.0 + bpsPerSecond * 1e-4 * 0.01 * static_cast<double>(step))).value();
    }
};

using Seen = std::map<std::pair<std::string, int>, double>;

/// Plays the tape from `from` to `to`: at each step what is due is finished at the mid before it.
void play(MarkoutTracker& tracker, const DriftingTape& tape, Timestamp from, Timestamp to, Seen& seen, Money first = {})
{
    Money mid = first;
    for (Timestamp now = from; now <= to; now = now + Duration::millis(10)) {
        while (const auto done = tracker.next(now, [&](InstrumentId) { return mid; }))
            seen[{done->tradeId.str(), done->horizon}] = done->bps();
        mid = tape.at(now);
    }
}

} // namespace

/// What becomes of fills.
class tst_markouts : public QObject {
    Q_OBJECT

private slots:
    void aKnownDriftIsFoundAtEveryHorizon()
    {
        const DriftingTape tape;
        MarkoutTracker tracker;
        Seen seen;
        tracker.onFill(fillAt(kStart, Side::Buy, tape.at(kStart), "buy"));
        tracker.onFill(fillAt(kStart, Side::Sell, tape.at(kStart), "sell"));
        play(tracker, tape, kStart, kStart + Duration::seconds(301), seen);
        QCOMPARE(seen.size(), std::size_t{12});
        for (int h = 0; h < 6; ++h) {
            const double drift = tape.bpsPerSecond * kMarkoutHorizons[static_cast<std::size_t>(h)].toSeconds();
            QVERIFY(std::abs(seen.at({"buy", h}) - drift) < 0.01);
            QVERIFY(std::abs(seen.at({"sell", h}) + drift) < 0.01);
        }
        QVERIFY(tracker.idle());
    }

    void theMidInForceAtTheHorizonCountsAndNotTheNextOne()
    {
        MarkoutTracker tracker;
        tracker.onFill(fillAt(kStart, Side::Buy, Money::fromInt(100)));
        const auto at = [](int mid) { return [mid](InstrumentId) { return Money::fromInt(mid); }; };
        const Timestamp due = kStart + Duration::millis(100);
        QVERIFY(!tracker.due(due)); // a mid that changes at that very moment is the one in force
        QVERIFY(tracker.due(due + Duration{1}));
        const auto done = tracker.next(kStart + Duration::millis(900), at(101)); // 101 was in force until now
        QVERIFY(done && done->horizon == 0 && done->microBps == 100'000'000);
        QVERIFY(!tracker.next(kStart + Duration::millis(900), at(101)));
        const auto second = tracker.next(kStart + Duration::millis(1001), at(99));
        QVERIFY(second && second->horizon == 1 && second->bps() == -100.0);
    }

    void aRestartResumesWhatLiesAheadAndLeavesTheRestUnknown()
    {
        const DriftingTape tape;
        const Fill fill = fillAt(kStart, Side::Sell, tape.at(kStart));
        MarkoutTracker first;
        first.onFill(fill);
        Seen seen;
        play(first, tape, kStart, kStart + Duration::seconds(2), seen); // 0.1 s and 1 s
        QCOMPARE(seen.size(), std::size_t{2});

        MarkoutTracker second; // down from 2 s to 40 s: 5 s and 30 s pass unseen
        second.onFill(fill);
        play(second, tape, kStart + Duration::seconds(40), kStart + Duration::seconds(301), seen);
        QCOMPARE(seen.size(), std::size_t{4});
        QVERIFY(seen.count({"1", 2}) == 0 && seen.count({"1", 3}) == 0);
        QVERIFY(std::abs(seen.at({"1", 4}) + 30.0) < 0.01);
        QVERIFY(std::abs(seen.at({"1", 5}) + 150.0) < 0.01);
        QVERIFY(second.idle());
    }

    void answersComeInTheOrderOfTheirTimes()
    {
        std::mt19937 random(5);
        MarkoutTracker tracker;
        std::map<std::string, Timestamp> filled;
        Timestamp now = kStart;
        Timestamp last;
        std::size_t answers = 0;
        for (int i = 0; i < 3'000; ++i) {
            now = now + Duration::millis(static_cast<std::int64_t>(random() % 700));
            while (const auto done = tracker.next(now, [](InstrumentId) { return Money::fromInt(100); })) {
                const Timestamp due = filled.at(done->tradeId.str()) + kMarkoutHorizons[done->horizon];
                QVERIFY(due >= last && due < now);
                last = due;
                ++answers;
            }
            filled[std::to_string(i)] = now;
            tracker.onFill(fillAt(now, i % 2 == 0 ? Side::Buy : Side::Sell, Money::fromInt(100), std::to_string(i)));
        }
        while (tracker.next(now + Duration::seconds(301), [](InstrumentId) { return Money::fromInt(100); }))
            ++answers;
        QCOMPARE(answers, std::size_t{18'000});
        QCOMPARE(tracker.dropped(), std::uint64_t{0});
    }

    void instrumentsHaveMidsOfTheirOwn()
    {
        MarkoutTracker tracker;
        tracker.onFill(fillAt(kStart, Side::Buy, Money::fromInt(100), "a", 1));
        tracker.onFill(fillAt(kStart, Side::Buy, Money::fromInt(10), "b", 2));
        const auto midOf = [](InstrumentId id) { return id == InstrumentId{1} ? Money::fromInt(110) : Money{}; };
        const auto done = tracker.next(kStart + Duration::seconds(1), midOf);
        QVERIFY(done && done->tradeId == TradeId("a") && done->bps() == 1000.0);
        QVERIFY(!tracker.next(kStart + Duration::seconds(1), midOf)); // the other's book is empty: unknown
    }

    void beyondTheCapacityTheOldestIsGivenUp()
    {
        MarkoutTracker tracker(8);
        for (int i = 0; i < 20; ++i)
            tracker.onFill(fillAt(kStart + Duration{i}, Side::Buy, Money::fromInt(100), std::to_string(i)));
        QCOMPARE(tracker.pending(), std::size_t{8});
        QCOMPARE(tracker.dropped(), std::uint64_t{12});
        const auto done = tracker.next(kStart + Duration::seconds(1), [](InstrumentId) { return Money::fromInt(100); });
        QVERIFY(done && done->tradeId == TradeId("12"));
    }

    // Against all of them looked through anew: fills in bursts and pauses, more at once than are kept.
    void theOldestDueOfTheShortestHorizonComesFirst()
    {
        struct Watched {
            std::string id;
            Timestamp time;
            std::size_t open = 0; ///< its shortest horizon without an answer
        };
        std::mt19937_64 random(9);
        MarkoutTracker tracker(8);
        std::vector<Watched> watched;
        Timestamp now = kStart;
        const auto midOf = [](InstrumentId) { return Money::fromInt(100); };
        for (int i = 0; i < 3000; ++i) {
            now = now + Duration::millis(static_cast<std::int64_t>(random() % 4 == 0 ? random() % 200'000 : random() % 3));
            for (;;) {
                const auto dueOf = [](const Watched& each) { return each.time + kMarkoutHorizons[each.open]; };
                const auto next = std::ranges::min_element(watched, {}, [&](const Watched& each) {
                    return std::tuple(dueOf(each), each.open, each.time);
                });
                const auto done = tracker.next(now, midOf);
                if (next == watched.end() || dueOf(*next) >= now) {
                    QVERIFY(!done);
                    break;
                }
                QVERIFY(done && done->tradeId == TradeId(next->id) && done->horizon == next->open);
                if (++next->open == kMarkoutHorizons.size())
                    watched.erase(next);
            }
            if (watched.size() == 8)
                watched.erase(watched.begin());
            watched.push_back({std::to_string(i), now, 0});
            tracker.onFill(fillAt(now, Side::Buy, Money::fromInt(100), watched.back().id));
            QCOMPARE(tracker.pending(), watched.size());
        }
        QVERIFY(tracker.dropped() > 100);
    }

    void aFillWithoutAMidIsNotWatched()
    {
        MarkoutTracker tracker;
        tracker.onFill(fillAt(kStart, Side::Buy, {}));
        QVERIFY(tracker.idle() && !tracker.due(kStart + Duration::seconds(1000)));
    }

    void theNumbersAreExact()
    {
        QCOMPARE(markoutMicroBps(Side::Buy, money("60000"), money("60000.6")), std::int64_t{100'000});
        QCOMPARE(markoutMicroBps(Side::Sell, money("60000"), money("60000.6")), std::int64_t{-100'000});
        QCOMPARE(markoutMicroBps(Side::Buy, money("3"), money("4")), std::int64_t{3'333'333'333});
        QCOMPARE(markoutMicroBps(Side::Buy, money("0.000000000000000001"), money("100000000000")),
            std::int64_t{1'000'000'000'000'000'000});
    }
};

MAKER_TEST(tst_markouts)
#include "tst_markouts.moc"
