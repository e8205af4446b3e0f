#include "kernel/risk/risk_gate.h"

#include "builders.h"
#include "support/maker_test.h"

#include <functional>

using namespace maker;
using namespace maker::risk_test;

namespace {

/// One limit with the last case that passes and the first that does not.
struct Edge {
    const char* name;
    RefusalCode code;
    std::function<void(Desk&, RiskGate&, NewOrder&)> inside;
    std::function<void(Desk&, RiskGate&, NewOrder&)> outside;
};

const auto nothing = [](Desk&, RiskGate&, NewOrder&) {};

auto price(std::int64_t count)
{
    return [count](Desk&, RiskGate&, NewOrder& order) { order.price = {count}; };
}

auto qty(std::int64_t count)
{
    return [count](Desk&, RiskGate&, NewOrder& order) { order.qty = {count}; };
}

/// A price off the collar's reach but inside the venue's range needs a fair value near it.
auto at(std::int64_t count, std::int64_t quantity)
{
    return [=](Desk& desk, RiskGate&, NewOrder& order) {
        order.price = {count};
        order.qty = {quantity};
        desk.context.fair = static_cast<double>(count) / 100.0;
    };
}

auto limits(std::function<void(RiskLimits&)> change)
{
    return [change](Desk&, RiskGate& gate, NewOrder&) {
        RiskLimits limits = gate.limits();
        change(limits);
        QVERIFY(gate.setLimits(limits).has_value());
    };
}

auto age(std::int64_t millis)
{
    return [millis](Desk& desk, RiskGate&, NewOrder&) { desk.context.bookTime = kNow - Duration::millis(millis); };
}

auto bids(std::int64_t bid, std::int64_t ask)
{
    return [=](Desk& desk, RiskGate&, NewOrder&) {
        desk.context.bestBid = Price{bid};
        desk.context.bestAsk = Price{ask};
    };
}

auto position(Side side, std::int64_t held, std::int64_t quantity)
{
    return [=](Desk& desk, RiskGate&, NewOrder& order) {
        desk.context.position = {held};
        order.side = side;
        order.qty = {quantity};
    };
}

auto rate(int before, std::int64_t millisAgo)
{
    return [=](Desk& desk, RiskGate& gate, NewOrder&) {
        desk.context.now = kNow - Duration::millis(millisAgo);
        for (int i = 0; i < before; ++i)
            QVERIFY(gate.check(desk.anOrder(), desk.context).has_value());
        desk.context.now = kNow;
    };
}

auto quoteTotal(const char* text)
{
    return [text](Desk& desk, RiskGate&, NewOrder&) {
        desk.working(Side::Buy, 99'00, 2'000); // locks 198
        desk.context.quoteTotal = *Money::parse(text);
    };
}

auto baseTotal(const char* text)
{
    return [text](Desk& desk, RiskGate&, NewOrder& order) {
        desk.working(Side::Sell, 101'00, 2'000);
        order.side = Side::Sell;
        desk.context.baseTotal = *Money::parse(text);
    };
}

auto restingAsk(std::int64_t count)
{
    return [count](Desk& desk, RiskGate&, NewOrder&) { desk.working(Side::Sell, count, 1'000); };
}

auto restingBid(std::int64_t count)
{
    return [count](Desk& desk, RiskGate&, NewOrder& order) {
        desk.working(Side::Buy, count, 1'000);
        order.side = Side::Sell;
    };
}

auto loss(const char* equity)
{
    return [equity](Desk&, RiskGate& gate, NewOrder&) {
        gate.onEquity(Money::fromInt(10'000), kNow);
        gate.onEquity(*Money::parse(equity), kNow);
    };
}

/// Reducing by the loss ladder, holding `held`, with a working order of the reducing side.
auto reducing(Side side, std::int64_t held, std::int64_t quantity)
{
    return [=](Desk& desk, RiskGate& gate, NewOrder& order) {
        gate.escalate(RiskState::Reducing, "The journal is slow.");
        desk.context.position = {held};
        desk.working(side, side == Side::Buy ? 99'00 : 101'00, 1'000);
        order.side = side;
        order.qty = {quantity};
    };
}

template <typename... Changes>
auto all(Changes... changes)
{
    return [=](Desk& desk, RiskGate& gate, NewOrder& order) { (changes(desk, gate, order), ...); };
}

const auto twoOrdersASecond = limits([](RiskLimits& l) { l.orderRate = 2; });
const auto twoOpen = limits([](RiskLimits& l) { l.maxOpenOrders = 2; });
const auto hundredNotional = limits([](RiskLimits& l) { l.maxOrderNotional = 100.0; });
const auto wide = limits([](RiskLimits& l) { l.maxLong = l.maxShort = 1e6; l.maxOrderNotional = 1e9; });

const std::vector<Edge>& edges()
{
    using C = RefusalCode;
    static const std::vector<Edge> kEdges{
        {"tick", C::OffTick, price(100'05), price(100'04)},
        {"lot", C::OffLot, qty(1'002), qty(1'001)},
        {"least quantity", C::QtyTooSmall, at(500'00, 10), at(500'00, 8)},
        {"no quantity", C::QtyTooSmall, nothing, qty(0)},
        {"negative quantity", C::QtyTooSmall, nothing, qty(-1'000)},
        {"most quantity", C::QtyTooLarge, all(wide, qty(50'000)), all(wide, qty(50'002))},
        {"least price", C::PriceOutOfRange, at(10'00, 1'000), at(9'95, 1'000)},
        {"most price", C::PriceOutOfRange, at(1000'00, 1'000), at(1000'05, 1'000)},
        {"no price", C::PriceOutOfRange, nothing, price(0)},
        {"least notional", C::MinNotional, qty(50), qty(48)},
        {"collar above", C::Collar, price(105'00), price(105'05)},
        {"collar below", C::Collar, price(95'00), price(94'95)},
        {"no fair value", C::Collar, nothing, [](Desk& d, RiskGate&, NewOrder&) { d.context.fair.reset(); }},
        {"market order", C::Collar, nothing, [](Desk&, RiskGate&, NewOrder& o) { o.type = OrderType::Market; }},
        {"largest order", C::MaxOrderNotional, all(hundredNotional, qty(1'000)), all(hundredNotional, qty(1'002))},
        {"longest position", C::MaxPosition, position(Side::Buy, 4'000, 1'000), position(Side::Buy, 4'000, 1'002)},
        {"shortest position", C::MaxPosition, position(Side::Sell, -4'000, 1'000), position(Side::Sell, -4'000, 1'002)},
        {"longest with working buys", C::MaxPosition, all(restingAsk(102'00), position(Side::Buy, 0, 5'000)),
         [](Desk& d, RiskGate&, NewOrder& o) { d.working(Side::Buy, 99'00, 10); o.qty = {5'000}; }},
        {"shortest with working sells", C::MaxPosition, position(Side::Sell, 0, 5'000),
         [](Desk& d, RiskGate&, NewOrder& o) { d.working(Side::Sell, 101'00, 10); o.side = Side::Sell; o.qty = {5'000}; }},
        {"open orders", C::MaxOpenOrders, all(twoOpen, restingAsk(101'00)),
         all(twoOpen, restingAsk(101'00), restingAsk(102'00))},
        {"order rate", C::OrderRate, all(twoOrdersASecond, rate(1, 0)), all(twoOrdersASecond, rate(2, 0))},
        {"order rate window", C::OrderRate, all(twoOrdersASecond, rate(2, 1000)), all(twoOrdersASecond, rate(2, 999))},
        {"quote balance", C::Balance, quoteTotal("298"), quoteTotal("297.999999999999999999")},
        {"base balance", C::Balance, baseTotal("3"), baseTotal("2.999999999999999999")},
        {"stale book", C::StaleBook, age(5'000), age(5'001)},
        {"book out of sync", C::StaleBook, nothing, [](Desk& d, RiskGate&, NewOrder&) { d.context.bookSynced = false; }},
        {"crossed book", C::CrossedBook, bids(100'00, 100'05), bids(100'05, 100'05)},
        {"own ask", C::SelfTrade, restingAsk(100'05), restingAsk(100'00)},
        {"own bid", C::SelfTrade, restingBid(99'95), restingBid(100'00)},
        {"day loss", C::DayLoss, all(limits([](RiskLimits& l) { l.pausePercent = 100; }), loss("8000.01")), loss("8000")},
        {"drawdown", C::Drawdown,
         all(limits([](RiskLimits& l) { l.pausePercent = 100; l.maxDrawdown = 1'000; }), loss("9000.01")),
         all(limits([](RiskLimits& l) { l.maxDrawdown = 1'000; }), loss("9000"))},
        {"reducing a long", C::ReducingOnly, reducing(Side::Sell, 3'000, 2'000), reducing(Side::Sell, 3'000, 2'002)},
        {"reducing a short", C::ReducingOnly, reducing(Side::Buy, -3'000, 2'000), reducing(Side::Buy, -3'000, 2'002)},
        {"reducing by adding", C::ReducingOnly, reducing(Side::Sell, 3'000, 2'000), reducing(Side::Buy, 3'000, 100)},
        {"loss beyond the pause rung", C::ReducingOnly, loss("8400.01"), loss("8400")},
        {"halted", C::Halted, nothing, [](Desk&, RiskGate& g, NewOrder&) { g.escalate(RiskState::Halted, "No."); }},
        {"killed", C::Killed, nothing, [](Desk&, RiskGate& g, NewOrder&) { g.kill(kNow); }},
        {"not reconciled", C::NotReconciled, nothing, [](Desk& d, RiskGate&, NewOrder&) { d.context.reconciled = false; }},
        {"read only", C::ProductionReadOnly, nothing, [](Desk& d, RiskGate&, NewOrder&) { d.context.readOnly = true; }},
        {"unknown instrument", C::UnknownInstrument, nothing, [](Desk&, RiskGate&, NewOrder& o) { o.instrument = {9}; }},
        {"no instrument", C::UnknownInstrument, nothing, [](Desk& d, RiskGate&, NewOrder&) { d.context.instrument = nullptr; }},
    };
    return kEdges;
}

} // namespace

class tst_risk_gate : public QObject {
    Q_OBJECT

private slots:
    void everyLimitPassesJustInsideAndRefusesJustOutside_data()
    {
        QTest::addColumn<int>("edge");
        for (std::size_t i = 0; i < edges().size(); ++i)
            QTest::newRow(edges()[i].name) << static_cast<int>(i);
    }
    void everyLimitPassesJustInsideAndRefusesJustOutside()
    {
        QFETCH(int, edge);
        const Edge& row = edges()[static_cast<std::size_t>(edge)];
        for (const bool inside : {true, false}) {
            Desk desk;
            RiskGate gate;
            NewOrder order = desk.anOrder();
            (inside ? row.inside : row.outside)(desk, gate, order);
            const auto outcome = gate.check(order, desk.context);
            const auto expected = inside ? RefusalCode::None : row.code;
            QCOMPARE(std::string(toText(Desk::codeOf(outcome))), std::string(toText(expected)));
            if (outcome) {
                QCOMPARE(outcome->request().clientOrderId, order.clientOrderId);
            } else {
                QVERIFY(outcome.error().detail.view().ends_with("."));
                QVERIFY(gate.lastRefusal().detail == outcome.error().detail);
                QCOMPARE(gate.refused(), std::uint64_t{1});
            }
        }
    }

    void anOrderWorthExactlyTheLimitAsItIsWrittenPasses()
    {
        for (std::int64_t qty = 1'000; qty < 1'400; qty += 2) {
            Desk desk;
            const NewOrder order = desk.anOrder(Side::Buy, 100'05, qty);
            RiskLimits limits;
            limits.maxOrderNotional = std::stod(desk.instrument.notional(order.price, order.qty).toString());
            const RiskGate gate(limits);
            QVERIFY2(RiskGate(gate).check(order, desk.context).has_value(), std::to_string(limits.maxOrderNotional).c_str());
        }
    }

    void everyCodeOfARefusalHasAnEdgeInTheTable()
    {
        for (int code = 1; code <= static_cast<int>(RefusalCode::SelfTrade); ++code) {
            const bool tested =
                std::ranges::any_of(edges(), [code](const Edge& edge) { return static_cast<int>(edge.code) == code; });
            QVERIFY2(tested, toText(static_cast<RefusalCode>(code)).data());
        }
    }

    void aRefusalSaysBothNumbers()
    {
        Desk desk;
        RiskGate gate;
        const auto detail = [&](const NewOrder& order) { return gate.check(order, desk.context).error().detail.str(); };
        QCOMPARE(detail(desk.anOrder(Side::Buy, 106'00)),
                 std::string("Price 106.00 is 600.00 bp from fair 100.00; the collar is 500.00 bp."));
        desk.working(Side::Buy, 99'00, 2'000);
        QCOMPARE(detail(desk.anOrder(Side::Buy, 100'00, 4'000)),
                 std::string("If all buys filled, the position would be 6.000; the limit is 5.000."));
        desk.context.quoteTotal = Money::fromInt(200);
        QCOMPARE(detail(desk.anOrder()), std::string("The order needs 100.00 USDT; 2.00 is free."));
    }

    void theOldHalfOfAReplaceCountsForThePositionButLocksNothing()
    {
        Desk desk;
        RiskGate gate;
        const NewOrder old = desk.working(Side::Buy, 99'00, 3'000);
        const auto replaceBy = [&](std::int64_t qty) {
            const ReplaceOrder request{{old.clientOrderId, {}, old.instrument, old.account},
                                       desk.anOrder(Side::Buy, 100'00, qty)};
            return Desk::codeOf(gate.check(request, desk.context));
        };
        desk.context.quoteTotal = Money::fromInt(200); // less than both orders together
        QCOMPARE(replaceBy(2'000), RefusalCode::None);
        QCOMPARE(replaceBy(2'002), RefusalCode::MaxPosition);
        desk.context.quoteTotal = *Money::parse("199.99");
        QCOMPARE(replaceBy(2'000), RefusalCode::Balance);
    }

    void aReplaceNeedsNoRoomAmongOpenOrdersAndDoesNotMeetItself()
    {
        Desk desk;
        RiskLimits limits;
        limits.maxOpenOrders = 1;
        RiskGate gate(limits);
        const NewOrder old = desk.working(Side::Sell, 100'00, 1'000);
        const CancelOrder cancel{old.clientOrderId, {}, old.instrument, old.account};
        QCOMPARE(Desk::codeOf(gate.check(ReplaceOrder{cancel, desk.anOrder(Side::Buy)}, desk.context)),
                 RefusalCode::None);
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(Side::Sell), desk.context)), RefusalCode::MaxOpenOrders);
    }

    void fillsThatHaveNotArrivedStillCount()
    {
        Desk desk;
        RiskGate gate;
        const NewOrder order = desk.working(Side::Buy, 99'00, 5'000);
        ExecEvent status;
        status.kind = ExecKind::OrderStatus;
        status.clientOrderId = order.clientOrderId;
        status.state = OrderState::Filled;
        status.cumQty = order.qty;
        desk.orders.apply(status);
        QCOMPARE(desk.orders.openCount(), std::size_t{0});
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(Side::Buy, 100'00, 100), desk.context)), RefusalCode::MaxPosition);
    }

    void ordersOfOtherInstrumentsLockTheSharedCurrency()
    {
        Desk desk;
        RiskGate gate;
        const Instrument ether = anInstrument(2, "ETH");
        const std::array<const Instrument*, 2> both{&desk.instrument, &ether};
        NewOrder other = desk.anOrder(Side::Buy, 100'00, 3'000);
        other.instrument = ether.id();
        desk.orders.onPlaced(other, kNow);
        desk.context.quoteTotal = Money::fromInt(399);
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(), desk.context)), RefusalCode::Balance); // it cannot be valued
        desk.context.instruments = both;
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(), desk.context)), RefusalCode::Balance); // 99 is free
        desk.context.quoteTotal = Money::fromInt(400);
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(), desk.context)), RefusalCode::None);
    }

    void anInstrumentMayHaveLimitsOfItsOwn()
    {
        Desk desk;
        RiskGate gate;
        RiskLimits tight;
        tight.maxLong = 0.5;
        QVERIFY(gate.setLimits(desk.instrument.id(), tight).has_value());
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(), desk.context)), RefusalCode::MaxPosition);
        QVERIFY(gate.setLimits(InstrumentId{7}, RiskLimits{}).has_value());
        QCOMPARE(gate.limits(desk.instrument.id()).maxLong, 0.5);
        QCOMPARE(gate.limits(InstrumentId{8}).maxLong, RiskLimits{}.maxLong);
        QVERIFY(gate.hasOwnLimits(desk.instrument.id()));
        gate.forgetLimits(desk.instrument.id());
        QVERIFY(!gate.hasOwnLimits(desk.instrument.id()));
        QVERIFY(gate.hasOwnLimits(InstrumentId{7}));
        QVERIFY(gate.check(desk.anOrder(), desk.context).has_value());
    }

    void theKeysOfAnInstrumentAreThoseThatItsLimitsKeep()
    {
        RiskLimits own;
        RiskLimits desk;
        own.collarBps = own.maxOrderNotional = own.staleBookSeconds = own.maxLong = own.maxShort = 7.0;
        own.maxDayLoss = own.maxDrawdown = own.warnPercent = own.pausePercent = 7.0;
        own.maxOpenOrders = own.orderRate = 7;
        const auto kept = readMembers(writeParams(own.ofInstrument(desk)));
        QVERIFY(kept.has_value());
        for (const ParamMember& member : *kept) {
            const bool sevens = std::get_if<double>(&member.value) != nullptr
                ? std::get<double>(member.value) == 7.0 : std::get<std::int64_t>(member.value) == 7;
            QCOMPARE(sevens, std::ranges::find(RiskLimits::kOfInstrument, member.key) != RiskLimits::kOfInstrument.end());
        }
    }

    void theOperatorFlattensWhileHaltedButNotWhileKilled()
    {
        Desk desk;
        RiskGate gate;
        gate.escalate(RiskState::Halted, "The exec ring is full.");
        desk.context.position = {2'000};
        QCOMPARE(gate.check(desk.anOrder(Side::Sell), desk.context).error().detail.str(),
                 std::string("The exec ring is full."));
        desk.context.flattening = true;
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(Side::Sell), desk.context)), RefusalCode::None);
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(Side::Sell, 100'00, 2'002), desk.context)),
                 RefusalCode::ReducingOnly);
        gate.kill(kNow);
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(Side::Sell), desk.context)), RefusalCode::Killed);
    }

    void aHugeQuantityIsRefusedAndBreaksNothing()
    {
        Desk desk;
        RiskGate gate;
        InstrumentSpec spec;
        spec.id = {1};
        spec.symbol = "BTCUSDT";
        spec.base = "BTC";
        spec.quote = "USDT";
        spec.tickSize = "0.01";
        spec.lotSize = "0.000001";
        const Instrument unlimited = *Instrument::make(spec);
        desk.context.instrument = &unlimited;
        const auto huge = std::numeric_limits<std::int64_t>::max();
        QCOMPARE(Desk::codeOf(gate.check(desk.anOrder(Side::Buy, 100'00, huge), desk.context)),
                 RefusalCode::MaxOrderNotional);
    }

    void gaugesShowWhatTheLimitsMeasure()
    {
        Desk desk;
        RiskGate gate;
        desk.context.position = {-1'500};
        desk.working(Side::Buy, 99'00, 1'000);
        QVERIFY(gate.check(desk.anOrder(), desk.context).has_value());
        gate.onEquity(Money::fromInt(10'000), kNow);
        gate.onEquity(Money::fromInt(9'400), kNow);
        const RiskGauges gauges = gate.gauges(desk.context);
        QCOMPARE(gauges.position.value, -1.5);
        QCOMPARE(gauges.position.limit, 5.0);
        QCOMPARE(gauges.openOrders.value, 1.0);
        QCOMPARE(gauges.orderRate.value, 1.0);
        QCOMPARE(gauges.orderRate.limit, 50.0);
        QCOMPARE(gauges.dayLoss.value, 600.0);
        QCOMPARE(gauges.dayLoss.warn, 1'000.0);
        QCOMPARE(gauges.dayLoss.pause, 1'600.0);
        QCOMPARE(gauges.drawdown.value, 600.0);
    }
};

MAKER_TEST(tst_risk_gate)
#include "tst_risk_gate.moc"
