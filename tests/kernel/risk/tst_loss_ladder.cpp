#include "kernel/risk/order_rate.h"
#include "kernel/risk/risk_gate.h"

#include "support/maker_test.h"

#include <algorithm>
#include <deque>

using namespace maker;

namespace {

constexpr Timestamp kMorning{1'700'006'400'000'000'000 - 1'700'006'400'000'000'000 % 86'400'000'000'000};
const Timestamp kNoon = kMorning + Duration::seconds(43'200);

Money money(std::int64_t whole)
{
    return Money::fromInt(whole);
}

} // namespace

class tst_loss_ladder : public QObject {
    Q_OBJECT

private slots:
    void lossesClimbTheLadderOneRungAtATime()
    {
        RiskGate gate; // day loss 2000, drawdown 3000, reduce at 80 %
        QVERIFY(!gate.onEquity(money(10'000), kNoon));
        QVERIFY(!gate.onEquity(money(8'401), kNoon));
        const auto reducing = gate.onEquity(money(8'400), kNoon);
        QVERIFY(reducing && reducing->before == RiskState::Active && reducing->after == RiskState::Reducing);
        QCOMPARE(reducing->sentence.str(),
                 std::string("Day loss 1600.00 of 2000.00, Drawdown 1600.00 of 3000.00."));
        const auto halted = gate.onEquity(money(8'000), kNoon);
        QVERIFY(halted && halted->after == RiskState::Halted);
        QCOMPARE(halted->sentence.str(), std::string("Day loss 2000.00 of 2000.00."));
    }

    void reducingEndsOnlyWellBelowItsRung()
    {
        RiskGate gate;
        gate.onEquity(money(10'000), kNoon);
        gate.onEquity(money(8'400), kNoon);
        QVERIFY(!gate.onEquity(money(8'600), kNoon)); // 70 % is still reducing
        const auto active = gate.onEquity(money(8'601), kNoon);
        QVERIFY(active && active->after == RiskState::Active);
    }

    void aHaltHoldsThroughRecoveryAndMidnightUntilRearmed()
    {
        RiskGate gate;
        gate.onEquity(money(10'000), kNoon);
        gate.onEquity(money(7'900), kNoon);
        QVERIFY(!gate.onEquity(money(12'000), kNoon));
        QVERIFY(!gate.onEquity(money(12'000), kNoon + Duration::seconds(86'400)));
        QCOMPARE(gate.state(), RiskState::Halted);
        const auto rearmed = gate.rearm();
        QVERIFY(rearmed && rearmed->after == RiskState::Active);
        QCOMPARE(gate.state(), RiskState::Active);
    }

    void afterRearmingLossesCountFromThePresentEquity()
    {
        RiskGate gate;
        gate.onEquity(money(10'000), kNoon);
        gate.onEquity(money(7'900), kNoon);
        gate.rearm();
        QVERIFY(!gate.onEquity(money(7'900), kNoon));
        QVERIFY(!gate.onEquity(money(6'301), kNoon));
        QVERIFY(gate.onEquity(money(5'900), kNoon)->after == RiskState::Halted);
    }

    void theDayLossBeginsAnewAtMidnightUtcButThePeakDoesNot()
    {
        RiskGate gate;
        const Timestamp midnight = kMorning + Duration::seconds(86'400);
        gate.onEquity(money(10'000), kNoon);
        gate.onEquity(money(8'500), midnight - Duration{1});
        QCOMPARE(gate.gauges({}).dayLoss.value, 1'500.0);
        gate.onEquity(money(8'500), midnight);
        QCOMPARE(gate.gauges({}).dayLoss.value, 0.0);
        QCOMPARE(gate.gauges({}).drawdown.value, 1'500.0);
        gate.onEquity(money(7'000), midnight);
        QCOMPARE(gate.state(), RiskState::Halted); // 3000 below the peak
    }

    void aClockThatGoesBackForgivesNothing()
    {
        RiskGate gate;
        gate.onEquity(money(10'000), kNoon);
        gate.onEquity(money(9'000), kNoon - Duration::seconds(86'400));
        QCOMPARE(gate.gauges({}).dayLoss.value, 1'000.0);
    }

    void theKillSwitchLatchesAndRemembersWhen()
    {
        RiskGate gate;
        QVERIFY(gate.kill(kNoon)->after == RiskState::Halted);
        QVERIFY(!gate.kill(kNoon + Duration::seconds(1)));
        QVERIFY(gate.killed());
        QCOMPARE(gate.killedAt(), kNoon);
        gate.onEquity(money(10'000), kNoon);
        QCOMPARE(gate.state(), RiskState::Halted);
        QVERIFY(gate.rearm()->after == RiskState::Active);
        QVERIFY(!gate.killed());
        QVERIFY(!gate.rearm());
    }

    void theEnginesEscalationIsNeverLoweredByEquity()
    {
        RiskGate gate;
        QVERIFY(gate.escalate(RiskState::Reducing, "The journal is slow.")->after == RiskState::Reducing);
        gate.onEquity(money(10'000), kNoon);
        QCOMPARE(gate.state(), RiskState::Reducing);
        QVERIFY(!gate.escalate(RiskState::Active, "No reason."));
        QCOMPARE(gate.state(), RiskState::Reducing);
    }

    void limitsOutOfRangeOrContradictoryAreRefusedWhole()
    {
        RiskGate gate;
        RiskLimits limits;
        limits.maxOrderNotional = -1;
        QVERIFY(!gate.setLimits(limits).has_value());
        limits = {};
        limits.warnPercent = 90;
        const auto refused = gate.setLimits(limits);
        QVERIFY(!refused && refused.error().detail.find("Warn at") != std::string::npos);
        limits = {};
        limits.maxLong = limits.maxShort = 0;
        QVERIFY(!gate.setLimits(limits).has_value());
        limits = {};
        limits.orderRate = RiskLimits::kMaxOrderRate + 1;
        QVERIFY(!gate.setLimits(limits).has_value());
        QVERIFY(gate.limits() == RiskLimits{});
    }

    void limitsSurviveTheTripThroughJson()
    {
        RiskLimits limits;
        limits.maxLong = 0.125;
        limits.orderRate = 7;
        limits.staleBookSeconds = 2.5;
        const auto read = readParams<RiskLimits>(writeParams(limits));
        QVERIFY(read.has_value());
        QVERIFY(*read == limits);
    }

    // Against a plain list of all times, with a clock that sometimes stands still.
    void noSecondEverHoldsMoreThanTheRate()
    {
        OrderRate rate(20);
        std::deque<std::int64_t> oracle;
        std::int64_t now = kNoon.ns;
        std::uint64_t seed = 3;
        for (int i = 0; i < 20'000; ++i) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            now += static_cast<std::int64_t>((seed >> 33) % 4) * 20'000'000;
            const auto counted = std::ranges::count_if(oracle, [now](std::int64_t t) { return t > now - 1'000'000'000; });
            QCOMPARE(rate.inLastSecond({now}), static_cast<std::size_t>(counted));
            for (std::size_t limit = 1; limit <= 20; ++limit)
                QCOMPARE(rate.reached(limit, {now}), static_cast<std::size_t>(counted) >= limit);
            if (counted < 20) {
                rate.add({now});
                oracle.push_back(now);
            }
            if (oracle.size() > 40)
                oracle.pop_front();
        }
    }

    void aClockStepBackBlocksForASecondAtMost()
    {
        OrderRate rate(2);
        rate.add(kNoon);
        const Timestamp earlier = kNoon - Duration::seconds(3'600);
        QCOMPARE(rate.inLastSecond(earlier), std::size_t{1});
        rate.add(earlier);
        QCOMPARE(rate.inLastSecond(earlier + Duration::millis(999)), std::size_t{2});
        QVERIFY(rate.reached(2, earlier + Duration::millis(999)) && !rate.reached(1, earlier + Duration::seconds(1)));
        QCOMPARE(rate.inLastSecond(earlier + Duration::seconds(1)), std::size_t{0});
    }
};

MAKER_TEST(tst_loss_ladder)
#include "tst_loss_ladder.moc"
