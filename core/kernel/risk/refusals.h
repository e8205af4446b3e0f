#pragma once

#include "kernel/risk/approved.h"
#include "kernel/risk/risk_checks.h"

#include <cstdint>

namespace maker {

/// What the sentence about a breach may name.
struct BreachFacts {
    const NewOrder& order;
    const RiskContext& context;
    const RiskRules& rules;     ///< of the instrument
    const RiskLimits& desk;     ///< of open orders and rate
    Exposure exposure;          ///< as it was measured for the order; empty where nothing could be measured
    std::int64_t sent = 0;      ///< in the last second
};

/// The code and the sentence, with both numbers, of any breach but None and Halted, whose sentence the gate remembers.
Refusal refusalOf(Breach breach, const BreachFacts& facts);

} // namespace maker
