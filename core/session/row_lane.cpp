#include "session/row_lane.h"

namespace maker {

void RowLane::push(const RowEvent& row)
{
    if (!m_ring.tryPush(row))
        m_dropped.fetch_add(1, std::memory_order_relaxed);
}

void RowLane::pushTrade(const MarketEvent& trade)
{
    RowEvent row;
    row.kind = RowKind::MarketTrade;
    row.side = trade.side;
    row.instrument = trade.instrument;
    row.time = trade.venueTime.valid() ? trade.venueTime : trade.localTime;
    row.price = trade.price;
    row.qty = trade.qty;
    push(row);
}

void RowLane::pushJournal(const JournalRow& journal)
{
    RowEvent row;
    row.time = journal.time;
    switch (journal.kind) {
    case JournalKind::OrderUpdate:
        row.kind = RowKind::OrderUpdate;
        row.instrument = journal.order.instrument;
        row.order = journal.order;
        break;
    case JournalKind::FillBooked:
        row.kind = RowKind::Fill;
        row.instrument = journal.fill.instrument;
        row.fill = journal.fill;
        break;
    case JournalKind::Markout:
        row.kind = RowKind::Markout;
        row.instrument = journal.markout.instrument;
        row.markout = journal.markout;
        break;
    case JournalKind::Equity:
        row.kind = RowKind::PnlPoint;
        row.pnl = {journal.equity, journal.spread + journal.inventory + journal.fees + journal.rebates, journal.realized,
            journal.unrealized, journal.spread, journal.inventory, journal.fees, journal.rebates};
        break;
    case JournalKind::Refused:
        row.severity = Severity::Warning;
        row.category = "risk";
        row.text = decltype(row.text)::truncated(journal.refusal.detail.view());
        break;
    case JournalKind::VenueRejected:
        row.severity = Severity::Warning;
        row.category = "venue";
        row.text = decltype(row.text)::truncated(journal.text.view());
        break;
    case JournalKind::Alert:
        row.kind = RowKind::Alert;
        row.severity = Severity::Warning;
        row.category = "engine";
        row.text = decltype(row.text)::truncated(journal.text.view());
        break;
    case JournalKind::Risk:
        row.kind = RowKind::Alert;
        row.severity = Severity::Danger;
        row.category = "risk";
        row.text = decltype(row.text)::truncated(journal.text.view());
        break;
    case JournalKind::Strategy:
        row.category = "strategy";
        row.text = decltype(row.text)::truncated(journal.text.view());
        break;
    case JournalKind::Deposit:
        row.category = "ledger";
        row.text = decltype(row.text)::truncated(
            "The ledger begins with " + journal.amount.money.toString() + " " + journal.amount.currency.str() + ".");
        break;
    }
    push(row);
}

void RowLane::pushSentence(
    Severity severity, RowKind kind, std::string_view category, std::string_view sentence, Timestamp time)
{
    RowEvent row;
    row.kind = kind;
    row.severity = severity;
    row.time = time;
    row.category = decltype(row.category)::truncated(category);
    row.text = decltype(row.text)::truncated(sentence);
    const std::lock_guard lock(m_mutex);
    if (m_sentences.size() < kSentences)
        m_sentences.push_back(row);
}

bool RowLane::next(RowEvent& out)
{
    if (m_ring.tryPop(out))
        return true;
    if (const std::uint64_t dropped = m_dropped.load(std::memory_order_relaxed); dropped != m_droppedSeen) {
        m_droppedSeen = dropped;
        out = RowEvent{};
        out.kind = RowKind::Overflow;
        return true;
    }
    const std::lock_guard lock(m_mutex);
    if (m_sentences.empty())
        return false;
    out = m_sentences.front();
    m_sentences.pop_front();
    return true;
}

} // namespace maker
