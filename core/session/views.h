#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/model/candle.h"
#include "kernel/model/fill.h"
#include "kernel/model/money.h"
#include "kernel/model/order.h"
#include "kernel/portfolio/markouts.h"
#include "kernel/risk/approved.h"
#include "kernel/strategy/quote_target.h"

#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace maker {

/// One price level as the ladder draws it.
struct LevelView {
    Price price;
    Qty qty;    ///< whole market, ours included
    Qty ownQty; ///< ours at this price
};

/// One order of ours that rests, with its estimated place in the queue of its price.
struct OwnOrderView {
    ClientOrderId clientOrderId;
    Side side = Side::Buy;
    Price price;
    Qty qty;                  ///< what is left of it
    Qty ahead;                ///< of its level, before it; see queueKnown
    Qty behind;
    bool queueKnown = false;  ///< false: nothing is known of its place yet
    double fillChance = -1.0; ///< of a fill within 60 s, 0..1 (kernel/pricing/fill_chance.h); negative: unknown
};

enum class BookHealth : std::uint8_t { Waiting, Live, Stale, Crossed, Disconnected };

/// The market of one instrument at one moment; the newest wins.
struct MarketSnapshot {
    static constexpr std::size_t kDepth = 100;
    static constexpr std::size_t kMostOwn = 48;

    std::uint64_t version = 0;
    InstrumentId instrument;
    BookHealth health = BookHealth::Waiting;
    Timestamp time;      ///< local time of the last event applied
    Timestamp bookTime;  ///< local time of the last book event
    std::uint16_t bidCount = 0;
    std::uint16_t askCount = 0;
    std::array<LevelView, kDepth> bids{}; ///< best first
    std::array<LevelView, kDepth> asks{}; ///< best first
    Price lastPrice;
    Qty lastQty;
    Side lastSide = Side::Buy;
    double fair = 0.0;       ///< 0: none yet
    double volatility = 0.0; ///< per square root of a second
    Price ownBid; ///< our best resting bid; 0: none
    Price ownAsk;
    Price open24h; ///< first price of the last 24 h seen; 0: none
    Qty position;
    std::uint16_t ownCount = 0;
    std::array<OwnOrderView, kMostOwn> own{}; ///< oldest first
};
static_assert(std::is_trivially_copyable_v<MarketSnapshot>);

/// What one strategy asked for last, or would ask for with drafted parameters, each quote with its reason chain.
struct QuotesSnapshot {
    std::uint64_t version = 0;
    StrategyId strategy;
    InstrumentId instrument;
    Timestamp time;
    bool quoting = false;        ///< the market may be quoted on
    QuoteTarget target;
    FixedText<127> problem;      ///< of a draft: why there are no quotes; empty: none
};
static_assert(std::is_trivially_copyable_v<QuotesSnapshot>);

enum class StrategyState : std::uint8_t { Stopped, Starting, Running, Paused, Pulled, Failed };

struct StrategyView {
    StrategyId id;
    FixedText<31> name;  ///< the kind's stable name
    FixedText<47> title; ///< "Pure market making BTCUSDT"
    InstrumentId instrument;
    StrategyState state = StrategyState::Stopped;
    FixedText<127> reason; ///< a sentence: "Quoting, 2 levels", "Stopped: book stale"
    Qty position;
    Money dayPnl;
    std::uint32_t openOrders = 0;
    std::uint32_t fills = 0;
    std::uint64_t paramsVersion = 0; ///< moves when the applied parameters change; text from SessionPort::strategyParams
};

/// One gauge of the risk strip.
struct GaugeView {
    double value = 0.0;
    double limit = 0.0; ///< 0: no limit set
    double warn = 0.0;  ///< rungs, same unit as value
    double pause = 0.0;
};

struct RiskView {
    RiskState state = RiskState::Active;
    bool killed = false;
    bool reconciled = false;
    Timestamp killedAt;
    GaugeView position;  ///< of the first instrument's base; symmetric; a row of positions has its own
    GaugeView exposure;  ///< gross notional in the account currency
    GaugeView dayLoss;
    GaugeView drawdown;
    GaugeView orderRate; ///< orders a second
    std::uint64_t refused = 0;
    FixedText<127> lastRefusal;
};

enum class VenueLink : std::uint8_t { Disconnected, Connecting, Syncing, Live };

