#include "kernel/sim/tape_market.h"

#include "recording_sink.h"
#include "support/maker_test.h"
#include "support/tape_rig.h"
#include "true_market.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <random>

using namespace maker;
using namespace maker::sim;
using namespace maker::test;

namespace {

constexpr AccountId kWe = TrueMarket::kOurAccount;
using Lines = std::vector<std::string>;

TapeMarket::Config withQueue(QueueKind kind)
{
    TapeMarket::Config config;
    config.queue.kind = kind;
    return config;
}

/// A tape that tells every order: bids at 99 are 1 (5), 2 (4), 3 (6), a bid at 98 is 4 (10), asks at 101 are 5 (3), 6 (7).
struct OrderFloor {
    RecordingSink sink;
    TapeMarket market;
    TapeWriter tape;
    SimOrderId lastId = 0;

    explicit OrderFloor(TapeMarket::Config config = withQueue(QueueKind::Exact)) : market(config, sink)
    {
        play(tape.snapshot({bid(99, 15), bid(98, 10), ask(101, 10)}));
        tellAll();
    }
    void tellAll()
    {
        play(tape.forgetOrders());
        for (MarketEvent event : {tape.order(Side::Buy, 1, 99, 5), tape.order(Side::Buy, 2, 99, 4), tape.order(Side::Buy, 3, 99, 6),
                 tape.order(Side::Buy, 4, 98, 10), tape.order(Side::Sell, 5, 101, 3), tape.order(Side::Sell, 6, 101, 7)}) {
            event.last = event.lastId == 6;
            play(event);
        }
    }
    void play(const std::vector<MarketEvent>& events)
    {
        for (const MarketEvent& event : events)
            market.onMarket(event);
    }
    void play(const MarketEvent& event) { market.onMarket(event); }
    void order(std::int64_t id, std::int64_t price, std::int64_t qty) { play(tape.order(Side::Buy, id, price, qty)); }
    SimOrderId buy(std::int64_t price, std::int64_t qty)
    {
        market.submit({++lastId, kWe, Side::Buy, OrderType::Limit, TimeInForce::Gtc, false, {price}, {qty}});
        sink.take();
        return lastId;
    }
    std::string queue(SimOrderId id) const
    {
        const auto at = market.queue(id);
        return at ? QString("%1 ahead, %2 behind").arg(at->ahead).arg(at->behind).toStdString() : "not resting";
    }
};

} // namespace

