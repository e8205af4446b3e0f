#pragma once

#include "venues/api/instrument_loader.h"

#include <string_view>

namespace maker::binance {

/// Reads the answer of GET exchangeInfo: instruments for `request`, unsupported ones with the reason, and limits.
Result<InstrumentListing> parseExchangeInfo(std::string_view json, const InstrumentLoader::Request& request);

} // namespace maker::binance
