#pragma once

#include "kernel/sim/market_profile.h"
#include "kernel/sim/sim_exchange.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace maker::sim {

class MarketCrowd;

/// A seeded crowd: the fair value is a random walk with jumps, makers of the background keep levels around it, takers
/// arrive by a self-exciting process (Hawkes 1971, simulated by Ogata's thinning). `informed` is the share of takers who
/// know where the fair value will be some seconds later, and trade only for that profit. The same seed and the same
/// advances give the same orders.
class MarketGenerator {
public:
    struct Config {
        std::uint64_t seed = 1;
        double informed = 0.1; ///< 0 .. 1
        std::vector<MarketProfile> profiles;
    };

    /// Adds the profiles' instruments to the exchange where it lacks them, opens and funds the background accounts and
    /// fills the books at `start`.
    MarketGenerator(SimExchange& exchange, Config config, Timestamp start);
    ~MarketGenerator();

    /// Carries out everything that the crowd does up to and including `now`, each at its own time.
    void advance(Timestamp now);
    /// Time of the next action, so that a server may sleep until then.
    Timestamp nextAction() const noexcept;
    /// Share of informed takers from now on; clamped to 0 .. 1.
    void setInformed(double share) noexcept;
    double informed() const noexcept { return m_config.informed; }
    /// The hidden fair value now.
    double fairValue(InstrumentId instrument) const;

private:
    Config m_config;
    std::vector<std::unique_ptr<MarketCrowd>> m_crowds;
};

} // namespace maker::sim
