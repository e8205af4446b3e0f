#include "kernel/backtest/run_log.h"

#include "kernel/model/id_match.h"

#include <algorithm>

namespace maker::backtest {

namespace {

bool rests(const Order& order, bool rested) noexcept
{
    switch (order.state) {
    case OrderState::Accepted:
    case OrderState::PartiallyFilled:
        return true;
    case OrderState::PendingCancel:
    case OrderState::PendingReplace:
        return rested; // until the venue has said that it is gone
    default:
        return false;
    }
}

} // namespace

RunLog::RunLog(RunRecord& record, std::string_view idMark, JournalSink* next)
    : m_record(record), m_numberOf(idMark), m_next(next)
{
}

void RunLog::watch(StrategyId strategy, InstrumentId instrument)
{
    QuoteActivity activity;
    activity.strategy = strategy;
    activity.instrument = instrument;
    m_record.activity.push_back(activity);
    m_resting.emplace_back();
}

bool RunLog::record(const JournalRow& row)
{
    if (row.kind == JournalKind::OrderUpdate) [[likely]] {
        const std::uint64_t sequence = m_numberOf.of(row.order.clientOrderId);
        m_digest.add(row, sequence);
        onOrder(row.order, sequence);
    } else {
        m_digest.add(row, onOther(row));
    }
    return m_next == nullptr || m_next->record(row);
}

/// A row that is no news of an order; returns the number of the order that it names.
std::uint64_t RunLog::onOther(const JournalRow& row)
{
    switch (row.kind) {
    case JournalKind::FillBooked: {
        const std::uint64_t sequence = m_numberOf.of(row.fill.clientOrderId);
        onFill(row.fill, sequence);
        return sequence;
    }
    case JournalKind::Refused:
        if (QuoteActivity* activity = activityOf(row.order.strategy, row.order.instrument); activity && m_counting)
            ++activity->refused;
        return m_numberOf.of(row.order.clientOrderId);
    case JournalKind::VenueRejected:
        if (QuoteActivity* activity = activityOf(row.order.strategy, row.order.instrument); activity && m_counting)
            ++activity->rejected;
        return m_numberOf.of(row.order.clientOrderId);
    case JournalKind::Markout:
        onMarkout(row.markout);
        return 0;
    default:
        return 0;
    }
}

void RunLog::growNotes(std::uint64_t sequence)
{
    m_notes.resize(std::max<std::size_t>(sequence, m_notes.size() * 2));
}

QuoteActivity* RunLog::activityOf(StrategyId strategy, InstrumentId instrument) noexcept
{
    for (QuoteActivity& activity : m_record.activity) {
        if (activity.strategy == strategy && activity.instrument == instrument)
            return &activity;
    }
    return nullptr;
}

inline void RunLog::onOrder(const Order& order, std::uint64_t sequence)
{
    QuoteActivity* activity = activityOf(order.strategy, order.instrument);
    if (sequence == 0 || activity == nullptr)
        return;
    Note& note = noteOf(sequence);
    if (!note.placed) {
        note.placed = true;
        activity->placed += m_counting ? 1 : 0;
    }
    if (order.state == OrderState::Canceled && m_counting)
        ++activity->canceled;
    const bool now = rests(order, note.resting);
    if (now != note.resting) {
        note.resting = now;
        RestingPrices& resting = m_resting[static_cast<std::size_t>(activity - m_record.activity.data())];
        if (now)
            resting.add(sequence, order.side, order.price);
        else
            resting.remove(sequence);
    }
}

void RunLog::onFill(const Fill& fill, std::uint64_t sequence)
{
    if (!m_counting)
        return;
    RunFill& entry = m_record.fills.emplace_back();
    entry.fill = fill;
    entry.notional = notionalOf(fill);
    QuoteActivity* activity = activityOf(fill.strategy, fill.instrument);
    if (sequence != 0) {
        Note& note = noteOf(sequence);
        entry.level = note.level;
        entry.queueAhead = note.share < 0.0F ? 0.0 : static_cast<double>(note.share);
        if (!note.filled && activity != nullptr)
            ++activity->filledOrders;
        note.filled = true;
    }
}

/// In the account currency; through the price of the fill alone, because quotes in another currency have no mark here.
Money RunLog::notionalOf(const Fill& fill) const
{
    for (const auto& instrument : m_record.instruments) {
        if (instrument->id() == fill.instrument && instrument->quote().view() == m_record.currency)
            return instrument->notional(fill.price, fill.qty);
    }
    return {};
}

void RunLog::onSent(const NewOrder& order, std::uint8_t level)
{
    const std::uint64_t sequence = m_numberOf.of(order.clientOrderId);
    if (sequence != 0)
        noteOf(sequence).level = level;
    m_underway.push() = {sequence, order.strategy, order.instrument, order.qty};
}

void RunLog::onArrived(const sim::SimVenue::QueueView* queue)
{
    const Underway& order = m_underway.front();
    QuoteActivity* activity = activityOf(order.strategy, order.instrument);
    if (queue != nullptr && activity != nullptr && order.sequence != 0) {
        const double share = queue->ahead / (queue->ahead + queue->behind + static_cast<double>(order.qty.count));
        noteOf(order.sequence).share = static_cast<float>(share);
        activity->queueAheadSum += share;
        ++activity->queueAheadCount;
    }
    m_underway.pop();
}

/// Fills finish a horizon in their own order; one whose answer never came is passed over.
void RunLog::onMarkout(const FinishedMarkout& markout)
{
    for (std::size_t at = m_nextFill[markout.horizon]; at < m_record.fills.size(); ++at) {
        RunFill& entry = m_record.fills[at];
        if (!IdMatch::same(entry.fill.tradeId, markout.tradeId) || entry.fill.instrument != markout.instrument)
            continue;
        entry.markouts.bps[markout.horizon] = markout.bps();
        m_nextFill[markout.horizon] = at + 1;
        return;
    }
}

} // namespace maker::backtest
