#pragma once

#include "kernel/base/id.h"
#include "kernel/model/order.h"

#include <cstdint>
#include <string>

namespace maker {

enum class CommandKind : std::uint8_t {
    StartStrategy,
    PauseStrategy, ///< pulls its quotes, keeps its state
    StopStrategy,
    SetParams,     ///< text: complete JSON
    CancelOrder,   ///< clientOrderId
    CancelAll,     ///< every order of ours in `instrument`, or everywhere when it is invalid
    PullQuotes,    ///< strategies keep running but nothing rests until RestoreQuotes
    RestoreQuotes,
    Flatten,       ///< reduce the position of `instrument` to zero with an IOC order within the collar
    Kill,          ///< cancel everything everywhere and refuse orders until Rearm
    Rearm,
    SetRiskLimits, ///< text: complete JSON of RiskLimits, of `instrument` alone when it is valid; empty: as all others
};

/// A wish of the operator, carried out by the engine between two events.
struct Command {
    CommandKind kind = CommandKind::CancelAll;
    StrategyId strategy{};
    InstrumentId instrument{};
    ClientOrderId clientOrderId{};
    std::string text{};
};

} // namespace maker
