#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/book/book_sync.h"
#include "kernel/model/money.h"
#include "kernel/model/order.h"
#include "kernel/risk/risk_gate.h"

#include <cstdint>
#include <string_view>

namespace maker {

/// How far a market may be trusted; only Live is quoted on. Same order as the session's BookHealth.
using MarketHealth = SyncState;

/// What a strategy is doing. Same order as the session's StrategyState.
enum class StrategyRun : std::uint8_t { Stopped, Starting, Running, Paused, Pulled, Failed };

std::string_view toText(StrategyRun run) noexcept;

/// One market as the engine sees it between two events.
struct MarketState {
    InstrumentId instrument;
    MarketHealth health = MarketHealth::Waiting;
    Timestamp time;     ///< local time of the last event applied
    Timestamp bookTime; ///< local time of the last book event
    Price bestBid;      ///< 0: the side is empty
    Price bestAsk;
    Price lastPrice;
    Qty lastQty;
    Side lastSide = Side::Buy;
    double mid = 0.0;
    double fair = 0.0;
    double volatility = 0.0; ///< per square root of a second
    Price ownBid;            ///< our best resting bid; 0: none
    Price ownAsk;
    Qty position;            ///< account's, sum of fills
    std::uint64_t gaps = 0;
};

/// One order of ours that rests, and where it stands in the queue of its price.
struct RestingStatus {
    Order order;
    Qty ahead;
    Qty behind;
    bool queueKnown = false;
};

/// One strategy between two events.
struct StrategyStatus {
    StrategyId id;
    std::string_view kind;
    InstrumentId instrument;
    StrategyRun run = StrategyRun::Stopped;
    FixedText<127> reason; ///< a sentence
    Qty position;
    Money dayPnl;          ///< quote currency of its instrument, at the present mark
    std::uint32_t openOrders = 0;
    std::uint32_t fills = 0;
    std::uint64_t paramsVersion = 1;
};

/// What the gate and the ledger say of risk at this moment.
struct RiskStatus {
    RiskState state = RiskState::Active;
    bool killed = false;
    bool reconciled = false; ///< every account
    Timestamp killedAt;
    RiskGauge position; ///< of the asked instrument, base, signed
    RiskGauge openOrders;
    RiskGauge exposure; ///< gross notional, account currency
    RiskGauge dayLoss;
    RiskGauge drawdown;
    RiskGauge orderRate;
    std::uint64_t refused = 0;
    FixedText<127> lastRefusal;
    FixedText<127> reason; ///< why it is not Active
};

struct BalanceStatus {
    AccountId account;
    Currency asset;
    Money total;  ///< the ledger's
    Money free;   ///< total less what our working orders lock
    Money locked;
    Money value;  ///< account currency at the present marks
};

struct PositionStatus {
    InstrumentId instrument;
    Qty position;
    Money cost;
    Money realized;
    Money unrealized;
};

/// Equity and its exact parts in the account currency: spread + inventory + fees + rebates = total change.
struct PnlStatus {
    Money equity;
    Money dayPnl;
    Money realized;
    Money unrealized;
    Money spread;
    Money inventory;
    Money fees;
    Money rebates;
};

/// What happened since the start; only ever grows.
struct EngineCounters {
    std::uint64_t marketEvents = 0;
    std::uint64_t execEvents = 0;
    std::uint64_t ordersSent = 0;
    std::uint64_t replacesSent = 0;
    std::uint64_t cancelsSent = 0;
    std::uint64_t fills = 0;
    std::uint64_t duplicateFills = 0;
    std::uint64_t refused = 0;
    std::uint64_t venueRejects = 0;
    std::uint64_t queries = 0;
    std::uint64_t reconciliations = 0;
    std::uint64_t gaps = 0;
    std::uint64_t snapshotsAsked = 0;
};

} // namespace maker
