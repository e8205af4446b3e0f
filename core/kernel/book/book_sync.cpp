#include "kernel/book/book_sync.h"

namespace maker {

namespace {

constexpr std::size_t kKeptReserve = 4096;

bool isHeader(const MarketEvent& event) noexcept
{
    return event.kind == MarketKind::BookSnapshot || event.kind == MarketKind::BookDelta;
}

} // namespace

std::string_view toText(SyncState state) noexcept
{
    switch (state) {
    case SyncState::Waiting: return "waiting";
    case SyncState::Live: return "live";
    case SyncState::Stale: return "stale";
    case SyncState::Crossed: return "crossed";
    case SyncState::Disconnected: return "disconnected";
    }
    return "unknown";
}

BookSync::BookSync(Price tick, SequenceRule rule, SyncTiming timing, std::size_t window)
    : m_book(tick, window), m_rule(rule), m_timing(timing)
{
    m_kept.reserve(kKeptReserve);
}

SyncStep BookSync::processSlow(const MarketEvent& event)
{
    switch (event.kind) {
    case MarketKind::BookSnapshot:
    case MarketKind::BookDelta: return onHeader(event);
    case MarketKind::BookLevel: return onLevel(event);
    case MarketKind::FeedUp: return onFeed(SyncState::Waiting, event.localTime);
    case MarketKind::FeedDown: return onFeed(SyncState::Disconnected, event.localTime);
    case MarketKind::Trade:
    case MarketKind::BestQuote:
    case MarketKind::BookOrder: break;
    }
    return {};
}

SyncStep BookSync::onFeed(SyncState state, Timestamp now)
{
    SyncStep step;
    forgetSequence();
    m_inMessage = false;
    m_waitingSince = now;
    m_asked.reset();
    setState(state, step);
    return step;
}

SyncStep BookSync::onTime(Timestamp now)
{
    SyncStep step;
    if (m_state == SyncState::Live && now - m_updated > m_timing.staleAfter)
        setState(SyncState::Stale, step);
    if (m_state == SyncState::Waiting && !m_waitingSince.valid())
        m_waitingSince = now;
    const bool silent = m_state == SyncState::Waiting && now - m_waitingSince >= m_timing.snapshotRetry;
    if (m_wantSnapshot || silent)
        requestSnapshot(step, now);
    return step;
}

SyncStep BookSync::onHeader(const MarketEvent& event)
{
    SyncStep step;
    if (m_inMessage && m_state != SyncState::Disconnected)
        lose(step, event.localTime); // the message before never ended: part of it is missing
    m_inMessage = true;
    m_inSnapshot = event.kind == MarketKind::BookSnapshot;
    if (m_state == SyncState::Disconnected)
        m_mode = Mode::Skip;
    else if (m_inSnapshot)
        beginSnapshot(event, step);
    else
        beginDelta(event, step);
    if (event.last)
        onMessageEnd(event, step);
    return step;
}

void BookSync::beginSnapshot(const MarketEvent& event, SyncStep& step)
{
    m_mode = Mode::Skip;
    const bool trusted = m_sequenced && m_state != SyncState::Crossed;
    if (trusted && event.lastId <= m_lastId)
        return;
    if (!bridgesToKept(event.lastId)) {
        ++m_counters.refused;
        requestSnapshot(step, event.localTime);
        return;
    }
    m_mode = Mode::Apply;
    m_book.clear();
    m_lastId = event.lastId;
    m_snapshotId = event.lastId;
    m_firstAppliedFirstId = 0;
    m_firstAppliedLastId = 0;
}

void BookSync::beginDelta(const MarketEvent& event, SyncStep& step)
{
    if (!m_sequenced) {
        beginKeeping(event, step);
        return;
    }
    switch (judge(event)) {
    case Verdict::Old:
        ++m_counters.dropped;
        m_mode = Mode::Skip;
        return;
    case Verdict::Next:
        m_mode = Mode::Apply;
        accept(event);
        if (m_state == SyncState::Crossed) {
            m_mode = Mode::ApplyAndKeep;
            keep(event);
        }
        return;
    case Verdict::Gap:
        lose(step, event.localTime);
        beginKeeping(event, step);
        return;
    }
}

void BookSync::beginKeeping(const MarketEvent& event, SyncStep& step)
{
    requestSnapshot(step, event.localTime);
    m_mode = Mode::Keep;
    if (!m_kept.empty()) {
        if (event.lastId <= m_keptLastId) {
            ++m_counters.dropped;
            m_mode = Mode::Skip;
            return;
        }
        if (!follows(event, m_keptLastId)) {
            ++m_counters.gaps;
            m_kept.clear(); // only a snapshot newer than this break can help, and it needs nothing from before it
        }
    }
    keep(event);
}

SyncStep BookSync::onLevel(const MarketEvent& event)
{
    SyncStep step;
    if (!m_inMessage)
        return step;
    switch (m_mode) {
    case Mode::Skip: break;
    case Mode::ApplyAndKeep: m_kept.push_back(event); [[fallthrough]];
    case Mode::Apply:
        m_book.set(event.side, event.price, event.qty);
        m_freshSide = event.side;
        break;
    case Mode::Keep: m_kept.push_back(event); break;
    }
    if (event.last)
        onMessageEnd(event, step);
    return step;
}

void BookSync::onMessageEnd(const MarketEvent& event, SyncStep& step)
{
    m_inMessage = false;
    if (m_mode == Mode::Apply || m_mode == Mode::ApplyAndKeep) {
        if (m_inSnapshot)
            finishSnapshot();
        afterChange(step, event.localTime);
    }
    m_mode = Mode::Skip;
    if (m_kept.size() > kMaxKept)
        m_kept.clear();
}

void BookSync::finishSnapshot()
{
    ++m_counters.snapshots;
    m_sequenced = true;
    m_afterSnapshot = true;
    m_wantSnapshot = false;
    bool applies = false;
    for (const MarketEvent& event : m_kept) {
        if (isHeader(event)) {
            applies = judge(event) == Verdict::Next; // what is kept chains, and its first bridges: there is no gap here
            if (applies)
                accept(event);
            else
                ++m_counters.dropped;
        } else if (applies) {
            m_book.set(event.side, event.price, event.qty);
            m_freshSide = event.side;
        }
    }
    m_kept.clear();
}

void BookSync::afterChange(SyncStep& step, Timestamp now)
{
    step.complete = true;
    m_updated = now;
    if (m_book.crossed()) {
        onCrossed(step, now);
        return;
    }
    m_wantSnapshot = false;
    m_kept.clear();
    setState(SyncState::Live, step);
}

/// After a purge the book holds, whatever it was before.
void BookSync::onCrossed(SyncStep& step, Timestamp now)
{
    if (m_rule.crossed == CrossedPolicy::Purge) {
        m_book.purgeCrossed(m_freshSide);
        m_wantSnapshot = false;
        m_kept.clear();
        setState(SyncState::Live, step);
        return;
    }
    if (m_state != SyncState::Crossed)
        ++m_counters.crossed;
    setState(SyncState::Crossed, step);
    requestSnapshot(step, now);
}

BookSync::Verdict BookSync::judge(const MarketEvent& header) const noexcept
{
    if (m_afterSnapshot) {
        if (header.lastId < m_lastId + m_rule.dropBelow)
            return Verdict::Old;
        return reachesBackTo(header, m_lastId) ? Verdict::Next : Verdict::Gap;
    }
    if (header.lastId <= m_lastId)
        return Verdict::Old;
    return follows(header, m_lastId) ? Verdict::Next : Verdict::Gap;
}

/// Whether nothing lies between a snapshot and a delta that is not older than it. With PrevId the ids of one instrument
/// have holes: a snapshot taken inside a hole is complete up to the delta as well.
bool BookSync::reachesBackTo(const MarketEvent& header, std::int64_t snapshotId) const noexcept
{
    if (header.firstId <= snapshotId + m_rule.bridge)
        return true;
    return m_rule.chain == DeltaChain::PrevId && header.prevId <= snapshotId;
}

bool BookSync::bridgesToKept(std::int64_t snapshotId) const noexcept
{
    for (const MarketEvent& event : m_kept) {
        if (isHeader(event) && event.lastId >= snapshotId + m_rule.dropBelow)
            return reachesBackTo(event, snapshotId);
    }
    return true;
}

void BookSync::accept(const MarketEvent& header)
{
    ++m_counters.applied;
    m_lastId = header.lastId;
    if (m_afterSnapshot) {
        m_afterSnapshot = false;
        m_firstAppliedFirstId = header.firstId;
        m_firstAppliedLastId = header.lastId;
    }
}

void BookSync::keep(const MarketEvent& header)
{
    m_kept.push_back(header);
    m_keptLastId = header.lastId;
}

void BookSync::lose(SyncStep& step, Timestamp now)
{
    ++m_counters.gaps;
    forgetSequence();
    setState(SyncState::Waiting, step);
    requestSnapshot(step, now);
}

void BookSync::forgetSequence() noexcept
{
    m_kept.clear();
    m_sequenced = false;
    m_afterSnapshot = false;
    m_wantSnapshot = false;
    m_mode = Mode::Skip;
}

void BookSync::setState(SyncState state, SyncStep& step) noexcept
{
    step.stateChanged = step.stateChanged || state != m_state;
    m_state = state;
}

void BookSync::requestSnapshot(SyncStep& step, Timestamp now) noexcept
{
    m_wantSnapshot = true;
    if (m_asked && now - *m_asked < m_timing.snapshotRetry)
        return;
    m_asked = now;
    step.needSnapshot = true;
}

} // namespace maker
