#include "kernel/model/order.h"

namespace maker {

std::string_view toText(OrderState state) noexcept
{
    switch (state) {
    case OrderState::PendingNew: return "PendingNew";
    case OrderState::Accepted: return "Accepted";
    case OrderState::PartiallyFilled: return "PartiallyFilled";
    case OrderState::PendingCancel: return "PendingCancel";
    case OrderState::PendingReplace: return "PendingReplace";
    case OrderState::Filled: return "Filled";
    case OrderState::Canceled: return "Canceled";
    case OrderState::Rejected: return "Rejected";
    case OrderState::Expired: return "Expired";
    }
    return "?";
}

std::string_view toText(OrderType type) noexcept
{
    return type == OrderType::Limit ? "limit" : "market";
}

std::string_view toText(TimeInForce tif) noexcept
{
    switch (tif) {
    case TimeInForce::Gtc: return "GTC";
    case TimeInForce::Ioc: return "IOC";
    case TimeInForce::Fok: return "FOK";
    }
    return "?";
}

std::string_view toText(Side side) noexcept
{
    return side == Side::Buy ? "buy" : "sell";
}

} // namespace maker
