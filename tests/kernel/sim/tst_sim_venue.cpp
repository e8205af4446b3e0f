#include "kernel/sim/sim_venue.h"

#include "support/maker_test.h"
#include "support/tape_rig.h"

#include <map>
#include <random>
#include <string>

using namespace maker;
using namespace maker::sim;
using namespace maker::test;

namespace {

constexpr AccountId kDesk{4};
constexpr Timestamp kStart = Timestamp::fromMillis(1'767'225'600'000);
using Lines = std::vector<std::string>;

std::string joined(const Lines& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : ", ") + line;
    return text;
}

/// Compares what was heard so that a difference can be read.
#define HEARD(Heard, ...) QCOMPARE(QString::fromStdString(joined(Heard)), QString::fromStdString(joined(Lines{__VA_ARGS__})))

Timestamp at(std::int64_t ms) { return kStart + Duration::millis(ms); }

std::string lineOf(const ExecEvent& event)
{
    const std::string when = std::to_string((event.localTime - kStart).ns / 1'000'000) + " ";
    const std::string id = event.clientOrderId.str();
    switch (event.kind) {
    case ExecKind::OrderAck: return when + "ack " + id;
    case ExecKind::OrderReject:
        return when + (event.fromReplace ? "reject of replace " : "reject ") + id + " " + std::to_string(event.venueCode);
    case ExecKind::OrderStatus: return when + std::string(toText(event.state)) + " " + id;
    case ExecKind::Fill:
        return when + "fill " + id + " " + std::to_string(event.qty.count) + "@" + std::to_string(event.price.count)
            + (event.isMaker ? " maker" : " taker");
    case ExecKind::CancelReject:
        return when + (event.fromReplace ? "cancel of replace rejected " : "cancel rejected ") + id + " "
            + std::to_string(event.venueCode);
    case ExecKind::OrderUnknown: return when + "unknown " + id;
    case ExecKind::Balance: return when + event.asset.str() + " " + (event.free + event.locked).toString();
    case ExecKind::ReconcileDone: return when + "done";
    default: return when + "?";
    }
}

/// One venue with 10 ms each way and the tape of wholeInstrument(): bids 99 x 10, asks 101 x 10.
struct Floor {
    SimVenue venue;
    TapeWriter tape;
    Timestamp now = at(0);

    static SimVenueConfig standard()
    {
        SimVenueConfig config;
        config.latency.entry.base = Duration::millis(10);
        config.latency.response.base = Duration::millis(10);
        config.fees = {.makerPpm = 0, .takerPpm = 0};
        return config;
    }

    explicit Floor(const SimVenueConfig& config = standard()) : venue(config)
    {
        venue.addInstrument(std::make_shared<const Instrument>(wholeInstrument()), kDesk);
        venue.deposit(kDesk, {Money::fromInt(100'000), "USD"});
        venue.deposit(kDesk, {Money::fromInt(1000), "ABC"});
        play(0, tape.snapshot({bid(99, 10), ask(101, 10)}));
    }
    /// The exchange's side of the clock; what arrives up to then comes first.
    void play(std::int64_t ms, const std::vector<MarketEvent>& events)
    {
        venue.carryOut(at(ms));
        for (const MarketEvent& event : events)
            venue.onMarket(event, at(ms));
    }
    void play(std::int64_t ms, const MarketEvent& event) { play(ms, std::vector{event}); }
    static NewOrder order(const char* id, Side side, std::int64_t price, std::int64_t qty, bool postOnly = false)
    {
        NewOrder order;
        order.clientOrderId = id;
        order.instrument = {1};
        order.account = kDesk;
        order.side = side;
        order.price = {price};
        order.qty = {qty};
        order.postOnly = postOnly;
        return order;
    }
    static CancelOrder named(const char* id) { return {ClientOrderId(id), {}, {1}, kDesk}; }
    Lines heard(std::int64_t until)
    {
        venue.carryOut(at(until));
        Lines lines;
        while (const auto answer = venue.takeAnswer(at(until)))
            lines.push_back(lineOf(*answer));
        return lines;
    }
};

} // namespace

class tst_sim_venue : public QObject {
    Q_OBJECT
private slots:
    void anOrderTakesOneLatencyThereAndOneBack()
    {
        Floor floor;
        QVERIFY(floor.venue.nextArrival() > at(1'000'000));
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(100));
        QCOMPARE(floor.venue.nextArrival(), at(110));
        QVERIFY(!floor.venue.queue("a"));
        floor.venue.carryOut(at(109));
        QVERIFY(floor.venue.nextAnswer() > at(1'000'000));
        floor.venue.carryOut(at(110));
        QCOMPARE(floor.venue.nextAnswer(), at(120));
        QCOMPARE(floor.venue.queue("a")->ahead, 10.0);
        QVERIFY(!floor.venue.takeAnswer(at(119)));
        HEARD(floor.heard(120), "120 ack a");
    }

    void aFillCrossesTheCancelThatIsOnItsWay()
    {
        Floor floor;
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(0));
        HEARD(floor.heard(100), "20 ack a");
        floor.venue.cancel(Floor::named("a"), at(100)); // arrives at 110
        floor.play(105, floor.tape.trade(Side::Sell, 98, 1));
        HEARD(floor.heard(200), "115 fill a 5@99 maker", "115 ABC 1005", "115 USD 99505", "120 cancel rejected a -2011");
    }

