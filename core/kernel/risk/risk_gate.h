#pragma once

#include "kernel/base/result.h"
#include "kernel/model/order.h"
#include "kernel/risk/approved.h"
#include "kernel/risk/loss_watch.h"
#include "kernel/risk/order_rate.h"
#include "kernel/risk/risk_checks.h"
#include "kernel/risk/risk_limits.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace maker {

/// One measure against its limit, in the limit's unit.
struct RiskGauge {
    double value = 0.0;
    double limit = 0.0;
    double warn = 0.0;
    double pause = 0.0;
};

/// What the risk strip shows.
struct RiskGauges {
    RiskGauge position; ///< of the context's instrument, signed
    RiskGauge openOrders;
    RiskGauge dayLoss;
    RiskGauge drawdown;
    RiskGauge orderRate;
};

/// A change of the gate's state, with the sentence for the journal.
struct RiskChange {
    RiskState before = RiskState::Active;
    RiskState after = RiskState::Active;
    FixedText<127> sentence;
};

/// The only door to the venue: turns a request into an Approved one or into a Refusal. Time comes with the context.
///
/// Approved orders can never carry a position over its limit, whatever fills and in whichever order: every working order
/// of the side counts in full, the old half of a replace too, until the venue has said that it is gone.
class RiskGate {
public:
    template <typename T>
    using Outcome = tl::expected<Approved<T>, Refusal>;

    explicit RiskGate(const RiskLimits& limits = {});

    /// An approval counts against the order rate, so ask once for each request that will be sent.
    Outcome<NewOrder> check(const NewOrder& order, const RiskContext& context);
    Outcome<ReplaceOrder> check(const ReplaceOrder& request, const RiskContext& context);

    /// Limits of every instrument without limits of its own. Loss, rate and open orders always come from here.
    Result<void> setLimits(const RiskLimits& limits);
    Result<void> setLimits(InstrumentId instrument, const RiskLimits& limits);
    /// The instrument follows the limits of all again.
    void forgetLimits(InstrumentId instrument);
    bool hasOwnLimits(InstrumentId instrument) const noexcept { return &rulesOf(instrument) != &m_common; }
    const RiskLimits& limits() const noexcept { return m_common.limits; }
    const RiskLimits& limits(InstrumentId instrument) const noexcept { return rulesOf(instrument).limits; }

    /// Equity in the account currency; a loss beyond a rung changes the state. Call after fills and once a second.
    std::optional<RiskChange> onEquity(Money equity, Timestamp now);
    /// At least this state, for a reason of the engine's (the journal is full, a ring overflowed); holds until rearm().
    std::optional<RiskChange> escalate(RiskState state, std::string_view sentence);
    /// Refuses every order until rearm(); cancels do not come through here and always leave.
    std::optional<RiskChange> kill(Timestamp now);
    /// The operator's decision: active again, losses count anew from the present equity.
    std::optional<RiskChange> rearm();

    RiskState state() const noexcept { return m_state; }
    bool killed() const noexcept { return m_killed; }
    Timestamp killedAt() const noexcept { return m_killedAt; }
    std::uint64_t refused() const noexcept { return m_refused; }
    const Refusal& lastRefusal() const noexcept { return m_lastRefusal; }
    RiskGauges gauges(const RiskContext& context) const;

private:
    /// The first rule that the order breaks; None counts it against the rate.
    Breach judge(const NewOrder& order, const ClientOrderId* replaced, const RiskContext& context) noexcept;
    Refusal refuse(Breach breach, const NewOrder& order, const ClientOrderId* replaced, const RiskContext& context);
    const RiskRules& rulesOf(InstrumentId instrument) const noexcept;
    RiskState stateOfLosses() const noexcept;
    void findState() noexcept { m_state = m_killed ? RiskState::Halted : std::max(m_floor, m_ladder); }
    std::optional<RiskChange> settle(RiskState before, std::string_view sentence);

    RiskRules m_common;
    std::vector<std::pair<InstrumentId, RiskRules>> m_rules; ///< sorted by id
    Money m_maxDayLoss;
    Money m_maxDrawdown;
    OrderRate m_rate{RiskLimits::kMaxOrderRate};
    LossWatch m_losses;
    RiskState m_ladder = RiskState::Active; ///< of the losses
    RiskState m_floor = RiskState::Active;  ///< never below this until rearm()
    RiskState m_state = RiskState::Active;  ///< the worst of both and of the kill switch: it is asked for before every quote
    Refusal m_haltedBy;
    bool m_killed = false;
    Timestamp m_killedAt;
    std::uint64_t m_refused = 0;
    Refusal m_lastRefusal;
};

} // namespace maker