class tst_exact_queue : public QObject {
    Q_OBJECT
private slots:
    void whoCameBeforeIsAheadAndWhoComesLaterIsBehind()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        QCOMPARE(floor.queue(id), "15 ahead, 0 behind");
        floor.order(10, 99, 7);
        QCOMPARE(floor.queue(id), "15 ahead, 7 behind");
        floor.order(11, 98, 7); // elsewhere
        floor.play(floor.tape.order(Side::Sell, 12, 102, 7));
        QCOMPARE(floor.queue(id), "15 ahead, 7 behind");
    }

    void aCancelIsKnownToBeAheadOrBehind()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.order(10, 99, 7);
        floor.order(2, 99, 0);
        QCOMPARE(floor.queue(id), "11 ahead, 7 behind");
        floor.order(10, 99, 0);
        QCOMPARE(floor.queue(id), "11 ahead, 0 behind");
        floor.play(floor.tape.delta({bid(99, 11)})); // the level says the same and moves nothing
        QCOMPARE(floor.queue(id), "11 ahead, 0 behind");
    }

    void lessKeepsThePlaceAndMoreLosesIt()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.order(1, 99, 2);
        QCOMPARE(floor.queue(id), "12 ahead, 0 behind");
        floor.order(2, 99, 9); // grew from 4: to the back
        QCOMPARE(floor.queue(id), "8 ahead, 9 behind");
        const SimOrderId later = floor.buy(99, 1);
        QCOMPARE(floor.queue(later), "17 ahead, 0 behind");
        floor.order(2, 99, 1); // kept its new place, between the two of ours
        QCOMPARE(floor.queue(id), "8 ahead, 1 behind");
        QCOMPARE(floor.queue(later), "9 ahead, 0 behind");
    }

    void anotherPriceLosesThePlaceThereAndBack()
    {
        OrderFloor floor;
        const SimOrderId near = floor.buy(99, 8);
        const SimOrderId far = floor.buy(98, 8);
        floor.order(1, 98, 5);
        QCOMPARE(floor.queue(near), "10 ahead, 0 behind");
        QCOMPARE(floor.queue(far), "10 ahead, 5 behind");
        floor.order(1, 99, 5);
        QCOMPARE(floor.queue(near), "10 ahead, 5 behind");
        QCOMPARE(floor.queue(far), "10 ahead, 0 behind");
    }

    void aTradeTakesTheFrontPartlyAndItsRecordSaysTheSame()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.play(floor.tape.trade(Side::Sell, 99, 3));
        QCOMPARE(floor.queue(id), "12 ahead, 0 behind");
        floor.order(1, 99, 2);
        QCOMPARE(floor.queue(id), "12 ahead, 0 behind");
        floor.play(floor.tape.trade(Side::Sell, 99, 2));
        floor.play(floor.tape.trade(Side::Sell, 99, 4)); // two trades, then what they did
        QCOMPARE(floor.queue(id), "6 ahead, 0 behind");
        floor.order(1, 99, 0);
        floor.order(2, 99, 0);
        QCOMPARE(floor.queue(id), "6 ahead, 0 behind");
        QVERIFY(floor.sink.lines.empty());
    }

    void aTradeOfOrdersBehindUsIsOursOnceAllAheadAreGone()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.order(10, 99, 20);
        floor.play(floor.tape.trade(Side::Sell, 99, 5));
        floor.order(1, 99, 0);
        floor.order(2, 99, 0); // canceled
        floor.play(floor.tape.trade(Side::Sell, 99, 6));
        floor.order(3, 99, 0);
        QCOMPARE(floor.queue(id), "0 ahead, 20 behind");
        QVERIFY(floor.sink.lines.empty());
        floor.play(floor.tape.trade(Side::Sell, 99, 5)); // meets 10, who stands behind us
        floor.order(10, 99, 15);
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 5"}));
        QCOMPARE(floor.queue(id), "0 ahead, 15 behind");
        floor.play(floor.tape.trade(Side::Sell, 99, 9));
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 3"}));
        QCOMPARE(floor.queue(id), "not resting");
    }

    void oneTradeOverThoseAheadFillsUsWithWhatIsLeft()
    {
        OrderFloor floor;
        const SimOrderId first = floor.buy(99, 2);
        floor.order(10, 99, 4);
        const SimOrderId second = floor.buy(99, 8);
        floor.play(floor.tape.trade(Side::Sell, 99, 18)); // 15 ahead, 2 ours, 1 for those behind: 10 takes it
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 2"}));
        QCOMPARE(floor.queue(first), "not resting");
        QCOMPARE(floor.queue(second), "1 ahead, 0 behind"); // the tape's own trade took 3 of 10
    }

    void ourReplaceKeepsThePlaceOnlyForLess()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.order(10, 99, 7);
        QVERIFY(floor.market.replace(id, {99}, {3}));
        QCOMPARE(floor.queue(id), "15 ahead, 7 behind");
        QVERIFY(floor.market.replace(id, {99}, {4}));
        QCOMPARE(floor.queue(id), "22 ahead, 0 behind");
        QVERIFY(floor.market.replace(id, {98}, {4}));
        QCOMPARE(floor.queue(id), "10 ahead, 0 behind");
    }

    void aTradeThroughOurPriceFillsUsWhoeverIsAhead()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.play(floor.tape.trade(Side::Sell, 98, 1));
        QCOMPARE(floor.sink.take(), (Lines{"trade 0 with 1 at 99 qty 8"}));
        QCOMPARE(floor.queue(id), "not resting");
    }

    void aTradeWithSomeoneElseThanTheFrontIsPutRightByTheRecords()
    {
        OrderFloor floor;
        const SimOrderId id = floor.buy(99, 8);
        floor.play(floor.tape.trade(Side::Sell, 99, 4));
        QCOMPARE(floor.queue(id), "11 ahead, 0 behind");
        floor.order(2, 99, 0); // it was order 2 and not the first
        QCOMPARE(floor.queue(id), "11 ahead, 0 behind");
        floor.order(10, 99, 6);
        floor.play(floor.tape.trade(Side::Sell, 99, 4));
        floor.order(10, 99, 2); // someone behind us: nobody ahead has lost anything
        QCOMPARE(floor.queue(id), "11 ahead, 2 behind");
    }

    void allOrdersToldAnewAfterAGapKeepThePlacesOfThoseThatStayed()
    {
        OrderFloor floor;
        const SimOrderId before = floor.buy(99, 8);
        MarketEvent down;
        down.kind = MarketKind::FeedDown;
        floor.play(down);
        const SimOrderId blind = floor.buy(99, 2);
        QCOMPARE(floor.queue(blind), "15 ahead, 0 behind"); // of the level
        floor.order(3, 99, 1); // told in the gap: believed, but not for all there is
        QCOMPARE(floor.queue(before), "10 ahead, 0 behind");
        floor.play(floor.tape.forgetOrders());
        MarketEvent third = floor.tape.order(Side::Buy, 3, 99, 1);
        third.last = false;
        floor.play(third);
        floor.order(20, 99, 9); // new; 1 and 2 are gone
        QCOMPARE(floor.queue(before), "1 ahead, 9 behind");
        QCOMPARE(floor.queue(blind), "10 ahead, 0 behind");
    }

    void beforeTheOrdersAreToldAnOrderOfOursIsRiskAverse()
    {
        RecordingSink sink;
        TapeMarket market(withQueue(QueueKind::Exact), sink);
        TapeWriter tape;
        const auto play = [&](const std::vector<MarketEvent>& events) {
            for (const MarketEvent& event : events)
                market.onMarket(event);
        };
        play(tape.snapshot({bid(99, 15), ask(101, 1)}));
        market.submit({1, kWe, Side::Buy, OrderType::Limit, TimeInForce::Gtc, false, {99}, {5}});
        play({tape.trade(Side::Sell, 99, 5)});
        play(tape.delta({bid(99, 10)}));
        play(tape.delta({bid(99, 12)}));
        play(tape.delta({bid(99, 11)})); // a cancel: thought to be behind
        QCOMPARE(market.queue(1)->ahead, 10.0);
        play({tape.forgetOrders(), tape.order(Side::Buy, 1, 99, 11)});
        QCOMPARE(market.queue(1)->ahead, 11.0); // nobody can say that the one order is not ahead
    }

    void otherModelsPassOverTheOrders()
    {
        const auto run = [](bool withOrders) {
            OrderFloor floor(withQueue(QueueKind::Power3));
            const SimOrderId id = floor.buy(99, 8);
            if (withOrders)
                floor.order(1, 99, 0);
            floor.play(floor.tape.delta({bid(99, 10)}));
            floor.play(floor.tape.trade(Side::Sell, 99, 3));
            if (withOrders)
                floor.order(2, 99, 1);
            return floor.queue(id);
        };
        QCOMPARE(run(true), run(false));
    }

    void manyOrdersOfAnyIdsAreFoundAgain()
    {
        OrderQueues queues({1}, 64);
        TapeWriter tape;
        std::mt19937_64 random(3);
        std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> truth; // id: price, qty
        for (int i = 0; i < 200'000; ++i) {
            const bool known = !truth.empty() && random() % 2 == 0;
            auto id = static_cast<std::int64_t>(random() >> 1U) + 1;
            if (known)
                id = truth.lower_bound(id) == truth.end() ? truth.begin()->first : truth.lower_bound(id)->first;
            const auto price = static_cast<std::int64_t>(1 + random() % 300);
            const auto qty = static_cast<std::int64_t>(random() % 4 == 0 ? 0 : random() % 50);
            queues.onOrder(tape.order(Side::Buy, id, price, qty));
            if (qty == 0)
                truth.erase(id);
            else
                truth[id] = {price, qty};
        }
        std::map<std::int64_t, std::int64_t> levels;
        for (const auto& [id, order] : truth)
            levels[order.first] += order.second;
        QCOMPARE(queues.orders(), truth.size());
        QVERIFY(truth.size() > 10'000);
        for (std::int64_t price = 1; price <= 300; ++price)
            QCOMPARE(queues.qtyAt(Side::Buy, {price}).count, levels[price]);
    }

    void thePlaceIsThatOfTheMatchingCoreUntilOurFillMovesTheMarket();
    void memoryFollowsTheOrdersThatRest()
    {
        OrderQueues queues({1}, 64);
        TapeWriter tape;
        for (std::int64_t id = 1; id <= 100'000; ++id) {
            queues.onOrder(tape.order(Side::Buy, id, 50 + id % 5, 3));
            if (id > 100)
                queues.onOrder(tape.order(Side::Buy, id - 100, 50 + (id - 100) % 5, 0));
        }
        QCOMPARE(queues.orders(), std::size_t{100});
        std::int64_t all = 0;
        for (std::int64_t price = 50; price < 55; ++price)
            all += queues.qtyAt(Side::Buy, {price}).count;
        QCOMPARE(all, 300);
    }
};

