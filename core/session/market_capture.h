#pragma once

#include "kernel/base/result.h"
#include "simex/sim_server.h"
#include "venues/api/venue_context.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace maker {

/// A market to be recorded. No keys are needed and no order can be sent: only the feed of the venue is made.
struct CaptureConfig {
    std::string venue = "binance"; ///< whose dialect is spoken
    Environment environment = Environment::Simulated;
    QUrl address;             ///< of a venue that speaks the dialect, valid, "http://127.0.0.1:9010"; empty: as the environment says
    SimServerConfig embedded; ///< Simulated without an address: an exchange of our own; its port and symbols are set here
    std::string proxy;        ///< as ProxyRules reads it; not used where the venue is simulated
    std::vector<std::string> symbols;
    std::string path; ///< of the tape to be made
    Duration length;  ///< zero: until it is told to end
    Duration startTimeout = Duration::seconds(20);
};

/// How far a capture has come, and in the end what it made.
struct CaptureProgress {
    Duration passed;
    std::uint64_t events = 0;
    std::uint64_t bytes = 0; ///< of the tape, as far as it is written
    std::uint64_t gaps = 0;  ///< connections lost and breaks of a book's sequence
    bool up = false;         ///< connected, with every book known
};

/// Records the feed of a venue into one tape until the time is over or `onLook`, called some times a second, says false; either
/// way the tape is whole. Fails with NotFound where the venue has none of the symbols, Timeout or Disconnected where it
/// cannot be reached, AlreadyExists where the tape is there; with Io where the tape cannot be written on, and then the
/// sentence says what is left. A tape without a single event is removed. Needs a QCoreApplication; returns when it is done.
Result<CaptureProgress> captureMarket(const CaptureConfig& config, const std::function<bool(const CaptureProgress&)>& onLook);

} // namespace maker
