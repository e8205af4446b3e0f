#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/order.h"
#include "kernel/orders/working_orders.h"
#include "kernel/risk/approved.h"
#include "kernel/risk/exposure.h"
#include "kernel/risk/risk_limits.h"

#include <optional>
#include <span>

namespace maker {

/// All that a check may know of the moment. Everything that is not said is held against the order.
struct RiskContext {
    Timestamp now;
    const Instrument* instrument = nullptr; ///< of the order; null: unknown
    /// Instruments of every order that may be open in the account, to value what they lock.
    std::span<const Instrument* const> instruments;
    const WorkingOrders* orders = nullptr;
    Qty position;     ///< of the account in the instrument: the sum of booked fills
    Money baseTotal;  ///< of the account's ledger, locked amounts included
    Money quoteTotal; ///< of the account's ledger, locked amounts included
    std::optional<double> fair;
    std::optional<Price> bestBid;
    std::optional<Price> bestAsk;
    bool bookSynced = false;
    Timestamp bookTime; ///< local time of the newest book event
    bool reconciled = false;
    bool readOnly = true; ///< an account or endpoint that must not trade
    bool flattening = false; ///< the operator reduces the position: passes where the gate is halted, but not killed
};

/// Limits with the exact forms that checks compare with.
struct RiskRules {
    RiskLimits limits;
    Money maxOrderNotional;

    static RiskRules of(const RiskLimits& limits) noexcept;
};

/// The order alone: steps, sizes and prices that the venue takes.
std::optional<Refusal> checkShape(const NewOrder& order, const Instrument& instrument);
/// Against the market: a fresh uncrossed book, the collar around fair and the largest order.
std::optional<Refusal> checkMarket(const NewOrder& order, const RiskContext& context, const RiskRules& rules);
/// Against what is already held and working: position, open orders, balance, own orders of the other side.
std::optional<Refusal> checkExposure(const NewOrder& order, const RiskContext& context, const RiskRules& rules,
                                     const Exposure& exposure, std::int64_t maxOpenOrders);
/// Only what brings the position nearer to zero, counting everything that works on that side.
std::optional<Refusal> checkReduces(const NewOrder& order, const RiskContext& context, const Exposure& exposure);

} // namespace maker