/// Ours rests in one copy of a market's matching core; another copy never heard of it and writes the tape. Both do the
/// same until the core fills ours, and up to then the exact place over the tape is the core's.
void tst_exact_queue::thePlaceIsThatOfTheMatchingCoreUntilOurFillMovesTheMarket()
{
    const std::array<QueueKind, 5> kinds{QueueKind::Exact, QueueKind::RiskAverse, QueueKind::Power, QueueKind::Power3, QueueKind::Log};
    std::map<QueueKind, std::vector<double>> errors;
    int fills = 0;
    std::int64_t looks = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        TrueMarket without(seed, true);
        TrueMarket with(seed, false);
        std::map<QueueKind, RecordingSink> sinks;
        std::map<QueueKind, std::unique_ptr<TapeMarket>> markets;
        for (const QueueKind kind : kinds)
            markets[kind] = std::make_unique<TapeMarket>(withQueue(kind), sinks[kind]);
        std::vector<MarketEvent> tape;
        const auto step = [&] {
            tape.clear();
            without.act(&tape);
            with.act(nullptr);
            for (const auto& [kind, market] : markets) {
                for (const MarketEvent& event : tape)
                    market->onMarket(event);
            }
        };
        TapeWriter blank;
        for (const auto& [kind, market] : markets) {
            for (const MarketEvent& event : blank.snapshot({}))
                market->onMarket(event);
        }
        for (int i = 0; i < 300; ++i)
            step();
        const Side side = seed % 2 == 0 ? Side::Buy : Side::Sell;
        const std::int64_t price = TrueMarket::kMiddle + (side == Side::Buy ? -2 : 2);
        const std::int64_t qty = 5;
        // A level that ours alone would keep alive, or a market that ours would trade with, is not the one on the tape.
        if (without.core().qtyAt(side, {price}).isZero())
            continue;
        with.submitOurs(side, price, qty);
        for (const auto& [kind, market] : markets) {
            market->submit({1, kWe, side, OrderType::Limit, TimeInForce::Gtc, false, {price}, {qty}});
            sinks[kind].trades.clear();
        }
        for (int i = 0; i < 3000 && !with.ourFill; ++i) {
            step();
            if (with.ourFill)
                break;
            const std::int64_t truth = with.ahead(side, price);
            const auto exact = markets[QueueKind::Exact]->queue(1);
            QVERIFY2(exact != nullptr, qPrintable(QString("seed %1: filled without the core filling it").arg(seed)));
            QCOMPARE(exact->ahead, static_cast<double>(truth));
            const auto level = static_cast<double>(without.core().qtyAt(side, {price}).count);
            QCOMPARE(exact->ahead + exact->behind, level);
            ++looks;
            for (const QueueKind kind : kinds) {
                if (const auto guess = markets[kind]->queue(1); guess && level > 0)
                    errors[kind].push_back(std::abs(guess->ahead - static_cast<double>(truth)) / level);
            }
        }
        if (!with.ourFill)
            continue;
        // What a taker could not find without us is on no tape.
        if (without.core().levelCount(side) == 0)
            continue;
        ++fills;
        const auto& trades = sinks[QueueKind::Exact].trades;
        QVERIFY2(!trades.empty(), qPrintable(QString("seed %1: the core filled ours, the tape did not").arg(seed)));
        std::int64_t filled = 0;
        for (const TradeMade& trade : trades)
            filled += trade.qty.count;
        // A trade of the tape beyond our price fills us whole, whatever the taker had left when it passed us.
        const bool through = std::ranges::any_of(tape, [&](const MarketEvent& event) {
            return event.kind == MarketKind::Trade && (side == Side::Buy ? event.price.count < price : event.price.count > price);
        });
        QCOMPARE(filled, through ? qty : *with.ourFill);
    }
    qInfo("%d fills after %lld looks", fills, static_cast<long long>(looks));
    QVERIFY(fills > 50);
    QVERIFY(looks > 2000);
    QCOMPARE(*std::ranges::max_element(errors[QueueKind::Exact]), 0.0);
    for (const QueueKind kind : kinds) {
        std::ranges::sort(errors[kind]);
        qInfo("%s: error of the quantity ahead, %zu looks: median %.1f %% of the level, 90th percentile %.1f %%",
            std::string(toText(kind)).c_str(), errors[kind].size(), 100.0 * errors[kind][errors[kind].size() / 2],
            100.0 * errors[kind][errors[kind].size() * 9 / 10]);
    }
    QVERIFY(errors[QueueKind::RiskAverse][errors[QueueKind::RiskAverse].size() / 2] > 0.0);
}

MAKER_TEST(tst_exact_queue)
#include "tst_exact_queue.moc"
