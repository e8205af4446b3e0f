#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/numbers.h"

#include <cstdint>
#include <string_view>

namespace maker {

/// Ours: prefix + run + sequence, e.g. "mk-1f-000012". Unique for ever, because run numbers are never reused.
using ClientOrderId = FixedText<36>;
using VenueOrderId = FixedText<36>;
using TradeId = FixedText<36>;

enum class OrderType : std::uint8_t { Limit, Market };
enum class TimeInForce : std::uint8_t { Gtc, Ioc, Fok };

enum class OrderState : std::uint8_t {
    PendingNew,
    Accepted,
    PartiallyFilled,
    PendingCancel,
    PendingReplace,
    Filled,
    Canceled,
    Rejected,
    Expired,
};

constexpr bool isTerminal(OrderState state) noexcept
{
    return state >= OrderState::Filled;
}

std::string_view toText(OrderState state) noexcept;
std::string_view toText(OrderType type) noexcept;
std::string_view toText(TimeInForce tif) noexcept;
std::string_view toText(Side side) noexcept;

/// A new order as it should be sent.
struct NewOrder {
    ClientOrderId clientOrderId;
    InstrumentId instrument;
    AccountId account;
    StrategyId strategy;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::Gtc;
    bool postOnly = false;
    Price price; ///< ignored for market orders
    Qty qty;
};

/// Withdraw a working order. Never creates exposure, so it waits for nothing.
struct CancelOrder {
    ClientOrderId clientOrderId;
    VenueOrderId venueOrderId; ///< empty while unknown
    InstrumentId instrument;
    AccountId account;
};

/// Replace a working order by a new one: the venue cancels `cancel` and, if that worked, places `order`.
struct ReplaceOrder {
    CancelOrder cancel;
    NewOrder order;
};

/// The state of one order as everyone sees it. avgPrice is not stored: cumQuote / cumQty. The small fields lie in the order
/// in which a digest of the journal joins them, so that it reads them as whole words.
struct Order {
    ClientOrderId clientOrderId;
    VenueOrderId venueOrderId;
    bool postOnly = false;
    bool foreign = false; ///< not placed by us: shown, never touched
    AccountId account;
    StrategyId strategy;
    InstrumentId instrument;
    Side side = Side::Buy;
    OrderState state = OrderState::PendingNew;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::Gtc;
    Price price;
    Qty qty;
    Qty cumQty;
    Timestamp created;
    Timestamp updated;

    constexpr Qty leaves() const noexcept { return qty - cumQty; }
};

} // namespace maker
