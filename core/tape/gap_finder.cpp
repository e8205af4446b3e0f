#include "tape/gap_finder.h"

namespace maker {

GapFinder::GapFinder(const std::vector<TapeInstrument>& instruments, Duration silence) : m_silence(silence)
{
    for (const TapeInstrument& each : instruments) {
        const std::size_t id = each.instrument->id().value;
        if (m_chains.size() <= id)
            m_chains.resize(id + 1);
        m_chains[id].kind = each.rule.chain;
    }
}

void GapFinder::add(const MarketEvent& event)
{
    if (event.kind == MarketKind::BookLevel)
        return;
    if (event.kind == MarketKind::FeedDown) {
        if (!m_downSince.valid()) {
            m_downSince = event.localTime;
            m_downOf = event.instrument;
        }
    } else if (m_downSince.valid()) {
        if (event.kind == MarketKind::FeedUp) {
            m_found.push_back({m_downSince, event.localTime, m_downOf, GapCause::FeedDown});
            m_downSince = {};
            for (Chain& chain : m_chains)
                chain.lastId = 0;
        }
    } else if (m_last.valid() && event.localTime - m_last > m_silence) {
        m_found.push_back({m_last, event.localTime, {}, GapCause::Silence});
    }
    if (event.kind == MarketKind::BookDelta)
        checkSequence(event);
    m_last = event.localTime;
}

void GapFinder::checkSequence(const MarketEvent& header)
{
    if (header.instrument.value >= m_chains.size() || header.lastId == 0)
        return;
    Chain& chain = m_chains[header.instrument.value];
    const bool follows = chain.kind == DeltaChain::PrevId ? header.prevId <= chain.lastId : header.firstId <= chain.lastId + 1;
    if (chain.lastId != 0 && !follows)
        m_found.push_back({chain.at, header.localTime, header.instrument, GapCause::SequenceBreak});
    chain.lastId = header.lastId;
    chain.at = header.localTime;
}

void GapFinder::finish()
{
    if (m_downSince.valid() && m_last > m_downSince)
        m_found.push_back({m_downSince, m_last, m_downOf, GapCause::FeedDown});
    m_downSince = {};
}

} // namespace maker
