#include "kernel/risk/risk_gate.h"

#include "builders.h"
#include "support/maker_test.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>

using namespace maker;
using namespace maker::risk_test;

namespace {

/// What a second programmer keeps of the same orders, in raw counts and without the kernel's order store.
struct Oracle {
    struct Live {
        ClientOrderId id;
        Side side;
        std::int64_t price;
        std::int64_t open;
        bool closing = false; ///< filled at the venue, fills on their way
        bool leaving = false; ///< its replace is on the way
    };

    std::vector<Live> live;
    std::deque<std::int64_t> sent;
    std::int64_t position = 0;
    std::int64_t base = 0;  ///< counts of 0.001
    std::int64_t quote = 0; ///< counts of 0.00001
    std::int64_t now = 0;
    std::int64_t fair = 0; ///< counts of 0.01
    RiskLimits limits;

    std::int64_t open(Side side) const
    {
        std::int64_t sum = 0;
        for (const Live& order : live)
            sum += order.side == side ? order.open : 0;
        return sum;
    }
    bool shapeHolds(const NewOrder& order) const
    {
        const std::int64_t p = order.price.count;
        const std::int64_t q = order.qty.count;
        return p % 5 == 0 && p >= 10'00 && p <= 1000'00 && q % 2 == 0 && q >= 10 && q <= 50'000 && p * q >= 500'000;
    }
    bool inside(const NewOrder& order, const ClientOrderId* replaced) const
    {
        const std::int64_t p = order.price.count;
        const std::int64_t q = order.qty.count;
        const bool buys = order.side == Side::Buy;
        if (!shapeHolds(order) || std::abs(p - fair) * 10'000 > static_cast<std::int64_t>(limits.collarBps) * fair)
            return false;
        if (p * q > static_cast<std::int64_t>(limits.maxOrderNotional) * 100'000)
            return false;
        const std::int64_t worst = buys ? position + open(Side::Buy) + q : -position + open(Side::Sell) + q;
        if (worst > static_cast<std::int64_t>(buys ? limits.maxLong : limits.maxShort) * 1'000)
            return false;
        std::int64_t others = 0;
        std::int64_t locked = 0;
        for (const Live& other : live) {
            if (replaced != nullptr && other.id == *replaced)
                continue;
            others += other.closing ? 0 : 1;
            if (other.side == order.side)
                locked += buys ? other.price * other.open : other.open;
            else if (!other.closing && (buys ? p >= other.price : p <= other.price))
                return false;
        }
        const auto recent = std::ranges::count_if(sent, [this](std::int64_t t) { return t > now - 1'000'000'000; });
        return others < limits.maxOpenOrders && recent < limits.orderRate
            && (buys ? p * q <= quote - locked : q <= base - locked);
    }
};

struct World {
    Desk desk;
    Oracle oracle;
    RiskGate gate;
    std::uint64_t seed;
    std::uint64_t trades = 0;
    std::int64_t approved = 0;
    std::int64_t fills = 0;
    std::map<RefusalCode, std::int64_t> refused;

    explicit World(std::uint64_t s) : seed(s)
    {
        RiskLimits limits;
        limits.maxLong = 6;
        limits.maxShort = 4;
        limits.maxOrderNotional = 250;
        limits.maxOpenOrders = 6;
        limits.orderRate = 10;
        limits.collarBps = 400;
        if (!gate.setLimits(limits))
            std::abort();
        oracle.limits = limits;
        oracle.base = 3'500;
        oracle.quote = 45'000'000;
        oracle.fair = 100'00;
        oracle.now = kNow.ns;
    }

    std::int64_t random(std::int64_t below)
    {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::int64_t>((seed >> 33) % static_cast<std::uint64_t>(below));
    }

    void refresh()
    {
        oracle.now += random(3) * 15'000'000;
        oracle.fair = std::clamp<std::int64_t>(oracle.fair + random(41) - 20, 80'00, 120'00);
        desk.context.now = {oracle.now};
        desk.context.bookTime = {oracle.now};
        desk.context.fair = static_cast<double>(oracle.fair) / 100.0;
        desk.context.bestBid = Price{oracle.fair - 5};
        desk.context.bestAsk = Price{oracle.fair + 5};
        desk.context.position = {oracle.position};
        desk.context.baseTotal = desk.instrument.toMoney(Qty{oracle.base});
        desk.context.quoteTotal = Money::fromUnits(Int128{oracle.quote} * 10'000'000'000'000);
    }

    NewOrder randomOrder()
    {
        std::int64_t price = oracle.fair / 5 * 5 + (random(181) - 90) * 5;
        std::int64_t qty = 2 * (1 + random(1'400));
        price += random(20) == 0 ? 1 : 0;
        qty += random(20) == 0 ? 1 : 0;
        qty = random(30) == 0 ? random(12) : qty;
        return desk.anOrder(random(2) == 0 ? Side::Buy : Side::Sell, price, qty);
    }

    /// False when the gate and the oracle disagree.
    bool request()
    {
        const NewOrder order = randomOrder();
        const bool replaces = !oracle.live.empty() && random(3) == 0;
        Oracle::Live* old = replaces ? &oracle.live[static_cast<std::size_t>(random(std::ssize(oracle.live)))] : nullptr;
        if (old != nullptr && (old->closing || old->leaving))
            old = nullptr;
        const CancelOrder cancel{old != nullptr ? old->id : ClientOrderId{}, {}, order.instrument, order.account};
        const bool inside = oracle.inside(order, old != nullptr ? &old->id : nullptr);
        RefusalCode code = RefusalCode::None;
        if (old != nullptr)
            code = Desk::codeOf(gate.check(ReplaceOrder{cancel, order}, desk.context));
        else
            code = Desk::codeOf(gate.check(order, desk.context));
        ++refused[code];
        if ((code == RefusalCode::None) != inside) {
            qWarning("%s order, price %lld, quantity %lld, fair %lld, position %lld: the gate says %s", inside ? "good" : "bad",
                     static_cast<long long>(order.price.count), static_cast<long long>(order.qty.count),
                     static_cast<long long>(oracle.fair), static_cast<long long>(oracle.position), toText(code).data());
            return false;
        }
        if (!inside)
            return true;
        ++approved;
        oracle.sent.push_back(oracle.now);
        if (oracle.sent.size() > 100)
            oracle.sent.pop_front();
        if (old != nullptr) {
            desk.orders.onReplaceSent({cancel, order}, {oracle.now});
            old->leaving = true;
        } else {
            desk.orders.onPlaced(order, {oracle.now});
        }
        oracle.live.push_back({order.clientOrderId, order.side, order.price.count, order.qty.count});
        desk.orders.apply(event(ExecKind::OrderAck, oracle.live.back()));
        return true;
    }

    ExecEvent event(ExecKind kind, const Oracle::Live& order) const
    {
        ExecEvent event;
        event.kind = kind;
        event.clientOrderId = order.id;
        event.instrument = desk.instrument.id();
        event.account = kAccount;
        event.side = order.side;
        event.localTime = {oracle.now};
        return event;
    }

    /// The worst venue: whatever is live may fill, in any order, in any portions, fills sometimes after the status.
    void fillSomething()
    {
        if (oracle.live.empty())
            return;
        const auto at = random(std::ssize(oracle.live));
        Oracle::Live& order = oracle.live[static_cast<std::size_t>(at)];
        if (!order.closing && random(5) == 0) {
            ExecEvent status = event(ExecKind::OrderStatus, order);
            status.state = OrderState::Filled;
            desk.orders.apply(status);
            order.closing = true;
            return;
        }
        ExecEvent fill = event(ExecKind::Fill, order);
        const std::int64_t qty = random(2) == 0 ? order.open : 1 + random(order.open);
        fill.tradeId = formatClientOrderId("t", {1, ++trades});
        fill.qty = {qty};
        fill.price = {order.price};
        const OrderChange change = desk.orders.apply(fill);
        if (!change.fill)
            std::abort();
        ++fills;
        const std::int64_t direction = sign(order.side);
        oracle.position += direction * change.fill->qty.count;
        oracle.base += direction * qty;
        oracle.quote -= direction * qty * order.price;
        order.open -= qty;
        if (order.open == 0)
            oracle.live.erase(oracle.live.begin() + at);
    }

    void cancelSomething()
    {
        if (oracle.live.empty())
            return;
        const auto at = random(std::ssize(oracle.live));
        const Oracle::Live order = oracle.live[static_cast<std::size_t>(at)];
        if (order.closing)
            return;
        ExecEvent status = event(ExecKind::OrderStatus, order);
        status.state = OrderState::Canceled;
        desk.orders.apply(status);
        oracle.live.erase(oracle.live.begin() + at);
    }
};

int wantedOrders()
{
    const char* deep = std::getenv("MAKERDESK_DEEP");
    return deep != nullptr && std::string_view(deep) == "1" ? 1'000'000 : 100'000;
}

} // namespace

class tst_risk_property : public QObject {
    Q_OBJECT

private slots:
    // Both ways: what the gate approves is inside every limit, and what it refuses is outside one of them.
    void theGateAgreesWithAnIndependentOracleAndPositionsNeverLeaveTheirLimits()
    {
        World world(2024);
        for (int i = 0; i < wantedOrders(); ++i) {
            world.refresh();
            QVERIFY(world.request());
            world.refresh();
            if (world.random(4) == 0)
                world.fillSomething();
            if (world.random(4) == 0)
                world.cancelSomething();
            const Oracle& oracle = world.oracle;
            QVERIFY(oracle.position <= 6'000 && oracle.position >= -4'000);
            QVERIFY(oracle.position + oracle.open(Side::Buy) <= 6'000);
            QVERIFY(oracle.position - oracle.open(Side::Sell) >= -4'000);
        }
        // The walk must have met the limits, or it has proved nothing.
        QVERIFY(world.approved > 5'000);
        QVERIFY(world.fills > 5'000);
        for (const RefusalCode code :
             {RefusalCode::OffTick, RefusalCode::OffLot, RefusalCode::QtyTooSmall, RefusalCode::Collar,
              RefusalCode::MaxOrderNotional, RefusalCode::MaxPosition, RefusalCode::MaxOpenOrders,
              RefusalCode::SelfTrade, RefusalCode::Balance, RefusalCode::OrderRate})
            QVERIFY2(world.refused[code] > 100, toText(code).data());
    }

    void whileReducingNoApprovedOrderCanTurnOrGrowThePosition()
    {
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            World world(seed);
            world.oracle.position = world.random(2) == 0 ? 3'000 : -3'000;
            world.gate.escalate(RiskState::Reducing, "The journal is slow.");
            std::int64_t last = world.oracle.position;
            for (int i = 0; i < 300; ++i) {
                world.refresh();
                const NewOrder order = world.randomOrder();
                if (world.gate.check(order, world.desk.context)) {
                    world.desk.orders.onPlaced(order, {world.oracle.now});
                    world.oracle.live.push_back(
                        {order.clientOrderId, order.side, order.price.count, order.qty.count});
                }
                if (world.random(3) == 0)
                    world.fillSomething();
                QVERIFY(std::abs(world.oracle.position) <= std::abs(last));
                QVERIFY(world.oracle.position * last >= 0);
                last = world.oracle.position;
            }
            QVERIFY(std::abs(last) < 3'000);
        }
    }
};

MAKER_TEST(tst_risk_property)
#include "tst_risk_property.moc"
