#pragma once

#include "kernel/engine/account_link.h"
#include "kernel/engine/engine.h"
#include "kernel/engine/journal.h"
#include "kernel/engine/market.h"
#include "kernel/engine/strategy_slot.h"
#include "kernel/orders/quote_diff.h"
#include "kernel/portfolio/markouts.h"
#include "kernel/portfolio/portfolio.h"
#include "kernel/risk/risk_gate.h"

#include <algorithm>

namespace maker {

/// The state of one engine, shared by the parts that carry out its steps.
struct Desk {
    Desk(EngineConfig config, EnginePorts ports, const ClientOrderIds& ids, const RiskLimits& limits);

    Market* market(InstrumentId id) noexcept
    {
        if (recent != nullptr && recent->id() == id) [[likely]]
            return recent;
        return findMarket(id);
    }
    const Market* market(InstrumentId id) const noexcept;
    StrategySlot* slot(StrategyId id) noexcept;
    const StrategySlot* slot(StrategyId id) const noexcept;
    AccountLink* link(AccountId id) noexcept;
    const AccountLink* link(AccountId id) const noexcept;
    /// The same, quick where there is one account.
    const AccountLink* linkOf(AccountId id) const noexcept
    {
        if (!links.empty() && links.front().account() == id) [[likely]]
            return &links.front();
        return link(id);
    }

    /// Time never goes back, whatever the sources say.
    void advance(Timestamp time) noexcept { now = later(now, time); }
    /// Holds until time passes or anything but an order moves: orders are looked at when the risk gate asks for them.
    RiskContext riskContext(const Market& market) const;
    /// Valid until an order or a balance moves.
    const PositionView& positionOf(const StrategySlot& slot, const Market& market) const
    {
        PositionMemo& memo = slot.positionMemo();
        if (memo.orders != orders.version() || memo.portfolio != portfolio.version())
            measurePosition(memo, slot, market);
        return memo.view;
    }
    std::size_t ownOpen(AccountId account) const noexcept;
    std::size_t openOf(StrategyId strategy) const noexcept;
    /// The only strategy of an instrument; invalid where there are several or none.
    StrategyId ownerOf(InstrumentId instrument) const noexcept;
    /// Gives the newest mids to the portfolio.
    void markPortfolio()
    {
        bool moved = false;
        for (const auto& each : markets)
            moved = each->takeMarkMoved() || moved;
        if (moved)
            giveMarks();
    }

    EngineConfig config;
    EnginePorts ports;
    Journal journal;
    std::vector<std::unique_ptr<Market>> markets;
    std::vector<const Instrument*> instruments;
    std::vector<StrategySlot> slots;
    std::vector<AccountLink> links;
    ClientOrderIds ids;
    WorkingOrders orders;
    RiskGate gate;
    Portfolio portfolio;
    MarkoutTracker markouts;
    OrderRequests requests;
    std::vector<CancelOrder> scratch;
    EngineCounters counters;
    /// Events that may change what is quoted though no touch moves: all but those of markets and timers that only look.
    std::uint64_t stirs = 0;
    Timestamp now;
    FixedText<127> riskReason;
    bool pulled = false;

private:
    /// What the account of one market holds, as measured at a version of the portfolio.
    struct Holdings {
        std::uint64_t version = 0;
        Qty position; ///< the sum of the fills in the instrument
        Money base;
        Money quote;
        Qty baseQty; ///< `base` in whole counts
    };
    const Holdings& holdingsOf(const Market& market) const;
    void measurePosition(PositionMemo& memo, const StrategySlot& slot, const Market& market) const;
    Market* findMarket(InstrumentId id) noexcept;
    void giveMarks();

    Market* recent = nullptr; ///< found last: events come in runs of one instrument
    mutable std::vector<Holdings> m_holdings; ///< of each market: asked for before every order, moved by fills alone
};

/// The part of `amount` that whole counts of an instrument's quantity express, rounded down.
Qty qtyWithin(Money amount, const Instrument& instrument) noexcept;

} // namespace maker