    void aPartialFillCrossesTheCancelAndTheRestIsCanceled()
    {
        Floor floor;
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(0));
        floor.heard(100);
        floor.venue.cancel(Floor::named("a"), at(100));
        floor.play(105, floor.tape.trade(Side::Sell, 99, 12)); // 10 ahead, 2 for us
        HEARD(floor.heard(200), "115 fill a 2@99 maker", "115 ABC 1002", "115 USD 99802", "120 Canceled a");
    }

    void anOrderThatArrivesAfterTheMoveMeetsTheNewMarket()
    {
        Floor floor;
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5, true), at(100));
        floor.play(105, floor.tape.delta({bid(99, 0), ask(99, 3)}));
        HEARD(floor.heard(200), "120 reject a -2010");
    }

    void aReplaceWithdrawsTheOldOrderAndGoesToTheBack()
    {
        Floor floor;
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(0));
        floor.heard(20);
        floor.play(30, floor.tape.trade(Side::Sell, 99, 6));
        floor.play(30, floor.tape.delta({bid(99, 12)}));
        QCOMPARE(floor.venue.queue("a")->ahead, 4.0);
        floor.venue.replace({Floor::named("a"), Floor::order("b", Side::Buy, 99, 5)}, at(40));
        HEARD(floor.heard(100), "60 Canceled a", "60 ack b");
        QCOMPARE(floor.venue.queue("b")->ahead, 12.0);
        QVERIFY(!floor.venue.queue("a"));
        floor.venue.replace({Floor::named("a"), Floor::order("c", Side::Buy, 99, 5)}, at(100));
        HEARD(floor.heard(200), "120 cancel of replace rejected a -2011", "120 reject of replace c -2011");
    }

    void everyOrderTellsOnceWhereItComesToRest()
    {
        struct Places final : SimVenue::ArrivalListener {
            Lines lines;
            void onArrived(const SimVenue::QueueView* queue) override
            {
                const auto text = [](double qty) { return std::to_string(static_cast<int>(qty)); };
                lines.push_back(queue ? text(queue->ahead) + " ahead " + text(queue->behind) + " behind" : "none");
            }
        };
        Floor floor;
        Places places;
        floor.venue.setArrivalListener(&places);
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(0));
        floor.venue.place(Floor::order("b", Side::Buy, 98, 5), at(0));   // nothing rests there
        floor.venue.place(Floor::order("c", Side::Buy, 101, 4), at(0));  // taken whole
        floor.venue.place(Floor::order("d", Side::Buy, 101, 20), at(0)); // the tape still says 10 less the 4: the rest is ours
        floor.venue.place(Floor::order("e", Side::Sell, 98, 5, true), at(0));
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(0)); // the id is in use
        HEARD(places.lines);
        floor.venue.carryOut(at(10));
        HEARD(places.lines, "10 ahead 0 behind", "0 ahead 0 behind", "none", "0 ahead 0 behind", "none", "none");

        places.lines.clear();
        floor.venue.replace({Floor::named("b"), Floor::order("f", Side::Buy, 99, 5)}, at(20));
        floor.venue.replace({Floor::named("b"), Floor::order("g", Side::Buy, 99, 5)}, at(20)); // gone
        floor.venue.cancel(Floor::named("f"), at(20)); // at the same moment: it rested all the same
        floor.venue.query(Floor::named("a"), at(20));
        floor.venue.reconcile(kDesk, at(0), at(20));
        floor.venue.cancelAll(kDesk, {1}, at(20));
        floor.venue.carryOut(at(100));
        HEARD(places.lines, "10 ahead 0 behind", "none");
    }

    void theVenuesLimitsAndRejectsCarryItsCodes()
    {
        SimVenueConfig config = Floor::standard();
        config.maxOpenOrders = 1;
        config.maxOrdersPerWindow = 3;
        Floor floor(config);
        floor.venue.place(Floor::order("a", Side::Buy, 99, 5), at(0));
        floor.venue.place(Floor::order("b", Side::Buy, 99, 5), at(1));
        floor.venue.place(Floor::order("c", Side::Buy, 99, 50'000), at(2));
        floor.venue.place(Floor::order("d", Side::Buy, 99, 5), at(3));
        HEARD(floor.heard(100), "20 ack a", "21 reject b -1013", "22 reject c -1013", "23 reject d -1015");
        floor.venue.cancelAll(kDesk, {1}, at(11'000));
        floor.venue.place(Floor::order("e", Side::Buy, 99, 50'000), at(11'001));
        floor.venue.place(Floor::order("f", Side::Buy, 0, 5), at(11'002));
        HEARD(floor.heard(12'000), "11020 Canceled a", "11021 reject e -2010", "11022 reject f -1013");
        NewOrder stranger = Floor::order("g", Side::Buy, 99, 5);
        stranger.account = {9};
        floor.venue.place(stranger, at(13'000));
        HEARD(floor.heard(14'000), "13020 reject g -2015");
    }

    void aQueryTellsHowAnOrderEnded()
    {
        Floor floor;
        NewOrder taking = Floor::order("a", Side::Buy, 101, 4);
        taking.timeInForce = TimeInForce::Ioc;
        floor.venue.place(taking, at(0));
        HEARD(floor.heard(50), "20 ack a", "20 fill a 4@101 taker", "20 ABC 1004", "20 USD 99596");
        floor.venue.query(Floor::named("a"), at(100));
        floor.venue.query(Floor::named("z"), at(100));
        HEARD(floor.heard(200), "120 fill a 4@101 taker", "120 Filled a", "120 unknown z");
    }

    void aReconciliationNamesOpenOrdersFillsSinceAndBalances()
    {
        Floor floor;
        floor.venue.place(Floor::order("a", Side::Buy, 101, 4), at(0));   // fills at 10
        floor.venue.place(Floor::order("b", Side::Sell, 99, 4), at(500)); // fills at 510
        floor.venue.place(Floor::order("c", Side::Buy, 98, 4), at(600));
        floor.heard(700);
        floor.venue.reconcile(kDesk, at(400), at(800));
        HEARD(floor.heard(1000), "820 Accepted c", "820 fill b 4@99 taker", "820 ABC 1000", "820 USD 99992", "820 done");
    }

    void tiersAndTheFeeTokenLowerFees()
    {
        SimVenueConfig config = Floor::standard();
        config.fees = {.makerPpm = 1000, .takerPpm = 1000, .asset = FeeAsset::Quote};
        config.schedule.tiers = {{Money::fromInt(1000), 500, 500}};
        config.schedule.token = {"TOK", Money::fromInt(2), 250'000};
        Floor floor(config);
        const auto feeOf = [&](const char* id, std::int64_t ms) {
            NewOrder taking = Floor::order(id, Side::Buy, 101, 10);
            taking.timeInForce = TimeInForce::Ioc;
            floor.play(ms, floor.tape.delta({ask(101, 10)}));
            floor.venue.place(taking, at(ms));
            floor.venue.carryOut(at(ms + 10));
            std::string fee;
            while (const auto answer = floor.venue.takeAnswer(at(ms + 20))) {
                if (answer->kind == ExecKind::Fill)
                    fee = answer->fee.money.toString() + " " + answer->fee.currency.str();
            }
            return fee;
        };
        QCOMPARE(feeOf("a", 0), std::string("1.01 USD"));    // 1010 traded at 0.1 %
        QCOMPARE(feeOf("b", 100), std::string("0.505 USD")); // the first trade reached the tier
        // A month later the volume is forgotten; a token is worth 2, three quarters of 1.01 are due: 0.37875.
        floor.venue.deposit(kDesk, {Money::parse("0.5").value(), "TOK"});
        QCOMPARE(feeOf("c", 31LL * 86'400'000), std::string("0.37875 TOK"));
        QCOMPARE(feeOf("d", 31LL * 86'400'000 + 100), std::string("0.505 USD")); // 0.12125 left, 0.189375 needed
    }

    void rebatesArePaidOut()
    {
        SimVenueConfig config = Floor::standard();
        config.fees = {.makerPpm = -1000, .takerPpm = 1000, .asset = FeeAsset::Quote};
        Floor floor(config);
        floor.venue.place(Floor::order("a", Side::Sell, 101, 10), at(0));
        floor.play(50, floor.tape.trade(Side::Buy, 102, 1));
        HEARD(floor.heard(100), "20 ack a", "60 fill a 10@101 maker", "60 ABC 990", "60 USD 101011.01");
    }

    void latenciesAreInterpolatedFromATable()
    {
        SimVenueConfig config = Floor::standard();
        config.latency.table = {{at(0), at(10), at(30)}, {at(1000), at(1030), at(1040)}};
        Floor floor(config);
        floor.venue.place(Floor::order("a", Side::Buy, 99, 1), at(500)); // 20 there
        QCOMPARE(floor.venue.nextArrival(), at(520));
        floor.venue.carryOut(at(520)); // exchange times 10 .. 1030: half way, 15 back
        QCOMPARE(floor.venue.nextAnswer(), at(535));
        OrderLatency latency(config.latency);
        QCOMPARE(latency.arrival(at(-100)), at(-90));
        QCOMPARE(latency.arrival(at(2000)), at(2030));
        QCOMPARE(latency.answer(at(2000)), at(2010));
        QCOMPARE(latency.answer(at(2000)), at(2010));
    }

    void fillsAndBalancesAgreeAndTwoRunsAreEqual()
    {
        const auto run = [](std::uint64_t seed) {
            SimVenueConfig config = Floor::standard();
            config.fees = {.makerPpm = 70, .takerPpm = 410};
            config.latency.entry.meanJitter = Duration::millis(5);
            config.latency.entry.seed = seed;
            Floor floor(config);
            std::mt19937_64 random(seed);
            std::map<std::string, Money> ledger{{"USD", Money::fromInt(100'000)}, {"ABC", Money::fromInt(1000)}};
            std::map<std::string, Money> told = ledger;
            std::map<std::string, int> ends;
            const Instrument instrument = wholeInstrument();
            std::string digest;
            int fills = 0;
            Timestamp last;
            for (int i = 0; i < 4000; ++i) {
                const auto price = static_cast<std::int64_t>(95 + random() % 11);
                const auto qty = static_cast<std::int64_t>(1 + random() % 20);
                const std::string id = "o" + std::to_string(random() % 4 ? i : i / 2);
                switch (random() % 5) {
                case 0: floor.venue.place(Floor::order(id.c_str(), random() % 2 ? Side::Buy : Side::Sell, price, qty), at(i)); break;
                case 1: floor.venue.cancel(Floor::named(id.c_str()), at(i)); break;
                case 2: floor.play(i, floor.tape.trade(random() % 2 ? Side::Buy : Side::Sell, price, qty)); break;
                default: floor.play(i, floor.tape.delta({price <= 100 ? bid(price, qty % 15) : ask(price, qty % 15)})); break;
                }
                floor.venue.carryOut(at(i));
                while (const auto answer = floor.venue.takeAnswer(at(i))) {
                    digest += lineOf(*answer) + "\n";
                    if (answer->localTime < last)
                        return std::string("answers out of order");
                    last = answer->localTime;
                    if (answer->kind == ExecKind::Balance)
                        told[answer->asset.str()] = answer->free + answer->locked;
                    if (answer->kind != ExecKind::Fill)
                        continue;
                    ++fills;
                    const Money base = instrument.toMoney(answer->qty);
                    const Money quote = instrument.notional(answer->price, answer->qty);
                    ledger["ABC"] += answer->side == Side::Buy ? base : -base;
                    ledger["USD"] += answer->side == Side::Buy ? -quote : quote;
                    ledger[answer->fee.currency.str()] -= answer->fee.money;
                }
            }
            floor.venue.carryOut(at(1'000'000));
            while (const auto answer = floor.venue.takeAnswer(at(1'000'000))) {
                if (answer->kind == ExecKind::Balance)
                    told[answer->asset.str()] = answer->free + answer->locked;
                if (answer->kind == ExecKind::Fill) {
                    const Money base = instrument.toMoney(answer->qty);
                    const Money quote = instrument.notional(answer->price, answer->qty);
                    ledger["ABC"] += answer->side == Side::Buy ? base : -base;
                    ledger["USD"] += answer->side == Side::Buy ? -quote : quote;
                    ledger[answer->fee.currency.str()] -= answer->fee.money;
                }
            }
            if (ledger != told)
                return std::string("ledger and balances differ");
            return fills > 100 ? digest : std::string("too few fills");
        };
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const std::string digest = run(seed);
            QVERIFY2(digest.size() > 1000, digest.c_str());
            QVERIFY(digest == run(seed));
        }
    }
};

MAKER_TEST(tst_sim_venue)
#include "tst_sim_venue.moc"
