#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/exec_event.h"
#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"
#include "kernel/model/money.h"
#include "kernel/model/order.h"
#include "kernel/sim/fees.h"
#include "kernel/sim/latency.h"
#include "kernel/sim/tape_market.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace maker::sim {

/// What the simulated venue is like. Everything is one and the same for all its instruments and accounts.
struct SimVenueConfig {
    QueueModel queue; ///< its `unit` is set by the venue to the whole unit of each instrument
    FillMode fills = FillMode::Partial;
    SelfTrade selfTrade = SelfTrade::ExpireTaker;
    OrderLatencyConfig latency;
    FeeModel fees;
    FeeSchedule schedule;
    std::size_t maxOpenOrders = 200;              ///< per account and instrument
    std::size_t maxOrdersPerWindow = 0;           ///< placements of one account; 0: no limit
    Duration orderWindow = Duration::seconds(10); ///< windows begin at multiples of it, as Binance counts
    std::size_t bookWindow = OrderBook::kDefaultWindow; ///< ticks of the book held flat
};

/// A venue that replays a recorded market and lets our orders rest in it: each order reaches the book one entry latency
/// after it was sent, waits in the queue as the queue model says, is filled by the trades and moves of the tape, and what
/// happened comes back one response latency later. Two clocks of one domain: `sent` and `until` of answers are local
/// time, the rest is exchange time. Deterministic; no threads, no clock.
class SimVenue {
public:
    explicit SimVenue(const SimVenueConfig& config);
    ~SimVenue();
    SimVenue(const SimVenue&) = delete;
    SimVenue& operator=(const SimVenue&) = delete;

    /// How much rests ahead of an order and how much behind it, as the model thinks. In quantity counts, not whole because
    /// the model is one of probabilities.
    struct QueueView {
        double ahead = 0.0;
        double behind = 0.0;
    };
    /// Hears where orders come to rest.
    class ArrivalListener {
    public:
        virtual ~ArrivalListener() = default;
        /// An order placed has been carried out or refused; they arrive in the sequence in which they were sent. nullptr: it
        /// does not rest.
        virtual void onArrived(const QueueView* queue) = 0;
    };
    /// Before the first order; it must outlive the venue.
    void setArrivalListener(ArrivalListener* listener) noexcept;

    /// Before the first event. Ids must be unique.
    void addInstrument(std::shared_ptr<const Instrument> instrument, AccountId account);
    /// What the account owns when the simulation begins.
    void deposit(AccountId account, const Amount& amount);

    // The exchange's side. Times never go back.
    /// The market as the exchange saw it, the records of exchange time `at`. Requests that arrive before `at` must have
    /// been carried out before (see carryOut). Returns nextAnswer().
    Timestamp onMarket(std::span<const MarketEvent> events, Timestamp at);
    Timestamp onMarket(const BookChange& change, Timestamp at);
    void onMarket(const MarketEvent& event, Timestamp at) { onMarket(std::span(&event, 1), at); }
    /// Exchange time at which the oldest request on its way arrives; a far future where none is.
    Timestamp nextArrival() const noexcept;
    /// Carries out every request that arrives at or before `at`.
    void carryOut(Timestamp at);

    // Our side. `sent` is local time and never goes back.
    void place(const NewOrder& order, Timestamp sent);
    void replace(const ReplaceOrder& order, Timestamp sent);
    void cancel(const CancelOrder& order, Timestamp sent);
    void cancelAll(AccountId account, InstrumentId instrument, Timestamp sent);
    void query(const CancelOrder& order, Timestamp sent);
    /// Answers with open orders, the fills since, balances, then ReconcileDone.
    void reconcile(AccountId account, Timestamp since, Timestamp sent);
    /// Local time at which the oldest answer arrives; a far future where none is on its way.
    Timestamp nextAnswer() const noexcept;
    /// The oldest answer that has arrived by `until`; nothing where none has.
    std::optional<ExecEvent> takeAnswer(Timestamp until);
    /// The same in place: valid until dropAnswer(), requests may be sent meanwhile. nullptr: none has arrived.
    const ExecEvent* answer(Timestamp until) const noexcept;
    void dropAnswer() noexcept;

    /// Nothing for an order that does not rest.
    std::optional<QueueView> queue(const ClientOrderId& order) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace maker::sim
