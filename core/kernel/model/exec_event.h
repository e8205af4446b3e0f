#pragma once

#include "kernel/model/money.h"
#include "kernel/model/order.h"

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace maker {

/// Why a venue refused a request, in our words; the venue's code and text ride along.
enum class RejectReason : std::uint8_t {
    None,
    InsufficientBalance,
    PostOnlyWouldTake,
    FilterFailure,
    UnknownOrder,
    DuplicateClientId,
    RateLimited,
    TooManyOrders,
    Timestamp,
    Signature,
    Permission,
    UnknownSymbol,
    MarketClosed,
    VenueError,
    Other,
};

std::string_view toText(RejectReason reason) noexcept;

enum class ExecKind : std::uint8_t {
    OrderAck,         ///< accepted by the venue; venueOrderId known
    OrderReject,      ///< definitely not accepted
    OrderStatus,      ///< answer to a query or a user-stream report without a trade: state, cumQty
    Fill,             ///< one trade of one order; the same trade may come several times
    CancelReject,     ///< reason UnknownOrder: not an error if the order was filled
    OrderUnknown,     ///< a targeted query says that the venue does not know this client id
    RequestAmbiguous, ///< no answer that proves anything: the order stays in flight until queried
    Balance,          ///< the venue's free and locked amount of one asset; compared with the ledger, never added
    TradingUp,        ///< user stream subscribed and order connection ready; open orders have been asked for
    TradingDown,
    ReconcileDone,    ///< all answers of a reconciliation begun by the engine have been delivered
};

/// One record of the execution lane. Fields not named by a kind are default. Trivially copyable.
struct ExecEvent {
    ExecKind kind = ExecKind::OrderAck;
    OrderState state = OrderState::Accepted; ///< OrderStatus
    RejectReason reason = RejectReason::None;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::Gtc;
    bool postOnly = false;
    bool isMaker = false; ///< Fill
    bool fromReplace = false; ///< OrderReject of the new half of a replace, or CancelReject of its old half
    VenueId venue;
    AccountId account;
    InstrumentId instrument;
    ClientOrderId clientOrderId;
    VenueOrderId venueOrderId;
    TradeId tradeId;
    Timestamp venueTime;
    Timestamp localTime;
    Price price;    ///< order price; Fill: price of the trade
    Qty qty;        ///< order quantity; Fill: quantity of the trade
    Qty cumQty;     ///< after this event, as the venue says; zero on Fill where it says nothing
    Amount fee;     ///< Fill: positive is paid, negative is a rebate
    Currency asset; ///< Balance
    Money free;     ///< Balance
    Money locked;   ///< Balance
    std::int32_t venueCode = 0;
    FixedText<95> detail; ///< the venue's sentence
};

static_assert(std::is_trivially_copyable_v<ExecEvent>);

} // namespace maker
