#include "kernel/risk/risk_gate.h"

#include "kernel/model/written_money.h"
#include "kernel/risk/refusals.h"
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
    const Breach breach = judge(order, nullptr, context);
    if (breach != Breach::None) [[unlikely]]
        return tl::unexpected<Refusal>(refuse(breach, order, nullptr, context));
    return Approved<NewOrder>(order);
}

RiskGate::Outcome<ReplaceOrder> RiskGate::check(const ReplaceOrder& request, const RiskContext& context)
{
    const ClientOrderId* replaced = &request.cancel.clientOrderId;
    const Breach breach = judge(request.order, replaced, context);
    if (breach != Breach::None) [[unlikely]]
        return tl::unexpected<Refusal>(refuse(breach, request.order, replaced, context));
    return Approved<ReplaceOrder>(request);
}

Breach RiskGate::judge(const NewOrder& order, const ClientOrderId* replaced, const RiskContext& context) noexcept
{
    if (m_killed)
        return Breach::Killed;
    if (state() == RiskState::Halted && !context.flattening)
        return Breach::Halted;
    if (const Breach breach = checkContext(order, context); breach != Breach::None)
        return breach;
    const Instrument& instrument = *context.instrument;
    const RiskRules& rules = rulesOf(instrument.id());
    const std::optional<Money> worth = instrument.tryNotional(order.price, order.qty);
    if (const Breach breach = checkShape(order, instrument, worth); breach != Breach::None)
        return breach;
    if (const Breach breach = checkMarket(order, context, rules, worth); breach != Breach::None)
        return breach;
    const Exposure exposure = measureExposure(*context.orders, context.instruments, instrument, order, replaced);
    if (state() != RiskState::Active) {
        if (const Breach breach = checkReduces(order, context, exposure); breach != Breach::None)
            return breach;
    }
    if (const Breach breach = checkPosition(order, context, rules.limits, exposure); breach != Breach::None)
        return breach;
    if (static_cast<std::int64_t>(exposure.openOrders) >= m_common.limits.maxOpenOrders)
        return Breach::MaxOpenOrders;
    if (const Breach breach = checkFunds(order, context, exposure, *worth); breach != Breach::None)
        return breach;
    if (m_rate.reached(static_cast<std::size_t>(m_common.limits.orderRate), context.now))
        return Breach::OrderRate;
    m_rate.add(context.now);
    return Breach::None;
}

/// What the sentence names is measured anew, because hardly any order comes here.
Refusal RiskGate::refuse(Breach breach, const NewOrder& order, const ClientOrderId* replaced,
                         const RiskContext& context)
{
    ++m_refused;
    if (breach == Breach::Halted)
        return m_lastRefusal = m_haltedBy;
    BreachFacts facts{order, context, rulesOf(order.instrument), m_common.limits, {},
                      static_cast<std::int64_t>(m_rate.inLastSecond(context.now))};
    if (context.instrument != nullptr && context.orders != nullptr)
        facts.exposure =
            measureExposure(*context.orders, context.instruments, *context.instrument, order, replaced);
    return m_lastRefusal = refusalOf(breach, facts);
}

RiskState RiskGate::stateOfLosses() const noexcept
{
    const RiskLimits& limits = m_common.limits;
    const Money dayLoss = m_losses.dayLoss();
    const Money drawdown = m_losses.drawdown();
    if (dayLoss >= m_maxDayLoss || drawdown >= m_maxDrawdown)
        return RiskState::Halted;
    const double rung = limits.pausePercent - (m_ladder == RiskState::Reducing ? kReleasePercent : 0.0);
    const bool reduces = reaches(dayLoss, limits.maxDayLoss, rung) || reaches(drawdown, limits.maxDrawdown, rung);
    return reduces ? RiskState::Reducing : RiskState::Active;
}

std::optional<RiskChange> RiskGate::onEquity(Money equity, Timestamp now)
{
    const RiskState before = state();
    m_losses.onEquity(equity, now);
    m_ladder = stateOfLosses();
    findState();
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
        findState();
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
    findState();
    return settle(before, sentence);
}

std::optional<RiskChange> RiskGate::kill(Timestamp now)
{
    if (m_killed)
        return std::nullopt;
    RiskChange change{state(), RiskState::Halted, "Kill switch on: everything is canceled and no order passes."};
    m_killed = true;
    m_killedAt = now;
    findState();
    return change;
}

std::optional<RiskChange> RiskGate::rearm()
{
    const RiskChange change{state(), RiskState::Active, "Rearmed: losses count from the present equity."};
    if (change.before == RiskState::Active)
        return std::nullopt;
    m_killed = false;
    m_floor = m_ladder = RiskState::Active;
    findState();
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
