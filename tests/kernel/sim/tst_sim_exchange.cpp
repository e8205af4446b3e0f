#include "kernel/sim/sim_exchange.h"

#include "kernel/sim/random.h"
#include "support/maker_test.h"

using namespace maker;
using namespace maker::sim;

namespace {

constexpr Timestamp kNow = Timestamp::fromMillis(1'767'225'600'000);

Money money(const char* text)
{
    return Money::parse(text).value();
}

Instrument pair(std::uint32_t id, const char* base)
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {1};
    spec.symbol = Symbol(std::string(base) + "USDT");
    spec.base = base;
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.001";
    spec.minQty = "0.002";
    spec.maxQty = "1000";
    spec.minNotional = "5";
    return Instrument::make(spec).value();
}

/// Writes down what an account is told.
struct Told : SimListener {
    std::vector<std::string> lines;

    void onExecution(const SimExecution& e) override
    {
        static constexpr const char* kKinds[] = {"new", "trade", "canceled", "expired", "replaced"};
        lines.push_back(std::string(kKinds[static_cast<int>(e.kind)]) + ' ' + std::to_string(e.order->id) + ' '
            + std::string(toText(e.order->state)) + (e.fill ? " fee " + e.fill->fee.money.toString() : ""));
    }
    void onBalance(AccountId account, const SimBalance& b, Timestamp) override
    {
        lines.push_back("balance " + std::to_string(account.value) + ' ' + b.currency.str() + ' ' + b.free.toString() + '+'
            + b.locked.toString());
    }
    void onTrade(const SimTrade& t) override { lines.push_back("public " + std::to_string(t.tradeId)); }
};

struct Floor {
    SimExchange exchange;
    AccountId alice;
    AccountId bob;

    explicit Floor(FeeModel fees = {.makerPpm = 100, .takerPpm = 400}) : exchange({.fees = fees})
    {
        exchange.addInstrument(pair(1, "BTC"));
        alice = exchange.openAccount();
        bob = exchange.openAccount();
        for (const AccountId account : {alice, bob}) {
            exchange.deposit(account, "BTC", money("10"), kNow);
            exchange.deposit(account, "USDT", money("100000"), kNow);
        }
    }
    static SimOrderRequest limit(Side side, std::int64_t price, std::int64_t qty, const char* clientId = "")
    {
        SimOrderRequest request;
        request.instrument = {1};
        request.clientOrderId = clientId;
        request.side = side;
        request.price = {price};
        request.qty = {qty};
        return request;
    }
    static SimOrderRequest market(Side side, std::int64_t qty, const char* quoteQty = "0")
    {
        SimOrderRequest request = limit(side, 0, qty);
        request.type = OrderType::Market;
        request.quoteQty = money(quoteQty);
        return request;
    }
    SimOutcome place(AccountId account, const SimOrderRequest& request) { return exchange.place(account, request, kNow); }
    SimReject refused(AccountId account, const SimOrderRequest& request) { return place(account, request).reject; }
    std::string free(AccountId account, const char* currency) { return exchange.balance(account, currency).free.toString(); }
    std::string locked(AccountId account, const char* currency) { return exchange.balance(account, currency).locked.toString(); }
};

} // namespace

class tst_sim_exchange : public QObject {
    Q_OBJECT

private slots:
    void anOrderLocksAndItsCancelReleases()
    {
        Floor floor;
        const auto bid = floor.place(floor.alice, Floor::limit(Side::Buy, 2'000'000, 1500)); // 1.5 at 20000.00
        QCOMPARE(floor.free(floor.alice, "USDT"), std::string("70000"));
        QCOMPARE(floor.locked(floor.alice, "USDT"), std::string("30000"));
        floor.place(floor.alice, Floor::limit(Side::Sell, 3'000'000, 4000));
        QCOMPARE(floor.locked(floor.alice, "BTC"), std::string("4"));
        QVERIFY(floor.exchange.cancel(floor.alice, {1}, bid.orderId, kNow).ok());
        QCOMPARE(floor.free(floor.alice, "USDT"), std::string("100000"));
        QCOMPARE(floor.exchange.order(floor.alice, {1}, bid.orderId)->state, OrderState::Canceled);
        QCOMPARE(floor.exchange.cancelAll(floor.alice, {1}, kNow).size(), std::size_t{1});
        QCOMPARE(floor.locked(floor.alice, "BTC"), std::string("0"));
    }

