#pragma once

#include "kernel/engine/desk.h"
#include "kernel/engine/order_sender.h"

namespace maker {

/// Steps 5 and 6: asks strategies what should rest and turns the difference into requests.
class Quoter {
public:
    Quoter(Desk& desk, OrderSender& sender) noexcept : m_desk(desk), m_sender(sender) {}

    void onBook(Market& market);
    void onFill(StrategySlot& slot, const Fill& fill, Market& market);
    void onTimer();
    /// After an answer of the venue: carries out what had to wait for it.
    void carryOnDeferred(Market& market);

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
    bool mayQuote(const Market& market) const noexcept;

private:
    enum class Call : std::uint8_t { Book, Timer };

    void decide(StrategySlot& slot, Market& market, Call call);
    void settle(StrategySlot& slot, Market& market, const QuoteTarget& target);
    void tell(StrategySlot& slot, const Market& market, const QuoteTarget& target);

    Desk& m_desk;
    OrderSender& m_sender;
    QuoteTarget m_again; ///< a kept target whose deferred part is carried out
};

} // namespace maker
