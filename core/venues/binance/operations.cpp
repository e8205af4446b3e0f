#include "venues/binance/operations.h"

#include <array>

namespace maker::binance {

const OperationSpec& specOf(Operation operation) noexcept
{
    // Weights: Binance spot API documentation, "Request weight" of each request.
    static constexpr std::array<OperationSpec, 10> kSpecs{{
        {"order.place", "POST", "/api/v3/order", 1, RequestClass::Order},
        {"order.cancelReplace", "POST", "/api/v3/order/cancelReplace", 1, RequestClass::Order},
        {"order.cancel", "DELETE", "/api/v3/order", 1, RequestClass::Cancel},
        {"order.status", "GET", "/api/v3/order", 4, RequestClass::Query},
        {"openOrders.status", "GET", "/api/v3/openOrders", 6, RequestClass::Query},
        {"allOrders", "GET", "/api/v3/allOrders", 20, RequestClass::Query},
        {"myTrades", "GET", "/api/v3/myTrades", 20, RequestClass::Query},
        {"account.status", "GET", "/api/v3/account", 20, RequestClass::Query},
        {"userDataStream.subscribe.signature", "", "", 2, RequestClass::Query},
        {"time", "GET", "/api/v3/time", 1, RequestClass::Query},
    }};
    return kSpecs[static_cast<std::size_t>(operation)];
}

} // namespace maker::binance
