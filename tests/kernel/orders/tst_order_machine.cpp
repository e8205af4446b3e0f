#include "kernel/orders/order_machine.h"

#include "support/maker_test.h"

#include <set>
#include <utility>

using namespace maker;

namespace {

using State = OrderState;
using Stimulus = OrderStimulus;

constexpr std::array kStates{State::PendingNew,     State::Accepted, State::PartiallyFilled,
                             State::PendingCancel,  State::PendingReplace, State::Filled,
                             State::Canceled,       State::Rejected, State::Expired};

/// Written down a second time, from what a venue can and cannot say, so that the table has something to disagree with.
const std::set<std::pair<State, Stimulus>> kIllegal{
    {State::PendingNew, Stimulus::ReplaceSent},     {State::Accepted, Stimulus::Reject},
    {State::PartiallyFilled, Stimulus::Reject},     {State::PendingCancel, Stimulus::ReplaceSent},
    {State::PendingReplace, Stimulus::Reject},      {State::PendingReplace, Stimulus::ReplaceSent},
    {State::Filled, Stimulus::Reject},              {State::Filled, Stimulus::CancelSent},
    {State::Filled, Stimulus::ReplaceSent},         {State::Canceled, Stimulus::Reject},
    {State::Canceled, Stimulus::CancelSent},        {State::Canceled, Stimulus::ReplaceSent},
    {State::Rejected, Stimulus::Ack},               {State::Rejected, Stimulus::PartFill},
    {State::Rejected, Stimulus::FullFill},          {State::Rejected, Stimulus::CancelSent},
    {State::Rejected, Stimulus::ReplaceSent},       {State::Rejected, Stimulus::CancelAck},
    {State::Rejected, Stimulus::Expire},            {State::Rejected, Stimulus::StillWorking},
    {State::Expired, Stimulus::Reject},             {State::Expired, Stimulus::CancelSent},
    {State::Expired, Stimulus::ReplaceSent},
};

} // namespace

class tst_order_machine : public QObject {
    Q_OBJECT

private slots:
    void exactlyTheListedTransitionsAreIllegal_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("stimulus");
        for (const State state : kStates) {
            for (std::size_t s = 0; s < kOrderStimuli; ++s) {
                const std::string name =
                    std::string(toText(state)) + " x " + std::string(toText(static_cast<Stimulus>(s)));
                QTest::newRow(name.c_str()) << static_cast<int>(state) << static_cast<int>(s);
            }
        }
    }
    void exactlyTheListedTransitionsAreIllegal()
    {
        QFETCH(int, state);
        QFETCH(int, stimulus);
        const auto cell = transition(static_cast<State>(state), static_cast<Stimulus>(stimulus));
        const bool illegal = kIllegal.contains({static_cast<State>(state), static_cast<Stimulus>(stimulus)});
        QCOMPARE(cell.verdict == OrderVerdict::Illegal, illegal);
    }

    void aClosedOrderNeverOpensAgain()
    {
        for (const State state : kStates) {
            for (std::size_t s = 0; s < kOrderStimuli && isTerminal(state); ++s) {
                const auto cell = transition(state, static_cast<Stimulus>(s));
                QVERIFY(cell.verdict != OrderVerdict::Move && cell.verdict != OrderVerdict::Resume);
            }
        }
    }

    void noMoveReturnsToPendingNewOrFromPartlyFilledToAccepted()
    {
        for (const State state : kStates) {
            for (std::size_t s = 0; s < kOrderStimuli; ++s) {
                const auto cell = transition(state, static_cast<Stimulus>(s));
                if (cell.verdict != OrderVerdict::Move)
                    continue;
                QVERIFY(cell.to != State::PendingNew);
                QVERIFY(!(state == State::PartiallyFilled && cell.to == State::Accepted));
            }
        }
    }

    void everyOpenStateCanEndInEveryWayTheVenueHas()
    {
        for (const State state : kStates) {
            if (isTerminal(state))
                continue;
            QCOMPARE(transition(state, Stimulus::FullFill).to, State::Filled);
            QCOMPARE(transition(state, Stimulus::CancelAck).to, State::Canceled);
            QCOMPARE(transition(state, Stimulus::Expire).to, State::Expired);
        }
    }

    void anUnknownOrderAnswerToACancelIsNeverAnError()
    {
        for (const State state : kStates)
            QCOMPARE(transition(state, Stimulus::CancelUnknown).verdict, OrderVerdict::Ignored);
    }

    void aLateFillOfACanceledOrderCountsAndStaysCanceled()
    {
        for (const Stimulus fill : {Stimulus::PartFill, Stimulus::FullFill})
            QCOMPARE(transition(State::Canceled, fill).verdict, OrderVerdict::Counted);
    }

    void aRefusedCancelReturnsToWhatTheOrderWas()
    {
        QCOMPARE(transition(State::PendingCancel, Stimulus::CancelReject).verdict, OrderVerdict::Resume);
        QCOMPARE(workingState(false, Qty{0}), State::PendingNew);
        QCOMPARE(workingState(true, Qty{0}), State::Accepted);
        QCOMPARE(workingState(true, Qty{3}), State::PartiallyFilled);
        QCOMPARE(workingState(false, Qty{3}), State::PartiallyFilled);
    }

    void theTableIsUsableAtCompileTime()
    {
        static_assert(transition(State::PendingNew, Stimulus::Ack).to == State::Accepted);
        static_assert(transition(State::PendingNew, Stimulus::NotKnown).to == State::Rejected);
        static_assert(transition(State::Accepted, Stimulus::CancelSent).to == State::PendingCancel);
        static_assert(transition(State::PartiallyFilled, Stimulus::ReplaceSent).to == State::PendingReplace);
        static_assert(isPending(State::PendingReplace) && !isPending(State::Accepted));
        QVERIFY(!toText(Stimulus::NotKnown).empty());
    }
};

MAKER_TEST(tst_order_machine)
#include "tst_order_machine.moc"
