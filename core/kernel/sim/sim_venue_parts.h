#pragma once

#include "kernel/sim/growing_ring.h"
#include "kernel/sim/sim_exchange.h"
#include "kernel/sim/sim_venue.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace maker::sim {

/// The exchange behind a SimVenue, what is on its way there and back; private to its sources.
struct SimVenue::Parts final : SimListener {
    static constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

    enum class RequestKind : std::uint8_t { Place, Replace, Cancel, CancelAll, Query, Reconcile };

    struct Request {
        RequestKind kind = RequestKind::Place;
        Timestamp arrival;
        NewOrder order;     ///< Place, Replace
        CancelOrder target; ///< Replace, Cancel, Query; CancelAll and Reconcile: account and instrument
        Timestamp since;    ///< Reconcile
    };

    /// One of the engine's accounts and what the exchange knows it as.
    struct Account {
        AccountId outside;
        AccountId inside;
        std::int64_t window = -1; ///< of the order rate
        std::size_t ordersInWindow = 0;
    };

    /// The whole amount of a currency that was told last; only a change of it is news.
    struct ToldBalance {
        AccountId inside;
        Currency currency;
        Money total;
    };

    struct Listed {
        InstrumentId instrument;
        VenueId venue;
        AccountId inside;
    };

    explicit Parts(const SimVenueConfig& venueConfig);

    Request& send(RequestKind kind, Timestamp sent)
    {
        Request& request = requests.push();
        request.kind = kind;
        request.arrival = latency.arrival(sent);
        return request;
    }
    void carryOutUntil(Timestamp at);
    void carryOut(const Request& request);
    void onArrived(const NewOrder& order, SimOrderId id);
    /// Returns the id of the order, zero of one that was refused.
    SimOrderId place(const NewOrder& order, bool fromReplace);
    SimOrderId replace(const Request& request);
    bool cancel(const CancelOrder& target, bool forReplace);
    void cancelAll(const CancelOrder& scope);
    void query(const CancelOrder& target);
    void reconcile(const Request& request);
    bool rateExceeded(Account& account);

    ExecEvent& answer(ExecKind kind, AccountId outside, InstrumentId instrument);
    void reject(const NewOrder& order, SimReject reason, bool fromReplace);
    void rejectCancel(const CancelOrder& target, SimReject reason, bool forReplace);
    ExecEvent& tellOrder(ExecKind kind, const SimOrder& order);
    void tellFill(const SimFill& fill, const SimOrder* order);
    void tellBalance(AccountId inside, const SimBalance& balance);

    AccountId insideOf(AccountId outside);
    AccountId outsideOf(AccountId inside) const noexcept
    {
        for (const Account& account : accounts) {
            if (account.inside == inside)
                return account.outside;
        }
        return {};
    }
    Account* accountOf(AccountId outside) noexcept
    {
        for (Account& account : accounts) {
            if (account.outside == outside)
                return &account;
        }
        return nullptr;
    }
    VenueId venueOf(InstrumentId instrument) const noexcept
    {
        for (const Listed& market : listed) {
            if (market.instrument == instrument)
                return market.venue;
        }
        return listed.empty() ? VenueId{} : listed.front().venue;
    }

    void onExecution(const SimExecution& execution) override;
    void onBalance(AccountId account, const SimBalance& balance, Timestamp now) override;
    void onTrade(const SimTrade&) override {}

    SimVenueConfig config;
    OrderLatency latency;
    SimExchange exchange;
    GrowingRing<Request> requests;
    GrowingRing<ExecEvent> answers; ///< localTime is when it arrives
    std::vector<Account> accounts;
    std::vector<Listed> listed;
    std::vector<ToldBalance> toldBalances;
    ArrivalListener* arrivals = nullptr;
    Timestamp now; ///< venue time of what is being carried out
};

} // namespace maker::sim
