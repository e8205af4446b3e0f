#pragma once

#include "venues/api/rate_limiter.h"

#include <cstdint>
#include <string_view>

namespace maker::binance {

/// What we ask of the order connection; each has a WebSocket API method and, but for Subscribe, a REST call.
enum class Operation : std::uint8_t {
    Place,
    Replace,
    Cancel,
    Status,
    OpenOrders,
    AllOrders,
    Trades,
    Account,
    Subscribe,
    ServerTime,
};

enum class Transport : std::uint8_t { WebSocketApi, Rest };

struct OperationSpec {
    std::string_view method; ///< of the WebSocket API
    std::string_view verb;   ///< of REST; empty: not offered there
    std::string_view path;
    std::uint32_t weight;
    RequestClass kind;
};

const OperationSpec& specOf(Operation operation) noexcept;

/// True for requests that change something: their outcome may be unknown, and they are never sent twice.
constexpr bool changesOrders(Operation operation) noexcept
{
    return operation == Operation::Place || operation == Operation::Replace || operation == Operation::Cancel;
}

} // namespace maker::binance
