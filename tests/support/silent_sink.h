#pragma once

#include "kernel/sim/match_core.h"

namespace maker {

/// For markets of which only the books and queues are looked at.
struct SilentSink final : sim::MatchSink {
    void onAccepted(const sim::OrderAccepted&) override {}
    void onRejected(const sim::OrderRejected&) override {}
    void onTrade(const sim::TradeMade&) override {}
    void onCanceled(const sim::OrderCanceled&) override {}
    void onExpired(const sim::OrderExpired&) override {}
    void onReplaced(const sim::OrderReplaced&) override {}
};

} // namespace maker
