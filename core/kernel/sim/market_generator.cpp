#include "kernel/sim/market_generator.h"

#include "kernel/sim/market_crowd.h"

#include <algorithm>
#include <limits>
#include <string>

namespace maker::sim {

namespace {

InstrumentSpec spotSpec(VenueId venue, std::uint32_t id, const char* base, const char* tick, const char* lot)
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = venue;
    spec.symbol.assign(std::string(base) + "USDT");
    spec.base = base;
    spec.quote = "USDT";
    spec.tickSize = tick;
    spec.lotSize = lot;
    spec.minPrice = spec.tickSize;
    spec.maxPrice = std::string("1000000");
    spec.minQty = spec.lotSize;
    spec.maxQty = std::string("90000");
    spec.minNotional = std::string("5");
    return spec;
}

} // namespace

std::vector<MarketProfile> demoProfiles(VenueId venue)
{
    MarketProfile btc;
    btc.spec = spotSpec(venue, 1, "BTC", "0.01", "0.00001");
    MarketProfile eth;
    eth.spec = spotSpec(venue, 2, "ETH", "0.01", "0.0001");
    eth.startPrice = 3000.0;
    eth.volatilityBps = 1.1;
    eth.levelQty = 0.8;
    MarketProfile sol;
    sol.spec = spotSpec(venue, 3, "SOL", "0.01", "0.001");
    sol.startPrice = 150.0;
    sol.volatilityBps = 1.3;
    sol.halfSpreadBps = 0.5;
    sol.levelGapBps = 0.67; // one tick
    sol.levelsPerSide = 95;
    sol.levelQty = 12.0;
    sol.makerRate = 7.0;
    sol.takerRate = 0.55;
    return {btc, eth, sol};
}

MarketGenerator::MarketGenerator(SimExchange& exchange, Config config, Timestamp start)
    : m_config(std::move(config))
{
    setInformed(m_config.informed);
    Random seeds(m_config.seed);
    for (const MarketProfile& profile : m_config.profiles)
        m_crowds.push_back(std::make_unique<MarketCrowd>(exchange, profile, seeds.next(), start));
}

MarketGenerator::~MarketGenerator() = default;

void MarketGenerator::advance(Timestamp now)
{
    while (!m_crowds.empty()) {
        MarketCrowd* next = m_crowds.front().get();
        for (const auto& crowd : m_crowds) {
            if (crowd->nextAction() < next->nextAction())
                next = crowd.get();
        }
        if (next->nextAction() > now)
            return;
        next->act(m_config.informed);
    }
}

Timestamp MarketGenerator::nextAction() const noexcept
{
    Timestamp next{std::numeric_limits<std::int64_t>::max()};
    for (const auto& crowd : m_crowds)
        next = std::min(next, crowd->nextAction());
    return next;
}

void MarketGenerator::setInformed(double share) noexcept
{
    m_config.informed = std::clamp(share, 0.0, 1.0);
}

double MarketGenerator::fairValue(InstrumentId instrument) const
{
    for (const auto& crowd : m_crowds) {
        if (crowd->instrument() == instrument)
            return crowd->fairValue();
    }
    MAKER_ASSERT(false);
    return 0.0;
}

} // namespace maker::sim
