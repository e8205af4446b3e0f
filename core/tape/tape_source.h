#pragma once

#include "tape/recorded_market.h"
#include "tape/tape_reader.h"

#include <memory>
#include <string>
#include <vector>

namespace maker {

/// A tape of events as a market.
class TapeSource final : public RecordedMarket {
public:
    /// Fails as TapeReader::open does, and for a tape of bars.
    static Result<std::unique_ptr<TapeSource>> open(const std::string& path, TapeReader::Options options = {.firstInstrument = 1, .venue = VenueId{1}});

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_instruments; }
    Result<std::span<const MarketEvent>> next() override { return m_reader.next(); }
    Result<void> rewind() override;
    std::uint64_t expectedEvents() const override { return m_reader.summary().records; }
    Duration leastFeedLatency() const override { return m_reader.summary().leastLatency; }
    const std::string& venueName() const override { return m_reader.header().venueName; }
    SequenceRule sequenceRule(InstrumentId instrument) const override;
    bool orderByOrder() const override { return m_reader.summary().orders > 0; }

    TapeReader& reader() noexcept { return m_reader; }

private:
    explicit TapeSource(TapeReader reader);

    TapeReader m_reader;
    std::vector<std::shared_ptr<const Instrument>> m_instruments;
};

} // namespace maker
