#pragma once

#include "simex/binance/desk.h"
#include "simex/binance/venue_error.h"
#include "simex/form.h"

namespace maker::simex::binance {

/// How much of an order the answer to its placement tells.
enum class Answering : std::uint8_t { Ack, Result, Full };

/// A placement read from a request's parameters.
struct OrderIntent {
    sim::SimOrderRequest order;
    const Instrument* instrument = nullptr;
    Answering answering = Answering::Full;
};

/// Checks names, spelling and precision; the filters are the exchange's. A missing client order id is made.
tl::expected<OrderIntent, VenueError> readOrder(Desk& desk, const Params& params);

/// A client order id; nullopt where it is absent, -1100 where the venue would not take it.
tl::expected<std::optional<ClientOrderId>, VenueError> readClientId(const Params& params, std::string_view name);

} // namespace maker::simex::binance
