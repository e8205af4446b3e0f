#include "kernel/orders/order_machine.h"

namespace maker {

std::string_view toText(OrderStimulus stimulus) noexcept
{
    static constexpr std::array<std::string_view, kOrderStimuli> kNames{
        "Ack",       "Reject",       "PartFill",      "FullFill", "CancelSent",   "ReplaceSent",
        "CancelAck", "CancelReject", "CancelUnknown", "Expire",   "StillWorking", "NotKnown"};
    return kNames[static_cast<std::size_t>(stimulus)];
}

} // namespace maker
