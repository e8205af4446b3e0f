#include "session/trade_lane.h"

namespace maker {

void TradeLane::place(const Approved<NewOrder>& order)
{
    TradeRequest request;
    request.kind = TradeRequest::Kind::Place;
    request.place = order;
    submit(std::move(request));
}

void TradeLane::replace(const Approved<ReplaceOrder>& order)
{
    TradeRequest request;
    request.kind = TradeRequest::Kind::Replace;
    request.replace = order;
    submit(std::move(request));
}

void TradeLane::cancel(const CancelOrder& cancel)
{
    TradeRequest request;
    request.kind = TradeRequest::Kind::Cancel;
    request.cancel = cancel;
    send(std::move(request));
}

void TradeLane::cancelAll(AccountId account, InstrumentId instrument)
{
    TradeRequest request;
    request.kind = TradeRequest::Kind::CancelAll;
    request.account = account;
    request.instrument = instrument;
    send(std::move(request));
}

void TradeLane::query(const CancelOrder& order)
{
    TradeRequest request;
    request.kind = TradeRequest::Kind::Query;
    request.cancel = order;
    send(std::move(request));
}

void TradeLane::reconcile(AccountId account, Timestamp since)
{
    TradeRequest request;
    request.kind = TradeRequest::Kind::Reconcile;
    request.account = account;
    request.since = since;
    send(std::move(request));
}

void TradeLane::submit(TradeRequest request)
{
    request.sequence = ++m_sequence;
    ++m_requests;
    if (m_pump == nullptr) {
        refuse(request, m_refusal);
        return;
    }
    if (!m_store.submit(request))
        refuse(request, "Not sent, too many orders wait for the disk.");
}

void TradeLane::send(TradeRequest request)
{
    request.sequence = ++m_sequence;
    ++m_requests;
    if (m_pump == nullptr)
        return;
    m_waiting.push_back(std::move(request));
    flush();
}

void TradeLane::flush()
{
    if (m_waiting.empty())
        return;
    while (!m_waiting.empty() && m_pump->direct().tryPush(m_waiting.front()))
        m_waiting.pop_front();
    m_pump->ring();
}

bool TradeLane::nextAnswer(ExecEvent& out)
{
    if (m_answers.empty())
        return false;
    out = m_answers.front();
    m_answers.pop_front();
    return true;
}

void TradeLane::refuse(const TradeRequest& request, std::string_view why)
{
    m_answers.push_back(neverSent(request, m_pump == nullptr ? RejectReason::Permission : RejectReason::Other, why));
}

} // namespace maker
