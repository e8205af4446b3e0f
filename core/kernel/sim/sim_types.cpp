#include "kernel/sim/sim_types.h"

namespace maker::sim {

int venueCode(SimReject reject) noexcept
{
    switch (reject) {
    case SimReject::None: return 0;
    case SimReject::UnknownSymbol: return -1121;
    case SimReject::UnknownAccount: return -2015;
    case SimReject::BadQty:
    case SimReject::BadPrice:
    case SimReject::BelowMinNotional:
    case SimReject::TooManyOrders:
    case SimReject::MarketClosed: return -1013;
    case SimReject::InsufficientBalance:
    case SimReject::PostOnlyWouldTake:
    case SimReject::DuplicateClientId: return -2010;
    case SimReject::UnknownOrder: return -2011;
    case SimReject::OrderDoesNotExist: return -2013;
    case SimReject::BadCombination: return -1106;
    case SimReject::AmendMustReduce: return -2038;
    case SimReject::TooManyRequests: return -1015;
    }
    return -1000;
}

RejectReason toRejectReason(SimReject reject) noexcept
{
    switch (reject) {
    case SimReject::None: return RejectReason::None;
    case SimReject::UnknownSymbol: return RejectReason::UnknownSymbol;
    case SimReject::UnknownAccount: return RejectReason::Permission;
    case SimReject::BadQty:
    case SimReject::BadPrice:
    case SimReject::BelowMinNotional: return RejectReason::FilterFailure;
    case SimReject::TooManyOrders: return RejectReason::TooManyOrders;
    case SimReject::MarketClosed: return RejectReason::MarketClosed;
    case SimReject::TooManyRequests: return RejectReason::RateLimited;
    case SimReject::InsufficientBalance: return RejectReason::InsufficientBalance;
    case SimReject::PostOnlyWouldTake: return RejectReason::PostOnlyWouldTake;
    case SimReject::DuplicateClientId: return RejectReason::DuplicateClientId;
    case SimReject::UnknownOrder:
    case SimReject::OrderDoesNotExist: return RejectReason::UnknownOrder;
    case SimReject::BadCombination:
    case SimReject::AmendMustReduce: return RejectReason::VenueError;
    }
    return RejectReason::Other;
}

std::string_view toText(SimReject reject) noexcept
{
    switch (reject) {
    case SimReject::None: return "none";
    case SimReject::UnknownSymbol: return "unknown symbol";
    case SimReject::UnknownAccount: return "unknown account";
    case SimReject::BadQty: return "quantity breaks the lot filter";
    case SimReject::BadPrice: return "price breaks the tick or range filter";
    case SimReject::BelowMinNotional: return "notional below the minimum";
    case SimReject::TooManyOrders: return "too many open orders";
    case SimReject::InsufficientBalance: return "insufficient balance";
    case SimReject::PostOnlyWouldTake: return "post-only order would take";
    case SimReject::DuplicateClientId: return "client id names an open order";
    case SimReject::UnknownOrder: return "no such open order";
    case SimReject::OrderDoesNotExist: return "no such order";
    case SimReject::BadCombination: return "parameters do not go together";
    case SimReject::AmendMustReduce: return "an amendment must reduce the quantity";
    case SimReject::MarketClosed: return "nothing to trade against";
    case SimReject::TooManyRequests: return "too many new orders";
    }
    return "?";
}

} // namespace maker::sim
