#pragma once

#include "kernel/base/assert.h"
#include "kernel/model/order.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace maker {

/// Everything that can happen to an order, seen from the terminal.
enum class OrderStimulus : std::uint8_t {
    Ack,           ///< the venue accepted it, or a report says that it works
    Reject,        ///< the venue proved that it did not accept it
    PartFill,      ///< a quantity was filled and some is left
    FullFill,      ///< nothing is left
    CancelSent,    ///< our cancel left
    ReplaceSent,   ///< our replace left; this is the order it withdraws
    CancelAck,     ///< the venue withdrew it
    CancelReject,  ///< the venue refused the cancel and the order lives on
    CancelUnknown, ///< the venue refused the cancel because it has no such open order: it is over, and a query says how
    Expire,        ///< the venue ended it: IOC remainder, market closed
    StillWorking,  ///< the answer to a query of ours: it works, so the request before the query had no effect
    NotKnown,      ///< the answer to a query of ours: the venue has never seen it
};

inline constexpr std::size_t kOrderStates = 9;
inline constexpr std::size_t kOrderStimuli = 12;

std::string_view toText(OrderStimulus stimulus) noexcept;

/// What the machine says of a stimulus in a state.
enum class OrderVerdict : std::uint8_t {
    Illegal, ///< cannot happen between a correct venue and us: alert; a fill is counted all the same
    Ignored, ///< the same fact a second time, or a race whose outcome is already known
    Counted, ///< the state stays, the quantity counts
    Move,    ///< to the state named
    Resume,  ///< back to the state which acknowledgement and fills so far imply, see workingState()
};

/// One cell of the table.
struct OrderTransition {
    OrderVerdict verdict = OrderVerdict::Illegal;
    OrderState to = OrderState::PendingNew; ///< Move only

    friend constexpr bool operator==(const OrderTransition&, const OrderTransition&) = default;
};

namespace order_table {

inline constexpr OrderTransition ill{OrderVerdict::Illegal};
inline constexpr OrderTransition ign{OrderVerdict::Ignored};
inline constexpr OrderTransition cnt{OrderVerdict::Counted};
inline constexpr OrderTransition res{OrderVerdict::Resume};
inline constexpr OrderTransition acc{OrderVerdict::Move, OrderState::Accepted};
inline constexpr OrderTransition prt{OrderVerdict::Move, OrderState::PartiallyFilled};
inline constexpr OrderTransition pcn{OrderVerdict::Move, OrderState::PendingCancel};
inline constexpr OrderTransition prp{OrderVerdict::Move, OrderState::PendingReplace};
inline constexpr OrderTransition fil{OrderVerdict::Move, OrderState::Filled};
inline constexpr OrderTransition can{OrderVerdict::Move, OrderState::Canceled};
inline constexpr OrderTransition rej{OrderVerdict::Move, OrderState::Rejected};
inline constexpr OrderTransition exp{OrderVerdict::Move, OrderState::Expired};

// clang-format off
inline constexpr std::array<std::array<OrderTransition, kOrderStimuli>, kOrderStates> kTable{{
    //                     Ack  Rej  Part Full CxlS RplS CxlA CxlR CxlU Exp  Work NotK
    /* PendingNew      */ {{acc, rej, prt, fil, pcn, ill, can, ign, ign, exp, acc, rej}},
    /* Accepted        */ {{ign, ill, prt, fil, pcn, prp, can, ign, ign, exp, ign, can}},
    /* PartiallyFilled */ {{ign, ill, cnt, fil, pcn, prp, can, ign, ign, exp, ign, can}},
    /* PendingCancel   */ {{ign, rej, cnt, fil, ign, ill, can, res, ign, exp, res, can}},
    /* PendingReplace  */ {{ign, ill, cnt, fil, pcn, ill, can, res, ign, exp, res, can}},
    /* Filled          */ {{ign, ill, cnt, cnt, ill, ill, ign, ign, ign, ign, ign, ign}},
    /* Canceled        */ {{ign, ill, cnt, cnt, ill, ill, ign, ign, ign, ign, ign, ign}},
    /* Rejected        */ {{ill, ign, ill, ill, ill, ill, ill, ign, ign, ill, ill, ign}},
    /* Expired         */ {{ign, ill, cnt, cnt, ill, ill, ign, ign, ign, ign, ign, ign}},
}};
// clang-format on

} // namespace order_table

/// The whole state machine of an order: one look into the table.
constexpr OrderTransition transition(OrderState state, OrderStimulus stimulus) noexcept
{
    const auto row = static_cast<std::size_t>(state);
    const auto column = static_cast<std::size_t>(stimulus);
    MAKER_ASSERT(row < kOrderStates && column < kOrderStimuli);
    return order_table::kTable[row][column];
}

/// Where an order without an outstanding cancel stands.
constexpr OrderState workingState(bool acknowledged, Qty cumQty) noexcept
{
    if (cumQty.count > 0)
        return OrderState::PartiallyFilled;
    return acknowledged ? OrderState::Accepted : OrderState::PendingNew;
}

/// True while a request of ours has no answer yet.
constexpr bool isPending(OrderState state) noexcept
{
    return state == OrderState::PendingNew || state == OrderState::PendingCancel || state == OrderState::PendingReplace;
}

} // namespace maker
