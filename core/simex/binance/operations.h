#pragma once

#include "simex/binance/desk.h"
#include "simex/binance/rate_limits.h"
#include "simex/form.h"
#include "simex/json_writer.h"

#include <span>

namespace maker::simex::binance {

/// Who may ask, and what proves it.
enum class Security : std::uint8_t { None, Key, Signed };

/// What an operation works with.
struct Call {
    Desk& desk;
    RateLimits& limits;
    const Params& params;
    JsonWriter& json; ///< the answer's body; whatever was written is dropped where the call fails
};

using Failure = std::optional<VenueError>;

/// One thing a customer may ask, by REST and, where it has a name there, by the WebSocket API.
struct Operation {
    std::string_view method;   ///< of REST; empty: not offered there
    std::string_view path;
    std::string_view wsMethod; ///< empty: not offered there
    Security security = Security::None;
    int weight = 1;
    Failure (*run)(const Call& call) = nullptr;
    int (*weigh)(const Params& params) = nullptr; ///< where the weight depends on the parameters
    bool trades = false; ///< delayed by the latency, shows order counts
    bool places = false; ///< concerned by the faults of placements
};

std::span<const Operation> marketOperations();
std::span<const Operation> orderOperations();
std::span<const Operation> accountOperations();

/// Null where there is none; `pathKnown` says whether another method would do.
const Operation* findRest(std::string_view method, std::string_view path, bool& pathKnown);
const Operation* findWebSocket(std::string_view wsMethod);

/// The instrument a request names by `symbol`.
tl::expected<const Instrument*, VenueError> instrumentOf(const Desk& desk, const Params& params);
/// A number in [least, greatest]; `absent` where the parameter is missing. -1100 or -1130 otherwise.
tl::expected<std::int64_t, VenueError> integerOf(
    const Params& params, std::string_view name, std::int64_t absent, std::int64_t least, std::int64_t greatest);

} // namespace maker::simex::binance
