#pragma once

#include "tape/recorded_market.h"

#include <memory>
#include <string>

namespace maker {

/// How a recording is to be read.
struct MarketFileOptions {
    std::string symbol;       ///< raw recordings: only this one; empty: every symbol
    std::string exchangeInfo; ///< raw recordings: path of an exchangeInfo answer; empty: instruments are sniffed
    std::uint32_t firstInstrument = 1; ///< ids count from here
    VenueId venue{1};
    /// Raw recordings: read once through beforehand, so that expectedEvents() and leastFeedLatency() are exact.
    bool scan = true;
};

/// Opens a .tape of events or a raw Binance recording; which it is shows in its first bytes. Fails with the reason, also
/// for the other formats: those must be imported first.
Result<std::unique_ptr<RecordedMarket>> openMarket(const std::string& path, const MarketFileOptions& options = {});

} // namespace maker