    void anOrderHasItsIdInDigits()
    {
        Floor floor;
        for (int i = 0; i < 120; ++i) { // past a digit more, twice
            const auto placed = floor.place(floor.alice, Floor::limit(Side::Buy, 2'000'000, 2));
            const SimOrder* order = floor.exchange.order(floor.alice, {1}, placed.orderId);
            QCOMPARE(order->idText.str(), std::to_string(placed.orderId));
        }
    }

    void aTradeSettlesBothSidesWithFeesInWhatTheyReceive()
    {
        Floor floor;
        floor.place(floor.alice, Floor::limit(Side::Sell, 2'000'000, 1000));
        const auto taken = floor.place(floor.bob, Floor::limit(Side::Buy, 2'100'000, 500));
        // Bob pays 0.5 x 20000, not 21000, and 4 bp of 0.5; Alice receives 10000 less 1 bp.
        QCOMPARE(floor.free(floor.bob, "USDT"), std::string("90000"));
        QCOMPARE(floor.locked(floor.bob, "USDT"), std::string("0"));
        QCOMPARE(floor.free(floor.bob, "BTC"), std::string("10.4998"));
        QCOMPARE(floor.free(floor.alice, "USDT"), std::string("109999"));
        QCOMPARE(floor.locked(floor.alice, "BTC"), std::string("0.5"));
        QCOMPARE(floor.free(floor.exchange.feeAccount(), "BTC"), std::string("0.0002"));
        QCOMPARE(floor.free(floor.exchange.feeAccount(), "USDT"), std::string("1"));
        QCOMPARE(floor.exchange.order(floor.bob, {1}, taken.orderId)->state, OrderState::Filled);
        const auto fills = floor.exchange.fills(floor.alice, {1}, 0, 10);
        QCOMPARE(fills.size(), std::size_t{1});
        QVERIFY(fills[0].isMaker);
        QCOMPARE(fills[0].fee, (Amount{money("1"), "USDT"}));
    }

    void feesMayBeTakenInQuoteFromWhatWasLocked()
    {
        Floor floor({.makerPpm = 100, .takerPpm = 400, .asset = FeeAsset::Quote});
        floor.place(floor.alice, Floor::limit(Side::Buy, 2'000'000, 1000));
        QCOMPARE(floor.locked(floor.alice, "USDT"), std::string("20008"));
        floor.place(floor.bob, Floor::market(Side::Sell, 1000));
        QCOMPARE(floor.free(floor.alice, "USDT"), std::string("79998"));
        QCOMPARE(floor.locked(floor.alice, "USDT"), std::string("0"));
        QCOMPARE(floor.free(floor.alice, "BTC"), std::string("11"));
        QCOMPARE(floor.free(floor.bob, "USDT"), std::string("119992"));
    }

    void aRebateIsPaidByTheFeeAccount()
    {
        Floor floor({.makerPpm = -50, .takerPpm = 400});
        floor.place(floor.alice, Floor::limit(Side::Sell, 2'000'000, 1000));
        floor.place(floor.bob, Floor::market(Side::Buy, 1000));
        QCOMPARE(floor.free(floor.alice, "USDT"), std::string("120001"));
        QCOMPARE(floor.free(floor.exchange.feeAccount(), "USDT"), std::string("-1"));
    }

