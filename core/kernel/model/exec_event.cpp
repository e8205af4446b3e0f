#include "kernel/model/exec_event.h"

namespace maker {

std::string_view toText(RejectReason reason) noexcept
{
    switch (reason) {
    case RejectReason::None: return "none";
    case RejectReason::InsufficientBalance: return "insufficient balance";
    case RejectReason::PostOnlyWouldTake: return "post-only order would take";
    case RejectReason::FilterFailure: return "filter failure";
    case RejectReason::UnknownOrder: return "unknown order";
    case RejectReason::DuplicateClientId: return "duplicate client order id";
    case RejectReason::RateLimited: return "rate limited";
    case RejectReason::TooManyOrders: return "too many orders";
    case RejectReason::Timestamp: return "timestamp outside the receive window";
    case RejectReason::Signature: return "invalid signature";
    case RejectReason::Permission: return "not permitted";
    case RejectReason::UnknownSymbol: return "unknown symbol";
    case RejectReason::MarketClosed: return "market closed";
    case RejectReason::VenueError: return "venue error";
    case RejectReason::Other: return "other";
    }
    return "?";
}

} // namespace maker
