#pragma once

#include "kernel/sim/fair_value.h"
#include "kernel/sim/hawkes.h"
#include "kernel/sim/market_profile.h"
#include "kernel/sim/random.h"
#include "kernel/sim/sim_exchange.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace maker::sim {

/// Everyone else in one generated market: makers who keep a ladder around the fair value, and takers.
class MarketCrowd {
public:
    MarketCrowd(SimExchange& exchange, const MarketProfile& profile, std::uint64_t seed, Timestamp start);

    InstrumentId instrument() const noexcept { return m_instrument.id(); }
    double fairValue() const noexcept { return m_fair.now(); }
    Timestamp nextAction() const noexcept;
    /// Carries out the next action; `informed` is the share of takers who know what comes.
    void act(double informed);

private:
    void buildLadder(Timestamp now);
    void makerActs(Timestamp now);
    void takerActs(Timestamp now, Side side, double informed);
    void informedTakes(Timestamp now);
    void sweepOrNibble(Timestamp now, Side side);
    void pickOff(Timestamp now);

    std::vector<SimOrderId>& ladder(Side side) noexcept { return side == Side::Buy ? m_bids : m_asks; }
    void forgetDone(Side side);
    /// How far an order lies from the fair value on its side, in basis points; negative: beyond it.
    double distanceBps(const SimOrder& order) const noexcept;
    bool cancelStale(Side side, Timestamp now);
    void cancelAt(Side side, std::size_t index, Timestamp now);
    void quote(Side side, double distance, Timestamp now);
    void take(Side side, double limit, double qty, Timestamp now);
    double randomQty(double median, double spread) noexcept;
    double nearestGapBps(Side side) const;

    SimExchange& m_exchange;
    MarketProfile m_profile;
    Instrument m_instrument;
    AccountId m_makers;
    AccountId m_takers;
    Random m_random;
    FairValuePath m_fair;
    HawkesArrivals m_arrivals;
    Timestamp m_nextStep;
    Timestamp m_nextMaker;
    std::vector<SimOrderId> m_bids; ///< orders of the makers, in no order that matters but the same in every run
    std::vector<SimOrderId> m_asks;
};

} // namespace maker::sim
