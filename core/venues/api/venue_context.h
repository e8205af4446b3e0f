#pragma once

#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/order.h"
#include "venues/api/credentials.h"
#include "venues/api/instrument_set.h"
#include "venues/api/proxy_rules.h"
#include "venues/api/rate_limiter.h"
#include "venues/api/venue_status.h"

#include <memory>
#include <string>

#include <QUrl>

namespace maker {

enum class Environment : std::uint8_t { Simulated, Testnet, Production };

std::string_view toText(Environment environment) noexcept;

struct Endpoints {
    QUrl rest;    ///< e.g. https://host, paths are added
    QUrl streams; ///< market data WebSocket
    QUrl trading; ///< order and user data WebSocket; empty where trading is not offered
};

/// How long the connections to a venue may live and be silent.
struct LinkTimes {
    Duration pingEvery = Duration::seconds(10);
    Duration deadAfter = Duration::seconds(30);   ///< neither data nor pong: the peer is gone
    Duration silentAfter = Duration::seconds(60); ///< market streams: pongs, but no data
    Duration rotateAfter = Duration::seconds(23 * 3'600 + 1'800); ///< venues end a connection after 24 h
};

/// What a feed, gateway or loader needs to know. Copied into each; the shared parts are immutable or atomic.
struct VenueContext {
    VenueId venue;
    AccountId account;
    Environment environment = Environment::Simulated;
    Endpoints endpoints;
    ProxyRules proxies;
    std::shared_ptr<const InstrumentSet> instruments;
    std::shared_ptr<const Credentials> credentials; ///< null for market data only
    std::shared_ptr<VenueStatus> status;
    RateLimits limits;
    std::string clientIdPrefix = "mk-"; ///< orders whose client id does not start so are not ours
    std::uint64_t seed = 1;             ///< of the jitter
    LinkTimes linkTimes;
};

} // namespace maker
