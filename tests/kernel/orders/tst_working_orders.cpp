#include "kernel/orders/working_orders.h"

#include "builders.h"
#include "support/maker_test.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace maker;
using namespace maker::orders_test;

namespace {

constexpr const char* kId = "mk-1-000001";
constexpr const char* kOther = "mk-1-000002";

/// One order sent, and what the tests ask of it.
struct Placed {
    WorkingOrders orders{"mk"};

    Placed() { orders.onPlaced(anOrder(kId), kStart); }
    OrderChange take(const ExecEvent& event) { return orders.apply(event); }
    OrderState state() const { return orders.find(kId)->order.state; }
    std::int64_t cumQty() const { return orders.find(kId)->order.cumQty.count; }
    std::int64_t booked() const { return orders.find(kId)->booked.count; }
    std::size_t due(Duration after, Duration patience = Duration::seconds(2)) const
    {
        std::array<CancelOrder, 8> out;
        const std::size_t count = orders.dueForQuery(kStart + after, patience, out);
        if ((count > 0) != (kStart + after >= orders.nextQuery(patience)))
            qFatal("what is due and when the next is due do not agree");
        return count;
    }
};

} // namespace

class tst_working_orders : public QObject {
    Q_OBJECT

private slots:
    void anOrderLivesFromAckThroughFillsToItsEnd()
    {
        Placed p;
        QCOMPARE(p.state(), OrderState::PendingNew);
        QCOMPARE(p.take(anEvent(ExecKind::OrderAck, kId)).order->state, OrderState::Accepted);
        const OrderChange part = p.take(aFill(kId, "t1", 4, 4));
        QCOMPARE(part.order->state, OrderState::PartiallyFilled);
        QVERIFY(part.fill != nullptr);
        QCOMPARE(part.fill->qty, Qty{4});
        QCOMPARE(part.fill->strategy, StrategyId{1});
        const OrderChange full = p.take(aFill(kId, "t2", 6, 10));
        QVERIFY(full.closed && !full.illegal);
        QCOMPARE(full.order->state, OrderState::Filled);
        QCOMPARE(p.orders.openCount(), std::size_t{0});
        QCOMPARE(p.orders.find(kId)->order.venueOrderId.str(), std::string("V1"));
    }

    void aStatusThatRepeatsHowAnOrderEndedSaysNothingNew()
    {
        for (const std::int64_t filled : {std::int64_t{10}, std::int64_t{4}}) {
            Placed p;
            p.take(anEvent(ExecKind::OrderAck, kId));
            p.take(aFill(kId, "t1", filled, filled));
            const ExecEvent end = aStatus(kId, filled == 10 ? OrderState::Filled : OrderState::Canceled, filled);
            p.take(end);
            const OrderChange again = p.take(end);
            QVERIFY(again.kind == ChangeKind::None && !again.illegal && !again.closed && !again.askVenue);
        }
    }

    void aFillBeforeTheAckAndTheAckAfterIt()
    {
        Placed p;
        QCOMPARE(p.take(aFill(kId, "t1", 4)).order->state, OrderState::PartiallyFilled);
        QCOMPARE(p.take(anEvent(ExecKind::OrderAck, kId)).kind, ChangeKind::None);
        QCOMPARE(p.state(), OrderState::PartiallyFilled);
        p.take(aFill(kId, "t2", 6));
        const OrderChange late = p.take(anEvent(ExecKind::OrderAck, kId));
        QVERIFY(late.kind == ChangeKind::None && !late.illegal && !late.stray);
        QCOMPARE(p.state(), OrderState::Filled);
    }

