#include "kernel/backtest/run_log.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace maker::backtest {

namespace {

constexpr std::size_t kDigits = 8;

/// The number that at most eight digits write. Asked for every row, so they are read at once: each step adds neighbours, of
/// one digit, then of two, then of four (Lemire, "Quickly parsing eight digits", 2018). Eight bytes must be readable.
std::uint64_t eightDigits(std::string_view digits) noexcept
{
    std::uint64_t word = 0;
    std::memcpy(&word, digits.data(), kDigits);
    word = (word - 0x3030303030303030U) << (8U * (kDigits - digits.size()));
    word = word * 10 + (word >> 8U);
    const std::uint64_t pairs = 0x000000FF000000FFU;
    return ((word & pairs) * 0x000F424000000064U + ((word >> 16U) & pairs) * 0x0000271000000001U) >> 32U;
}

std::size_t index(Side side) noexcept
{
    return side == Side::Buy ? 0 : 1;
}

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
    : m_record(record), m_mark(idMark), m_next(next)
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
    std::size_t at = 0;
    std::uint64_t sequence = 0;
    switch (row.kind) {
    case JournalKind::OrderUpdate:
        sequence = sequenceOf(row.order.clientOrderId);
        onOrder(row.order, sequence);
        break;
    case JournalKind::FillBooked:
        sequence = sequenceOf(row.fill.clientOrderId);
        onFill(row.fill, sequence);
        break;
    case JournalKind::Refused:
        sequence = sequenceOf(row.order.clientOrderId);
        if (QuoteActivity* activity = activityOf(row.order.strategy, row.order.instrument, at); activity && m_counting)
            ++activity->refused;
        break;
    case JournalKind::VenueRejected:
        sequence = sequenceOf(row.order.clientOrderId);
        if (QuoteActivity* activity = activityOf(row.order.strategy, row.order.instrument, at); activity && m_counting)
            ++activity->rejected;
        break;
    case JournalKind::Markout:
        onMarkout(row.markout);
        break;
    default:
        break;
    }
    m_digest.add(row, sequence);
    return m_next == nullptr || m_next->record(row);
}

std::uint64_t RunLog::sequenceOf(const ClientOrderId& id) const noexcept
{
    const std::string_view text = id.view();
    const std::string_view mark = m_mark.view();
    std::size_t same = 0;
    while (same < mark.size() && text[same] == mark[same])
        ++same;
    if (same < mark.size() || text.size() == mark.size())
        return 0;
    const std::string_view digits = text.substr(mark.size());
    if (digits.size() <= kDigits && mark.size() + kDigits <= sizeof(ClientOrderId) && std::endian::native == std::endian::little)
        return eightDigits(digits);
    std::uint64_t sequence = 0;
    for (const char digit : digits)
        sequence = sequence * 10 + static_cast<std::uint64_t>(digit - '0');
    return sequence;
}

RunLog::Note& RunLog::noteOf(std::uint64_t sequence)
{
    if (m_notes.size() < sequence) [[unlikely]]
        m_notes.resize(std::max<std::size_t>(sequence, m_notes.size() * 2));
    return m_notes[sequence - 1];
}

QuoteActivity* RunLog::activityOf(StrategyId strategy, InstrumentId instrument, std::size_t& at) noexcept
{
    for (at = 0; at < m_record.activity.size(); ++at) {
        QuoteActivity& activity = m_record.activity[at];
        if (activity.strategy == strategy && activity.instrument == instrument)
            return &activity;
    }
    return nullptr;
}

void RunLog::onOrder(const Order& order, std::uint64_t sequence)
{
    std::size_t at = 0;
    QuoteActivity* activity = activityOf(order.strategy, order.instrument, at);
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
        setResting(at, order, sequence, now);
    }
}

void RunLog::setResting(std::size_t at, const Order& order, std::uint64_t sequence, bool rests)
{
    Resting& resting = m_resting[at];
    if (rests)
        resting.orders.push_back({sequence, order.side, order.price});
    else
        std::erase_if(resting.orders, [&](const RestingOrder& each) { return each.sequence == sequence; });
    Price& best = resting.best[index(order.side)];
    best = {};
    for (const RestingOrder& each : resting.orders) {
        if (each.side == order.side && (best.count == 0 || (each.price.count - best.count) * sign(each.side) > 0))
            best = each.price;
    }
}

void RunLog::onFill(const Fill& fill, std::uint64_t sequence)
{
    if (!m_counting)
        return;
    RunFill entry;
    entry.fill = fill;
    entry.notional = notionalOf(fill);
    std::size_t at = 0;
    QuoteActivity* activity = activityOf(fill.strategy, fill.instrument, at);
    if (sequence != 0) {
        Note& note = noteOf(sequence);
        entry.level = note.level;
        entry.queueAhead = note.share < 0.0F ? 0.0 : static_cast<double>(note.share);
        if (!note.filled && activity != nullptr)
            ++activity->filledOrders;
        note.filled = true;
    }
    m_record.fills.push_back(entry);
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
    const std::uint64_t sequence = sequenceOf(order.clientOrderId);
    if (sequence == 0)
        return;
    noteOf(sequence).level = level;
    if (m_placed == m_placeless.size()) {
        m_placeless.clear();
        m_placed = 0;
    }
    m_placeless.push_back({order.clientOrderId, sequence, order.strategy, order.instrument, order.qty});
}

const RunLog::Placeless* RunLog::nextPlaceless() const noexcept
{
    return m_placed < m_placeless.size() ? &m_placeless[m_placed] : nullptr;
}

void RunLog::onPlace(std::optional<double> share)
{
    const Placeless& order = m_placeless[m_placed++];
    std::size_t at = 0;
    QuoteActivity* activity = activityOf(order.strategy, order.instrument, at);
    if (!share || activity == nullptr)
        return;
    noteOf(order.sequence).share = static_cast<float>(*share);
    activity->queueAheadSum += *share;
    ++activity->queueAheadCount;
}

/// Fills finish a horizon in their own order; one whose answer never came is passed over.
void RunLog::onMarkout(const FinishedMarkout& markout)
{
    for (std::size_t at = m_nextFill[markout.horizon]; at < m_record.fills.size(); ++at) {
        RunFill& entry = m_record.fills[at];
        if (entry.fill.tradeId != markout.tradeId || entry.fill.instrument != markout.instrument)
            continue;
        entry.markouts.bps[markout.horizon] = markout.bps();
        m_nextFill[markout.horizon] = at + 1;
        return;
    }
}

} // namespace maker::backtest
