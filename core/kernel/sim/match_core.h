#pragma once

#include "kernel/base/id.h"
#include "kernel/base/int128.h"
#include "kernel/model/numbers.h"
#include "kernel/model/order.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace maker::sim {

using SimOrderId = std::int64_t;

/// What happens when an order would trade with an order of its own account.
enum class SelfTrade : std::uint8_t {
    ExpireTaker, ///< what is left of the taking order expires; the resting order stays (the default)
    Allow,       ///< they trade
};

/// Why the matching core refused an order or let what was left of it expire.
enum class MatchReason : std::uint8_t {
    None,
    OffTick,           ///< price not positive or not a multiple of the tick size
    BadQty,            ///< quantity not positive
    PostOnlyWouldTake, ///< rejected, nothing happened
    ImmediateOrCancel, ///< expired: what could not trade at once
    FillOrKill,        ///< expired whole: it could not be filled whole
    NoLiquidity,       ///< expired: a market order met an empty side
    SelfTrade,         ///< expired: the next trade would have been with the same account
};

/// An order for the matching core. Ids are given by the caller and must ascend.
struct MatchOrder {
    SimOrderId id = 0;
    AccountId account;
    Side side = Side::Buy;
    OrderType type = OrderType::Limit;
    TimeInForce timeInForce = TimeInForce::Gtc;
    bool postOnly = false;
    Price price; ///< ignored for market orders
    Qty qty;
};

struct OrderAccepted {
    SimOrderId id = 0;
    AccountId account;
    Side side = Side::Buy;
    Price price;
    Qty qty;
};

struct OrderRejected {
    SimOrderId id = 0;
    AccountId account;
    MatchReason reason = MatchReason::None;
};

/// One trade; `leaves` are what each order still has open after it. The price is the maker's.
struct TradeMade {
    std::int64_t tradeId = 0;
    SimOrderId maker = 0;
    SimOrderId taker = 0;
    AccountId makerAccount;
    AccountId takerAccount;
    Side takerSide = Side::Buy;
    Price price;
    Qty qty;
    Qty makerLeaves;
    Qty takerLeaves;
};

/// A resting order was withdrawn on request; `leaves` is what it had open.
struct OrderCanceled {
    SimOrderId id = 0;
    AccountId account;
    Side side = Side::Buy;
    Price price;
    Qty leaves;
};

/// What was left of an order that does not rest.
struct OrderExpired {
    SimOrderId id = 0;
    AccountId account;
    Side side = Side::Buy;
    Price price;
    Qty leaves;
    MatchReason reason = MatchReason::None;
};

/// A resting order changed price or open quantity under its id; trades of the changed order follow.
struct OrderReplaced {
    SimOrderId id = 0;
    AccountId account;
    Side side = Side::Buy;
    Price oldPrice;
    Qty oldLeaves;
    Price price;
    Qty leaves;
    bool keptPriority = false;
};

/// Receives what the matching core does, in order, within the call that causes it. It must not call the core back.
class MatchSink {
public:
    virtual ~MatchSink() = default;
    virtual void onAccepted(const OrderAccepted& event) = 0;
    virtual void onRejected(const OrderRejected& event) = 0;
    virtual void onTrade(const TradeMade& event) = 0;
    virtual void onCanceled(const OrderCanceled& event) = 0;
    virtual void onExpired(const OrderExpired& event) = 0;
    virtual void onReplaced(const OrderReplaced& event) = 0;
};

/// One price of the book and all that rests there.
struct DepthLevel {
    Price price;
    Qty qty;

    friend bool operator==(const DepthLevel&, const DepthLevel&) = default;
};

/// A price whose quantity changed, with its quantity now; zero: the level is gone from that side.
struct LevelChange {
    Side side = Side::Buy; ///< bid = Buy
    Price price;
    Qty qty;

    friend bool operator==(const LevelChange&, const LevelChange&) = default;
};

/// Update ids covered by a set of level changes, as Binance's U and u; empty when last < first.
struct UpdateRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// Would-be result of taking liquidity now, without doing it.
struct TakeEstimate {
    Qty qty;           ///< what would trade
    Int128 priceQty = 0; ///< sum of price count times quantity count of those trades
};

/// A resting order, for those who look one up.
struct RestingOrder {
    AccountId account;
    Side side = Side::Buy;
    Price price;
    Qty leaves;
};

/// What an exchange needs of a market: one that matches all orders itself (MatchingEngine), or one that lets ours rest in
/// a recorded one (TapeMarket). Questions include what our orders add to the book.
class MatchCore {
public:
    virtual ~MatchCore() = default;

    /// Takes an order: Accepted or Rejected, then trades, then perhaps Expired; a limit GTC rests with what is left.
    virtual void submit(const MatchOrder& order) = 0;
    /// False where no such order rests.
    virtual bool cancel(SimOrderId id) = 0;
    /// Changes price and open quantity under the same id. Priority is kept only where the price stays and the quantity
    /// does not grow. False where no such order rests or the new values are off tick or not positive.
    virtual bool replace(SimOrderId id, Price price, Qty leaves) = 0;

    virtual std::optional<RestingOrder> find(SimOrderId id) const noexcept = 0;
    virtual std::optional<DepthLevel> bestBid() const noexcept = 0;
    virtual std::optional<DepthLevel> bestAsk() const noexcept = 0;
    /// Whether an order of the side at that limit would meet anything; one off tick is no order.
    virtual bool wouldTake(Side side, Price limit) const noexcept = 0;
    /// All that rests on that side at the price; zero where nothing does.
    virtual Qty qtyAt(Side side, Price price) const noexcept = 0;
    /// Fills `out` from the best price outwards; returns how many levels were written.
    virtual std::size_t depth(Side side, std::span<DepthLevel> out) const noexcept = 0;
    virtual std::size_t levelCount(Side side) const noexcept = 0;
    /// What an order of the side would trade up to the limit (nullopt: any price) and quantity. It stops at an order of
    /// `account` where self trades expire the taker.
    virtual TakeEstimate estimate(Side side, std::optional<Price> limit, Qty qty, AccountId account) const noexcept = 0;
    /// The most that a market order of the side could trade for at most `maxPriceQty` (price count times quantity count).
    virtual Qty qtyForPriceQty(Side side, Int128 maxPriceQty) const noexcept = 0;

    /// Moves the level changes since the last call into `out` (cleared first; bids then asks, best first).
    virtual UpdateRange takeChanges(std::vector<LevelChange>& out) = 0;
    virtual std::int64_t lastUpdateId() const noexcept = 0;
    virtual std::int64_t lastTradeId() const noexcept = 0;
};

} // namespace maker::sim
