#pragma once

#include "kernel/sim/sim_exchange.h"

namespace maker::sim {

/// One listed instrument of the simulated exchange; private to its sources.
struct SimExchange::Market {
    Market(const Instrument& listed, MatchSink& sink, SelfTrade selfTrade)
        : instrument(listed)
        , core(std::make_unique<MatchingEngine>(
              MatchingEngine::Config{.tickSize = listed.tickSize(), .selfTrade = selfTrade}, sink))
        , engine(*core)
        , history(instrument)
    {
    }

    Market(const Instrument& listed, MatchSink& sink, const TapeMarket::Config& config)
        : instrument(listed)
        , publishes(config.publishes)
        , core(std::make_unique<TapeMarket>(config, sink))
        , engine(*core)
        , tape(static_cast<TapeMarket*>(core.get()))
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
    bool publishes = true; ///< the tape's trades are news for the public
    std::unique_ptr<MatchCore> core;
    MatchCore& engine;
    TapeMarket* tape = nullptr; ///< null where the exchange matches everything itself
    MarketHistory history;
    CurrencyIndex base = 0;
    CurrencyIndex quote = 0;
};

inline void SimExchange::tellResting(SimOrderId order, Side side, Price price, Qty leaves)
{
    if (tellsResting())
        m_listener->onResting({m_market->instrument.id(), order, side, price, leaves, m_now});
}

} // namespace maker::sim
