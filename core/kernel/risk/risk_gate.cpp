#include "kernel/risk/risk_gate.h"

#include "kernel/model/written_money.h"
#include "kernel/risk/sentence.h"

#include <algorithm>

namespace maker {
namespace {

/// Below the rung by this share of the limit before reducing ends, so that the state does not flicker.
constexpr double kReleasePercent = 10.0;

bool reaches(Money loss, double limit, double percent) noexcept
{
    return loss.toDouble() * 100.0 >= limit * percent;
}

Money moneyOf(double limit) noexcept
{
    return moneyAsWritten(limit).value_or(Money{});
}

RiskGauge gaugeOf(Money loss, double limit, const RiskLimits& limits) noexcept
{
    return {loss.toDouble(), limit, limit * limits.warnPercent / 100.0, limit * limits.pausePercent / 100.0};
}

} // namespace

RiskGate::RiskGate(const RiskLimits& limits) : m_common(RiskRules::of(limits))
{
    MAKER_ASSERT(setLimits(limits).has_value());
}

Result<void> RiskGate::setLimits(const RiskLimits& limits)
{
    RiskLimits checked;
    if (const auto violations = applyParams(checked, writeParams(limits)); !violations.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(violations));
    m_common = RiskRules::of(checked);
    m_maxDayLoss = moneyOf(checked.maxDayLoss);
    m_maxDrawdown = moneyOf(checked.maxDrawdown);
    return {};
}

Result<void> RiskGate::setLimits(InstrumentId instrument, const RiskLimits& limits)
{
    RiskLimits checked;
    if (const auto violations = applyParams(checked, writeParams(limits)); !violations.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(violations));
    const auto at = std::ranges::lower_bound(m_rules, instrument, {}, &std::pair<InstrumentId, RiskRules>::first);
    if (at != m_rules.end() && at->first == instrument)
        at->second = RiskRules::of(checked);
    else
        m_rules.insert(at, {instrument, RiskRules::of(checked)});
    return {};
}

void RiskGate::forgetLimits(InstrumentId instrument)
{
    std::erase_if(m_rules, [&](const auto& entry) { return entry.first == instrument; });
}

const RiskRules& RiskGate::rulesOf(InstrumentId instrument) const noexcept
{
    for (const auto& [id, rules] : m_rules) {
        if (id == instrument)
            return rules;
    }
    return m_common;
}

RiskGate::Outcome<NewOrder> RiskGate::check(const NewOrder& order, const RiskContext& context)
{
    if (const auto refusal = refuse(order, nullptr, context))
        return tl::unexpected<Refusal>(*refusal);
    return Approved<NewOrder>(order);
}

RiskGate::Outcome<ReplaceOrder> RiskGate::check(const ReplaceOrder& request, const RiskContext& context)
{
    if (const auto refusal = refuse(request.order, &request.cancel.clientOrderId, context))
        return tl::unexpected<Refusal>(*refusal);
    return Approved<ReplaceOrder>(request);
}

std::optional<Refusal> RiskGate::refuse(const NewOrder& order, const ClientOrderId* replaced,
                                        const RiskContext& context)
{
    const auto verdict = [&]() -> std::optional<Refusal> {
        if (auto refusal = checkState(order, context))
            return refusal;
        const Instrument& instrument = *context.instrument;
        const RiskRules& rules = rulesOf(instrument.id());
        if (auto refusal = checkShape(order, instrument))
            return refusal;
        if (auto refusal = checkMarket(order, context, rules))
            return refusal;
        const Exposure exposure =
            measureExposure(*context.orders, context.instruments, instrument, order, replaced);
        if (state() != RiskState::Active) {
            if (auto refusal = checkReduces(order, context, exposure))
                return refusal;
        }
        if (auto refusal = checkExposure(order, context, rules, exposure, m_common.limits.maxOpenOrders))
            return refusal;
        const auto sent = static_cast<std::int64_t>(m_rate.inLastSecond(context.now));
        if (sent >= m_common.limits.orderRate)
            return (Sentence() << sent << " orders left within a second; the limit is " << m_common.limits.orderRate
                               << ".")
                .refusal(RefusalCode::OrderRate);
        m_rate.add(context.now);
        return std::nullopt;
    }();
    if (verdict) {
        ++m_refused;
        m_lastRefusal = *verdict;
    }
    return verdict;
}

/// What no order can mend: the gate's own state and what the context does not know.
std::optional<Refusal> RiskGate::checkState(const NewOrder& order, const RiskContext& context) const
{
    if (m_killed)
        return (Sentence() << "The kill switch is on; rearm to trade again.").refusal(RefusalCode::Killed);
    if (state() == RiskState::Halted && !context.flattening)
        return m_haltedBy;
    if (context.instrument == nullptr || context.instrument->id() != order.instrument || context.orders == nullptr)
        return (Sentence() << "Instrument " << std::int64_t{order.instrument.value} << " is not known.")
            .refusal(RefusalCode::UnknownInstrument);
    if (context.readOnly)
        return (Sentence() << "This account is read only: market data, no orders.")
            .refusal(RefusalCode::ProductionReadOnly);
    if (!context.reconciled)
        return (Sentence() << "Orders and fills are still being compared with the venue.")
            .refusal(RefusalCode::NotReconciled);
    return std::nullopt;
}

RiskState RiskGate::stateOfLosses() const noexcept
{
    const RiskLimits& limits = m_common.limits;
    if (m_losses.dayLoss() >= m_maxDayLoss || m_losses.drawdown() >= m_maxDrawdown)
        return RiskState::Halted;
    const double rung = limits.pausePercent - (m_ladder == RiskState::Reducing ? kReleasePercent : 0.0);
    const bool reduces = reaches(m_losses.dayLoss(), limits.maxDayLoss, rung)
        || reaches(m_losses.drawdown(), limits.maxDrawdown, rung);
    return reduces ? RiskState::Reducing : RiskState::Active;
}

std::optional<RiskChange> RiskGate::onEquity(Money equity, Timestamp now)
{
    const RiskState before = state();
    m_losses.onEquity(equity, now);
    m_ladder = stateOfLosses();
    if (before == state() && m_ladder != RiskState::Halted)
        return std::nullopt; // nothing to tell, and this is asked after every fill
    const bool byDay = m_losses.dayLoss() >= m_maxDayLoss;
    Sentence sentence;
    if (byDay || m_ladder != RiskState::Halted)
        sentence << "Day loss " << m_losses.dayLoss() << " of " << m_maxDayLoss;
    if (!byDay && m_ladder != RiskState::Halted)
        sentence << ", ";
    if (!byDay)
        sentence << "Drawdown " << m_losses.drawdown() << " of " << m_maxDrawdown;
    sentence << ".";
    if (m_ladder == RiskState::Halted && m_floor != RiskState::Halted) {
        m_floor = RiskState::Halted;
        m_haltedBy = sentence.refusal(byDay ? RefusalCode::DayLoss : RefusalCode::Drawdown);
    }
    return settle(before, sentence.text().view());
}

std::optional<RiskChange> RiskGate::escalate(RiskState to, std::string_view sentence)
{
    const RiskState before = state();
    if (to == RiskState::Halted && m_floor != RiskState::Halted)
        m_haltedBy = (Sentence() << sentence).refusal(RefusalCode::Halted);
    m_floor = std::max(m_floor, to);
    return settle(before, sentence);
}

std::optional<RiskChange> RiskGate::kill(Timestamp now)
{
    if (m_killed)
        return std::nullopt;
    RiskChange change{state(), RiskState::Halted, "Kill switch on: everything is canceled and no order passes."};
    m_killed = true;
    m_killedAt = now;
    return change;
}

std::optional<RiskChange> RiskGate::rearm()
{
    const RiskChange change{state(), RiskState::Active, "Rearmed: losses count from the present equity."};
    if (change.before == RiskState::Active)
        return std::nullopt;
    m_killed = false;
    m_floor = m_ladder = RiskState::Active;
    m_haltedBy = {};
    m_losses.restart();
    return change;
}

std::optional<RiskChange> RiskGate::settle(RiskState before, std::string_view sentence)
{
    if (before == state())
        return std::nullopt;
    return RiskChange{before, state(), FixedText<127>::truncated(sentence)};
}

RiskGauges RiskGate::gauges(const RiskContext& context) const
{
    const RiskLimits& common = m_common.limits;
    RiskGauges gauges;
    if (context.instrument != nullptr) {
        const RiskLimits& own = limits(context.instrument->id());
        gauges.position.value = context.instrument->toDouble(context.position);
        gauges.position.limit = context.position.count < 0 ? own.maxShort : own.maxLong;
    }
    if (context.orders != nullptr)
        gauges.openOrders.value = static_cast<double>(context.orders->ownOpenCount());
    gauges.openOrders.limit = static_cast<double>(common.maxOpenOrders);
    gauges.dayLoss = gaugeOf(m_losses.dayLoss(), common.maxDayLoss, common);
    gauges.drawdown = gaugeOf(m_losses.drawdown(), common.maxDrawdown, common);
    gauges.orderRate.value = static_cast<double>(m_rate.inLastSecond(context.now));
    gauges.orderRate.limit = static_cast<double>(common.orderRate);
    return gauges;
}

} // namespace maker
