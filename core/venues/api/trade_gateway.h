#pragma once

#include "kernel/engine/ports.h"
#include "venues/api/venue_context.h"

#include <cstddef>
#include <functional>

#include <QObject>

namespace maker {

/// Takes execution records in the gateway's thread, in order. False means the receiver has no room: the record is lost to
/// it, so it must stop trading and reconcile.
using ExecSink = std::function<bool(const ExecEvent*, std::size_t)>;

/// Orders and user data of one account at one venue. Made anywhere, then moved to its thread; every method, those of
/// OrderGateway too, is called there. A request that provably never left is answered with OrderReject or CancelReject;
/// one that may have arrived is never sent twice.
class TradeGateway : public QObject, public OrderGateway {
public:
    using QObject::QObject;

    virtual void setSink(ExecSink sink) = 0;
    /// Connects, subscribes the user stream and stays connected until stop(). TradingUp after each successful connect
    /// (the account's open orders and balances have been delivered by then), TradingDown after each loss.
    virtual void start() = 0;
    /// Closes at once; what has been sent stays as it is at the venue.
    virtual void stop() = 0;
};

} // namespace maker