    void everyFilterHasItsReason()
    {
        Floor floor;
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 0, 1000)), SimReject::BadPrice);
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 2'000'000, 1)), SimReject::BadQty);
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 2'000'000, 1'000'001)), SimReject::BadQty);
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 100, 4999)), SimReject::BelowMinNotional);
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 100, 5000)), SimReject::None);
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 2'000'000, 5001)), SimReject::InsufficientBalance);
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Sell, 2'000'000, 10'001)), SimReject::InsufficientBalance);
        SimOrderRequest elsewhere = Floor::limit(Side::Buy, 100, 5000);
        elsewhere.instrument = {9};
        QCOMPARE(floor.refused(floor.alice, elsewhere), SimReject::UnknownSymbol);
        QCOMPARE(floor.refused({77}, Floor::limit(Side::Buy, 100, 5000)), SimReject::UnknownAccount);
        QCOMPARE(floor.refused(floor.alice, Floor::market(Side::Buy, 0, "100")), SimReject::MarketClosed);
        QCOMPARE(venueCode(SimReject::BadQty), -1013);
        QCOMPARE(venueCode(SimReject::InsufficientBalance), -2010);
        QCOMPARE(venueCode(SimReject::UnknownOrder), -2011);
    }

    void postOnlyThatWouldTakeLeavesNoTrace()
    {
        Floor floor;
        floor.place(floor.alice, Floor::limit(Side::Sell, 2'000'000, 1000));
        SimOrderRequest request = Floor::limit(Side::Buy, 2'000'000, 1000, "mine");
        request.postOnly = true;
        QCOMPARE(floor.refused(floor.bob, request), SimReject::PostOnlyWouldTake);
        QCOMPARE(floor.free(floor.bob, "USDT"), std::string("100000"));
        QVERIFY(!floor.exchange.orderByClientId(floor.bob, {1}, "mine"));
        QVERIFY(floor.exchange.openOrders(floor.bob, {}).empty());
    }

    void aClientIdIsTakenOnlyWhileItsOrderIsOpen()
    {
        Floor floor;
        const auto first = floor.place(floor.alice, Floor::limit(Side::Buy, 100, 5000, "a"));
        QCOMPARE(floor.refused(floor.alice, Floor::limit(Side::Buy, 100, 5000, "a")), SimReject::DuplicateClientId);
        QVERIFY(floor.place(floor.bob, Floor::limit(Side::Buy, 100, 5000, "a")).ok());
        QVERIFY(floor.exchange.cancelByClientId(floor.alice, {1}, "a", kNow).ok());
        QCOMPARE(floor.exchange.cancelByClientId(floor.alice, {1}, "a", kNow).reject, SimReject::UnknownOrder);
        const auto second = floor.place(floor.alice, Floor::limit(Side::Buy, 100, 5000, "a"));
        QVERIFY(second.ok());
        QCOMPARE(floor.exchange.orderByClientId(floor.alice, {1}, "a")->id, second.orderId);
        QVERIFY(floor.exchange.order(floor.alice, {1}, first.orderId));
        QCOMPARE(floor.exchange.cancel(floor.bob, {1}, second.orderId, kNow).reject, SimReject::UnknownOrder);
        QCOMPARE(floor.exchange.allOrders(floor.alice, {1}, 0, 10).size(), std::size_t{2});
        QCOMPARE(floor.exchange.allOrders(floor.alice, {1}, second.orderId, 10).size(), std::size_t{1});
    }

    void aMarketOrderMaySpendAnAmountOfQuote()
    {
        Floor floor;
        floor.place(floor.alice, Floor::limit(Side::Sell, 2'000'000, 1000));
        floor.place(floor.alice, Floor::limit(Side::Sell, 2'100'000, 1000));
        // 20000 buys 1 at 20000, the 1050 left buy 0.05 at 21000.
        const auto bought = floor.place(floor.bob, Floor::market(Side::Buy, 0, "21050.5"));
        QVERIFY(bought.ok());
        const SimOrder& order = *floor.exchange.order(floor.bob, {1}, bought.orderId);
        QCOMPARE(order.cumQty, Qty{1050});
        QCOMPARE(order.cumQuote, money("21050"));
        QCOMPARE(order.state, OrderState::Filled);
        QCOMPARE(floor.free(floor.bob, "USDT"), std::string("78950"));
    }

    void reducingReleasesWhatIsNoLongerNeeded()
    {
        Floor floor;
        const auto bid = floor.place(floor.alice, Floor::limit(Side::Buy, 2'000'000, 2000));
        floor.place(floor.bob, Floor::market(Side::Sell, 500));
        QVERIFY(floor.exchange.reduce(floor.alice, {1}, bid.orderId, {1000}, kNow).ok());
        QCOMPARE(floor.locked(floor.alice, "USDT"), std::string("10000"));
        QCOMPARE(floor.exchange.order(floor.alice, {1}, bid.orderId)->leaves(), Qty{500});
        QCOMPARE(floor.exchange.reduce(floor.alice, {1}, bid.orderId, {1000}, kNow).reject, SimReject::AmendMustReduce);
        QCOMPARE(floor.exchange.reduce(floor.alice, {1}, bid.orderId, {500}, kNow).reject, SimReject::AmendMustReduce);
    }

    void theListenerHearsEachStepInOrder()
    {
        Floor floor;
        Told told;
        floor.exchange.setListener(&told);
        floor.place(floor.alice, Floor::limit(Side::Sell, 2'000'000, 1000));
        SimOrderRequest taker = Floor::limit(Side::Buy, 2'000'000, 1500);
        taker.timeInForce = TimeInForce::Ioc;
        floor.place(floor.bob, taker);
        const auto state = [](OrderState s) { return std::string(toText(s)); };
        QCOMPARE(told.lines,
            (std::vector<std::string>{"new 1 " + state(OrderState::Accepted), "balance 2 BTC 9+1",
                "new 2 " + state(OrderState::Accepted), "trade 1 " + state(OrderState::Filled) + " fee 2",
                "trade 2 " + state(OrderState::PartiallyFilled) + " fee 0.0004", "public 1",
                "expired 2 " + state(OrderState::Expired), "balance 2 BTC 9+0", "balance 2 USDT 119998+0",
                "balance 3 BTC 10.9996+0", "balance 3 USDT 80000+0"}));
    }

    void nothingIsMadeOrLostWhateverIsDone_data()
    {
        QTest::addColumn<int>("makerPpm");
        QTest::addColumn<bool>("inQuote");
        QTest::newRow("fees in the asset received") << 137 << false;
        QTest::newRow("fees in quote") << 137 << true;
        QTest::newRow("rebates") << -33 << false;
        QTest::newRow("rebates in quote") << -33 << true;
    }

    void nothingIsMadeOrLostWhateverIsDone()
    {
        QFETCH(int, makerPpm);
        QFETCH(bool, inQuote);
        Floor floor({.makerPpm = makerPpm, .takerPpm = 411, .asset = inQuote ? FeeAsset::Quote : FeeAsset::Received});
        Random random(11);
        std::vector<SimOrderId> ids;
        for (int step = 0; step < 10'000; ++step) {
            const AccountId account = random.chance(0.5) ? floor.alice : floor.bob;
            const auto price = static_cast<std::int64_t>(1'999'000 + random.below(2'000));
            const auto qty = static_cast<std::int64_t>(2 + random.below(300));
            const Side side = random.chance(0.5) ? Side::Buy : Side::Sell;
            if (!ids.empty() && random.chance(0.35)) {
                floor.exchange.cancel(account, {1}, ids[random.below(ids.size())], kNow);
            } else {
                auto request = random.chance(0.2) ? Floor::market(side, qty) : Floor::limit(side, price, qty);
                if (random.chance(0.1) && request.type == OrderType::Limit)
                    request.timeInForce = random.chance(0.5) ? TimeInForce::Ioc : TimeInForce::Fok;
                const SimOutcome placed = floor.place(account, request);
                if (placed.ok())
                    ids.push_back(placed.orderId);
            }
            QCOMPARE(floor.exchange.totalOf("BTC"), money("20"));
            QCOMPARE(floor.exchange.totalOf("USDT"), money("200000"));
        }
        QVERIFY(floor.exchange.history({1}).lastTrade()->tradeId > 300);
        for (const AccountId account : {floor.alice, floor.bob}) {
            Money locked[2];
            for (const SimOrder& order : floor.exchange.openOrders(account, {1}))
                locked[order.side == Side::Buy ? 1 : 0] += order.locked;
            QCOMPARE(floor.exchange.balance(account, "BTC").locked, locked[0]);
            QCOMPARE(floor.exchange.balance(account, "USDT").locked, locked[1]);
            floor.exchange.cancelAll(account, {1}, kNow);
            QVERIFY(floor.exchange.balance(account, "BTC").locked.isZero());
            QVERIFY(floor.exchange.balance(account, "USDT").locked.isZero());
        }
    }
};

MAKER_TEST(tst_sim_exchange)
#include "tst_sim_exchange.moc"
