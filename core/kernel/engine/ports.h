#pragma once

#include "kernel/model/exec_event.h"
#include "kernel/model/fill.h"
#include "kernel/model/market_event.h"
#include "kernel/model/order.h"
#include "kernel/portfolio/markouts.h"
#include "kernel/risk/approved.h"

#include <cstdint>

namespace maker {

/// Where the engine's decisions leave. Calls never block; answers come back as ExecEvents.
class OrderGateway {
public:
    virtual ~OrderGateway() = default;

    virtual void place(const Approved<NewOrder>& order) = 0;
    virtual void replace(const Approved<ReplaceOrder>& order) = 0;
    virtual void cancel(const CancelOrder& cancel) = 0;
    /// Every order of ours in the instrument (by client-id prefix, never others').
    virtual void cancelAll(AccountId account, InstrumentId instrument) = 0;
    /// One targeted question; the answer is OrderStatus (plus Fills) or OrderUnknown.
    virtual void query(const CancelOrder& order) = 0;
    /// Open orders, trades since `since` and balances of the account, then ReconcileDone.
    virtual void reconcile(AccountId account, Timestamp since) = 0;
};

/// Where the engine asks for market data. Calls never block; the answer arrives as MarketEvents.
class FeedControl {
public:
    virtual ~FeedControl() = default;

    /// The book of the instrument must be built anew; asked again at most once a second while nothing comes.
    virtual void requestSnapshot(InstrumentId instrument) = 0;
};

enum class JournalKind : std::uint8_t {
    OrderUpdate,   ///< order
    FillBooked,    ///< fill
    Refused,       ///< order (as requested), refusal
    VenueRejected, ///< order, text
    Strategy,      ///< strategy, text: started, paused, stopped, params JSON prefix ...
    Risk,          ///< text: state changes, kill, rearm
    Alert,         ///< text for the operator
    Equity,        ///< money fields of equity, at most once a second
    Deposit,       ///< account, amount: what the venue held when the ledger of the account began
    Markout,       ///< markout: what became of a fill after one horizon
};
inline constexpr std::size_t kJournalKinds = static_cast<std::size_t>(JournalKind::Markout) + 1;

/// One row of the journal: the truth of what was decided. Trivially copyable; fields not named by a kind are default.
struct JournalRow {
    JournalKind kind = JournalKind::Alert;
    std::uint64_t sequence = 0;
    Timestamp time;
    StrategyId strategy;
    AccountId account;
    Amount amount;
    Order order;
    Fill fill;
    FinishedMarkout markout;
    Refusal refusal;
    Money equity;
    Money realized;
    Money unrealized;
    Money spread;
    Money inventory;
    Money fees;
    Money rebates;
    FixedText<160> text;
};

class JournalSink {
public:
    virtual ~JournalSink() = default;
    /// False: the journal cannot take the row; the engine pauses trading.
    virtual bool record(const JournalRow& row) = 0;
};

} // namespace maker
