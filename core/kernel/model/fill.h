#pragma once

#include "kernel/model/money.h"
#include "kernel/model/order.h"

namespace maker {

/// One trade of ours, booked once by (account, instrument, tradeId).
struct Fill {
    TradeId tradeId;
    ClientOrderId clientOrderId;
    VenueOrderId venueOrderId;
    InstrumentId instrument;
    AccountId account;
    StrategyId strategy;
    Side side = Side::Buy;
    bool isMaker = true;
    Price price;
    Qty qty;
    Amount fee;    ///< positive is paid, negative is a rebate
    Money mid;     ///< mid of the book when it was booked; zero where the book was empty
    Timestamp venueTime;
    Timestamp localTime;
};

} // namespace maker
