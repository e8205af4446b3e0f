#pragma once

#include "kernel/engine/desk.h"
#include "kernel/engine/order_sender.h"

namespace maker {

/// Steps 5 and 6: asks strategies what should rest and turns the difference into requests.
class Quoter {
public:
    Quoter(Desk& desk, OrderSender& sender) noexcept : m_desk(desk), m_sender(sender) {}

    /// The book of a live market is whole again.
    void onBook(Market& market)
    {
        if (!market.settled(m_desk.stirs))
            ask(market);
    }
    void onFill(StrategySlot& slot, const Fill& fill, Market& market);
    void onTimer();
    /// After an answer of the venue: carries out what had to wait for it.
    void carryOnDeferred(Market& market)
    {
        for (StrategySlot& slot : m_desk.slots) {
            if (slot.deferred && slot.active() && slot.instrument() == market.id() && slot.target() != nullptr)
                settle(slot, market, *slot.target());
        }
    }

    /// Withdraws the quotes of every strategy of a market or, invalid, everywhere; the strategies go on when they may.
    void pull(InstrumentId instrument, std::string_view why);
    void pull(StrategySlot& slot);
    void fail(StrategySlot& slot, std::string_view why);
    /// Changes the run state and records it.
    void setRun(StrategySlot& slot, StrategyRun run, std::string_view why);
    /// The strategy quotes anew at the next book, whatever its refresh time.
    void forgetQuotes(StrategySlot& slot);
    /// Why nothing may rest in this market now; empty: quotes may.
    std::string_view obstacle(const Market& market) const noexcept;
    /// No obstacle; asked for every book, so it names none.
    bool mayQuote(const Market& market) const noexcept
    {
        const AccountLink* link = m_desk.linkOf(market.account());
        return market.live() && link != nullptr && link->clean() && !m_desk.pulled && m_desk.journal.healthy()
            && m_desk.gate.state() != RiskState::Halted; // the kill switch halts too
    }

private:
    /// Asks the strategies of a market what to quote, but for those that have said so.
    void ask(Market& market);
    // Apart from the loops around them, most of whose turns end before.
    [[gnu::noinline]] void askByBook(StrategySlot& slot, Market& market);
    [[gnu::noinline]] void askByTimer(StrategySlot& slot, Market& market);
    /// The strategy was asked at this touch and watches nothing else, and nothing of its answer waits to be carried out.
    bool knowsAnswer(const StrategySlot& slot, const Market& market) const noexcept
    {
        return slot.askedAt == market.touchPrices() && !slot.deferred && mayQuote(market);
    }
    /// What a strategy is shown of the market now.
    MarketView viewFor(StrategySlot& slot, const Market& market) const noexcept
    {
        MarketView view = slot.watchesTouchOnly() ? market.touchView(m_desk.now) : market.view(m_desk.now);
        view.tradable = view.tradable && mayQuote(market);
        slot.askedAt = view.tradable && slot.watchesTouchOnly() ? market.touchPrices() : 0;
        return view;
    }
    /// Most answers ask for no change.
    void answered(StrategySlot& slot, Market& market, const QuoteTarget& target)
    {
        slot.setTarget(&target);
        if (!target.keep)
            slot.standsUntil = slot.strategy().standsUntil();
        if (!target.keep || slot.deferred)
            settle(slot, market, target);
    }
    void settle(StrategySlot& slot, Market& market, const QuoteTarget& target);
    void tell(StrategySlot& slot, const Market& market, const QuoteTarget& target);

    Desk& m_desk;
    OrderSender& m_sender;
};

} // namespace maker
