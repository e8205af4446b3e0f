#pragma once

#include "kernel/model/market_event.h"
#include "tape/tape_block.h"
#include "tape/tape_header.h"

#include <vector>

namespace maker {

/// Finds where a series of events knows less than the venue told: between FeedDown and FeedUp, where the ids of a book
/// do not follow one another, and where nothing came for too long.
class GapFinder {
public:
    GapFinder(const std::vector<TapeInstrument>& instruments, Duration silence);

    void add(const MarketEvent& event);
    /// A feed that is down at the end has been down until then.
    void finish();
    /// Those found since the last call.
    std::vector<TapeGap>& found() noexcept { return m_found; }

private:
    struct Chain {
        DeltaChain kind = DeltaChain::Contiguous;
        std::int64_t lastId = 0;
        Timestamp at;
    };
    void checkSequence(const MarketEvent& header);

    Duration m_silence;
    std::vector<Chain> m_chains; ///< by instrument id
    std::vector<TapeGap> m_found;
    Timestamp m_last;
    Timestamp m_downSince;
    InstrumentId m_downOf;
};

} // namespace maker
