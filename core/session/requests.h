#pragma once

#include "kernel/engine/ports.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace maker {

/// One wish of the engine on its way to a venue. The sequence is the engine's order of asking.
struct TradeRequest {
    enum class Kind : std::uint8_t { Place, Replace, Cancel, CancelAll, Query, Reconcile };

    Kind kind = Kind::Cancel;
    std::uint64_t sequence = 0;
    std::optional<Approved<NewOrder>> place;
    std::optional<Approved<ReplaceOrder>> replace;
    CancelOrder cancel; ///< Cancel, Query
    AccountId account;  ///< CancelAll, Reconcile
    InstrumentId instrument; ///< CancelAll
    Timestamp since;    ///< Reconcile

    /// The order that a Place or Replace would bring into the market.
    const NewOrder& order() const { return kind == Kind::Place ? place->request() : replace->request().order; }
};

/// The definite answer to an order that never left this process, and why.
ExecEvent neverSent(const TradeRequest& request, RejectReason reason, std::string_view why);

} // namespace maker
