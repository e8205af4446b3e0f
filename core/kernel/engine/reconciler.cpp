#include "kernel/engine/reconciler.h"

#include <algorithm>
#include <array>

namespace maker {

namespace {

std::string differenceOf(const VenueBalance& balance, Money ledger)
{
    return "The venue holds " + balance.total().toString() + " " + balance.asset.str() + ", the ledger says "
        + ledger.toString() + ".";
}

} // namespace

void Reconciler::onUp(AccountLink& link)
{
    ask(link);
}

void Reconciler::ask(AccountLink& link)
{
    ++m_desk.stirs;
    ++m_desk.counters.reconciliations;
    link.beginAsking(m_desk.now, m_desk.ownOpen(link.account()) > 0);
    m_desk.ports.gateway.reconcile(link.account(), link.since());
}

void Reconciler::onDown(AccountLink& link)
{
    link.goDown();
    m_desk.journal.alert("The order connection is down: quotes count as in flight, nothing new is sent.", m_desk.now);
    pullAccount(link, "Waiting for the order connection.");
}

void Reconciler::pullAccount(const AccountLink& link, std::string_view why)
{
    for (const auto& market : m_desk.markets) {
        if (market->account() == link.account())
            m_quoter.pull(market->id(), why);
    }
}

void Reconciler::onDone(AccountLink& link)
{
    if (link.phase() != AccountLink::Phase::Asking)
        return;
    if (!link.disturbed() && m_desk.ownOpen(link.account()) == 0) {
        compare(link);
        return;
    }
    drain(link);
    onOrderMoved(link);
}

/// Cancels everything of ours and asks how each order ended, because the next answer must not be moved by a fill.
void Reconciler::drain(AccountLink& link)
{
    link.beginDraining();
    m_sender.cancelWhere(link.account(), {}, {});
    m_desk.scratch.clear();
    m_desk.orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        if (!order.foreign && order.account == link.account())
            m_desk.scratch.push_back({order.clientOrderId, order.venueOrderId, order.instrument, order.account});
    });
    for (const CancelOrder& request : m_desk.scratch)
        m_sender.query(request);
}

void Reconciler::examine(AccountLink& link)
{
    if (link.phase() == AccountLink::Phase::Draining && m_desk.ownOpen(link.account()) == 0) {
        ask(link);
    } else if (link.clean()) {
        link.followed = m_desk.portfolio.version();
        for (VenueBalance& balance : link.balances())
            follow(link, balance);
    }
}

bool Reconciler::traded(const AccountLink& link, const Currency& asset) const noexcept
{
    return std::ranges::any_of(m_desk.markets, [&](const auto& market) {
        return market->account() == link.account()
            && (market->instrument().base() == asset || market->instrument().quote() == asset);
    });
}

/// The ledger begins with what the venue holds, less what the trades already booked have moved.
void Reconciler::begin(AccountLink& link)
{
    for (const VenueBalance& balance : link.balances()) {
        const Money difference = balance.total() - m_desk.portfolio.balance(link.account(), balance.asset);
        if (!balance.listed || difference.isZero())
            continue;
        m_desk.portfolio.deposit(link.account(), {difference, balance.asset});
        m_desk.journal.deposit(link.account(), {difference, balance.asset}, m_desk.now);
    }
    link.setHasDeposits();
}

void Reconciler::compare(AccountLink& link)
{
    m_desk.markPortfolio();
    if (!link.hasDeposits() || link.acceptDifference)
        begin(link);
    link.acceptDifference = false;
    link.differs = false;
    for (VenueBalance& balance : link.balances()) {
        balance.differsSince = {};
        if (!balance.listed) // the venue leaves out what it holds nothing of
            balance.free = balance.locked = Money{};
        const Money ledger = m_desk.portfolio.balance(link.account(), balance.asset);
        if (balance.total() == ledger || !(traded(link, balance.asset) || !ledger.isZero()))
            continue;
        link.differs = true;
        const std::string sentence = differenceOf(balance, ledger);
        m_desk.journal.alert(sentence, m_desk.now);
        if (const auto change = m_desk.gate.escalate(RiskState::Reducing, sentence)) {
            m_desk.riskReason = change->sentence;
            m_desk.journal.risk(change->sentence.view(), m_desk.now);
        }
    }
    link.goClean(m_desk.now);
}

void Reconciler::acceptDifference(AccountLink& link)
{
    if (!link.differs || !link.up())
        return;
    link.acceptDifference = true;
    drain(link);
    onOrderMoved(link);
}

void Reconciler::onBalance(AccountLink& link, const ExecEvent& event)
{
    VenueBalance& balance = link.onBalance(event);
    if (link.clean())
        follow(link, balance);
}

void Reconciler::follow(AccountLink& link, VenueBalance& balance)
{
    const Money ledger = m_desk.portfolio.balance(link.account(), balance.asset);
    const bool agrees = balance.total() == ledger || !(traded(link, balance.asset) || !ledger.isZero());
    if (agrees)
        balance.differsSince = {};
    else if (!balance.differsSince.valid())
        balance.differsSince = m_desk.now;
}

void Reconciler::askAboutInFlight(const AccountLink& link)
{
    const Duration patience = m_desk.config.askAfter;
    const std::size_t count = m_desk.orders.dueForQuery(m_desk.now, patience, m_due);
    for (std::size_t i = 0; i < count; ++i) {
        if (m_due[i].account == link.account())
            m_sender.query(m_due[i]);
    }
    m_nextDue = m_desk.orders.nextQuery(patience);
}

void Reconciler::onLastingDifference(AccountLink& link, const VenueBalance& balance)
{
    ++m_desk.stirs;
    const Money ledger = m_desk.portfolio.balance(link.account(), balance.asset);
    m_desk.journal.alert(differenceOf(balance, ledger) + " The account is reconciled anew.", m_desk.now);
    pullAccount(link, "Waiting: the account is being reconciled with the venue.");
    drain(link);
    onOrderMoved(link);
}

} // namespace maker
