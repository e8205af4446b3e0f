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
    void onOrderMoved(AccountLink& link);
    void onTimer(AccountLink& link);
    /// The operator takes the venue's word for the difference that stopped trading.
    void acceptDifference(AccountLink& link);

private:
    void ask(AccountLink& link);
    void drain(AccountLink& link);
    void compare(AccountLink& link);
    void begin(AccountLink& link);
    void follow(AccountLink& link, VenueBalance& balance);
    void askAboutInFlight(const AccountLink& link);
    bool traded(const AccountLink& link, const Currency& asset) const noexcept;
    void pullAccount(const AccountLink& link, std::string_view why);

    static constexpr std::size_t kQuestionsAtOnce = 16;

    Desk& m_desk;
    OrderSender& m_sender;
    Quoter& m_quoter;
    std::array<CancelOrder, kQuestionsAtOnce> m_due; ///< scratch of askAboutInFlight
};

} // namespace maker