    void aCancelAckAndAnUnknownOrderAnswerAfterTheFillAreNoErrors()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        QCOMPARE(p.orders.onCancelSent(kId, kStart).order->state, OrderState::PendingCancel);
        QVERIFY(p.take(aFill(kId, "t1", 10)).closed);
        for (const ExecEvent& event : {aStatus(kId, OrderState::Canceled, 10), aCancelReject(kId, RejectReason::UnknownOrder)}) {
            const OrderChange change = p.take(event);
            QVERIFY(change.kind == ChangeKind::None && !change.illegal && !change.askVenue);
        }
        QCOMPARE(p.state(), OrderState::Filled);
    }

    void anUnknownOrderAnswerBeforeTheFillAsksTheVenueAtOnce()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        p.orders.onCancelSent(kId, kStart);
        QVERIFY(p.take(aCancelReject(kId, RejectReason::UnknownOrder)).askVenue);
        QCOMPARE(p.state(), OrderState::PendingCancel);
        QCOMPARE(p.due(Duration::millis(6)), std::size_t{1});
        p.orders.onQueried(kId, kStart + Duration::millis(6));
        QCOMPARE(p.due(Duration::millis(7)), std::size_t{0});
        QVERIFY(p.take(aFill(kId, "t1", 10)).closed);
        QCOMPARE(p.due(Duration::seconds(60)), std::size_t{0});
    }

    void aRefusedCancelGivesTheOrderBack()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        p.take(aFill(kId, "t1", 1));
        p.orders.onCancelSent(kId, kStart);
        QCOMPARE(p.take(aCancelReject(kId, RejectReason::RateLimited)).order->state, OrderState::PartiallyFilled);
        QCOMPARE(p.orders.onCancelSent(kId, kStart).kind, ChangeKind::Updated);
    }

    void aFillOfACanceledOrderIsBookedAndItStaysCanceled()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        p.orders.onCancelSent(kId, kStart);
        QVERIFY(p.take(aStatus(kId, OrderState::Canceled)).closed);
        const OrderChange late = p.take(aFill(kId, "t1", 4));
        QVERIFY(late.fill != nullptr && !late.illegal && !late.closed);
        QCOMPARE(p.state(), OrderState::Canceled);
        QCOMPARE(p.cumQty(), std::int64_t{4});
        QCOMPARE(p.take(aFill(kId, "t2", 6)).order->state, OrderState::Canceled);
    }

    void theSameFillByEveryRoadIsBookedOnce()
    {
        Placed p;
        int fills = 0;
        for (int road = 0; road < 4; ++road)
            fills += p.take(aFill(kId, "t1", 4, 4)).fill != nullptr ? 1 : 0;
        QCOMPARE(fills, 1);
        QCOMPARE(p.booked(), std::int64_t{4});
    }

    void cumQtyAndStateNeverGoBack()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        p.take(aFill(kId, "t1", 7, 7));
        p.take(aStatus(kId, OrderState::PartiallyFilled, 3));
        QCOMPARE(p.cumQty(), std::int64_t{7});
        p.take(aStatus(kId, OrderState::Accepted, 0));
        QCOMPARE(p.state(), OrderState::PartiallyFilled);
        p.take(aFill(kId, "t2", 3, 10));
        p.take(aStatus(kId, OrderState::PartiallyFilled, 7));
        QCOMPARE(p.state(), OrderState::Filled);
        QCOMPARE(p.cumQty(), std::int64_t{10});
    }

    void aStatusAheadOfItsFillsKeepsTheExposureUntilTheyAreBooked()
    {
        Placed p;
        const OrderChange ahead = p.take(aStatus(kId, OrderState::Filled, 10));
        QVERIFY(ahead.closed);
        QCOMPARE(ahead.missing, Qty{10});
        QCOMPARE(p.orders.unsettledCount(), std::size_t{1});
        QCOMPARE(p.orders.find(kId)->exposed(), Qty{10});
        QCOMPARE(p.due(Duration::seconds(3)), std::size_t{1});
        QVERIFY(p.take(aFill(kId, "t1", 4)).fill != nullptr);
        QCOMPARE(p.orders.find(kId)->exposed(), Qty{6});
        QCOMPARE(p.take(aFill(kId, "t2", 6)).missing, Qty{0});
        QCOMPARE(p.orders.unsettledCount(), std::size_t{0});
        QCOMPARE(p.due(Duration::seconds(60)), std::size_t{0});
    }

    void aFillWhichIsImpossibleIsStillBookedAndReported()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderReject, kId));
        const OrderChange change = p.take(aFill(kId, "t1", 4));
        QVERIFY(change.illegal && change.fill != nullptr);
        Placed q;
        const OrderChange tooMuch = q.take(aFill(kId, "t1", 11));
        QVERIFY(tooMuch.illegal && tooMuch.fill != nullptr);
        QVERIFY(q.take(aFill(kId, "", 1)).illegal);
    }

    void anOrderWithoutAnAnswerIsListedAndStaysInFlight()
    {
        Placed p;
        QCOMPARE(p.due(Duration::millis(1999)), std::size_t{0});
        QCOMPARE(p.due(Duration::seconds(2)), std::size_t{1});
        p.orders.onQueried(kId, kStart + Duration::seconds(2));
        QCOMPARE(p.due(Duration::millis(3999)), std::size_t{0});
        QCOMPARE(p.due(Duration::seconds(4)), std::size_t{1});
        QCOMPARE(p.state(), OrderState::PendingNew);
    }

    void anAmbiguousRequestIsAskedAtOnceAndSettledByTheAnswer()
    {
        Placed p;
        const OrderChange change = p.take(anEvent(ExecKind::RequestAmbiguous, kId));
        QVERIFY(change.askVenue && change.kind == ChangeKind::None);
        QCOMPARE(p.due(Duration{}), std::size_t{1});
        p.orders.onQueried(kId, kStart);
        QCOMPARE(p.take(aStatus(kId, OrderState::Accepted)).order->state, OrderState::Accepted);
        QCOMPARE(p.due(Duration::seconds(60)), std::size_t{0});
    }

    void anOrderTheVenueNeverSawIsRejectedAndIfItWorksAfterAllItIsAStray()
    {
        Placed p;
        p.take(anEvent(ExecKind::RequestAmbiguous, kId));
        p.orders.onQueried(kId, kStart);
        QCOMPARE(p.take(anEvent(ExecKind::OrderUnknown, kId)).order->state, OrderState::Rejected);
        const OrderChange late = p.take(anEvent(ExecKind::OrderAck, kId));
        QVERIFY(late.stray && late.illegal);
        QCOMPARE(p.state(), OrderState::Rejected);
    }

    void aRefusalMayComeAfterTheAnswerThatTheVenueNeverSawTheOrder()
    {
        Placed p;
        p.orders.onCancelSent(kId, kStart);
        p.orders.onQueried(kId, kStart);
        QCOMPARE(p.take(anEvent(ExecKind::OrderUnknown, kId)).order->state, OrderState::Canceled);
        const OrderChange late = p.take(anEvent(ExecKind::OrderReject, kId));
        QVERIFY(!late.illegal && !late.stray && !late.closed && late.kind == ChangeKind::None);
        QCOMPARE(p.state(), OrderState::Canceled);

        Placed known;
        known.take(aStatus(kId, OrderState::Canceled));
        QVERIFY(known.take(anEvent(ExecKind::OrderReject, kId)).illegal);
    }

    void aLostCancelIsTakenBackOnlyByTheAnswerToAQuery()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        p.orders.onCancelSent(kId, kStart);
        p.take(aStatus(kId, OrderState::Accepted)); // a report that was on its way before the cancel
        QCOMPARE(p.state(), OrderState::PendingCancel);
        p.orders.onQueried(kId, kStart + Duration::seconds(2));
        QCOMPARE(p.take(aStatus(kId, OrderState::Accepted)).order->state, OrderState::Accepted);
    }

    void aReplaceHasTwoHalvesWithTheirOwnAnswers()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        const ReplaceOrder request{{kId, "V1", kInstrument, kAccount}, anOrder(kOther, Side::Buy, 101)};
        const auto sent = p.orders.onReplaceSent(request, kStart);
        QCOMPARE(sent.canceled.order->state, OrderState::PendingReplace);
        QCOMPARE(sent.placed.order->state, OrderState::PendingNew);
        QCOMPARE(p.orders.find(kId)->replacedBy, ClientOrderId(kOther));
        QVERIFY(p.take(aStatus(kId, OrderState::Canceled)).closed);
        QCOMPARE(p.take(anEvent(ExecKind::OrderAck, kOther)).order->state, OrderState::Accepted);
        QCOMPARE(p.orders.openCount(), std::size_t{1});
    }

    void aReplaceWhoseCancelFailedLeavesTheOldOrderWorking()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        p.orders.onReplaceSent({{kId, "V1", kInstrument, kAccount}, anOrder(kOther)}, kStart);
        ExecEvent refused = aCancelReject(kId, RejectReason::VenueError);
        refused.fromReplace = true;
        QCOMPARE(p.take(refused).order->state, OrderState::Accepted);
        QVERIFY(p.take(anEvent(ExecKind::OrderReject, kOther)).closed);
        QVERIFY(p.orders.find(kId)->replacedBy.empty());
    }

    void ownOrdersFoundAtTheVenueAreAdoptedAndOthersAreForeign()
    {
        WorkingOrders orders("mk");
        const OrderChange own = orders.apply(aStatus("mk-9-000004", OrderState::PartiallyFilled, 3));
        QCOMPARE(own.kind, ChangeKind::Adopted);
        QCOMPARE(own.missing, Qty{3});
        const OrderChange other = orders.apply(aStatus("web_1", OrderState::Accepted));
        QVERIFY(other.kind == ChangeKind::ForeignSeen && other.order->foreign);
        QCOMPARE(orders.onCancelSent("web_1", kStart).kind, ChangeKind::None);
        QCOMPARE(orders.openCount(), std::size_t{2});
        QCOMPARE(orders.ownOpenCount(), std::size_t{1});
        orders.apply(aStatus("web_1", OrderState::Canceled));
        QCOMPARE(orders.ownOpenCount(), std::size_t{1});
        orders.assign("mk-9-000004", {7});
        QCOMPARE(orders.find("mk-9-000004")->order.strategy, StrategyId{7});
    }

    void aMissedFillIsBookedBeforeTheVenueNamesItsOrder()
    {
        WorkingOrders orders("mk");
        QVERIFY(orders.apply(aFill("mk-9-000004", "t1", 3)).fill != nullptr);
        QVERIFY(orders.apply(aFill("mk-9-000004", "t1", 3)).fill == nullptr);
        const OrderChange named = orders.apply(aStatus("mk-9-000004", OrderState::PartiallyFilled, 3));
        QCOMPARE(named.kind, ChangeKind::Adopted);
        QCOMPARE(named.missing, Qty{0});
        QCOMPARE(named.order->leaves(), Qty{7});
        QCOMPARE(orders.openCount(), std::size_t{1});
    }

    void fillsOfTheLedgerAreRememberedAcrossARestart()
    {
        WorkingOrders orders("mk");
        Fill stored;
        stored.clientOrderId = "mk-9-000004";
        stored.tradeId = "t1";
        stored.instrument = kInstrument;
        stored.account = kAccount;
        stored.strategy = {5};
        stored.qty = {3};
        orders.remember(stored);
        const OrderChange named = orders.apply(aStatus("mk-9-000004", OrderState::PartiallyFilled, 3));
        QCOMPARE(named.missing, Qty{0});
        QCOMPARE(named.order->strategy, StrategyId{5});
        QVERIFY(orders.apply(aFill("mk-9-000004", "t1", 3)).fill == nullptr);
    }

    void aForeignFillIsReportedOnceAndIsNoPositionOfOurs()
    {
        WorkingOrders orders("mk");
        const OrderChange change = orders.apply(aFill("web_1", "t1", 3));
        QCOMPARE(change.kind, ChangeKind::ForeignFill);
        QVERIFY(change.order->foreign && change.order->clientOrderId == ClientOrderId("web_1"));
        QVERIFY(change.fill->qty == Qty{3} && change.fill->tradeId == TradeId("t1"));
        QCOMPARE(orders.apply(aFill("web_1", "t1", 3)).kind, ChangeKind::None);
    }

    void aTradeNamedByTheVenuesOrderIdAloneFindsItsOrder()
    {
        Placed p;
        p.take(anEvent(ExecKind::OrderAck, kId));
        ExecEvent fill = aFill("", "t1", 4);
        const OrderChange change = p.take(fill);
        QCOMPARE(change.fill->clientOrderId, ClientOrderId(kId));
        fill.instrument = {9};
        QCOMPARE(p.take(fill).kind, ChangeKind::ForeignFill);
    }

    void oldClosedOrdersAreForgottenAndOpenOnesKeepTheirOrder()
    {
        WorkingOrders orders("mk", {.open = 4, .closed = 8, .trades = 16});
        for (int i = 0; i < 200; ++i) {
            const std::string id = formatClientOrderId("mk", {1, static_cast<std::uint64_t>(i)}).str();
            orders.onPlaced(anOrder(id.c_str()), kStart);
            if (i % 20 != 0)
                orders.apply(anEvent(ExecKind::OrderReject, id.c_str()));
        }
        QCOMPARE(orders.openCount(), std::size_t{10});
        std::vector<std::string> open;
        orders.forEachOpen([&](const WorkingOrder& w) { open.push_back(w.order.clientOrderId.str()); });
        QVERIFY(std::ranges::is_sorted(open));
        QVERIFY(orders.find("mk-1-000199") != nullptr);
        QVERIFY(orders.find("mk-1-000001") == nullptr);
    }

    void anOrderStaysWhereItIsWhileTheStoreGrows()
    {
        WorkingOrders orders("mk", {.open = 1, .closed = 1, .trades = 4});
        const Order* first = orders.onPlaced(anOrder("mk-1-000001"), kStart).order;
        orders.apply(anEvent(ExecKind::OrderAck, "mk-1-000001"));
        orders.onPlaced(anOrder("mk-1-000002"), kStart);
        orders.onPlaced(anOrder("mk-1-000003"), kStart);
        // The new half is the first one for which there is no place yet.
        const auto sent = orders.onReplaceSent({{"mk-1-000001", "V1", kInstrument, kAccount}, anOrder("mk-1-000004")}, kStart);
        QCOMPARE(sent.canceled.order, first);
        QCOMPARE(first->state, OrderState::PendingReplace);
        QCOMPARE(sent.placed.order->clientOrderId, ClientOrderId("mk-1-000004"));
        for (std::uint64_t i = 5; i < 100; ++i)
            orders.onPlaced(anOrder(formatClientOrderId("mk", {1, i}).str().c_str()), kStart);
        QCOMPARE(&orders.find("mk-1-000001")->order, first);
        QCOMPARE(orders.openCount(), std::size_t{99});
    }

    // Against a plain map: ids that collide in the index, are forgotten and come again, in every order.
    void theIndexKnowsWhatIsOpenAndNothingElse()
    {
        WorkingOrders orders("mk", {.open = 8, .closed = 1, .trades = 4});
        std::uint64_t seed = 5;
        const auto random = [&seed](std::uint64_t below) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            return (seed >> 33) % below;
        };
        std::set<std::uint64_t> open;
        std::uint64_t closed = 0; // the one that is remembered
        for (int i = 0; i < 20'000; ++i) {
            const std::uint64_t number = 1 + random(60);
            const std::string id = formatClientOrderId("mk", {1, number}).str();
            if (open.contains(number)) {
                orders.apply(anEvent(ExecKind::OrderReject, id.c_str()));
                open.erase(number);
                closed = number;
            } else if (number != closed && open.size() < 30) {
                orders.onPlaced(anOrder(id.c_str()), kStart);
                open.insert(number);
            }
            for (std::uint64_t each = 1; i % 10 == 0 && each <= 60; ++each) {
                const WorkingOrder* found = orders.find(formatClientOrderId("mk", {1, each}));
                QCOMPARE(found != nullptr, open.contains(each) || each == closed);
                QCOMPARE(found != nullptr && !isTerminal(found->order.state), open.contains(each));
            }
        }
        QCOMPARE(orders.openCount(), open.size());
    }

    // Events of a correct venue in any order and any number of times: the same end, each trade booked once.
    void shuffledAndRepeatedFactsGiveTheSameEnd()
    {
        std::uint64_t seed = 11;
        const auto random = [&seed](std::uint64_t below) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            return (seed >> 33) % below;
        };
        for (int round = 0; round < 1000; ++round) {
            Placed p;
            const bool full = random(2) == 0;
            std::vector<ExecEvent> facts{anEvent(ExecKind::OrderAck, kId), aStatus(kId, OrderState::Accepted),
                                         aFill(kId, "t1", 4, 4), aStatus(kId, OrderState::PartiallyFilled, 4)};
            facts.push_back(full ? aFill(kId, "t2", 6, 10) : aStatus(kId, OrderState::Canceled, 4));
            facts.push_back(full ? aStatus(kId, OrderState::Filled, 10) : aCancelReject(kId, RejectReason::UnknownOrder));
            for (int copies = 0; copies < 6; ++copies)
                facts.push_back(facts[random(6)]);
            for (std::size_t i = facts.size(); i > 1; --i)
                std::swap(facts[i - 1], facts[random(i)]);
            std::int64_t booked = 0;
            std::int64_t cum = 0;
            bool over = false;
            for (const ExecEvent& fact : facts) {
                const OrderChange change = p.take(fact);
                QVERIFY(!change.illegal);
                booked += change.fill ? change.fill->qty.count : 0;
                QVERIFY(p.cumQty() >= cum);
                cum = p.cumQty();
                QVERIFY(!over || isTerminal(p.state()));
                over = isTerminal(p.state());
            }
            QCOMPARE(booked, std::int64_t{full ? 10 : 4});
            QCOMPARE(p.cumQty(), booked);
            QCOMPARE(p.state(), full ? OrderState::Filled : OrderState::Canceled);
            QCOMPARE(p.orders.unsettledCount() + p.orders.openCount(), std::size_t{0});
        }
    }
};

MAKER_TEST(tst_working_orders)
#include "tst_working_orders.moc"
