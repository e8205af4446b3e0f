#include "session/trade_pump.h"

#include <algorithm>

namespace maker {

TradePump::TradePump(TradeGateway& gateway, ExecSink sink) : m_gateway(gateway), m_sink(std::move(sink))
{
    m_early.reserve(64);
    m_bell.setWaker(
        [](void* context) {
            auto* pump = static_cast<TradePump*>(context);
            QMetaObject::invokeMethod(pump, [pump] { pump->drain(); }, Qt::QueuedConnection);
        },
        this);
}

void TradePump::begin()
{
    drain();
}

void TradePump::drain()
{
    const auto ready = [this] { return !m_direct.empty() || !m_released.empty(); };
    do {
        // Cancels first: an order released at the same moment must see that it is not wanted any more.
        while (TradeRequest* request = m_direct.front()) {
            handleDirect(*request);
            m_direct.pop();
        }
        if (TradeRequest* request = m_released.front()) {
            handleReleased(*request);
            m_released.pop();
        }
    } while (ready() || !m_bell.arm(ready));
}

void TradePump::handleDirect(const TradeRequest& request)
{
    switch (request.kind) {
    case TradeRequest::Kind::Cancel:
        // Unknown to the venue as long as it is behind the gate; asking would only earn an "unknown order".
        m_early.push_back({request.cancel.clientOrderId, request.sequence});
        m_gateway.cancel(request.cancel);
        break;
    case TradeRequest::Kind::CancelAll:
        m_marks.push_back({request.instrument, request.sequence});
        m_gateway.cancelAll(request.account, request.instrument);
        break;
    case TradeRequest::Kind::Query: m_gateway.query(request.cancel); break;
    case TradeRequest::Kind::Reconcile: m_gateway.reconcile(request.account, request.since); break;
    case TradeRequest::Kind::Place:
    case TradeRequest::Kind::Replace: MAKER_ASSERT(!"orders come through the intent gate");
    }
}

void TradePump::handleReleased(const TradeRequest& request)
{
    MAKER_ASSERT(request.sequence > m_lastReleased);
    m_lastReleased = request.sequence;
    if (withdrawn(request)) {
        rejectUnsent(request);
    } else if (request.kind == TradeRequest::Kind::Place) {
        m_gateway.place(*request.place);
    } else {
        m_gateway.replace(*request.replace);
    }
    // A mark concerns only orders asked for before it, and those come in order.
    const auto older = [this](const auto& mark) { return mark.sequence <= m_lastReleased; };
    std::erase_if(m_early, older);
    std::erase_if(m_marks, older);
}

bool TradePump::withdrawn(const TradeRequest& request)
{
    const NewOrder& order = request.order();
    const bool canceled = std::any_of(m_early.begin(), m_early.end(), [&](const EarlyCancel& early) {
        return early.sequence > request.sequence && early.clientOrderId == order.clientOrderId;
    });
    const bool swept = std::any_of(m_marks.begin(), m_marks.end(), [&](const CancelAllMark& mark) {
        return mark.sequence > request.sequence && (!mark.instrument.valid() || mark.instrument == order.instrument);
    });
    return canceled || swept;
}

void TradePump::rejectUnsent(const TradeRequest& request)
{
    const ExecEvent event = neverSent(request, RejectReason::Other, "Withdrawn before it was sent.");
    m_sink(&event, 1);
    if (request.kind == TradeRequest::Kind::Replace)
        m_gateway.cancel(request.replace->request().cancel); // the old half is still in the market
}

} // namespace maker
