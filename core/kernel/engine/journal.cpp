#include "kernel/engine/journal.h"

namespace maker {

namespace {

Order asRequested(const NewOrder& order, Timestamp now) noexcept
{
    Order shown;
    shown.clientOrderId = order.clientOrderId;
    shown.instrument = order.instrument;
    shown.account = order.account;
    shown.strategy = order.strategy;
    shown.side = order.side;
    shown.type = order.type;
    shown.timeInForce = order.timeInForce;
    shown.postOnly = order.postOnly;
    shown.price = order.price;
    shown.qty = order.qty;
    shown.created = shown.updated = now;
    return shown;
}

} // namespace

JournalRow& Journal::begin(JournalKind kind, Timestamp now) noexcept
{
    // A kind writes the same fields each time, so what it left behind in its row is overwritten.
    JournalRow& row = m_rows[static_cast<std::size_t>(kind)];
    row.kind = kind;
    row.sequence = ++m_sequence;
    row.time = now;
    return row;
}

void Journal::commit(const JournalRow& row) noexcept
{
    if (!m_sink.record(row))
        m_healthy = false;
}

void Journal::order(const Order& order, Timestamp now)
{
    JournalRow& row = begin(JournalKind::OrderUpdate, now);
    row.order = order;
    row.strategy = order.strategy;
    row.account = order.account;
    commit(row);
}

void Journal::fill(const Fill& fill, Timestamp now)
{
    JournalRow& row = begin(JournalKind::FillBooked, now);
    row.fill = fill;
    row.strategy = fill.strategy;
    row.account = fill.account;
    commit(row);
}

void Journal::markout(const FinishedMarkout& markout, Timestamp now)
{
    JournalRow& row = begin(JournalKind::Markout, now);
    row.markout = markout;
    row.strategy = markout.strategy;
    row.account = markout.account;
    commit(row);
}

void Journal::refused(const NewOrder& order, const Refusal& refusal, Timestamp now)
{
    JournalRow& row = begin(JournalKind::Refused, now);
    row.order = asRequested(order, now);
    row.strategy = order.strategy;
    row.account = order.account;
    row.refusal = refusal;
    commit(row);
}

void Journal::venueRejected(const Order& order, std::string_view text, Timestamp now)
{
    JournalRow& row = begin(JournalKind::VenueRejected, now);
    row.order = order;
    row.strategy = order.strategy;
    row.account = order.account;
    row.text = decltype(row.text)::truncated(text);
    commit(row);
}

void Journal::strategy(StrategyId strategy, std::string_view text, Timestamp now)
{
    JournalRow& row = begin(JournalKind::Strategy, now);
    row.strategy = strategy;
    row.text = decltype(row.text)::truncated(text);
    commit(row);
}

void Journal::risk(std::string_view text, Timestamp now)
{
    JournalRow& row = begin(JournalKind::Risk, now);
    row.text = decltype(row.text)::truncated(text);
    commit(row);
}

void Journal::alert(std::string_view text, Timestamp now)
{
    JournalRow& row = begin(JournalKind::Alert, now);
    row.text = decltype(row.text)::truncated(text);
    commit(row);
}

void Journal::deposit(AccountId account, const Amount& amount, Timestamp now)
{
    JournalRow& row = begin(JournalKind::Deposit, now);
    row.account = account;
    row.amount = amount;
    commit(row);
}

void Journal::equity(JournalRow& row, Timestamp now)
{
    row.kind = JournalKind::Equity;
    row.sequence = ++m_sequence;
    row.time = now;
    commit(row);
}

bool Journal::retry(Timestamp now)
{
    m_healthy = true;
    alert("The journal takes rows again: trading may go on.", now);
    return m_healthy;
}

} // namespace maker
