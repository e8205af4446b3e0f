#pragma once

#include "kernel/base/fixed_text.h"

#include <cstdint>
#include <string_view>
#include <utility>

namespace maker {

/// A request that passed every pre-trade check. Only RiskGate makes one, so a request without approval cannot be sent:
/// the gateway's signature does not accept it.
template <typename T>
class Approved {
public:
    const T& request() const noexcept { return m_request; }

private:
    friend class RiskGate;
    explicit Approved(const T& request) : m_request(request) {}

    T m_request;
};

enum class RefusalCode : std::uint8_t {
    None,
    Killed,
    Halted,
    ReducingOnly,
    NotReconciled,
    OffTick,
    OffLot,
    QtyTooSmall,
    QtyTooLarge,
    PriceOutOfRange,
    MinNotional,
    Collar,
    MaxOrderNotional,
    MaxPosition,
    MaxOpenOrders,
    OrderRate,
    Balance,
    StaleBook,
    CrossedBook,
    DayLoss,
    Drawdown,
    UnknownInstrument,
    ProductionReadOnly,
    SelfTrade,
};

std::string_view toText(RefusalCode code) noexcept;

/// A request that was not sent, and why in one sentence with both numbers.
struct Refusal {
    RefusalCode code = RefusalCode::None;
    FixedText<127> detail;
};

enum class RiskState : std::uint8_t { Active, Reducing, Halted };

std::string_view toText(RiskState state) noexcept;

} // namespace maker
