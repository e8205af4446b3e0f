#pragma once

#include "simex/binance/faults.h"
#include "simex/binance/operations.h"

namespace maker::simex::binance {

/// What came of a request: its JSON, or why not.
struct Served {
    Failure failure;
    std::string body;
    bool drop = false; ///< the connection is to die instead of answering
};

/// Carries an operation out, with the faults asked for.
Served serve(const Operation& operation, Desk& desk, RateLimits& limits, const Params& params, Faults& faults);

/// What the operation costs.
int weightOf(const Operation& operation, const Params& params);

} // namespace maker::simex::binance
