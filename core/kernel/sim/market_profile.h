#pragma once

#include "kernel/model/instrument.h"

#include <cstddef>
#include <vector>

namespace maker::sim {

/// The character of one generated market. Distances are in basis points of the fair value, rates per second.
struct MarketProfile {
    InstrumentSpec spec;
    double startPrice = 60000.0;
    double volatilityBps = 0.9;    ///< standard deviation of the fair value over one second
    double jumpRate = 0.02;        ///< sudden moves of the fair value
    double jumpBps = 5.0;          ///< their mean size
    double halfSpreadBps = 0.35;   ///< the nearest that a background maker quotes to the fair value
    double levelGapBps = 0.25;     ///< mean distance between background levels
    std::size_t levelsPerSide = 85;
    double levelQty = 0.05;        ///< median quantity of a background order near the touch, in base currency
    double makerRate = 10.0;       ///< background maker decisions
    double takerRate = 0.65;       ///< arrivals of takers without excitement
    double excitement = 0.55;      ///< mean number of takers that one taker brings along (< 1)
    double excitementDecay = 1.2;  ///< how fast excitement fades
    double sweepShare = 0.12;      ///< share of takers that sweep several levels
    double sweepBps = 3.0;         ///< mean reach of a sweep beyond the best price
};

/// BTCUSDT, ETHUSDT and SOLUSDT with realistic prices, ticks and lots; instrument ids 1, 2, 3.
std::vector<MarketProfile> demoProfiles(VenueId venue);

} // namespace maker::sim