struct VenueView {
    VenueId id;
    FixedText<31> name;
    VenueLink feed = VenueLink::Disconnected;
    VenueLink trading = VenueLink::Disconnected;
    Duration bookAge;
    std::uint64_t gaps = 0;
    std::uint64_t badFrames = 0;
    std::uint64_t messages = 0;
    double weightUsed = 0.0; ///< share of the limit, 0..1
    Duration clockOffset;
    Duration ackP50;
    Duration ackP99;
    FixedText<95> trouble; ///< empty when all is well
};

struct BalanceView {
    Currency asset;
    Money total;
    Money free;
    Money locked;
    Money value;  ///< in the account currency at the marks of this view
};

struct PositionRow {
    InstrumentId instrument;
    Qty position;
    Money cost;       ///< signed, quote currency
    Money unrealized;
    Money realized;
    GaugeView gauge; ///< the position against its limit, in base
};

/// PnL and its exact parts: spread + inventory + fees + rebates = total.
struct PnlView {
    Money equity;
    Money dayPnl;
    Money realized;
    Money unrealized;
    Money spread;
    Money inventory;
    Money fees;    ///< negative or zero
    Money rebates; ///< positive or zero
};

/// The result of one UTC day before this session.
struct DayPnl {
    Timestamp day; ///< its midnight
    PnlView pnl;   ///< its own change; equity: the last one of the day
};

/// A time during which an order of ours rested, from before this session.
struct RestedSpan {
    Timestamp from;
    Timestamp to;
    Side side = Side::Buy;
    Price price;
};

/// A fill from before this session with what its tracker has told of it so far.
struct PastFill {
    Fill fill;
    Markouts markouts;
};

enum class TradingMode : std::uint8_t { Demo, Paper, Live };

/// All of the desk that is not one market.
struct DeskSnapshot {
    static constexpr std::size_t kMaxStrategies = 16;
    static constexpr std::size_t kMaxVenues = 8;
    static constexpr std::size_t kMaxBalances = 32;
    static constexpr std::size_t kMaxPositions = 32;

    std::uint64_t version = 0;
    Timestamp time;
    TradingMode mode = TradingMode::Demo;
    Currency accountCurrency;
    std::uint8_t strategyCount = 0;
    std::uint8_t venueCount = 0;
    std::uint8_t balanceCount = 0;
    std::uint8_t positionCount = 0;
    std::array<StrategyView, kMaxStrategies> strategies{};
    std::array<VenueView, kMaxVenues> venues{};
    std::array<BalanceView, kMaxBalances> balances{};
    std::array<PositionRow, kMaxPositions> positions{};
    RiskView risk;
    PnlView pnl;
    Duration tickToOrderP50;
    Duration tickToOrderP99;
    bool journalHealthy = true;
    std::uint64_t fills = 0;
    std::uint32_t openOrders = 0;
};
static_assert(std::is_trivially_copyable_v<DeskSnapshot>);

/// The chart intervals, in seconds.
inline constexpr std::array<std::int32_t, 7> kCandleSeconds{1, 5, 15, 60, 300, 900, 3600};

struct CandleSeries {
    std::uint64_t version = 0;
    std::shared_ptr<const std::vector<Candle>> closed; ///< oldest first; never null after the first success
    Candle live;                                       ///< openTime 0: none
};

enum class RowKind : std::uint8_t { MarketTrade, OrderUpdate, Fill, PnlPoint, Log, Alert, Overflow, Markout };

enum class Severity : std::uint8_t { Debug, Info, Warning, Danger };

/// One thing that happened, for tables, tape, charts, log and notifications; in order. `Overflow`: rows were dropped, reload.
struct RowEvent {
    RowKind kind = RowKind::Log;
    Severity severity = Severity::Info;
    bool own = false;         ///< MarketTrade: one side was ours
    Side side = Side::Buy;    ///< MarketTrade: aggressor
    InstrumentId instrument;
    Timestamp time;
    Price price;              ///< MarketTrade
    Qty qty;                  ///< MarketTrade
    Order order;              ///< OrderUpdate
    Fill fill;                ///< Fill
    FinishedMarkout markout;  ///< Markout
    PnlView pnl;              ///< PnlPoint
    FixedText<23> category;   ///< Log, Alert
    FixedText<200> text;      ///< Log, Alert: a sentence
};
static_assert(std::is_trivially_copyable_v<RowEvent>);

} // namespace maker
