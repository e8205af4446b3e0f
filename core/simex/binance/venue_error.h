#pragma once

#include "kernel/sim/sim_types.h"

#include <optional>
#include <string>
#include <string_view>

namespace maker::simex::binance {

/// A refusal as the venue words it. `data` is ready JSON or empty; `retryAfterSeconds` belongs to 429 and 418.
struct VenueError {
    int httpStatus = 400;
    int code = 0;
    std::string message;
    std::string data;
    std::optional<int> retryAfterSeconds;
};

VenueError error(int code, std::string message, int httpStatus = 400);
VenueError missingParameter(std::string_view name);
VenueError illegalCharacters(std::string_view name, std::string_view pattern);
VenueError notRequired(std::string_view name);
VenueError tooMuchPrecision(std::string_view name);
VenueError invalidSymbol();
VenueError statusUnknown();
/// The refusal of a placement, a cancel or a query by the simulated exchange.
VenueError refusal(sim::SimReject reject);

/// {"code":..,"msg":".."} with "data" where there is some.
std::string errorJson(const VenueError& error);

} // namespace maker::simex::binance
