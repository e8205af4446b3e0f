#pragma once

#include "kernel/base/int128.h"
#include "kernel/model/instrument.h"
#include "kernel/model/order.h"
#include "kernel/orders/working_orders.h"

#include <cstddef>
#include <optional>
#include <span>

namespace maker {

/// What the orders of an account may still do, measured in one pass for one order about to be sent.
struct Exposure {
    Int128 working = 0; ///< counts that own orders of its instrument and side may still trade
    Money locked;       ///< of the currency that it is paid in, by every order of the account
    std::size_t openOrders = 0;      ///< own, in the whole account; the order to be replaced is not counted
    bool lockUnknown = false;        ///< an order whose lock cannot be valued
    std::optional<Price> meets;      ///< an own price of the other side which the order would trade with
};

/// `replaced` names the order that the venue withdraws first: it counts for positions, but locks nothing.
Exposure measureExposure(const WorkingOrders& orders, std::span<const Instrument* const> instruments,
                         const Instrument& instrument, const NewOrder& order, const ClientOrderId* replaced) noexcept;

} // namespace maker
