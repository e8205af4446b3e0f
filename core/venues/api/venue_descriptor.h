#pragma once

#include "venues/api/candle_loader.h"
#include "venues/api/instrument_loader.h"
#include "venues/api/market_feed.h"
#include "venues/api/trade_gateway.h"
#include "venues/api/venue_context.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace maker {

/// What a venue can do; capabilities are data.
struct VenueCaps {
    bool postOnly = false;
    bool replace = false;
    bool immediateOrCancel = false;
    bool fillOrKill = false;
    bool market = false;
    bool deadManSwitch = false; ///< the venue cancels for us when we fall silent
};

/// One exchange: a row of the registry.
struct VenueDescriptor {
    std::string_view name;  ///< stable key, "binance"
    std::string_view title; ///< "Binance spot"
    VenueCaps caps;
    /// `simulatedPort` is used by Environment::Simulated only (127.0.0.1).
    Endpoints (*endpoints)(Environment environment, std::uint16_t simulatedPort);
    /// Null: orders may be sent; otherwise the sentence why not.
    const char* (*tradingRefusal)(Environment environment);
    std::unique_ptr<InstrumentLoader> (*makeLoader)(const VenueContext& context);
    std::unique_ptr<CandleLoader> (*makeCandles)(const VenueContext& context);
    std::unique_ptr<MarketFeed> (*makeFeed)(const VenueContext& context);
    std::unique_ptr<TradeGateway> (*makeGateway)(const VenueContext& context);
};

} // namespace maker
