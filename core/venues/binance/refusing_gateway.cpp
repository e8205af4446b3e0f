#include "venues/binance/refusing_gateway.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <utility>

namespace maker::binance {

RefusingGateway::RefusingGateway(const VenueContext& context, std::string why) : m_context(context), m_why(std::move(why))
{
}

void RefusingGateway::start()
{
    log(LogLevel::Info, "venues.binance.trade", m_why);
    refuse(ExecKind::TradingDown, {}, {}, false);
}

void RefusingGateway::refuse(ExecKind kind, const ClientOrderId& id, InstrumentId instrument, bool fromReplace)
{
    ExecEvent event;
    event.kind = kind;
    event.reason = RejectReason::Permission;
    event.fromReplace = fromReplace;
    event.venue = m_context.venue;
    event.account = m_context.account;
    event.instrument = instrument;
    event.clientOrderId = id;
    event.localTime = localNow();
    event.detail = FixedText<95>::truncated(m_why);
    m_sink(&event, 1);
}

void RefusingGateway::place(const Approved<NewOrder>& order)
{
    refuse(ExecKind::OrderReject, order.request().clientOrderId, order.request().instrument, false);
}

void RefusingGateway::replace(const Approved<ReplaceOrder>& order)
{
    const ReplaceOrder& request = order.request();
    refuse(ExecKind::CancelReject, request.cancel.clientOrderId, request.cancel.instrument, true);
    refuse(ExecKind::OrderReject, request.order.clientOrderId, request.order.instrument, true);
}

void RefusingGateway::cancel(const CancelOrder& cancel)
{
    refuse(ExecKind::CancelReject, cancel.clientOrderId, cancel.instrument, false);
}

} // namespace maker::binance
