#pragma once

#include "kernel/engine/desk.h"
#include "kernel/engine/order_sender.h"
#include "kernel/engine/quoter.h"

#include <array>

namespace maker {

/// Brings orders, trades and balances into agreement with the venue after a connection and whenever they disagree.
/// Fills that were missed are booked once, own orders that were left over are canceled, those of others are not touched;
/// a balance is never added to the ledger, except the first, which begins it.
class Reconciler {
public:
    Reconciler(Desk& desk, OrderSender& sender, Quoter& quoter) noexcept
        : m_desk(desk), m_sender(sender), m_quoter(quoter)
    {
    }

    void onUp(AccountLink& link);
    void onDown(AccountLink& link);
    void onDone(AccountLink& link);
    void onBalance(AccountLink& link, const ExecEvent& event);
    /// An order event was applied.
    void onOrderMoved(AccountLink& link)
    {
        if (!link.clean() || link.followed != m_desk.portfolio.version()) // most orders move nothing of the ledger
            examine(link);
    }
    /// Ten times a second there is hardly ever anything to do.
    void onTimer(AccountLink& link)
    {
        if (!link.up())
            return;
        if (questionsDue())
            askAboutInFlight(link);
        if (link.answerOverdue(m_desk.now))
            ask(link);
        if (!link.clean() || link.differs)
            return;
        for (const VenueBalance& balance : link.balances()) {
            if (balance.differsSince.valid() && m_desk.now - balance.differsSince >= m_desk.config.differAfter)
                return onLastingDifference(link, balance);
        }
    }
    /// The operator takes the venue's word for the difference that stopped trading.
    void acceptDifference(AccountLink& link);

private:
    void ask(AccountLink& link);
    void drain(AccountLink& link);
    void compare(AccountLink& link);
    void begin(AccountLink& link);
    void follow(AccountLink& link, VenueBalance& balance);
    /// Asks again once an account is drained, and holds its balances against the ledger once it is clean.
    void examine(AccountLink& link);
    bool questionsDue() noexcept
    {
        if (m_dueOrders != m_desk.orders.version()) {
            m_dueOrders = m_desk.orders.version();
            m_nextDue = m_desk.orders.nextQuery(m_desk.config.askAfter);
        }
        return m_desk.now >= m_nextDue;
    }
    void askAboutInFlight(const AccountLink& link);
    void onLastingDifference(AccountLink& link, const VenueBalance& balance);
    bool traded(const AccountLink& link, const Currency& asset) const noexcept;
    void pullAccount(const AccountLink& link, std::string_view why);

    static constexpr std::size_t kQuestionsAtOnce = 16;

    Desk& m_desk;
    OrderSender& m_sender;
    Quoter& m_quoter;
    std::array<CancelOrder, kQuestionsAtOnce> m_due; ///< scratch of askAboutInFlight
    std::uint64_t m_dueOrders = 0; ///< version of the orders at which m_nextDue was found
    Timestamp m_nextDue;           ///< no order is to be asked about before
};

} // namespace maker
