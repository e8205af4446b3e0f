#pragma once

#include "simex/binance/desk.h"
#include "simex/binance/rate_limits.h"
#include "simex/json_writer.h"

namespace maker::simex::binance {

/// The venue's rules and symbols, as exchangeInfo gives them.
void writeExchangeInfo(
    JsonWriter& json, const Desk& desk, const RateLimits& limits, const std::vector<const Instrument*>& instruments);

} // namespace maker::simex::binance
