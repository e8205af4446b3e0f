#include "kernel/sim/tape_book.h"

namespace maker::sim {

TapeBook::TapeBook(Price tick, std::size_t window)
    : m_book(tick, window)
{
}

TapeBook::Change TapeBook::processSlow(const MarketEvent& event)
{
    switch (event.kind) {
    case MarketKind::BookSnapshot:
        beginSnapshot(event);
        return event.last ? finishSnapshot() : Change::None;
    case MarketKind::BookDelta:
        beginDelta(event);
        return Change::None;
    case MarketKind::BookLevel:
        return onLevel(event);
    case MarketKind::BestQuote:
        return onQuote(event);
    case MarketKind::FeedDown:
        // What the recording missed is unknown, and it may begin anew: deltas wait for a snapshot, the book stays as it is.
        m_waiting = true;
        m_hasSnapshot = false;
        m_lastId = 0;
        m_quoteId = 0;
        m_mode = Mode::Skip;
        m_kept.clear();
        return Change::None;
    case MarketKind::FeedUp:
    case MarketKind::Trade:
    case MarketKind::BookOrder:
        return Change::None;
    }
    return Change::None;
}

void TapeBook::beginDelta(const MarketEvent& header)
{
    if (header.lastId != 0 && m_lastId != 0) {
        if (header.lastId <= m_lastId) {
            m_mode = Mode::Skip;
            return;
        }
        const bool follows = header.prevId != 0 ? header.prevId <= m_lastId : header.firstId <= m_lastId + 1;
        if (!follows) {
            ++m_gaps;
            m_waiting = true;
            m_kept.clear();
        }
    }
    m_mode = m_waiting ? (m_hasSnapshot ? Mode::ApplyAndKeep : Mode::Keep) : Mode::Apply;
    if (header.lastId == 0) {
        m_mode = Mode::Apply;
        m_known = true;
    }
    if (m_mode != Mode::Apply)
        keep(header);
    if (m_mode != Mode::Keep && header.lastId != 0)
        m_lastId = header.lastId;
}

void TapeBook::beginSnapshot(const MarketEvent& header)
{
    // Without a gap a book newer than the snapshot holds it already.
    if (m_hasSnapshot && !m_waiting && header.lastId != 0 && header.lastId < m_lastId) {
        m_mode = Mode::Skip;
        m_loadingId = -1;
        return;
    }
    m_mode = Mode::Load;
    m_loadingId = header.lastId;
    m_book.clear();
}

TapeBook::Change TapeBook::onLevel(const MarketEvent& event)
{
    switch (m_mode) {
    case Mode::Skip:
        return Change::None;
    case Mode::Apply:
        m_book.set(event.side, event.price, event.qty);
        return Change::Level;
    case Mode::Keep:
        keep(event);
        return Change::None;
    case Mode::ApplyAndKeep:
        keep(event);
        m_book.set(event.side, event.price, event.qty);
        return Change::Level;
    case Mode::Load:
        m_book.set(event.side, event.price, event.qty);
        return event.last ? finishSnapshot() : Change::None;
    }
    return Change::None;
}

TapeBook::Change TapeBook::finishSnapshot()
{
    if (m_mode != Mode::Load)
        return Change::None;
    m_lastId = m_loadingId;
    m_known = true;
    m_hasSnapshot = true;
    m_waiting = false;
    bool newer = false;
    for (const MarketEvent& event : m_kept) {
        if (event.kind == MarketKind::BookDelta) {
            newer = event.lastId > m_loadingId;
            if (newer)
                m_lastId = event.lastId;
        } else if (newer) {
            m_book.set(event.side, event.price, event.qty);
        }
    }
    m_kept.clear();
    m_mode = Mode::Skip;
    return Change::Anyhow;
}

TapeBook::Change TapeBook::onQuote(const MarketEvent& event)
{
    const bool old = event.lastId != 0 && (event.lastId < m_lastId || event.lastId < m_quoteId);
    if (old || m_mode == Mode::Load)
        return Change::None;
    m_quoteId = event.lastId;
    m_known = true;
    const auto touch = [&](Side side, Price price, Qty qty) {
        if (price.count <= 0)
            return;
        for (auto best = m_book.best(side); best; best = m_book.best(side)) {
            if (side == Side::Buy ? best->price <= price : best->price >= price)
                break;
            m_book.set(side, best->price, {});
        }
        m_book.set(side, price, qty);
    };
    touch(Side::Buy, event.price, event.qty);
    touch(Side::Sell, event.askPrice, event.askQty);
    return Change::Anyhow;
}

void TapeBook::keep(const MarketEvent& event)
{
    if (m_kept.size() >= kMaxKept)
        m_kept.clear();
    m_kept.push_back(event);
}

} // namespace maker::sim
