#pragma once

#include "kernel/backtest/models.h"
#include "kernel/sim/latency.h"
#include "session/market_memory.h"
#include "session/views.h"
#include "simex/sim_server.h"
#include "store/event_recording.h"
#include "store/intent_log.h"
#include "venues/api/credentials.h"
#include "venues/api/venue_context.h"

#include <memory>
#include <string>
#include <vector>

namespace maker {

/// A strategy the session offers; it starts only when told to.
struct SessionStrategy {
    std::string kind = "pure_market_making";
    std::string symbol;
    std::string params;   ///< JSON; empty: what the store remembers, else `defaults`
    std::string defaults; ///< JSON; empty: the kind's own
};

/// Everything a session is started with.
struct SessionConfig {
    std::string profile; ///< directory of the store, the intent log and the log files
    std::string version;
    std::string venue = "binance";
    Environment environment = Environment::Simulated;
    std::uint16_t simulatedPort = 0; ///< Simulated: 0 embeds an exchange, else one is expected on 127.0.0.1
    SimServerConfig embedded;        ///< key, secret and port are chosen by the session
    std::string proxy;               ///< as ProxyRules reads it; empty: what the environment says. The simulated exchange needs none.
    std::shared_ptr<const Credentials> credentials; ///< null: market data only (an embedded exchange needs none)
    bool paper = false; ///< orders rest in a simulated venue beside the market's feed; nothing is sent to the venue
    backtest::BacktestModels paperModels;          ///< of the simulated venue: queue, latencies, fees, first balances
    std::vector<sim::LatencyRow> paperLatencies;   ///< in place of the models' constants where not empty
    std::size_t paperRing = 0;                     ///< records between feed and simulated venue, a power of two; 0: many
    std::vector<std::string> symbols{"BTCUSDT", "ETHUSDT", "SOLUSDT"};
    std::vector<SessionStrategy> strategies;
    std::string riskLimits; ///< JSON; empty: what the store remembers, else the defaults
    bool record = true;        ///< executions, commands and time of the run, below <profile>/recordings
    bool recordMarket = false; ///< market data too: such a recording can be replayed
    bool recordTapes = false;  ///< market data as tapes for backtests, below <profile>/tapes
    RecordingLimits recordingLimits;
    MarketMemory::Limits marketMemory; ///< the last minutes of market data, for replays of them
    Duration startTimeout = Duration::seconds(20);

    TradingMode mode() const noexcept
    {
        if (paper)
            return TradingMode::Paper;
        return environment == Environment::Simulated ? TradingMode::Demo : TradingMode::Live;
    }
    /// A power cut must not lose an intent where real money is at stake.
    IntentDurability durability() const noexcept
    {
        return environment == Environment::Production && !paper ? IntentDurability::Power : IntentDurability::Process;
    }
};

} // namespace maker
