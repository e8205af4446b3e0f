#pragma once

#include "simex/form.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker::simex::binance {

/// A JSON request on a WebSocket: {"id":..,"method":..,"params":..}. Numbers keep the spelling they came in.
struct WsMessage {
    std::string id = "null"; ///< as JSON
    std::string method;
    Params named;                  ///< params given as an object
    std::vector<std::string> list; ///< params given as an array of strings; other elements are dropped
    bool listed = false;
};

/// Nullopt where the text is not such a request.
std::optional<WsMessage> readWsMessage(std::string_view text);

} // namespace maker::simex::binance
