#pragma once

#include "kernel/strategy/pure_market_making/params.h"
#include "kernel/strategy/strategy.h"

#include <array>

namespace maker::pure_market_making {

/// Quotes both sides of one market at fixed distances from a reference price, leaning against its inventory: a share of
/// base above the target lowers both prices and shifts size from the bids to the asks.
class PureMarketMaking final : public Strategy {
public:
    const QuoteTarget& onBook(const MarketView& market, const PositionView& position) override;
    const QuoteTarget& onFill(const Fill& fill, const MarketView& market, const PositionView& position) override;
    const QuoteTarget& onTimer(const MarketView& market, const PositionView& position) override;
    Result<void> setParams(std::string_view json) override;
    std::string params() const override;

private:
    const QuoteTarget& decide(const MarketView& market, const PositionView& position);
    bool refreshDue(const MarketView& market, double reference) const;
    bool quotesTooNear(const MarketView& market, double reference) const;
    bool anySideWaits(Timestamp now) const;
    void requote(const MarketView& market, const PositionView& position, double reference);
    void quoteSide(const MarketView& market, Side side, double reference, Money budget);
    bool placeLevel(const MarketView& market, Side side, double reference, int level, Quote& quote, Price previous) const;
    bool sizeLevel(const MarketView& market, int level, Money& budget, Quote& quote) const;
    double referencePrice(const MarketView& market) const;
    double deviationOf(const Instrument& instrument, const PositionView& position, double reference) const;

    Params m_params;
    QuoteTarget m_target;
    Timestamp m_refreshed;                 ///< zero: quote anew at the next call
    std::array<Timestamp, 2> m_waitUntil{}; ///< per side, after a fill
    bool m_waiting = false;                ///< a side was left out of the last quotes because it waits
    double m_deviation = 0.0; ///< -1: short of base by the whole range, 1: long by it
};

/// The registry's line.
StrategyKind kind();

} // namespace maker::pure_market_making
