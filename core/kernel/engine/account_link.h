#pragma once

#include "kernel/base/id.h"
#include "kernel/base/timestamp.h"
#include "kernel/model/exec_event.h"
#include "kernel/model/money.h"

#include <optional>
#include <span>
#include <vector>

namespace maker {

/// What the venue last said it holds of one asset.
struct VenueBalance {
    Currency asset;
    Money free;
    Money locked;
    bool listed = false;     ///< in the present reconciliation
    Timestamp differsSince;  ///< the ledger says otherwise since then; zero: it agrees

    Money total() const noexcept { return free + locked; }
};

/// Where an account stands with its venue. Nothing is quoted before Clean: orders of ours that were left over are
/// canceled first, and what the venue holds is compared only in a reconciliation during which none of ours was working.
class AccountLink {
public:
    enum class Phase : std::uint8_t {
        Down,     ///< no order connection
        Asking,   ///< the venue was asked for open orders, trades and balances
        Draining, ///< its answer named orders of ours: they are being canceled, then it is asked again
        Clean,    ///< ledger and venue have been compared
    };

    AccountLink(AccountId account, VenueId venue) : m_account(account), m_venue(venue) {}

    AccountId account() const noexcept { return m_account; }
    VenueId venue() const noexcept { return m_venue; }
    Phase phase() const noexcept { return m_phase; }
    bool up() const noexcept { return m_phase != Phase::Down; }
    bool clean() const noexcept { return m_phase == Phase::Clean; }

    void beginAsking(Timestamp now, bool ownOrdersOpen) noexcept;
    void beginDraining() noexcept { m_phase = Phase::Draining; }
    void goClean(Timestamp now) noexcept;
    void goDown() noexcept { m_phase = Phase::Down; }
    bool answerOverdue(Timestamp now) const noexcept
    {
        return m_phase == Phase::Asking && now - m_asked >= kAnswerTime;
    }

    /// Trades from here on are asked for.
    Timestamp since() const noexcept { return m_since; }
    void setSince(Timestamp since) noexcept { m_since = since; }

    VenueBalance& onBalance(const ExecEvent& event);
    std::span<VenueBalance> balances() noexcept { return m_balances; }

    /// An order of ours moved while the venue was answering: what it says of balances proves nothing.
    bool disturbed() const noexcept { return m_disturbed; }
    void disturb() noexcept { m_disturbed = true; }

    /// The ledger differs from the venue after a clean comparison; the operator's Rearm takes the venue's word.
    bool differs = false;
    bool acceptDifference = false;
    std::uint64_t followed = 0; ///< version of the portfolio that all balances were last held against; zero: none

    /// Whether an order that moved may matter here; most orders move nothing of the ledger.
    bool mindsOrders(std::uint64_t portfolioVersion) const noexcept
    {
        return m_phase == Phase::Draining || (clean() && followed != portfolioVersion);
    }

    bool hasDeposits() const noexcept { return m_hasDeposits; }
    void setHasDeposits() noexcept { m_hasDeposits = true; }

private:
    static constexpr Duration kAnswerTime = Duration::seconds(10);

    AccountId m_account;
    VenueId m_venue;
    Phase m_phase = Phase::Down;
    bool m_hasDeposits = false;
    bool m_disturbed = false;
    Timestamp m_since;
    Timestamp m_asked;
    std::vector<VenueBalance> m_balances; ///< in the order of their first appearance
};

} // namespace maker
