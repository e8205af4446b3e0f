#pragma once

#include "simex/binance/operations.h"
#include "simex/transport.h"

namespace maker::simex::binance {

/// Whether a REST request may do what it asks: key, signature over query and body, age. Failures carry the venue's codes.
Failure authenticate(const Desk& desk, Security security, const HttpRequest& request, const Params& params);

/// The same for the WebSocket API, whose payload is the parameters sorted by name.
Failure authenticate(const Desk& desk, Security security, const Params& params);

} // namespace maker::simex::binance
