// The part of Gateway that learns the account's state: after each connect, and when the engine reconciles.
#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"
#include "venues/binance/gateway.h"

#include <algorithm>
#include <utility>

namespace maker::binance {

namespace {

constexpr std::size_t kPage = 1'000;
constexpr int kAskAgainMillis = 1'000;
/// Trades are asked for from this much before the moment named: our clock and the venue's differ.
constexpr Duration kOverlap = Duration::seconds(2);

} // namespace

void Gateway::emitState(ExecKind kind)
{
    ExecEvent event;
    event.kind = kind;
    event.venue = m_context.venue;
    event.account = m_context.account;
    event.localTime = localNow();
    deliver(event);
}

void Gateway::onSessionUp()
{
    ++m_epoch;
    beginStartup();
}

void Gateway::onSessionDown()
{
    m_context.status->trading = LinkState::Connecting;
    m_context.status->reconnects.fetch_add(1, std::memory_order_relaxed);
    m_startupLeft = 0;
    if (std::exchange(m_tradingUp, false))
        emitState(ExecKind::TradingDown);
}

void Gateway::askLater(const Ask& ask)
{
    QTimer::singleShot(kAskAgainMillis, this, [this, ask] {
        const bool stale = ask.purpose == Purpose::Startup && ask.tag != m_epoch;
        if (m_session != nullptr && !stale && !(ask.purpose == Purpose::Reconcile && ask.tag != m_reconcileRun))
            m_session->ask(ask);
    });
}

// ---- after each connect: open orders and balances, then TradingUp

void Gateway::beginStartup()
{
    Ask ask;
    ask.purpose = Purpose::Startup;
    ask.tag = m_epoch;
    m_startupLeft = m_context.instruments->all().size() + 1;
    for (const auto& instrument : m_context.instruments->all()) {
        ask.question = {Operation::OpenOrders, instrument->id(), {}, {}};
        m_session->ask(ask);
    }
    ask.question = {Operation::Account, {}, {}, {}};
    m_session->ask(ask);
}

void Gateway::onStartupOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records)
{
    if (ask.tag != m_epoch || !m_session->isUp())
        return;
    if (outcome.kind != OutcomeKind::Answered)
        return askLater(ask);
    deliver(records);
    if (m_startupLeft == 0 || --m_startupLeft > 0)
        return;
    m_tradingUp = true;
    m_context.status->trading = LinkState::Up;
    emitState(ExecKind::TradingUp);
    if (m_reconcileSince)
        beginReconcile();
}

// ---- reconciliation: open orders, orders and trades since, balances, then ReconcileDone

void Gateway::reconcile(AccountId account, Timestamp since)
{
    if (account != m_context.account)
        return;
    m_reconcileSince = m_reconcileSince ? std::min(*m_reconcileSince, since) : since;
    if (m_tradingUp)
        beginReconcile();
}

void Gateway::beginReconcile()
{
    ++m_reconcileRun;
    m_names.clear();
    m_reconcileSteps.clear();
    Ask ask;
    ask.purpose = Purpose::Reconcile;
    ask.tag = m_reconcileRun;
    ask.question = {Operation::Account, {}, {}, {}};
    m_reconcileSteps.push_back(ask);
    if (m_reconcileSince->valid())
        ask.startMillis = std::max<std::int64_t>(0, (m_session->toServer(*m_reconcileSince) - kOverlap).millis());
    for (const auto& instrument : m_context.instruments->all()) {
        for (const Operation operation : {Operation::Trades, Operation::AllOrders, Operation::OpenOrders}) {
            ask.question = {operation, instrument->id(), {}, {}};
            m_reconcileSteps.push_back(ask);
        }
    }
    nextReconcileStep();
}

void Gateway::nextReconcileStep()
{
    if (!m_reconcileSteps.empty())
        return m_session->ask(m_reconcileSteps.back());
    m_reconcileSince.reset();
    m_names.clear();
    ++m_reconcileRun;
    emitState(ExecKind::ReconcileDone);
}

void Gateway::onReconcileOutcome(const Ask& ask, const Outcome& outcome, std::vector<ExecEvent>& records)
{
    if (ask.tag != m_reconcileRun || !m_tradingUp || m_reconcileSteps.empty())
        return; // begun anew since, or the connection is lost: it begins anew when trading is up
    if (outcome.kind != OutcomeKind::Answered)
        return askLater(ask);
    nameFills(records);
    deliver(records);
    const bool paged = ask.question.operation == Operation::AllOrders || ask.question.operation == Operation::Trades;
    if (paged && outcome.listEnd.count >= kPage && outcome.listEnd.lastId >= ask.fromId)
        m_reconcileSteps.back().fromId = outcome.listEnd.lastId + 1;
    else
        m_reconcileSteps.pop_back();
    nextReconcileStep();
}

/// The venue's trade list names orders by its own ids only.
void Gateway::nameFills(std::vector<ExecEvent>& records)
{
    for (ExecEvent& event : records) {
        if (event.kind == ExecKind::OrderStatus) {
            m_names.push_back({event.venueOrderId, event.clientOrderId});
        } else if (event.kind == ExecKind::Fill && event.clientOrderId.empty()) {
            const auto it = std::find_if(m_names.begin(), m_names.end(),
                [&event](const OrderName& name) { return name.venueOrderId == event.venueOrderId; });
            if (it != m_names.end())
                event.clientOrderId = it->clientOrderId;
        }
    }
}

} // namespace maker::binance
