#include "session/requests.h"

#include "venues/api/venue_clock.h"

namespace maker {

ExecEvent neverSent(const TradeRequest& request, RejectReason reason, std::string_view why)
{
    const NewOrder& order = request.order();
    ExecEvent event;
    event.kind = ExecKind::OrderReject;
    event.state = OrderState::Rejected;
    event.reason = reason;
    event.fromReplace = request.kind == TradeRequest::Kind::Replace;
    event.account = order.account;
    event.instrument = order.instrument;
    event.clientOrderId = order.clientOrderId;
    event.localTime = localNow();
    event.detail = decltype(event.detail)::truncated(why);
    return event;
}

} // namespace maker
