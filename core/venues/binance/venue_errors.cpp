#include "venues/binance/venue_errors.h"

namespace maker::binance {

namespace {

/// -2010 says only "new order rejected"; the sentence says why (Binance spot API documentation, errors.md).
RejectReason newOrderRejected(std::string_view message) noexcept
{
    const auto says = [message](std::string_view words) { return message.find(words) != std::string_view::npos; };
    if (says("insufficient balance"))
        return RejectReason::InsufficientBalance;
    if (says("immediately match"))
        return RejectReason::PostOnlyWouldTake;
    if (says("Duplicate order"))
        return RejectReason::DuplicateClientId;
    if (says("Market is closed"))
        return RejectReason::MarketClosed;
    if (says("not permitted") || says("disabled") || says("not authorized") || says("may not place"))
        return RejectReason::Permission;
    if (says("Filter failure"))
        return RejectReason::FilterFailure;
    if (says("Unknown order"))
        return RejectReason::UnknownOrder;
    return RejectReason::Other;
}

} // namespace

RejectReason rejectReason(std::int32_t code, std::string_view message) noexcept
{
    switch (code) {
    case -2010:
    case -2021:
    case -2022:
        return newOrderRejected(message);
    case -2011:
        return message.find("Unknown order") != std::string_view::npos ? RejectReason::UnknownOrder : RejectReason::Other;
    case -2013:
    case -2026:
        return RejectReason::UnknownOrder;
    case -1003:
        return RejectReason::RateLimited;
    case -1015:
        return RejectReason::TooManyOrders;
    case -1021:
        return RejectReason::Timestamp;
    case -1022:
        return RejectReason::Signature;
    case -1002:
    case -2014:
    case -2015:
        return RejectReason::Permission;
    case -1121:
        return RejectReason::UnknownSymbol;
    case -1013:
    case -1111:
        return message.find("Market is closed") != std::string_view::npos ? RejectReason::MarketClosed
                                                                          : RejectReason::FilterFailure;
    case -1008:
    case -1016:
        return RejectReason::VenueError;
    default:
        return RejectReason::Other;
    }
}

bool provesRefusal(int status, std::int32_t code) noexcept
{
    if (status < 400 || status >= 500)
        return false;
    switch (code) {
    case 0:
        // Without a code of the exchange only these were certainly stopped on the way in.
        return status == 401 || status == 403 || status == 418 || status == 429;
    case -1000:
    case -1001:
    case -1006:
    case -1007:
        return false;
    default:
        return true;
    }
}

} // namespace maker::binance
