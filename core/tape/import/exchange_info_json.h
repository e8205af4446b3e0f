#pragma once

#include "kernel/base/result.h"
#include "kernel/model/instrument.h"

#include <string_view>

namespace maker {

/// The instrument that an answer of Binance's GET exchangeInfo (spot, USD-M or COIN-M) describes; NotFound where the
/// symbol is not in it, Parse where it is no such answer.
Result<Instrument> instrumentOf(std::string_view exchangeInfo, std::string_view symbol, InstrumentId id, VenueId venue);

} // namespace maker
