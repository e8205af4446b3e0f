#include "venues/binance/gateway.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <utility>

namespace maker::binance {

namespace {

constexpr std::string_view kCategory = "venues.binance.trade";
constexpr int kFlushMillis = 5;

} // namespace

Gateway::Gateway(const VenueContext& context) : m_context(context)
{
    m_open.reserve(256);
}

Gateway::~Gateway() = default;

void Gateway::start()
{
    ApiSession::Callbacks callbacks;
    callbacks.up = [this] { onSessionUp(); };
    callbacks.down = [this] { onSessionDown(); };
    callbacks.outcome = [this](const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records) {
        onOutcome(ask, outcome, records);
    };
    callbacks.events = [this](std::vector<ExecEvent>& records) { deliver(records); };
    callbacks.balancesMoved = [this] { askBalances(); };
    m_flush = std::make_unique<QTimer>();
    m_flush->setInterval(kFlushMillis);
    connect(m_flush.get(), &QTimer::timeout, this, [this] { flushBacklog(); });
    m_session = std::make_unique<ApiSession>(m_context, std::move(callbacks));
    m_context.status->trading = LinkState::Connecting;
    m_session->open();
}

void Gateway::stop()
{
    if (m_session == nullptr)
        return;
    m_session->close();
    m_session.reset();
    flushBacklog();
    m_flush.reset();
    m_context.status->trading = LinkState::Down;
}

// ---- requests

void Gateway::place(const Approved<NewOrder>& order)
{
    const NewOrder& request = order.request();
    const Instrument* instrument = m_context.instruments->find(request.instrument);
    if (m_session == nullptr || instrument == nullptr) {
        Ask ask;
        ask.question = {Operation::Place, request.instrument, request.clientOrderId, {}};
        Outcome outcome;
        outcome.reason = instrument == nullptr ? RejectReason::UnknownSymbol : RejectReason::VenueError;
        outcome.detail = "Not sent: no such instrument here, or the venue has been left.";
        return report(ExecKind::OrderReject, ask, outcome, false);
    }
    m_open.push_back({request.clientOrderId, request.instrument});
    m_session->place(*instrument, request);
}

void Gateway::replace(const Approved<ReplaceOrder>& order)
{
    const ReplaceOrder& request = order.request();
    const Instrument* instrument = m_context.instruments->find(request.order.instrument);
    if (m_session == nullptr || instrument == nullptr) {
        Ask ask;
        ask.question = {Operation::Replace, request.order.instrument, request.cancel.clientOrderId,
            request.order.clientOrderId};
        Outcome outcome;
        outcome.reason = instrument == nullptr ? RejectReason::UnknownSymbol : RejectReason::VenueError;
        outcome.detail = "Not sent: no such instrument here, or the venue has been left.";
        report(ExecKind::CancelReject, ask, outcome, false);
        return report(ExecKind::OrderReject, ask, outcome, true);
    }
    m_open.push_back({request.order.clientOrderId, request.order.instrument});
    m_session->replace(*instrument, request);
}

void Gateway::cancel(const CancelOrder& cancel)
{
    Ask ask;
    ask.question = {Operation::Cancel, cancel.instrument, cancel.clientOrderId, {}};
    if (m_session != nullptr)
        return m_session->ask(ask);
    Outcome outcome;
    outcome.reason = RejectReason::VenueError;
    outcome.detail = "Not sent: the venue has been left.";
    report(ExecKind::CancelReject, ask, outcome, false);
}

void Gateway::cancelAll(AccountId account, InstrumentId instrument)
{
    if (m_session == nullptr || account != m_context.account)
        return;
    // First what we know to be ours, at once; then whatever else the venue lists under our prefix.
    const std::vector<OpenOrder> known = m_open;
    for (const OpenOrder& order : known)
        if (!instrument.valid() || order.instrument == instrument)
            cancel({order.id, {}, order.instrument, account});
    for (const auto& each : m_context.instruments->all()) {
        if (instrument.valid() && each->id() != instrument)
            continue;
        Ask ask;
        ask.purpose = Purpose::CancelAll;
        ask.question = {Operation::OpenOrders, each->id(), {}, {}};
        m_session->ask(ask);
    }
}

void Gateway::query(const CancelOrder& order)
{
    if (m_session == nullptr)
        return;
    Ask ask;
    ask.purpose = Purpose::Query;
    ask.question = {Operation::Status, order.instrument, order.clientOrderId, {}};
    m_session->ask(ask);
}

void Gateway::askBalances()
{
    Ask ask;
    ask.purpose = Purpose::Balances;
    ask.question.operation = Operation::Account;
    m_session->ask(ask);
}

// ---- what became of them

void Gateway::report(ExecKind kind, const Ask& ask, const Outcome& outcome, bool newHalf)
{
    ExecEvent event;
    event.kind = kind;
    event.venue = m_context.venue;
    event.account = m_context.account;
    event.instrument = ask.question.instrument;
    event.clientOrderId = newHalf ? ask.question.newClientOrderId : ask.question.clientOrderId;
    event.fromReplace = ask.question.operation == Operation::Replace;
    event.localTime = localNow();
    event.reason = outcome.reason;
    event.venueCode = outcome.venueCode;
    event.detail = FixedText<95>::truncated(outcome.detail);
    if (kind == ExecKind::RequestAmbiguous)
        m_context.status->ambiguous.fetch_add(1, std::memory_order_relaxed);
    deliver(event);
}

void Gateway::onOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records)
{
    switch (ask.purpose) {
    case Purpose::Order:
        return onOrderOutcome(ask, outcome, records);
    case Purpose::Query:
    case Purpose::QueryTrades:
        return onQueryOutcome(ask, outcome, records);
    case Purpose::CancelAll:
        return onCancelAllOutcome(ask, outcome, records);
    case Purpose::Startup:
        return onStartupOutcome(ask, outcome, records);
    case Purpose::Reconcile:
        return onReconcileOutcome(ask, outcome, records);
    case Purpose::Balances:
        if (outcome.kind == OutcomeKind::Answered)
            deliver(records);
        return;
    case Purpose::Session:
        return;
    }
}

