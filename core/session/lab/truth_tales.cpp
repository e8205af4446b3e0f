#include "session/lab/truth_tales.h"

#include <algorithm>

namespace maker {

void OrderTales::onSent(const NewOrder& order, Timestamp now)
{
    if (!m_byId.emplace(order.clientOrderId.str(), m_tales.size()).second)
        return;
    OrderTale& tale = m_tales.emplace_back();
    tale.id = order.clientOrderId;
    tale.strategy = order.strategy;
    tale.instrument = order.instrument;
    tale.account = order.account;
    tale.side = order.side;
    tale.price = order.price;
    tale.qty = order.qty;
    tale.sent = now;
}

void OrderTales::onCancel(const ClientOrderId& order, Timestamp now)
{
    if (OrderTale* tale = find(order); tale != nullptr && !tale->cancelSent.valid())
        tale->cancelSent = now;
}

void OrderTales::onAnswer(const ExecEvent& event)
{
    OrderTale* tale = find(event.clientOrderId);
    if (tale == nullptr)
        return;
    const bool working = event.kind == ExecKind::OrderAck
        || (event.kind == ExecKind::OrderStatus && !isTerminal(event.state));
    if (working && !tale->acked.valid()) {
        tale->acked = event.localTime;
        tale->restedAt = event.venueTime;
    }
    if (event.kind == ExecKind::Fill)
        addFill(*tale, event);
    else if (event.kind == ExecKind::OrderReject)
        end(*tale, OrderFate::Rejected, event);
    else if (event.kind == ExecKind::OrderStatus && (event.state == OrderState::Canceled || event.state == OrderState::Expired))
        end(*tale, OrderFate::Canceled, event);
    else if (event.kind == ExecKind::OrderStatus && event.state == OrderState::Rejected)
        end(*tale, OrderFate::Rejected, event);
}

OrderTale* OrderTales::find(const ClientOrderId& order)
{
    const auto found = m_byId.find(order.str());
    return found == m_byId.end() ? nullptr : &m_tales[found->second];
}

void OrderTales::addFill(OrderTale& tale, const ExecEvent& event)
{
    const bool known = std::any_of(
        tale.fills.begin(), tale.fills.end(), [&](const OrderTale::Fill& fill) { return fill.tradeId == event.tradeId; });
    if (known)
        return;
    ++m_fills;
    tale.fills.push_back({event.tradeId, event.venueTime, event.localTime, event.price, event.qty, event.fee, event.isMaker});
    tale.filled += event.qty;
    if (!tale.restedAt.valid())
        tale.restedAt = event.venueTime;
    if (tale.filled >= tale.qty)
        end(tale, OrderFate::Filled, event);
}

void OrderTales::end(OrderTale& tale, OrderFate fate, const ExecEvent& event)
{
    if (tale.fate != OrderFate::Open)
        return;
    tale.fate = fate;
    tale.ended = event.localTime;
    tale.endedAt = event.venueTime;
}

} // namespace maker
