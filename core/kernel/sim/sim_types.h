#pragma once

#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/exec_event.h"
#include "kernel/model/money.h"
#include "kernel/model/order.h"
#include "kernel/sim/matching_engine.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace maker::sim {

/// Why the simulated exchange refused a request; each has one code of Binance's (see venueCode).
enum class SimReject : std::uint8_t {
    None,
    UnknownSymbol,         ///< -1121
    UnknownAccount,        ///< -2015
    BadQty,                ///< -1013 LOT_SIZE: not positive, off lot, below the least or above the greatest
    BadPrice,              ///< -1013 PRICE_FILTER: not positive, off tick, out of range
    BelowMinNotional,      ///< -1013 NOTIONAL
    TooManyOrders,         ///< -1013 MAX_NUM_ORDERS
    InsufficientBalance,   ///< -2010
    PostOnlyWouldTake,     ///< -2010
    DuplicateClientId,     ///< -2010
    UnknownOrder,          ///< -2011: a cancel of an order that is not open
    OrderDoesNotExist,     ///< -2013: a query
    BadCombination,        ///< -1106: quote quantity with a limit order, post-only market ...
    AmendMustReduce,       ///< -2038: keep-priority amendments may only reduce the quantity
    MarketClosed,          ///< -1013 MARKET_CLOSED
    TooManyRequests,       ///< -1015: more orders than the venue takes in its window
};

/// Binance's error code of the reason; 0 for None.
int venueCode(SimReject reject) noexcept;
/// Our word for the reason.
RejectReason toRejectReason(SimReject reject) noexcept;
std::string_view toText(SimReject reject) noexcept;

/// A request to place an order.
struct SimOrderRequest {
    InstrumentId instrument;
    ClientOrderId clientOrderId; ///< may be empty
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::Gtc;
    bool postOnly = false;
    Price price; ///< ignored for market orders
    Qty qty;
    Money quoteQty; ///< market orders only, instead of qty: how much quote currency to spend or receive at most
};

/// The exchange's record of one order.
struct SimOrder {
    SimOrderId id = 0;
    VenueOrderId idText; ///< the id in digits, as every execution tells it
    AccountId account;
    InstrumentId instrument;
    ClientOrderId clientOrderId;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::Gtc;
    bool postOnly = false;
    OrderState state = OrderState::Accepted; ///< Accepted, PartiallyFilled, Filled, Canceled, Expired or Rejected
    MatchReason expiry = MatchReason::None;  ///< why it expired
    Price price;
    Qty qty;
    Qty cumQty;
    Money cumQuote;
    Money quoteQty;  ///< as asked for
    Money locked;    ///< still locked for it: quote currency for buys, base for sells
    Timestamp created;
    Timestamp updated;

    Qty leaves() const noexcept { return qty - cumQty; }
    bool open() const noexcept { return !isTerminal(state); }
};

/// What a request came to: refused, or the id of the order it concerns (query it for its state).
struct SimOutcome {
    SimReject reject = SimReject::None;
    SimOrderId orderId = 0;

    bool ok() const noexcept { return reject == SimReject::None; }
};

/// One trade as the public sees it.
struct SimTrade {
    std::int64_t tradeId = 0; ///< ascending by one per instrument
    InstrumentId instrument;
    Price price;
    Qty qty;
    Timestamp time;
    Side takerSide = Side::Buy;
    SimOrderId buyOrder = 0;
    SimOrderId sellOrder = 0;
};

/// One side of a trade as its account sees it.
struct SimFill {
    std::int64_t tradeId = 0;
    SimOrderId orderId = 0;
    InstrumentId instrument;
    AccountId account;
    ClientOrderId clientOrderId;
    Side side = Side::Buy;
    bool isMaker = false;
    Price price;
    Qty qty;
    Money quote; ///< price * qty
    Amount fee;  ///< positive is paid
    Timestamp time;
};

/// Free and locked amount of one currency.
struct SimBalance {
    Currency currency;
    Money free;
    Money locked;
};

enum class SimExecKind : std::uint8_t { New, Trade, Canceled, Expired, Replaced };

/// One step in the life of an order of a watched account, as an executionReport tells it.
struct SimExecution {
    SimExecKind kind = SimExecKind::New;
    std::int64_t executionId = 0; ///< ascending over the whole exchange
    const SimOrder* order = nullptr; ///< state after this step; valid during the call
    const SimFill* fill = nullptr;   ///< Trade only; valid during the call
    const ClientOrderId* requestId = nullptr; ///< Canceled: the client id of the cancel request; null: none; valid during the call
};

/// What an order in the book has left, whoever's it is; zero: it rests no more.
struct SimResting {
    InstrumentId instrument;
    SimOrderId order = 0;
    Side side = Side::Buy;
    Price price;
    Qty leaves;
    Timestamp time;
};

/// Told of everything that accounts and the public see, in order, within the call that causes it. It must not call the
/// exchange's commands back. Background accounts cause no executions and no balance news.
class SimListener {
public:
    virtual ~SimListener() = default;
    virtual void onExecution(const SimExecution& execution) = 0;
    /// After a request: the account's balance of the currency differs from before.
    virtual void onBalance(AccountId account, const SimBalance& balance, Timestamp now) = 0;
    virtual void onTrade(const SimTrade& trade) = 0;
    /// An order came to rest or changed where it rests, background accounts' too; after the trade that changed it.
    virtual void onResting(const SimResting&) {}
};

} // namespace maker::sim