void Gateway::onOrderOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records)
{
    if (outcome.kind == OutcomeKind::Answered)
        return deliver(records);
    const bool unknown = outcome.kind == OutcomeKind::Unknown;
    if (ask.question.operation != Operation::Place)
        report(unknown ? ExecKind::RequestAmbiguous : ExecKind::CancelReject, ask, outcome, false);
    if (ask.question.operation != Operation::Cancel)
        report(unknown ? ExecKind::RequestAmbiguous : ExecKind::OrderReject, ask, outcome,
            ask.question.operation == Operation::Replace);
}

void Gateway::onQueryOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records)
{
    if (outcome.kind == OutcomeKind::Refused && ask.purpose == Purpose::Query
        && outcome.reason == RejectReason::UnknownOrder)
        return report(ExecKind::OrderUnknown, ask, outcome, false);
    if (outcome.kind != OutcomeKind::Answered)
        return; // proves nothing; the engine asks again
    std::optional<Ask> trades;
    if (ask.purpose == Purpose::Query && !records.empty() && records.front().cumQty.count > 0) {
        trades = ask;
        trades->purpose = Purpose::QueryTrades;
        trades->question.operation = Operation::Trades;
        trades->venueOrderId = records.front().venueOrderId;
    }
    deliver(records);
    if (trades)
        m_session->ask(*trades);
}

void Gateway::onCancelAllOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records)
{
    if (outcome.kind != OutcomeKind::Answered)
        return askLater(ask); // a kill must not end because one question failed
    std::vector<OpenOrder> ours;
    for (const ExecEvent& event : records)
        if (event.kind == ExecKind::OrderStatus && !isTerminal(event.state) && isOurs(event.clientOrderId))
            ours.push_back({event.clientOrderId, event.instrument});
    deliver(records);
    for (const OpenOrder& order : ours)
        cancel({order.id, {}, order.instrument, m_context.account});
}

// ---- delivery

bool Gateway::isOurs(const ClientOrderId& id) const noexcept
{
    return id.view().starts_with(m_context.clientIdPrefix);
}

void Gateway::forget(const ClientOrderId& id)
{
    const auto it = std::find_if(m_open.begin(), m_open.end(), [&id](const OpenOrder& order) { return order.id == id; });
    if (it == m_open.end())
        return;
    *it = m_open.back();
    m_open.pop_back();
}

/// Keeps the list of orders that may be open: an unknown outcome stays on it.
void Gateway::follow(const ExecEvent& event)
{
    switch (event.kind) {
    case ExecKind::OrderReject:
    case ExecKind::OrderUnknown:
        return forget(event.clientOrderId);
    case ExecKind::CancelReject:
        if (event.reason == RejectReason::UnknownOrder)
            forget(event.clientOrderId);
        return;
    case ExecKind::Fill:
    case ExecKind::OrderStatus:
        if (isTerminal(event.state))
            return forget(event.clientOrderId);
        break;
    default:
        return;
    }
    const bool known = std::any_of(
        m_open.begin(), m_open.end(), [&event](const OpenOrder& order) { return order.id == event.clientOrderId; });
    if (!known && event.kind == ExecKind::OrderStatus && isOurs(event.clientOrderId))
        m_open.push_back({event.clientOrderId, event.instrument});
}

void Gateway::deliver(const std::vector<ExecEvent>& records)
{
    if (records.empty())
        return;
    for (const ExecEvent& event : records)
        follow(event);
    if (m_backlog.empty() && m_sink(records.data(), records.size()))
        return;
    m_context.status->overflows.fetch_add(1, std::memory_order_relaxed);
    m_backlog.insert(m_backlog.end(), records.begin(), records.end());
    if (m_flush != nullptr)
        m_flush->start();
    if (m_backlog.size() > kBacklog && m_session != nullptr) {
        log(LogLevel::Error, kCategory, "The engine does not take execution records; the connection is given up.");
        m_session->reconnect("our own receiver is stuck");
    }
}

void Gateway::deliver(const ExecEvent& event)
{
    follow(event);
    if (m_backlog.empty() && m_sink(&event, 1))
        return;
    m_context.status->overflows.fetch_add(1, std::memory_order_relaxed);
    m_backlog.push_back(event);
    if (m_flush != nullptr)
        m_flush->start();
}

void Gateway::flushBacklog()
{
    std::size_t taken = 0;
    while (taken < m_backlog.size() && m_sink(&m_backlog[taken], 1))
        ++taken;
    m_backlog.erase(m_backlog.begin(), m_backlog.begin() + static_cast<std::ptrdiff_t>(taken));
    if (m_backlog.empty() && m_flush != nullptr)
        m_flush->stop();
}

} // namespace maker::binance
