#pragma once

#include "kernel/sim/sim_exchange.h"

namespace maker::sim {

/// One listed instrument of the simulated exchange; private to its sources.
struct SimExchange::Market {
    Market(const Instrument& listed, MatchSink& sink, SelfTrade selfTrade)
        : instrument(listed)
        , engine({.tickSize = listed.tickSize(), .selfTrade = selfTrade}, sink)
        , history(instrument)
    {
    }

    /// Money of a sum of price counts times quantity counts.
    Money toMoney(Int128 priceQty) const
    {
        const int decimals = Money::kDecimals - instrument.priceDecimals() - instrument.qtyDecimals();
        return Money::fromUnits(priceQty * pow10(decimals));
    }

    Instrument instrument;
    MatchingEngine engine;
    MarketHistory history;
    CurrencyIndex base = 0;
    CurrencyIndex quote = 0;
};

} // namespace maker::sim
